"""A dose with what belongs to it: the words that lead in, the author's cues, the breath out."""

from fractions import Fraction

from msgspec.structs import replace

from audioguide.dose import BreathPhase, BreathsHold, Dose, Flow, Reps, Rhythm, Side
from audioguide.roles import Role
from audioguide.routine.routine import Cue, Exercise, Settings
from audioguide.source import Span
from audioguide.timeline.cue import BreathMark, ChimeMark, CueLine, DoseScore, Mark, Rank
from audioguide.timeline.cueing.ready import lay_ready
from audioguide.timeline.cueing.within import counting_wording, with_cueing
from audioguide.timeline.doses.score import score_dose
from audioguide.timeline.doses.wording import Wording
from audioguide.timeline.lines import side_text
from audioguide.timeline.tape import Tape
from audioguide.units import Samples, to_samples

_START_SOUND_SECONDS = Fraction(2)
"""From the start sound to the dose."""
_BREATHE_OUT_SECONDS = Fraction(3)
"""For the breath out before the first counted breath in."""
_AIR_SECONDS = Fraction(1)


def lay_dose(
    tape: Tape, exercise: Exercise, dose: Dose, *, second_side: bool
) -> tuple[Samples, Samples]:
    """Time to get ready, start sound, lead-in, dose, and the breath that ends a flow.

    Gives the dose's range.
    """
    settings, side = exercise.settings, tape.side
    wording = Wording(
        tape.phrases, tape.language, settings.guidance, exercise.pose, side, second_side
    )
    wording = counting_wording(tape, dose, wording, settings, exercise.span)
    score = score_dose(dose, wording, alternating=exercise.alternating)
    score = _with_author_cues(score, exercise.cues, tape, side)
    score = with_cueing(tape, dose, score, wording, settings, exercise.span)
    lay_ready(tape, settings, exercise.span)
    tape.chime("start", settings, exercise.span)
    tape.wait(_START_SOUND_SECONDS)
    lead_in(tape, dose, settings, exercise.span)
    start, end = tape.lay_dose(score, settings, exercise.span)
    if isinstance(dose, Flow) and exercise.pose.exit_inhale:
        _lay_exit_inhale(tape, exercise, dose)
    return start, end


def lead_in(tape: Tape, dose: Dose, settings: Settings, source: Span) -> None:
    """What is said right before a dose."""
    match dose:
        case BreathsHold() | Flow():
            if tape.say(Role.BREATH, tape.phrases.say("breathe_out"), settings, source):
                tape.wait_move(_BREATHE_OUT_SECONDS, settings)
        case Reps():
            if tape.say(Role.BREATH, tape.phrases.say("breathe_in"), settings, source):
                tape.wait(settings.breath.first.inhale_seconds)
        case Rhythm():
            if tape.say(Role.ENTER, tape.phrases.say("join_click"), settings, source):
                tape.wait_gap(_AIR_SECONDS, settings)


def _lay_exit_inhale(tape: Tape, exercise: Exercise, dose: Flow) -> None:
    """One uncounted breath in, as long as the last one, which brings people up."""
    pose = exercise.pose
    pattern = dose.breath.pattern(dose.n_breaths - 1, dose.n_breaths)
    length = to_samples(pattern.inhale_seconds)
    text = tape.phrases.say("exit_inhale")
    if pose.exit_line is not None:
        text = side_text(tape, pose.exit_line, tape.side)
    cue = CueLine(Role.LEAVE, (text,), Samples(0), length, Rank.MUST)
    breath = BreathMark(BreathPhase.INHALE, Samples(0), length)
    tape.lay_dose(DoseScore(length, (breath,), (cue,)), exercise.settings, exercise.span)


def _with_author_cues(
    score: DoseScore, cues: tuple[Cue, ...], tape: Tape, side: Side | None
) -> DoseScore:
    """The score with the author's own lines, which win over the automatic ones."""
    lines = tuple(
        CueLine(
            role=Role.HALFWAY if cue.at_seconds is None else Role.SAY,
            texts=(tape.phrases.with_side(cue.text, side),),
            start=_cue_start(cue, score.length),
            end=score.length,
            rank=Rank.AUTHOR,
            needed=True,
            chime="halfway" if cue.at_seconds is None else None,
            span=cue.span,
        )
        for cue in cues
    )
    kept, marks = score.cues, score.marks
    if any(cue.at_seconds is None for cue in cues):
        kept = tuple(cue for cue in kept if cue.role is not Role.HALFWAY)
        marks = tuple(mark for mark in marks if not _is_halfway_tone(mark))
    return replace(score, marks=marks, cues=kept + lines)


def _is_halfway_tone(mark: Mark) -> bool:
    return isinstance(mark, ChimeMark) and mark.name == "halfway"


def _cue_start(cue: Cue, length: Samples) -> Samples:
    if cue.at_seconds is None:
        return Samples((length + 1) // 2)
    at = to_samples(cue.at_seconds)
    return Samples(at if at >= 0 else length + at)
