"""How a bed gives way to what guides: known in advance, so it is down when a word begins."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from audioguide.units import SAMPLE_RATE_HZ

Range = tuple[int, int]
"""Half-open, in samples."""

_UP_SAMPLES = 2 * SAMPLE_RATE_HZ
"""A bed comes up only where it can stay up for two seconds; else it would pump."""


def bridged(ranges: Iterable[Range], *, attack: int, release: int) -> tuple[Range, ...]:
    """Ranges in order, those as one between which a bed could not come up for long enough."""
    least = attack + release + _UP_SAMPLES
    joined: list[Range] = []
    for start, end in sorted(ranges):
        if joined and start - joined[-1][1] < least:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return tuple(joined)


class Ducking:
    """The gain of a bed over its time."""

    def __init__(
        self, ranges: Sequence[Range], *, depth_db: float, attack: int, release: int
    ) -> None:
        """Take when the bed is down.

        Args:
            ranges: As `bridged` gives them, in samples from the bed's start.
            depth_db: By how much it falls.
            attack: How long it falls before each range, in samples.
            release: How long it rises after it.
        """
        self._ranges = ranges
        self._ends = np.array([end + release for _, end in ranges], np.int64)
        self._low = np.float32(10 ** (-depth_db / 20))
        self._falling = _slope(attack, depth_db)
        self._rising = _slope(release, depth_db)[::-1]

    def gain(self, first: int, last: int) -> NDArray[np.float32] | None:
        """The factor at each of the samples `[first, last)`; None where it is 1 throughout.

        In decibels it moves along half a cosine.
        """
        near = list(self._near(first, last))
        if not near or self._low == 1.0:
            return None
        gain = np.ones(last - first, np.float32)
        for start, end in near:
            _put(gain, start - len(self._falling) - first, self._falling)
            gain[max(0, start - first) : max(0, end - first)] = self._low
            _put(gain, end - first, self._rising)
        return gain

    def _near(self, first: int, last: int) -> Iterator[Range]:
        """The ranges that say something about `[first, last)`."""
        at = int(np.searchsorted(self._ends, first, "right"))
        for start, end in self._ranges[at:]:
            if start - len(self._falling) >= last:
                return
            yield start, end


def _slope(n_samples: int, depth_db: float) -> NDArray[np.float32]:
    """From 1 down by `depth_db`, which the sample behind it reaches."""
    way = np.arange(n_samples) / max(1, n_samples)
    return (10 ** (-depth_db * (0.5 - 0.5 * np.cos(np.pi * way)) / 20)).astype(np.float32)


def _put(gain: NDArray[np.float32], at: int, slope: NDArray[np.float32]) -> None:
    """Write a slope that begins at index `at`, as much of it as lies within."""
    low, high = max(0, -at), min(len(slope), len(gain) - at)
    if low < high:
        gain[at + low : at + high] = slope[low:high]
