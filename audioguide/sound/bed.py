"""A bed as the renderer takes it: a loop with its fades, out of the way of what guides."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from audioguide.sound.ducking import Ducking, Range
from audioguide.sound.loops import Loop


class BedShape(Struct, frozen=True):
    """How a bed sounds over its time; lengths in samples."""

    n_samples: int
    gain_db: float
    duck_db: float
    attack: int
    release: int
    fade_in: int
    fade_out: int
    ranges: tuple[Range, ...]
    """When it is down, from its own start, as `ducking.bridged` gives them."""


class BedSound:
    """A bed from its start to its end, of which any piece can be had."""

    def __init__(self, loop: Loop, shape: BedShape) -> None:
        """Nothing is read before a piece is asked for."""
        self._loop = loop
        self._shape = shape
        self._ducking = Ducking(
            shape.ranges, depth_db=shape.duck_db, attack=shape.attack, release=shape.release
        )

    def __len__(self) -> int:
        return self._shape.n_samples

    def part(self, first: int, last: int) -> NDArray[np.float32]:
        """Samples `[first, last)`, shape `(last - first,)` or `(last - first, 2)`."""
        gain = self._ducking.gain(first, last)
        level = np.float32(10 ** (self._shape.gain_db / 20))
        if (
            gain is None
            and first >= self._shape.fade_in
            and last <= len(self) - self._shape.fade_out
        ):
            return self._loop.read(first, last - first) * level
        gain = np.ones(last - first, np.float32) if gain is None else gain
        gain *= level
        self._fade(gain, first)
        piece = self._loop.read(first, last - first)
        return piece * (gain if piece.ndim == 1 else gain[:, None])

    def _fade(self, gain: NDArray[np.float32], first: int) -> None:
        """A quarter of a sine at both ends: beds that cross are as strong together as alone."""
        fade_in, fade_out = self._shape.fade_in, self._shape.fade_out
        n_in = min(len(gain), fade_in - first)
        if n_in > 0:
            gain[:n_in] *= _quarter(np.arange(first, first + n_in), fade_in)
        left = len(self) - first  # Samples from `first` to the end.
        begins = max(0, left - fade_out)
        if begins < len(gain):
            until_end = left - 1 - np.arange(begins, len(gain))
            gain[begins:] *= _quarter(until_end, fade_out)


def _quarter(places: NDArray[np.int64], length: int) -> NDArray[np.float64]:
    """From 0 at place 0 towards 1 at `length`."""
    return np.asarray(np.sin(0.5 * np.pi * places / length))


def ranges_within(ranges: Sequence[Range], start: int, end: int) -> tuple[Range, ...]:
    """The parts of ranges that lie within `[start, end)`, counted from `start`."""
    return tuple(
        (max(first, start) - start, min(last, end) - start)
        for first, last in ranges
        if first < end and last > start
    )
