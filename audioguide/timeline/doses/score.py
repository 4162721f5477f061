"""Which file scores which dose."""

from audioguide.dose import BreathsHold, Dose, DoseKind, Flow, Reps, Rhythm, SecondsHold
from audioguide.timeline.cue import DoseScore
from audioguide.timeline.doses.flow import score_flow
from audioguide.timeline.doses.hold import score_breaths_hold, score_seconds_hold
from audioguide.timeline.doses.reps import score_reps
from audioguide.timeline.doses.rhythm import score_rhythm
from audioguide.timeline.doses.wording import Wording


def score_dose(dose: Dose, wording: Wording, *, alternating: bool = False) -> DoseScore:
    """Everything inside one dose, from its start."""
    match dose:
        case SecondsHold():
            return score_seconds_hold(dose, wording)
        case BreathsHold():
            return score_breaths_hold(dose, wording)
        case Flow():
            return score_flow(dose, wording)
        case Rhythm():
            return score_rhythm(dose, wording, alternating=alternating)
        case Reps():
            return score_reps(dose, wording, alternating=alternating)


_KINDS: dict[type[Dose], DoseKind] = {
    SecondsHold: DoseKind.HOLD,
    BreathsHold: DoseKind.HOLD,
    Flow: DoseKind.FLOW,
    Rhythm: DoseKind.RHYTHM,
    Reps: DoseKind.REPS,
}


def kind_of(dose: Dose) -> DoseKind:
    """The kind that a timeline names a dose by."""
    return _KINDS[type(dose)]
