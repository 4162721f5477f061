"""Reminders: a few calm lines in a long dose, far from its edges and from each other."""

from fractions import Fraction

from audioguide.roles import Role
from audioguide.timeline.cue import CueLine, Quiet, Rank
from audioguide.timeline.doses.wording import Wording
from audioguide.units import Samples, to_samples

EDGE_SECONDS = Fraction(8)
"""Nothing is said in the first and last seconds of a dose."""

MOST = 4

_LINE_SECONDS = Fraction(4)
"""Room that one reminder is given at least."""

_SPACING = (
    (Fraction(180), Fraction(45)),
    (Fraction(60), Fraction(25)),
    (Fraction(0), Fraction(15)),
)
"""Holds longer than the first have reminders at least the second apart."""


def hold_spacing_seconds(seconds: Fraction) -> Fraction:
    """Quiet between two reminders in a hold of this length."""
    return next(spacing for over, spacing in _SPACING if seconds > over)


def reminder_cues(wording: Wording, quiet: Quiet) -> tuple[CueLine, ...]:
    """Reminders spread over the quiet of a dose, each in a slot of its own.

    The slots stand its `spacing` apart, so the lines in them do too, whatever their
    length. The second side gets half as many. None is said twice.
    """
    if wording.pose is None:
        return ()
    lines = wording.lines(wording.pose.during)
    start, spacing = quiet.start, quiet.spacing
    room = quiet.end - start + spacing
    most = min(MOST, len(lines), room // (spacing + to_samples(_LINE_SECONDS)))
    if most < 1:
        return ()
    number = most // 2 if wording.second_side else most
    step = room // most
    return tuple(
        CueLine(
            role=Role.DURING,
            texts=(text,),
            start=Samples(start + i * step),
            end=Samples(start + (i + 1) * step - spacing),
            rank=Rank.REMINDER,
            exact=False,
        )
        for i, text in enumerate(lines[:number])
    )
