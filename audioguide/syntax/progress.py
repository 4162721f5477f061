"""Rules of progress: how a dose changes from week to week, as written.

The dose as it is written is that of week 1. A rule adds its step to one quantity every so many
weeks, up to its end; without one it goes on as long as the pose's limits allow.
"""

from enum import StrEnum
from fractions import Fraction

from msgspec import Struct

from audioguide.source import Spanned
from audioguide.syntax.durations import format_duration


class Quantity(StrEnum):
    """What a rule changes: a dose key, or what stands around the dose."""

    HOLD = "hold"
    FLOW = "flow"
    RHYTHM = "rhythm"
    RAMP_TO = "ramp_to"
    FOR = "for"
    BEATS = "beats"
    REPS = "reps"
    WORK = "work"
    RELEASE = "release"
    SETS = "sets"
    REST = "rest"


class Unit(StrEnum):
    """What an amount is counted in."""

    SECONDS = "seconds"
    BREATHS = "breaths"
    ROUNDS = "rounds"
    BPM = "bpm"
    BEATS = "beats"
    REPS = "reps"
    SETS = "sets"


class Amount(Struct, frozen=True):
    """A number with its unit; negative only as a step."""

    value: Fraction
    unit: Unit

    def __str__(self) -> str:
        if self.unit is Unit.SECONDS:
            return format_duration(self.value)
        unit = str(self.unit) if self.unit is Unit.BPM or self.value != 1 else str(self.unit)[:-1]
        return f"{float(self.value):g} {unit}"


class ProgressRule(Struct, frozen=True):
    """`{hold: +5s, every: 1 week, to: 45s}`: one quantity and how it changes."""

    quantity: Quantity
    step: Spanned[Amount]
    """Added each time; never zero."""
    every_weeks: int
    to: Spanned[Amount] | None
    """Where it ends, in the step's unit; absent: at the pose's limit."""

    def __str__(self) -> str:
        step = self.step.value
        sign = "-" if step.value < 0 else "+"
        every = "week" if self.every_weeks == 1 else f"{self.every_weeks} weeks"
        end = "" if self.to is None else f", to {self.to.value}"
        size = Amount(abs(step.value), step.unit)
        return f"{self.quantity} {sign}{size} every {every}{end}"
