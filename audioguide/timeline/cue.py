"""What a dose wants to say, click and chime, before it is known what fits."""

from enum import IntEnum

from msgspec import Struct

from audioguide.dose import BreathPhase, Side
from audioguide.roles import Role
from audioguide.source import Span
from audioguide.units import Samples


class Rank(IntEnum):
    """Who gets the place when two lines want it: the lower one."""

    AUTHOR = 0
    MUST = 1
    WORD = 2
    REMINDER = 3
    EXTRA = 4
    """Said as it is or not at all, and nobody is told: counts, the next pose."""
    ENCOURAGEMENT = 5
    """As an extra, and only where it is quiet."""


class CueLine(Struct, frozen=True):
    """A line that wants to be spoken within a slot of the dose."""

    role: Role
    texts: tuple[str, ...]
    """The full text first, then the shorter ones that may stand in its place."""
    start: Samples
    """From the dose's start: where it begins (or the earliest, see `exact`)."""
    end: Samples
    """Where it has to be silent again."""
    rank: Rank
    exact: bool = True
    """Begins at `start` or not at all; else anywhere in the slot, with air around it."""
    needed: bool = False
    """Cannot be dropped: the build fails where it does not fit."""
    chime: str | None = None
    """What sounds at `start` where guidance sounds this role."""
    side: Side | None = None
    span: Span | None = None
    """An author's own place; absent: the step's."""
    apart: Samples = Samples(0)
    """Quiet between this and every other line of its role; only where it is not exact."""


class BeatMark(Struct, frozen=True):
    """A click, from the dose's start."""

    at: Samples
    accent: bool
    side: Side | None = None


class BreathMark(Struct, frozen=True):
    """A breath phase, half-open, from the dose's start."""

    phase: BreathPhase
    start: Samples
    end: Samples
    side: Side | None = None


class ChimeMark(Struct, frozen=True):
    """A chime, from the dose's start."""

    name: str
    at: Samples
    side: Side | None = None
    heeded_from: Rank = Rank.EXTRA
    """Lines of this rank and weaker ones stand elsewhere."""


Mark = BeatMark | BreathMark | ChimeMark


class Quiet(Struct, frozen=True):
    """Where a dose has room for a line now and then, half-open, from the dose's start."""

    start: Samples
    end: Samples
    spacing: Samples
    """Between two such lines."""


class DoseScore(Struct, frozen=True):
    """Everything inside one dose."""

    length: Samples
    marks: tuple[Mark, ...]
    cues: tuple[CueLine, ...]
    quiet: Quiet | None = None
