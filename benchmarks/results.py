"""What was measured, and what is made of it: medians, spreads, ratios."""

import statistics
from collections.abc import Sequence

from msgspec import Struct


class Measurement(Struct, frozen=True):
    """One run of one command."""

    case: str
    minutes: float
    """Of the routine that it was run on, as asked for."""
    round: int
    """Counted from 0. Measurements of one round were taken one after the other."""
    wall_seconds: float
    peak_bytes: int
    """Resident memory of the largest process."""


class Routine(Struct, frozen=True):
    """A generated routine."""

    minutes: float
    length_seconds: float
    n_poses: int
    n_lines: int
    """Different spoken lines."""
    sound_share: float
    """Of the track, from 0 to 1, in which anything sounds, the ring of bells included."""


class Spread(Struct, frozen=True):
    """A median with the least and the greatest."""

    median: float
    least: float
    greatest: float
    n: int


class Results(Struct, frozen=True):
    """All that one run of the benchmark found."""

    machine: str
    runs: int
    main_minutes: float
    """Of the routine on which everything is compared."""
    long_minutes: float
    """Of the longest routine."""
    routines: tuple[Routine, ...]
    measurements: tuple[Measurement, ...]
    missing: tuple[str, ...] = ()
    """What was left out, and why."""

    def of(self, case: str, minutes: float) -> dict[int, Measurement]:
        """The measurements of a case, by round."""
        return {
            one.round: one
            for one in self.measurements
            if one.case == case and one.minutes == minutes
        }

    def wall_seconds(self, case: str, minutes: float) -> Spread | None:
        return spread([one.wall_seconds for one in self.of(case, minutes).values()])

    def peak_bytes(self, case: str, minutes: float) -> Spread | None:
        return spread([one.peak_bytes for one in self.of(case, minutes).values()])

    def ratio(self, above: tuple[str, float], below: tuple[str, float]) -> Spread | None:
        """Wall time of one case over that of another, round by round.

        What slows a machine down for a while slows both measurements of a round.
        """
        over, under = self.of(*above), self.of(*below)
        return spread(
            [over[n].wall_seconds / under[n].wall_seconds for n in over.keys() & under.keys()]
        )


def spread(values: Sequence[float]) -> Spread | None:
    """Median and range; None of nothing."""
    if not values:
        return None
    return Spread(statistics.median(values), min(values), max(values), len(values))
