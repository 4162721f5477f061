"""The sound of breathing: soft noise that rises on the way in and falls on the way out.

The noise is white noise through three overlapping bands of an octave and a half; the weight
moves from the low band to the high one on an inhale, and back on an exhale, as the resonance
of the nose and throat does with the flow of air.
"""

import numpy as np
from numpy.typing import NDArray

from audioguide.dose import BreathPhase
from audioguide.loudness import integrated_lufs
from audioguide.sound.edges import edges
from audioguide.units import SAMPLE_RATE_HZ

BREATH_LUFS = -26.7
"""Loudness of one breath sound: eight below speech, so that a word over it is clear and stays
within 1 LU of its own loudness, and a track of nothing but breath still lies above -28 LUFS
when an encoder has taken half a decibel off its noise."""

_BANDS_HZ = (350.0, 650.0, 1200.0)
_BAND_OCTAVES = 0.75
"""Half width of a band, where it has fallen by 4.3 dB."""
_HEAD_SECONDS = 0.03
_TAIL_SECONDS = 0.25
_SWELL = {
    BreathPhase.INHALE: ((0.0, 0.3), (0.8, 1.0), (1.0, 0.5)),
    BreathPhase.EXHALE: ((0.0, 0.4), (0.2, 1.0), (1.0, 0.2)),
}
"""Height of the sound over its length. Both begin low, where the word for them is spoken."""
_SEED = {BreathPhase.INHALE: 1009, BreathPhase.EXHALE: 2003}
"""The same noise for each phase, so that equal breaths are equal samples."""


def synthesize_breath(phase: BreathPhase, n_samples: int) -> NDArray[np.float32]:
    """An inhale or exhale of a length, shape `(n_samples,)`, zero at both ends."""
    place = np.arange(n_samples) / max(1, n_samples - 1)
    height = place if phase is BreathPhase.INHALE else 1.0 - place
    wave = _moving_noise(_SEED[phase], height) * _envelope(phase, place)
    loudness = integrated_lufs(wave.astype(np.float32))
    if not np.isfinite(loudness):
        return np.zeros(n_samples, np.float32)
    return (wave * 10 ** ((BREATH_LUFS - loudness) / 20)).astype(np.float32)


def _moving_noise(seed: int, height: NDArray[np.float64]) -> NDArray[np.float64]:
    """Noise whose centre moves with `height`: 0 is the lowest band, 1 the highest.

    Neighbouring bands cross over at equal power.
    """
    n_samples = len(height)
    # RandomState's stream is frozen by NumPy's compatibility policy; Generator's is not.
    white = np.random.RandomState(seed).standard_normal(n_samples)
    n_fft = 1 << max(1, n_samples - 1).bit_length()
    spectrum = np.fft.rfft(white, n_fft)
    octaves = np.log2(np.maximum(np.fft.rfftfreq(n_fft, 1 / SAMPLE_RATE_HZ), 1.0))
    wave = np.zeros(n_samples)
    for number, centre_hz in enumerate(_BANDS_HZ):
        band = np.exp(-(((octaves - np.log2(centre_hz)) / _BAND_OCTAVES) ** 2))
        distance = np.minimum(1.0, np.abs((len(_BANDS_HZ) - 1) * height - number))
        wave += np.fft.irfft(spectrum * band, n_fft)[:n_samples] * np.cos(0.5 * np.pi * distance)
    return wave


def _envelope(phase: BreathPhase, place: NDArray[np.float64]) -> NDArray[np.float64]:
    """The swell of a breath, from zero to zero."""
    where, heights = zip(*_SWELL[phase], strict=True)
    return np.interp(place, where, heights) * edges(
        len(place), head_seconds=_HEAD_SECONDS, tail_seconds=_TAIL_SECONDS
    )
