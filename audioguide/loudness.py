"""Loudness of mono sound, as ITU-R BS.1770-4 measures it, and what belongs to it.

Source: BS.1770-4, annex 1, for one channel with weight 1.
"""

import math
from array import array
from functools import cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from audioguide.peaks import PeakMeter
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
_BATCH_SAMPLES = 1 << 18
"""A stream is weighted in stretches of at most this length."""


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


def heard_lufs(pcm: NDArray[np.float32], rate_hz: int = SAMPLE_RATE_HZ) -> float:
    """`integrated_lufs` for sounds of any length; -inf for silence.

    A sound under 0.4 s is measured with silence after it, as the ear does: what is shorter
    sounds fainter.

    Args:
        pcm: Shape `(n,)`, full scale at ±1.
        rate_hz: Of `pcm`.
    """
    missing = _HOPS_PER_BLOCK * _hop_samples(rate_hz) - len(pcm)
    return integrated_lufs(np.pad(pcm, (0, missing)) if missing > 0 else pcm, rate_hz)


class LoudnessMeter:
    """Loudness and true peak of a stream, block by block.

    Keeps one number for each 100 ms: 300 kB for an hour.
    """

    def __init__(self, rate_hz: int = SAMPLE_RATE_HZ) -> None:
        self._hop_samples = _hop_samples(rate_hz)
        self._rate_hz = rate_hz
        self._recent = np.zeros(_memory_samples(rate_hz), np.float32)
        self._pending = np.zeros(0, np.float32)
        self._hop_energies = array("d")
        self._peak_meter = PeakMeter()

    def feed(self, pcm: NDArray[np.float32]) -> None:
        """Take the next samples: shape `(n,)`, full scale at ±1."""
        self.feed_loudness(pcm)
        self._peak_meter.feed(pcm)

    def feed_loudness(self, pcm: NDArray[np.float32]) -> None:
        """Take the next samples for the loudness alone."""
        for start in range(0, len(pcm), _BATCH_SAMPLES):
            self._add_energy(self._weighted(pcm[start : start + _BATCH_SAMPLES]) ** 2)

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

    def loudest_lufs(self, seconds: int = 3) -> float:
        """Loudness of the loudest so many seconds of what was fed, or of all where that is less.

        Without a gate, as the short-term loudness of EBU Tech 3341; -inf for silence.
        """
        hops = np.asarray(self._hop_energies)
        width = min(len(hops), seconds * _HOPS_PER_SECOND)
        if not width:
            return self.integrated_lufs
        sums = np.convolve(hops, np.ones(width), mode="valid")
        energy = float(sums.max()) / (width * self._hop_samples)
        return _lufs(energy) if energy > 0 else -math.inf

    @property
    def true_peak_dbtp(self) -> float:
        """True peak of what was fed so far, in dB of full scale; -inf for silence."""
        return self._peak_meter.true_peak_dbtp

    def _weighted(self, pcm: NDArray[np.float32]) -> NDArray[np.float32]:
        """The K-weighted samples, as many as were given."""
        n_recent = len(self._recent)
        spectrum = _weighting_spectrum(self._rate_hz)
        n_fft = 2 * (len(spectrum) - 1)
        step = n_fft - n_recent
        n_steps = -(-len(pcm) // step)
        padded = np.zeros(n_recent + n_steps * step, np.float32)
        padded[:n_recent] = self._recent
        padded[n_recent : n_recent + len(pcm)] = pcm
        self._recent = padded[len(pcm) : len(pcm) + n_recent].copy()
        if not padded.any():
            return np.zeros(len(pcm), np.float32)
        spectra = np.fft.rfft(sliding_window_view(padded, n_fft)[::step])
        spectra *= spectrum
        # What comes before has its neighbours on the other side of the circle.
        answer = np.fft.irfft(spectra, n_fft)[:, n_recent:]
        return np.asarray(answer.reshape(-1)[: len(pcm)])

    def _add_energy(self, squares: NDArray[np.float32]) -> None:
        joined = np.concatenate([self._pending, squares])
        whole = len(joined) - len(joined) % self._hop_samples
        hops = joined[:whole].reshape(-1, self._hop_samples)
        self._hop_energies.extend(hops.sum(axis=1).tolist())
        self._pending = joined[whole:].copy()


def _hop_samples(rate_hz: int) -> int:
    return round(rate_hz / _HOPS_PER_SECOND)


def _memory_samples(rate_hz: int) -> int:
    """How many samples before it a weighted sample is made from."""
    return round(_WEIGHTING_SECONDS * rate_hz)


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
def _weighting_spectrum(rate_hz: int) -> NDArray[np.complex64]:
    """The K-weighting at the frequencies of an FFT some three times as long as its memory.

    Slower rates are weighted as the track's is, so that sound measures alike before it is
    resampled and after: a filter of their own would lie 0.05 LU under it at 22.05 kHz, since
    digital filters bend towards half their rate.
    """
    n_fft = 1 << (3 * _memory_samples(rate_hz)).bit_length()
    filter_hz = max(rate_hz, SAMPLE_RATE_HZ)
    turns = np.arange(n_fft // 2 + 1) * (rate_hz / n_fft / filter_hz)
    delay = np.exp(-2j * np.pi * turns)
    spectrum = np.ones(len(delay), np.complex128)
    for (b0, b1, b2), (a1, a2) in (_shelf(filter_hz), _high_pass(filter_hz)):
        spectrum *= (b0 + b1 * delay + b2 * delay**2) / (1 + a1 * delay + a2 * delay**2)
    return spectrum.astype(np.complex64)


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
