"""Lines one after another, each with the time that it needs."""

from fractions import Fraction

from audioguide.dose import Side
from audioguide.roles import Role
from audioguide.routine.routine import Exercise, Settings
from audioguide.source import Span
from audioguide.syntax.pose import Line
from audioguide.text import Text
from audioguide.timeline.body import BodyState
from audioguide.timeline.moving import ORDINARY_SECONDS
from audioguide.timeline.tape import Tape

LINE_GAP_SECONDS = Fraction(3, 2)
"""After a line that asks for no movement."""


def side_text(tape: Tape, text: Text, side: Side | None) -> str:
    """A pose's text in the routine's language, with its side filled in."""
    return tape.phrases.with_side(text.in_language(tape.language) or "", side)


def lay_remark(tape: Tape, role: Role, text: str, settings: Settings, source: Span) -> bool:
    """A line that asks for no movement, and a short gap; tell whether it was spoken."""
    spoken = tape.say(role, text, settings, source)
    if spoken:
        tape.wait_gap(LINE_GAP_SECONDS, settings)
    return spoken


def lay_lines(
    tape: Tape,
    exercise: Exercise,
    role: Role,
    lines: tuple[Line, ...],
    side: Side | None,
    *,
    first_seconds: Fraction = ORDINARY_SECONDS,
) -> None:
    """Lines that move people, each with its time after it.

    A line that guidance leaves out keeps the time that its file gives it, since the body still
    has to get there.

    Args:
        tape: Where they are laid.
        exercise: Whose lines they are.
        role: Of each line.
        lines: In order.
        side: Fills `{side}` in.
        first_seconds: Time after the first line, where the line itself says nothing.
    """
    settings = exercise.settings
    for number, line in enumerate(lines):
        text = side_text(tape, line.text, side)
        spoken = tape.say(role, text, settings, exercise.span)
        if line.then_seconds is not None:
            tape.wait_move(line.then_seconds, settings)
        elif spoken:
            tape.wait_move(ORDINARY_SECONDS if number else first_seconds, settings)


def explain_breath(tape: Tape, settings: Settings, state: BodyState, source: Span) -> None:
    """Once in a routine: the breath that sounds is an offer."""
    if not state.breath_explained:
        text = tape.phrases.say("own_breath")
        state.breath_explained = lay_remark(tape, Role.SAY, text, settings, source)
