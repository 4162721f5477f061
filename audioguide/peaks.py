"""True peaks of mono sound, which lie between its samples, and a limiter for them.

Source: ITU-R BS.1770-4, annex 2: the peak is looked for at four times the rate.
"""

import math
from collections.abc import Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from audioguide.units import SAMPLE_RATE_HZ

_OVERSAMPLING = 4
_REACH = 12
"""Samples on each side that an interpolated value is made from."""
_CHUNK_SAMPLES = 1 << 12

_LOOK_AHEAD_SECONDS = 0.01
_MARGIN_DB = 0.02
"""Room for what a moving gain adds between samples; limited noise stays 0.01 dB within it."""


class PeakMeter:
    """The true peak of a stream, block by block."""

    def __init__(self) -> None:
        self._recent: NDArray[np.float64] = np.zeros(2 * _REACH)
        self._peak = 0.0

    def feed(self, pcm: NDArray[np.float32]) -> None:
        """Take the next samples: shape `(n,)`, full scale at ±1."""
        joined = np.concatenate([self._recent, pcm])
        self._peak = _highest(joined, self._peak)
        self._recent = joined[-2 * _REACH :]

    @property
    def true_peak_dbtp(self) -> float:
        """True peak of what was fed so far, in dB of full scale; -inf for silence."""
        peak = _highest(np.pad(self._recent, (0, 2 * _REACH)), self._peak)
        return 20 * math.log10(peak) if peak > 0 else -math.inf


def true_peak_dbtp(pcm: NDArray[np.float32]) -> float:
    """The highest absolute value, between the samples too, in dB of full scale; -inf for silence.

    Args:
        pcm: Shape `(n,)`, at any rate, full scale at ±1.
    """
    meter = PeakMeter()
    meter.feed(pcm)
    return meter.true_peak_dbtp


def limit_peaks(
    pcm: NDArray[np.float32], *, ceiling_dbtp: float = -1.5, rate_hz: int = SAMPLE_RATE_HZ
) -> NDArray[np.float32]:
    """The same sound with its true peak at most `ceiling_dbtp`, same length.

    The gain falls before a peak and rises after it, smoothly; farther than `limiter_reach` from
    any peak over the ceiling every sample stays as it is.

    Args:
        pcm: Shape `(n,)`, full scale at ±1; may peak above.
        ceiling_dbtp: In dB of full scale.
        rate_hz: Of `pcm`.
    """
    ceiling = 10 ** ((ceiling_dbtp - _MARGIN_DB) / 20)
    reach = round(_LOOK_AHEAD_SECONDS * rate_hz)
    limited = pcm
    for start, end in _loud_stretches(pcm, ceiling / _most_rise(), limiter_reach(rate_hz)):
        stretch = pcm[start:end]
        if _highest(np.pad(stretch, _REACH), ceiling) <= ceiling:
            continue
        limited = pcm.copy() if limited is pcm else limited
        limited[start:end] = _limited(stretch, ceiling, reach)
    return limited


def _limited(pcm: NDArray[np.float32], ceiling: float, reach: int) -> NDArray[np.float32]:
    excess = 1 - np.minimum(1, ceiling / np.maximum(_envelope(pcm), ceiling))
    padded = np.pad(excess, 2 * reach)
    # The largest excess within reach, then its mean within reach: never less than the excess.
    held = _running_max(padded, 2 * reach + 1)
    reduction = _running_mean(_running_mean(held, reach + 1), reach + 1)
    return (pcm * (1 - reduction)).astype(np.float32)


def _loud_stretches(
    pcm: NDArray[np.float32], floor: float, margin: int
) -> Iterator[tuple[int, int]]:
    """Half-open stretches around every sample above `floor`, `margin` wider on both sides."""
    loud = np.flatnonzero(np.abs(pcm) > floor)
    if not len(loud):
        return
    gaps = np.flatnonzero(np.diff(loud) > 2 * margin)
    starts = np.maximum(0, loud[np.concatenate([[0], gaps + 1])] - margin)
    ends = np.minimum(len(pcm), loud[np.concatenate([gaps, [-1]])] + margin + 1)
    yield from zip(starts.tolist(), ends.tolist(), strict=True)


def limiter_reach(rate_hz: int = SAMPLE_RATE_HZ) -> int:
    """How many samples before and after a peak `limit_peaks` may change."""
    return 2 * round(_LOOK_AHEAD_SECONDS * rate_hz) + _REACH + 1


@cache
def _interpolators() -> NDArray[np.float64]:
    """Filters for the values a quarter, a half and three quarters after a sample.

    A windowed sinc over 24 samples, flat to 0.1 dB up to 0.43 of the rate.
    """
    distances = np.arange(-_REACH + 1, _REACH + 1)
    fractions = np.arange(1, _OVERSAMPLING)[:, None] / _OVERSAMPLING
    x = distances - fractions
    window = np.i0(6.0 * np.sqrt(np.maximum(0, 1 - (x / _REACH) ** 2))) / np.i0(6.0)
    filters = np.sinc(x) * window
    return np.asarray(filters / filters.sum(axis=1, keepdims=True))


@cache
def _most_rise() -> float:
    """How far above the samples a value between them can lie at the very most."""
    return float(np.abs(_interpolators()).sum(axis=1).max())


def _between(padded: NDArray[np.floating]) -> NDArray[np.float64]:
    """The highest absolute value after each sample and before the next.

    Args:
        padded: Shape `(n + 2 * _REACH - 1,)`, the first value at index `_REACH - 1`.
    """
    values = [np.abs(np.convolve(padded, taps[::-1], mode="valid")) for taps in _interpolators()]
    return np.asarray(np.max(values, axis=0))


def _envelope(pcm: NDArray[np.float32]) -> NDArray[np.float64]:
    """The highest absolute value from the sample before to the sample after each sample."""
    between = _between(np.pad(pcm, _REACH))
    return np.maximum(np.abs(pcm), np.maximum(between[:-1], between[1:]))


def _highest(padded: NDArray[np.floating], floor: float) -> float:
    """The true peak inside `padded`, or `floor` where that is higher.

    What lies under the floor even if interpolation raised it as far as it can is passed over.
    """
    margin = 2 * _REACH - 1
    for start in range(0, len(padded) - margin, _CHUNK_SAMPLES):
        chunk = padded[start : start + _CHUNK_SAMPLES + margin]
        sample_peak = float(np.abs(chunk).max())
        floor = max(floor, sample_peak)
        if sample_peak * _greatest_gain() > floor:
            floor = max(floor, float(_between(chunk).max()))
    return floor


@cache
def _greatest_gain() -> float:
    """How far above the highest sample beside it an interpolated value can lie, as a factor."""
    return float(np.abs(_interpolators()).sum(axis=1).max())


def _running_max(values: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """The maximum of every `width` neighbours, by doubling."""
    span = 1
    while span < width:
        step = min(span, width - span)
        values = np.maximum(values[:-step], values[step:])
        span += step
    return values


def _running_mean(values: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """The mean of every `width` neighbours; exactly 0 where all of them are."""
    sums = np.cumsum(np.concatenate([[0.0], values]))
    return np.asarray((sums[width:] - sums[:-width]) / width)
