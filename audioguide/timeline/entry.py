"""The way into a pose: its name, its cautions, what to do; into the other side; into a new set."""

from fractions import Fraction

from audioguide.dose import BreathsHold, Flow, Side
from audioguide.roles import Role
from audioguide.routine.routine import Exercise
from audioguide.timeline.body import BodyState
from audioguide.timeline.lines import explain_breath, lay_lines, lay_remark, side_text
from audioguide.timeline.moving import ORDINARY_SECONDS, move_seconds
from audioguide.timeline.spoken import announcement
from audioguide.timeline.tape import Tape

_AIR_SECONDS = Fraction(1)
_SWITCH_TONE_SECONDS = Fraction(2)


def introduce(tape: Tape, exercise: Exercise, state: BodyState, side: Side | None) -> None:
    """Into a pose for the first time.

    Cautions come before the way in, so that nobody hears "leave this one out" already there
    (docs/decisions/0008).
    """
    settings, pose = exercise.settings, exercise.pose
    text = announcement(exercise, tape.phrases, tape.language)
    lay_remark(tape, Role.ANNOUNCE, text, settings, exercise.span)
    for line in pose.cautions:
        caution = (pose.id, line.text)
        if caution not in state.cautioned:
            text = side_text(tape, line.text, side)
            if lay_remark(tape, Role.CAUTION, text, settings, exercise.span):
                state.cautioned |= {caution}
    _enter(tape, exercise, side, first_seconds=move_seconds(state.position, pose.position))
    if exercise.text:
        text = tape.phrases.with_side(exercise.text.value, side)
        lay_remark(tape, Role.SAY, text, settings, exercise.text.span)
    if any(isinstance(dose, BreathsHold | Flow) for _, dose in exercise.doses):
        explain_breath(tape, settings, state, exercise.span)


def _enter(tape: Tape, exercise: Exercise, side: Side | None, *, first_seconds: Fraction) -> None:
    """The way in; without words, the time that the body needs stays as silence."""
    settings, pose = exercise.settings, exercise.pose
    if tape.speaks(Role.ENTER, settings):
        lay_lines(tape, exercise, Role.ENTER, pose.enter, side, first_seconds=first_seconds)
        return
    if pose.short:
        tape.say(Role.SHORT, side_text(tape, pose.short, side), settings, exercise.span)
    stays = [line.then_seconds or Fraction(0) for line in pose.enter]
    stays[:1] = [max(first_seconds, *stays[:1])] if stays else [first_seconds]
    tape.wait_move(sum(stays, Fraction(0)), settings)


def enter_set(tape: Tape, exercise: Exercise, n_set: int) -> None:
    """Into set `n_set`, counted from 0, which is not the first."""
    settings, pose = exercise.settings, exercise.pose
    text = tape.phrases.say("set_number", number=n_set + 1, total=exercise.n_sets)
    lay_remark(tape, Role.ANNOUNCE, text, settings, exercise.span)
    if exercise.doses[0][0] is None and pose.short:
        role = Role.ENTER if tape.speaks(Role.ENTER, settings) else Role.SHORT
        if tape.say(role, side_text(tape, pose.short, None), settings, exercise.span):
            tape.wait_move(ORDINARY_SECONDS, settings)


def enter_side(tape: Tape, exercise: Exercise, side: Side, *, is_other: bool) -> None:
    """Into a side again: the short way where the pose has one, else its whole entry."""
    settings, pose = exercise.settings, exercise.pose
    if is_other:
        if tape.say(Role.SWITCH, tape.phrases.say("other_side"), settings, exercise.span):
            tape.wait_gap(_AIR_SECONDS, settings)
        else:
            tape.chime("halfway", settings, exercise.span)
            tape.wait_gap(_SWITCH_TONE_SECONDS, settings)
    lay_lines(tape, exercise, Role.SWITCH, pose.switch or pose.enter, side)
