"""Loudness and true peak of mono sound, and a limiter for its peaks.

Source: ITU-R BS.1770-4, annex 1 (loudness of one channel with weight 1) and annex 2 (true peak
from four-fold oversampling).
"""

import math
from array import array
from functools import cache

import numpy as np
from numpy.typing import NDArray

from audioguide.units import SAMPLE_RATE_HZ

_HOPS_PER_SECOND = 10
_HOPS_PER_BLOCK = 4
"""A gating block lasts 400 ms and overlaps the next by three quarters."""
_ABSOLUTE_GATE_LUFS = -70.0
_RELATIVE_GATE_LU = -10.0
_OFFSET_LU = -0.691
"""Makes a full-scale 997 Hz sine in one channel read -3.01 LUFS."""

_WEIGHTING_SECONDS = 0.1
"""The weighting's impulse response has fallen by more than 180 dB by then."""
_FFT_SAMPLES = 1 << 15

_OVERSAMPLING = 4
_REACH = 12
"""Samples on each side that an interpolated value is made from."""
_PEAK_CHUNK_SAMPLES = 1 << 12

_LOOK_AHEAD_SECONDS = 0.01
_PEAK_MARGIN_DB = 0.02
"""What a moving gain may add to a peak between samples; measured below 0.01 dB on speech."""


def integrated_lufs(pcm: NDArray[np.float32], rate_hz: int = SAMPLE_RATE_HZ) -> float:
    """Gated loudness of a stretch of mono sound.

    Args:
        pcm: Shape `(n,)`, full scale at ±1.
        rate_hz: Of `pcm`.

    Returns:
        LUFS; -inf for silence and for what lies under the absolute gate. A stretch shorter
        than 400 ms is measured as one block of its own length.
    """
    meter = LoudnessMeter(rate_hz)
    meter.feed_loudness(pcm)
    return meter.integrated_lufs


def true_peak_dbtp(pcm: NDArray[np.float32], rate_hz: int = SAMPLE_RATE_HZ) -> float:
    """The highest absolute value, between the samples too, in dB of full scale; -inf for silence.

    Args:
        pcm: Shape `(n,)`, full scale at ±1.
        rate_hz: Of `pcm`.
    """
    meter = LoudnessMeter(rate_hz)
    meter.feed_peak(pcm)
    return meter.true_peak_dbtp


class LoudnessMeter:
    """Loudness and true peak of a stream, block by block.

    Keeps one number for each 100 ms: 300 kB for an hour.
    """

    def __init__(self, rate_hz: int = SAMPLE_RATE_HZ) -> None:
        self._hop_samples = round(rate_hz / _HOPS_PER_SECOND)
        self._rate_hz = rate_hz
        self._ringing = np.zeros(len(_weighting_response(rate_hz)) - 1)
        self._pending = np.zeros(0)
        self._hop_energies = array("d")
        self._recent = np.zeros(2 * _REACH)
        self._peak = 0.0

    def feed(self, pcm: NDArray[np.float32]) -> None:
        """Take the next samples: shape `(n,)`, full scale at ±1."""
        self.feed_loudness(pcm)
        self.feed_peak(pcm)

    def feed_loudness(self, pcm: NDArray[np.float32]) -> None:
        """Take the next samples for the loudness alone."""
        step = _FFT_SAMPLES - len(self._ringing)
        for start in range(0, len(pcm), step):
            self._add_energy(self._weighted(pcm[start : start + step]) ** 2)

    def feed_peak(self, pcm: NDArray[np.float32]) -> None:
        """Take the next samples for the true peak alone."""
        for start in range(0, len(pcm), _PEAK_CHUNK_SAMPLES):
            joined = np.concatenate([self._recent, pcm[start : start + _PEAK_CHUNK_SAMPLES]])
            self._peak = _highest(joined, self._peak)
            self._recent = joined[-2 * _REACH :]

    @property
    def integrated_lufs(self) -> float:
        """Gated loudness of what was fed so far, in LUFS; -inf for silence."""
        hops = np.asarray(self._hop_energies)
        if len(hops) >= _HOPS_PER_BLOCK:
            sums = np.convolve(hops, np.ones(_HOPS_PER_BLOCK), mode="valid")
            return _gated_lufs(sums / (_HOPS_PER_BLOCK * self._hop_samples))
        n_samples = len(hops) * self._hop_samples + len(self._pending)
        energy = float(hops.sum() + self._pending.sum())
        return _gated_lufs(np.array([energy / n_samples])) if n_samples else -math.inf

    @property
    def true_peak_dbtp(self) -> float:
        """True peak of what was fed so far, in dB of full scale; -inf for silence."""
        ended = np.concatenate([self._recent, np.zeros(2 * _REACH)])
        peak = _highest(ended, self._peak)
        return 20 * math.log10(peak) if peak > 0 else -math.inf

    def _weighted(self, pcm: NDArray[np.float32]) -> NDArray[np.float64]:
        """The K-weighted samples, as many as were given; their ringing is kept for the next."""
        ringing = self._ringing
        answer = np.zeros(len(pcm) + len(ringing))
        if pcm.any():
            n_fft = 1 << (len(answer) - 1).bit_length()
            spectrum = np.fft.rfft(pcm, n_fft) * _weighting_spectrum(self._rate_hz, n_fft)
            answer = np.fft.irfft(spectrum, n_fft)[: len(answer)]
        answer[: len(ringing)] += ringing
        self._ringing = answer[len(pcm) :].copy()
        return answer[: len(pcm)]

    def _add_energy(self, squares: NDArray[np.float64]) -> None:
        joined = np.concatenate([self._pending, squares])
        whole = len(joined) - len(joined) % self._hop_samples
        self._hop_energies.extend(joined[:whole].reshape(-1, self._hop_samples).sum(axis=1))
        self._pending = joined[whole:].copy()


def limit_peaks(
    pcm: NDArray[np.float32], *, ceiling_dbtp: float = -1.5, rate_hz: int = SAMPLE_RATE_HZ
) -> NDArray[np.float32]:
    """The same sound with its true peak at most `ceiling_dbtp`, same length.

    The gain falls before a peak and rises after it, smoothly over 10 ms each; farther than
    20 ms from any peak over the ceiling every sample stays as it is.

    Args:
        pcm: Shape `(n,)`, full scale at ±1; may peak above.
        ceiling_dbtp: In dB of full scale.
        rate_hz: Of `pcm`.
    """
    ceiling = 10 ** ((ceiling_dbtp - _PEAK_MARGIN_DB) / 20)
    if _highest(np.pad(pcm, _REACH), ceiling) <= ceiling:
        return pcm
    excess = 1 - np.minimum(1, ceiling / np.maximum(_envelope(pcm), ceiling))
    reach = round(_LOOK_AHEAD_SECONDS * rate_hz)
    padded = np.pad(excess, 2 * reach)
    # The largest excess within reach, then its mean within reach: never less than the excess.
    held = _running_max(padded, 2 * reach + 1)
    reduction = _running_mean(_running_mean(held, reach + 1), reach + 1)
    return (pcm * (1 - reduction)).astype(np.float32)


def _gated_lufs(block_energies: NDArray[np.float64]) -> float:
    """Loudness of blocks by their mean squares, after the absolute and the relative gate."""
    loud = block_energies[block_energies > _energy(_ABSOLUTE_GATE_LUFS)]
    if not len(loud):
        return -math.inf
    gate = _energy(_lufs(float(loud.mean())) + _RELATIVE_GATE_LU)
    return _lufs(float(loud[loud > gate].mean()))


def _lufs(energy: float) -> float:
    return _OFFSET_LU + 10 * math.log10(energy)


def _energy(lufs: float) -> float:
    return float(10 ** ((lufs - _OFFSET_LU) / 10))


@cache
def _weighting_spectrum(rate_hz: int, n_fft: int) -> NDArray[np.complex128]:
    return np.fft.rfft(_weighting_response(rate_hz), n_fft)


@cache
def _weighting_response(rate_hz: int) -> NDArray[np.float64]:
    """Impulse response of the K-weighting."""
    response = [0.0] * round(_WEIGHTING_SECONDS * rate_hz)
    response[0] = 1.0
    for section in (_shelf(rate_hz), _high_pass(rate_hz)):
        response = _filtered(response, *section)
    return np.array(response)


Section = tuple[tuple[float, float, float], tuple[float, float]]
"""Coefficients of a second-order section: `b0 b1 b2` and `a1 a2`, `a0` being 1."""


def _shelf(rate_hz: int) -> Section:
    """The head's effect, +4 dB above some 1.7 kHz.

    Source: the analogue prototype behind the coefficients that BS.1770-4 gives for 48 kHz,
    as B. De Man, "Evaluation of implementations of the EBU R128 loudness measurement", AES
    Convention 145 (2018), derives it; so it holds at any rate.
    """
    k = math.tan(math.pi * 1681.974450955533 / rate_hz)
    q = 0.7071752369554196
    high = 10 ** (3.999843853973347 / 20)
    middle = high**0.4996667741545416
    scale = 1 + k / q + k * k
    return (
        (
            (high + middle * k / q + k * k) / scale,
            2 * (k * k - high) / scale,
            (high - middle * k / q + k * k) / scale,
        ),
        (2 * (k * k - 1) / scale, (1 - k / q + k * k) / scale),
    )


def _high_pass(rate_hz: int) -> Section:
    """The revised low-frequency curve, falling below some 40 Hz. Source: as `_shelf`."""
    k = math.tan(math.pi * 38.13547087602444 / rate_hz)
    q = 0.5003270373238773
    scale = 1 + k / q + k * k
    return (1.0, -2.0, 1.0), (2 * (k * k - 1) / scale, (1 - k / q + k * k) / scale)


def _filtered(
    values: list[float], b: tuple[float, float, float], a: tuple[float, float]
) -> list[float]:
    """One second-order section, sample by sample (transposed direct form II)."""
    first = second = 0.0
    answer = []
    for value in values:
        out = b[0] * value + first
        first = b[1] * value - a[0] * out + second
        second = b[2] * value - a[1] * out
        answer.append(out)
    return answer


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

    Interpolation can only raise a value so far: what stays under is not worth it.
    """
    sample_peak = float(np.max(np.abs(padded), initial=0.0))
    most = float(np.abs(_interpolators()).sum(axis=1).max())
    if sample_peak * most <= floor or len(padded) < 2 * _REACH:
        return max(sample_peak, floor)
    return max(sample_peak, floor, float(_between(padded).max()))


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
