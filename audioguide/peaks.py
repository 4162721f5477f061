"""True peaks of mono sound, which lie between its samples, and a limiter for them.

Source: ITU-R BS.1770-4, annex 2: the peak is looked for at four times the rate.
"""

import math
from collections.abc import Iterator
from functools import cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from audioguide.units import SAMPLE_RATE_HZ

CEILING_DBTP = -2.0
"""Of everything that sounds. Encoding moves true peaks by up to half a decibel, so a track stays
under -1 dBTP with room."""

_OVERSAMPLING = 4
_REACH = 12
"""Samples on each side that an interpolated value is made from."""
_ROW_SAMPLES = 32
"""The values after so many samples come out of one row of a matrix product."""
_WINDOW_SAMPLES = _ROW_SAMPLES + 2 * _REACH - 1
"""What such a row is made from; the first value is the one after sample `_REACH - 1`."""
_ROWS_AT_ONCE = 1 << 12

_LOOK_AHEAD_SECONDS = 0.01
_MARGIN_DB = 0.02
"""Room for what a moving gain adds between samples; limited noise stays 0.01 dB within it."""


class PeakMeter:
    """The true peak of a stream, block by block."""

    def __init__(self) -> None:
        self._recent: NDArray[np.float32] = np.zeros(2 * _REACH, np.float32)
        self._peak = 0.0

    def feed(self, pcm: NDArray[np.float32]) -> None:
        """Take the next samples: shape `(n,)`, full scale at ±1."""
        joined = np.concatenate([self._recent, pcm])
        self._peak = _highest(joined, self._peak)
        self._recent = joined[len(_windows(joined)) * _ROW_SAMPLES :].copy()

    @property
    def true_peak_dbtp(self) -> float:
        """True peak of what was fed so far, in dB of full scale; -inf for silence."""
        peak = _highest(np.pad(self._recent, (0, _WINDOW_SAMPLES)), self._peak)
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
    pcm: NDArray[np.float32], *, ceiling_dbtp: float = CEILING_DBTP, rate_hz: int = SAMPLE_RATE_HZ
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
    if not len(pcm) or max(pcm.max(), -pcm.min()) <= ceiling / _most_rise():
        return pcm  # No value between its samples can pass the ceiling.
    n_rows = len(pcm) // _ROW_SAMPLES + 1
    padded = np.zeros(n_rows * _ROW_SAMPLES + 2 * _REACH - 1, np.float32)
    padded[_REACH : _REACH + len(pcm)] = pcm
    limited = pcm
    for start, end in _loud_stretches(padded, ceiling, limiter_reach(rate_hz)):
        stop = min(end, len(pcm))
        limited = pcm.copy() if limited is pcm else limited
        limited[start:stop] *= _gain(padded[start : stop + 2 * _REACH], ceiling, rate_hz)
    return limited


def _gain(padded: NDArray[np.float32], ceiling: float, rate_hz: int) -> NDArray[np.float32]:
    """The limiter's gain at each sample of a stretch that has `_REACH` more on both sides."""
    reach = round(_LOOK_AHEAD_SECONDS * rate_hz)
    excess = 1 - ceiling / np.maximum(_envelope(padded), ceiling)
    # The largest excess within reach, then its mean within reach: never less than the excess.
    held = _running_max(np.pad(excess, 2 * reach), 2 * reach + 1)
    reduction = _running_mean(_running_mean(held, reach + 1), reach + 1)
    return (1 - reduction).astype(np.float32)


def _loud_stretches(
    padded: NDArray[np.float32], ceiling: float, margin: int
) -> Iterator[tuple[int, int]]:
    """Half-open stretches around what is over the ceiling, `margin` wider on both sides.

    Args:
        padded: Sound with `_REACH` samples of silence before it.
        ceiling: As a factor of full scale.
        margin: In samples.
    """
    loud = _loud_rows(padded, ceiling)
    if not len(loud):
        return
    first, last = loud * _ROW_SAMPLES - 1, (loud + 1) * _ROW_SAMPLES
    apart = np.flatnonzero(first[1:] - last[:-1] > 2 * margin)
    starts = np.maximum(0, first[np.concatenate([[0], apart + 1])] - margin)
    ends = last[np.concatenate([apart, [-1]])] + margin
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
def _interpolation() -> NDArray[np.float32]:
    """The filters as a matrix: a row of windows times this is what lies between the samples.

    Shape `(_WINDOW_SAMPLES, (_OVERSAMPLING - 1) * _ROW_SAMPLES)`: first the values a quarter
    after each sample, then those a half after, then those three quarters after.
    """
    filters = _interpolators()
    matrix = np.zeros((_WINDOW_SAMPLES, len(filters), _ROW_SAMPLES), np.float32)
    for sample in range(_ROW_SAMPLES):
        matrix[sample : sample + 2 * _REACH, :, sample] = filters.T
    return np.asarray(matrix.reshape(_WINDOW_SAMPLES, -1))


@cache
def _most_rise() -> float:
    """How far above the samples a value between them can lie at the very most."""
    return float(np.abs(_interpolators()).sum(axis=1).max())


def _windows(padded: NDArray[np.float32]) -> NDArray[np.float32]:
    """The windows that rows are made from, each `_ROW_SAMPLES` after the one before; a view.

    What is left at the end and fills none is in none.
    """
    if len(padded) < _WINDOW_SAMPLES:
        return np.zeros((0, _WINDOW_SAMPLES), np.float32)
    return sliding_window_view(padded, _WINDOW_SAMPLES)[::_ROW_SAMPLES]


def _between(windows: NDArray[np.float32]) -> NDArray[np.float32]:
    """The highest absolute value after each sample and before the next.

    Args:
        windows: Shape `(n_rows, _WINDOW_SAMPLES)`.

    Returns:
        Shape `(n_rows, _ROW_SAMPLES)`.
    """
    values = np.abs(windows @ _interpolation())
    return np.asarray(values.reshape(-1, _OVERSAMPLING - 1, _ROW_SAMPLES).max(axis=1))


def _envelope(padded: NDArray[np.float32]) -> NDArray[np.float32]:
    """The highest absolute value from the sample before to the sample after each sample.

    Args:
        padded: Shape `(n + 2 * _REACH,)`: the samples with `_REACH` more on both sides.

    Returns:
        Shape `(n,)`.
    """
    n_samples = len(padded) - 2 * _REACH
    windows = _windows(np.pad(padded, (0, _ROW_SAMPLES)))
    between = _between(windows).reshape(-1)[: n_samples + 1]
    samples = np.abs(padded[_REACH : _REACH + n_samples])
    return np.maximum(samples, np.maximum(between[:-1], between[1:]))


def _highest(padded: NDArray[np.float32], floor: float) -> float:
    """The true peak of what whole windows hold, or `floor` where that is higher."""
    for _, chunk in _chunks(padded):
        _, peaks = _peaks_over(chunk, floor)
        floor = max(floor, float(peaks.max(initial=0.0)))
    return floor


def _loud_rows(padded: NDArray[np.float32], ceiling: float) -> NDArray[np.intp]:
    """Numbers of the rows that hold something over the ceiling."""
    loud = [np.zeros(0, np.intp)]
    for start, chunk in _chunks(padded):
        rows, peaks = _peaks_over(chunk, ceiling)
        loud.append(start + rows[peaks > ceiling])
    return np.concatenate(loud)


def _chunks(padded: NDArray[np.float32]) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """Number of the first row, and all that its rows are made from; so memory stays small."""
    for start in range(0, len(_windows(padded)), _ROWS_AT_ONCE):
        yield start, padded[start * _ROW_SAMPLES :][: _ROWS_AT_ONCE * _ROW_SAMPLES + 2 * _REACH - 1]


def _peaks_over(
    padded: NDArray[np.float32], floor: float
) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Numbers of rows, and the highest absolute value in the window of each.

    Rows are left out that stay under the floor even if interpolation raises them as far as
    it can.
    """
    windows = _windows(padded)
    n_rows = len(windows)
    holds_loud = np.zeros(n_rows + 2, bool)
    holds_loud[np.flatnonzero(np.abs(padded) > floor / _most_rise()) // _ROW_SAMPLES] = True
    # A window reaches into the row behind its own.
    rows = np.flatnonzero(holds_loud[:n_rows] | holds_loud[1 : n_rows + 1])
    some = windows[rows]
    return rows, np.maximum(np.abs(some).max(axis=1), _between(some).max(axis=1))


def _running_max(values: NDArray[np.float32], width: int) -> NDArray[np.float32]:
    """The maximum of every `width` neighbours, by doubling."""
    span = 1
    while span < width:
        step = min(span, width - span)
        values = np.maximum(values[:-step], values[step:])
        span += step
    return values


def _running_mean(values: NDArray[np.floating], width: int) -> NDArray[np.float64]:
    """The mean of every `width` neighbours; exactly 0 where all of them are."""
    sums = np.zeros(len(values) + 1)
    np.cumsum(values, out=sums[1:])
    return np.asarray((sums[width:] - sums[:-width]) / width)
