"""Cueing: what is counted, chimed and told beside the words of the poses.

These are the values of `cueing:` that scripts, routines and timelines share. All durations are
exact seconds; zero, or an empty tuple, is none.
"""

from enum import StrEnum
from fractions import Fraction

from msgspec import Struct

LEAST_CHIME_SECONDS = 5
"""Chimes closer than this would be a metronome."""
LEAST_TIME_LEFT_SECONDS = 5
"""The last seconds have their own countdown."""
MOST_READY_SECONDS = 30
"""People are in the pose already, and no limit of the pose counts this time."""


class Counting(Struct, frozen=True):
    """Which numbers are said: every so many-th; 0 is none, None as many as the voice can."""

    reps_step: int | None
    beats_step: int | None


COUNTINGS = {
    "reps": Counting(1, 0),
    "every": Counting(1, 1),
    "auto": Counting(None, None),
    "off": Counting(0, 0),
}
"""The countings that have a name; `reps` is what holds where nothing is written."""


class CountDirection(StrEnum):
    """Whether numbers say how many are done, or how many there are still to do."""

    UP = "up"
    DOWN = "down"


class Encouragement(StrEnum):
    """How often a friendly word is said where it is quiet."""

    NONE = "none"
    FEW = "few"
    SOME = "some"
    MANY = "many"


class Cueing(Struct, frozen=True):
    """Everything that `cueing:` sets, settled."""

    counts: Counting = COUNTINGS["reps"]
    direction: CountDirection = CountDirection.UP
    chime_every_seconds: Fraction = Fraction(0)
    """In a hold, from its start."""
    time_left_seconds: tuple[Fraction, ...] = ()
    """Before the end of a hold, whole seconds, `LEAST_TIME_LEFT_SECONDS` or more."""
    names_next: bool = False
    """A rest tells which pose comes next."""
    ready_seconds: Fraction = Fraction(0)
    """Between settling and the start of a dose; `MOST_READY_SECONDS` or less."""
    encouragement: Encouragement = Encouragement.NONE
