"""The sound of breathing: soft noise that rises on the way in and falls on the way out.

The noise is white noise through three overlapping bands of an octave and a half; the weight
moves from the low band to the high one on an inhale, and back on an exhale, as the resonance
of the nose and throat does with the flow of air.
"""

import numpy as np
from numpy.typing import NDArray

from audioguide.dose import BreathPhase
from audioguide.loudness import integrated_lufs
from audioguide.units import SAMPLE_RATE_HZ

BREATH_LUFS = -29.0
"""Loudness of one breath sound. Ten below speech: under a voice it adds 0.4 LU, and a track of
little but breath still lies above -28 LUFS as a whole."""

_BANDS_HZ = (380.0, 760.0, 1520.0)
_BAND_OCTAVES = 0.75
"""Half width of a band, where it has fallen by 4.3 dB."""
_EDGE_SECONDS = 0.25
_SEED = {BreathPhase.INHALE: 1009, BreathPhase.EXHALE: 2003}
"""The same noise for each phase, so that equal breaths are equal samples."""


def synthesize_breath(phase: BreathPhase, n_samples: int) -> NDArray[np.float32]:
    """An inhale or exhale of a length, shape `(n_samples,)`, zero at both ends."""
    place = np.arange(n_samples) / max(1, n_samples - 1)
    height = place if phase is BreathPhase.INHALE else 1.0 - place
    wave = _moving_noise(_SEED[phase], height) * _envelope(phase, place, n_samples)
    loudness = integrated_lufs(wave.astype(np.float32))
    if not np.isfinite(loudness):
        return np.zeros(n_samples, np.float32)
    return (wave * 10 ** ((BREATH_LUFS - loudness) / 20)).astype(np.float32)


def _moving_noise(seed: int, height: NDArray[np.float64]) -> NDArray[np.float64]:
    """Noise whose centre moves with `height`: 0 is the lowest band, 1 the highest."""
    n_samples = len(height)
    # RandomState's stream is frozen by NumPy's compatibility policy; Generator's is not.
    white = np.random.RandomState(seed).standard_normal(n_samples)
    n_fft = 1 << max(1, n_samples - 1).bit_length()
    spectrum = np.fft.rfft(white, n_fft)
    octaves = np.log2(np.maximum(np.fft.rfftfreq(n_fft, 1 / SAMPLE_RATE_HZ), 1.0))
    wave = np.zeros(n_samples)
    for number, centre_hz in enumerate(_BANDS_HZ):
        band = np.exp(-(((octaves - np.log2(centre_hz)) / _BAND_OCTAVES) ** 2))
        weight = np.clip(1.0 - np.abs(2.0 * height - number), 0.0, 1.0)
        wave += np.fft.irfft(spectrum * band, n_fft)[:n_samples] * np.sqrt(weight)
    return wave


def _envelope(
    phase: BreathPhase, place: NDArray[np.float64], n_samples: int
) -> NDArray[np.float64]:
    """An inhale swells towards its end, an exhale fades; both begin and end at zero."""
    swell = 0.45 + 0.55 * place if phase is BreathPhase.INHALE else 1.0 - 0.7 * place
    edge = min(n_samples // 3, int(_EDGE_SECONDS * SAMPLE_RATE_HZ))
    ramp = np.sin(0.5 * np.pi * np.arange(edge) / max(1, edge)) ** 2
    swell[:edge] *= ramp
    swell[n_samples - edge :] *= ramp[::-1]
    return swell
