"""How much of an exercise: doses, breath patterns, sides, guidance.

These are the values of the language that scripts, poses, routines and timelines share.
All durations are exact seconds, all rates exact beats a minute.
"""

from enum import StrEnum
from fractions import Fraction

from msgspec import Struct


class Side(StrEnum):
    """The side of the body that a pose works on, as its pose file defines it."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> "Side":
        """The opposite side."""
        return Side.RIGHT if self is Side.LEFT else Side.LEFT


class Guidance(StrEnum):
    """How much is spoken."""

    FULL = "full"
    SHORT = "short"
    BELLS = "bells"
    SILENT = "silent"
    LEARNING = "learning"
    """`full` where a pose comes for the first time, `short` from then on."""


class BreathPhase(StrEnum):
    """The four phases of a breath, in their order."""

    INHALE = "inhale"
    HOLD = "hold"
    EXHALE = "exhale"
    REST = "rest"


class BreathPattern(Struct, frozen=True):
    """Seconds of each phase of one breath. A phase of zero length has no event."""

    inhale_seconds: Fraction
    hold_seconds: Fraction
    exhale_seconds: Fraction
    rest_seconds: Fraction

    @property
    def cycle_seconds(self) -> Fraction:
        """Length of one breath."""
        return self.inhale_seconds + self.hold_seconds + self.exhale_seconds + self.rest_seconds

    def phases(self) -> tuple[tuple[BreathPhase, Fraction, Fraction], ...]:
        """Each phase that has a length, with its start in the cycle and its length."""
        lengths = (
            (BreathPhase.INHALE, self.inhale_seconds),
            (BreathPhase.HOLD, self.hold_seconds),
            (BreathPhase.EXHALE, self.exhale_seconds),
            (BreathPhase.REST, self.rest_seconds),
        )
        found = []
        start = Fraction(0)
        for phase, length in lengths:
            if length:
                found.append((phase, start, length))
            start += length
        return tuple(found)

    def __str__(self) -> str:
        parts = [self.inhale_seconds, self.hold_seconds, self.exhale_seconds, self.rest_seconds]
        if not self.hold_seconds and not self.rest_seconds:
            parts = [self.inhale_seconds, self.exhale_seconds]
        return "-".join(f"{float(part):g}" for part in parts)


class DoseKind(StrEnum):
    """The four kinds of dose, and the two steps that are moves of their own."""

    HOLD = "hold"
    FLOW = "flow"
    RHYTHM = "rhythm"
    REPS = "reps"
    BREATHE = "breathe"
    CLICK = "click"


# Doses as written: a script may leave out what the pose's own dose fills in.


class HoldSpec(Struct, frozen=True):
    """`hold: 30s` or `hold: 10 breaths`: exactly one of the two is set."""

    seconds: Fraction | None = None
    n_breaths: int | None = None


class SidedHoldSpec(Struct, frozen=True):
    """`hold: {right: 30s, left: 45s}`."""

    left: HoldSpec
    right: HoldSpec


class FlowSpec(Struct, frozen=True):
    """`flow: 8 rounds` or `flow: 2min`: exactly one of the two is set."""

    n_rounds: int | None = None
    seconds: Fraction | None = None


class RhythmSpec(Struct, frozen=True):
    """`rhythm: 66 bpm` with `for` or `beats`; both absent: the pose's own."""

    rate_bpm: Fraction
    seconds: Fraction | None = None
    n_beats: int | None = None
    accent_every: int | None = None
    ramp_to_bpm: Fraction | None = None


class RepsSpec(Struct, frozen=True):
    """`reps: 4` with `work` and `release`; an absent one is the pose's own."""

    n_reps: int
    work_seconds: Fraction | None = None
    release_seconds: Fraction | None = None


DoseSpec = HoldSpec | SidedHoldSpec | FlowSpec | RhythmSpec | RepsSpec

SPEC_KINDS: dict[type[DoseSpec], DoseKind] = {
    HoldSpec: DoseKind.HOLD,
    SidedHoldSpec: DoseKind.HOLD,
    FlowSpec: DoseKind.FLOW,
    RhythmSpec: DoseKind.RHYTHM,
    RepsSpec: DoseKind.REPS,
}
"""Which dose each specification is."""


# Doses with everything settled.


class SecondsHold(Struct, frozen=True):
    """Stay for a length of time; no breath events."""

    seconds: Fraction


class BreathsHold(Struct, frozen=True):
    """Stay for a number of breaths."""

    n_breaths: int
    breath: BreathPattern


class Flow(Struct, frozen=True):
    """Move on the breath."""

    n_rounds: int
    breaths_per_round: int
    breath: BreathPattern


class Rhythm(Struct, frozen=True):
    """Move on a click; exactly one of `seconds` and `n_beats` is set."""

    rate_bpm: Fraction
    seconds: Fraction | None
    n_beats: int | None
    accent_every: int | None
    ramp_to_bpm: Fraction | None


class Reps(Struct, frozen=True):
    """Work, release, again."""

    n_reps: int
    work_seconds: Fraction
    release_seconds: Fraction


Dose = SecondsHold | BreathsHold | Flow | Rhythm | Reps
