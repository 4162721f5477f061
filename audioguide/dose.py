"""How much of an exercise: doses, breaths, sides, guidance.

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
    """`full` until the way into a pose was spoken in full once, `short` from then on."""


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
    def lengths(self) -> tuple[Fraction, Fraction, Fraction, Fraction]:
        """Seconds of the four phases, in their order."""
        return (self.inhale_seconds, self.hold_seconds, self.exhale_seconds, self.rest_seconds)

    @property
    def cycle_seconds(self) -> Fraction:
        """Length of one breath."""
        return self.inhale_seconds + self.hold_seconds + self.exhale_seconds + self.rest_seconds

    def phases(self) -> tuple[tuple[BreathPhase, Fraction, Fraction], ...]:
        """Each phase that has a length, with its start in the cycle and its length."""
        found = []
        start = Fraction(0)
        for phase, length in zip(BreathPhase, self.lengths, strict=True):
            if length:
                found.append((phase, start, length))
            start += length
        return tuple(found)

    def __str__(self) -> str:
        parts = list(self.lengths)
        if not self.hold_seconds and not self.rest_seconds:
            parts = [self.inhale_seconds, self.exhale_seconds]
        return "-".join(f"{float(part):g}" for part in parts)


class Breathing(Struct, frozen=True):
    """What each breath of a stretch is: the first, the last, and an even change between them.

    Of `n` breaths the one with number `k` (from 0) has each of its phases at
    `first + (last - first) × k / (n - 1)`, exactly. A single breath is the first.
    """

    first: BreathPattern
    last: BreathPattern

    @classmethod
    def steady(cls, pattern: BreathPattern) -> "Breathing":
        """One breath like the other."""
        return cls(pattern, pattern)

    @property
    def n_phases(self) -> int:
        """How many phases a breath has at most."""
        parts = zip(self.first.lengths, self.last.lengths, strict=True)
        return sum(any(pair) for pair in parts)

    def pattern(self, k: int, n_breaths: int) -> BreathPattern:
        """Breath `k` of `n_breaths`, counted from 0."""
        if n_breaths < 2 or self.first == self.last:
            return self.first
        part = Fraction(k, n_breaths - 1)
        pairs = zip(self.first.lengths, self.last.lengths, strict=True)
        return BreathPattern(*(first + (last - first) * part for first, last in pairs))

    def start_seconds(self, k: int, n_breaths: int) -> Fraction:
        """Where breath `k` of `n_breaths` starts, from the start of the first; `k` may be `n`.

        >>> two, three = Fraction(2), Fraction(3)
        >>> slowing = Breathing(
        ...     BreathPattern(two, Fraction(0), two, Fraction(0)),
        ...     BreathPattern(three, Fraction(0), three, Fraction(0)),
        ... )
        >>> [int(slowing.start_seconds(k, 3)) for k in range(4)]
        [0, 4, 9, 15]
        """
        cycle_seconds = self.first.cycle_seconds
        if n_breaths < 2:
            return k * cycle_seconds
        change = (self.last.cycle_seconds - cycle_seconds) / (n_breaths - 1)
        return k * cycle_seconds + change * (k * (k - 1) // 2)

    def seconds(self, n_breaths: int) -> Fraction:
        """Length of `n_breaths` breaths together."""
        return self.start_seconds(n_breaths, n_breaths)

    def most_rounds(self, seconds: Fraction, *, breaths_per_round: int) -> int:
        """The greatest number of whole rounds that last no longer than `seconds`; may be 0.

        Each number of rounds has a change of its own, spread over just its breaths. The more
        there are the longer they last, so the greatest number is the only candidate.
        """
        mean_seconds = (self.first.cycle_seconds + self.last.cycle_seconds) / 2
        n_rounds = int(seconds // (breaths_per_round * mean_seconds))
        if n_rounds * breaths_per_round > 1:
            return n_rounds
        # A stretch of one breath has no mean: it is the first.
        return int(self.seconds(breaths_per_round) <= seconds)

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"from {self.first} to {self.last}"


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
    breath: Breathing


class Flow(Struct, frozen=True):
    """Move on the breath."""

    n_rounds: int
    breaths_per_round: int
    breath: Breathing

    @property
    def n_breaths(self) -> int:
        """Breaths of all rounds together."""
        return self.n_rounds * self.breaths_per_round


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
