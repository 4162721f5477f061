"""Time to move: the silence that people need after a line that moves them."""

from fractions import Fraction

from audioguide.syntax.pose import Position

ORDINARY_SECONDS = Fraction(3)
"""After a line that moves a hand's width."""

_FASTEST_PACE = Fraction(5, 4)
"""At which people are asked to move."""

LYING = frozenset({Position.SUPINE, Position.PRONE, Position.SIDE_LYING})
"""Legs up a wall are not among them: the way out of that pose ends sitting up."""
_LOW = frozenset({Position.SEATED, Position.KNEELING, Position.ALL_FOURS})
_UPRIGHT = frozenset({Position.STANDING, Position.SQUATTING})

_STAND_UP_SECONDS = Fraction(15 + 5)
"""From the floor to the feet, and five seconds still, since blood pressure lags behind."""

_TABLE: tuple[tuple[frozenset[Position], frozenset[Position], Fraction], ...] = (
    (frozenset(Position), frozenset({Position.WALL}), Fraction(25)),
    (LYING | _LOW | {Position.WALL}, _UPRIGHT, _STAND_UP_SECONDS),
    (_UPRIGHT, LYING | _LOW, Fraction(15)),
    (LYING | {Position.WALL}, LYING, Fraction(12)),
    (LYING | {Position.WALL}, _LOW, Fraction(12)),
    (_LOW, LYING, Fraction(12)),
    (_LOW, _LOW, Fraction(8)),
    (_UPRIGHT, _UPRIGHT, Fraction(8)),
)


def move_seconds(before: Position | None, after: Position) -> Fraction:
    """Seconds that a change of position takes; `before` is None at a routine's start.

    >>> move_seconds(Position.SEATED, Position.ALL_FOURS)
    Fraction(8, 1)
    """
    if before is after:
        return ORDINARY_SECONDS
    start = Position.STANDING if before is None else before
    if start is after:
        return ORDINARY_SECONDS
    return next(seconds for froms, tos, seconds in _TABLE if start in froms and after in tos)


def paced_gap(seconds: Fraction, pace: Fraction) -> Fraction:
    """A gap that moves nobody, at `pace`."""
    return seconds / pace


def paced_move(seconds: Fraction, pace: Fraction) -> Fraction:
    """Time that somebody needs to move, at `pace`: never under 80 % of its value."""
    return seconds / min(pace, _FASTEST_PACE)
