"""The items of a routine that are no poses: say, rest, breathe, click, chime."""

from fractions import Fraction

from audioguide.dose import BreathsHold, DoseKind, Guidance
from audioguide.roles import Role
from audioguide.routine.routine import Breathe, Chime, Click, Exercise, Rest, Say
from audioguide.timeline.beats import Tempo
from audioguide.timeline.body import BodyState
from audioguide.timeline.cue import ChimeMark, CueLine, DoseScore, Rank
from audioguide.timeline.cueing.next_pose import next_pose_cue
from audioguide.timeline.cueing.ready import lay_ready
from audioguide.timeline.cueing.within import with_counts, with_cueing
from audioguide.timeline.doses.rhythm import beat_marks
from audioguide.timeline.doses.score import score_dose
from audioguide.timeline.doses.wording import Wording
from audioguide.timeline.dosing import lead_in
from audioguide.timeline.lines import LINE_GAP_SECONDS, explain_breath
from audioguide.timeline.tape import Tape
from audioguide.timeline.timeline import Move
from audioguide.units import Samples, to_samples

_LEAD_SECONDS = Fraction(2)
_AFTER_SECONDS = Fraction(2)
_SAID_IN_RESTS_FROM = to_samples(5)
"""Shorter rests between rounds are plain silence."""


def lay_say(tape: Tape, item: Say) -> None:
    """A line and its pause."""
    spoken = tape.say(Role.SAY, item.text.value, item.settings, item.text.span)
    if item.pause_seconds is not None:
        tape.wait(item.pause_seconds)
    elif spoken:
        tape.wait_gap(LINE_GAP_SECONDS, item.settings)


def lay_rest(tape: Tape, item: Rest, following: Exercise | None) -> None:
    """A rest of exactly its length; what is said lies within it.

    Args:
        tape: Where it is laid.
        item: The rest.
        following: The pose that comes after it, if one does.
    """
    length = to_samples(item.seconds)
    line: CueLine | None = None
    if item.text:
        line = CueLine(
            Role.REST,
            (item.text.value,),
            Samples(0),
            length,
            Rank.AUTHOR,
            needed=True,
            span=item.text.span,
        )
    elif item.between_rounds and length >= _SAID_IN_RESTS_FROM:
        line = CueLine(Role.REST, (tape.phrases.say("rest"),), Samples(0), length, Rank.AUTHOR)
    marks: tuple[ChimeMark, ...] = ()
    if item.settings.guidance is Guidance.BELLS and length >= tape.sound_lengths["rest"]:
        marks = (ChimeMark("rest", Samples(0)),)
    cues = [line] if line else []
    if following and item.settings.cueing.names_next and length >= _SAID_IN_RESTS_FROM:
        cues.append(next_pose_cue(tape, following, length))
    tape.lay_dose(DoseScore(length, marks, tuple(cues)), item.settings, item.span)


def lay_chime(tape: Tape, item: Chime) -> None:
    """A bell that the author asks for, and the time to hear it out."""
    tape.chime(str(item.name), item.settings, item.span, asked=True)
    tape.cursor = Samples(tape.cursor + tape.sound_lengths[str(item.name)])


def lay_breathe(tape: Tape, item: Breathe, state: BodyState) -> None:
    """Breaths on their own, led in like a pose's."""
    start = _open_move(tape, item)
    explain_breath(tape, item.settings, state, item.span)
    lay_ready(tape, item.settings, item.span)
    dose = BreathsHold(item.n_breaths, item.settings.breath)
    lead_in(tape, dose, item.settings, item.span)
    wording = Wording(tape.phrases, tape.language, item.settings.guidance)
    score = score_dose(dose, wording)
    score = with_cueing(tape, dose, score, wording, item.settings, item.span)
    _close_move(tape, item, DoseKind.BREATHE, start, score)


def lay_click(tape: Tape, item: Click) -> None:
    """A metronome on its own."""
    start = _open_move(tape, item)
    lay_ready(tape, item.settings, item.span)
    tempo = Tempo.settled(item.rate_bpm, item.ramp_to_bpm, item.seconds, item.n_beats)
    marks = beat_marks(tempo, item.accent_every, alternating=False)
    score = with_counts(tape, DoseScore(tempo.length, marks, ()), item.settings, item.span)
    _close_move(tape, item, DoseKind.CLICK, start, score)


def _open_move(tape: Tape, item: Breathe | Click) -> Samples:
    start = tape.cursor
    tape.move = len(tape.moves)
    if item.text and tape.say(Role.SAY, item.text.value, item.settings, item.text.span):
        tape.wait_gap(_LEAD_SECONDS, item.settings)
    return start


def _close_move(
    tape: Tape, item: Breathe | Click, kind: DoseKind, start: Samples, score: DoseScore
) -> None:
    dose_start, dose_end = tape.lay_dose(score, item.settings, item.span)
    tape.wait_gap(_AFTER_SECONDS, item.settings)
    tape.moves.append(
        Move(
            index=len(tape.moves),
            pose=None,
            name=kind.value,
            side=None,
            set_number=1,
            dose=kind,
            start=start,
            end=tape.cursor,
            dose_start=dose_start,
            dose_end=dose_end,
            chapter=item.chapter,
        )
    )
    tape.move = None
