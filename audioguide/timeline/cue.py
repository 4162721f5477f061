"""What a dose wants to say, click and chime, before it is known what fits."""

from enum import IntEnum

from msgspec import Struct

from audioguide.dose import BreathPhase, Side
from audioguide.source import Span
from audioguide.timeline.timeline import Role
from audioguide.units import Samples


class Rank(IntEnum):
    """Who gets the place when two lines want it: the lower one."""

    AUTHOR = 0
    MUST = 1
    WORD = 2
    REMINDER = 3


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


Mark = BeatMark | BreathMark | ChimeMark


class DoseScore(Struct, frozen=True):
    """Everything inside one dose."""

    length: Samples
    marks: tuple[Mark, ...]
    cues: tuple[CueLine, ...]
