"""Holds: still for a length of time, or for a number of breaths."""

from fractions import Fraction

from audioguide.dose import BreathPhase, BreathsHold, RepsSpec, SecondsHold
from audioguide.roles import Role
from audioguide.timeline.beats import PhaseSpan, breath_phases
from audioguide.timeline.cue import BreathMark, ChimeMark, CueLine, DoseScore, Mark, Quiet, Rank
from audioguide.timeline.doses.reminders import (
    EDGE_SECONDS,
    hold_spacing_seconds,
    reminder_cues,
)
from audioguide.timeline.doses.wording import Wording
from audioguide.units import Samples, to_samples

_HALFWAY_TONE_SECONDS = Fraction(20)
"""Holds from here on have a soft tone at their middle,"""
_HALFWAY_WORD_SECONDS = Fraction(40)
"""and from here on the word."""
_COUNTDOWN_FROM_SECONDS = Fraction(8)
"""Shorter holds have no countdown: it would be half of the hold."""
_RESTFUL_TONE_SECONDS = 5
"""A restful pose's only tone, before its end."""
_WORD_BREATHS = 2
"""Breaths whose phases are named before sound alone goes on."""
_FEWEST_WITH_HALFWAY = 4
_FEWEST_WITH_LAST = 3


def score_seconds_hold(dose: SecondsHold, wording: Wording) -> DoseScore:
    """A hold in seconds: halfway, a few reminders, the last three seconds."""
    length = to_samples(dose.seconds)
    edge = to_samples(EDGE_SECONDS)
    spacing = to_samples(hold_spacing_seconds(dose.seconds))
    quiet = Quiet(edge, Samples(length - edge), spacing)
    marks: list[Mark] = []
    cues: list[CueLine] = list(reminder_cues(wording, quiet))
    pose = wording.pose
    if pose is not None and pose.restful:
        tone = to_samples(_RESTFUL_TONE_SECONDS)
        if length >= 2 * tone:
            marks.append(ChimeMark("last", Samples(length - tone)))
        return DoseScore(length, tuple(marks), tuple(cues), quiet)
    middle = to_samples(dose.seconds / 2)
    if dose.seconds >= _HALFWAY_WORD_SECONDS:
        cues.append(halfway_cue(wording, middle, length))
    elif dose.seconds >= _HALFWAY_TONE_SECONDS:
        marks.append(ChimeMark("halfway", middle))
    if dose.seconds >= _COUNTDOWN_FROM_SECONDS:
        active = pose is not None and isinstance(pose.dose, RepsSpec)
        _add_countdown(length, wording, active, marks, cues)
    return DoseScore(length, tuple(marks), tuple(cues), quiet)


def _add_countdown(
    length: Samples, wording: Wording, active: bool, marks: list[Mark], cues: list[CueLine]
) -> None:
    """The last three seconds: words where muscles work, soft tones where they rest."""
    second = to_samples(1)
    for left in (3, 2, 1):
        at = Samples(length - left * second)
        if active:
            cues.append(
                CueLine(
                    role=Role.COUNT,
                    texts=(wording.phrase("count", n=left),),
                    start=at,
                    end=Samples(at + second),
                    rank=Rank.WORD,
                    chime="last",
                )
            )
        else:
            marks.append(ChimeMark("last", at))


def halfway_cue(wording: Wording, at: Samples, end: Samples) -> CueLine:
    """The word "halfway", or its tone."""
    return CueLine(
        role=Role.HALFWAY,
        texts=(wording.phrase("halfway"),),
        start=at,
        end=end,
        rank=Rank.MUST,
        chime="halfway",
    )


def breath_marks(phases: tuple[PhaseSpan, ...]) -> tuple[BreathMark, ...]:
    """The breath events of a dose."""
    return tuple(BreathMark(span.phase, span.start, span.end) for span in phases)


def breath_word(wording: Wording, span: PhaseSpan) -> CueLine:
    """The word for one phase, exactly at its start and within it."""
    return CueLine(
        role=Role.BREATH,
        texts=(wording.phrase(str(span.phase)),),
        start=span.start,
        end=span.end,
        rank=Rank.WORD,
    )


def score_breaths_hold(dose: BreathsHold, wording: Wording) -> DoseScore:
    """A hold in breaths: words on the first two, halfway on an exhale, the last breath."""
    phases = tuple(breath_phases(dose.breath, dose.n_breaths))
    seconds = dose.breath.seconds(dose.n_breaths)
    length = to_samples(seconds)
    cues: list[CueLine] = []
    middle = (dose.n_breaths + 1) // 2 - 1 if dose.n_breaths >= _FEWEST_WITH_HALFWAY else None
    last = dose.n_breaths - 1 if dose.n_breaths >= _FEWEST_WITH_LAST else None
    for span in phases:
        moment = (span.n_breath, span.phase)
        if moment == (middle, BreathPhase.EXHALE):
            cues.append(halfway_cue(wording, span.start, length))
        elif moment == (last, BreathPhase.INHALE):
            cues.append(last_cue(wording, "last_breath", span.start, length))
        elif span.n_breath < _WORD_BREATHS and span.phase in (
            BreathPhase.INHALE,
            BreathPhase.EXHALE,
        ):
            cues.append(breath_word(wording, span))
    n_with_words = min(_WORD_BREATHS, dose.n_breaths)
    words_seconds = dose.breath.start_seconds(n_with_words, dose.n_breaths)
    quiet = Quiet(
        start=to_samples(max(EDGE_SECONDS, words_seconds)),
        end=Samples(length - to_samples(EDGE_SECONDS)),
        spacing=to_samples(hold_spacing_seconds(seconds)),
    )
    cues += reminder_cues(wording, quiet)
    return DoseScore(length, breath_marks(phases), tuple(cues), quiet)


def last_cue(wording: Wording, phrase: str, at: Samples, end: Samples) -> CueLine:
    """The word that says that the end is near, or its tone."""
    return CueLine(
        role=Role.LAST,
        texts=(wording.phrase(phrase),),
        start=at,
        end=end,
        rank=Rank.MUST,
        chime="last",
    )
