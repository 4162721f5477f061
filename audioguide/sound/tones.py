"""The one-shot cues, synthesized: clicks, marks and bowls.

Each is a sum of decaying partials, which is what struck wood and metal are. A soft attack and a
fade to exact zero keep both edges free of clicks, and the attack is short enough that the first
sample of a cue is where people hear it begin.
"""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from audioguide.sound.edges import edges
from audioguide.sound.lengths import BUILT_IN_LENGTHS
from audioguide.units import SAMPLE_RATE_HZ


class Partial(Struct, frozen=True):
    """One decaying sine of a cue."""

    ratio: float
    """Frequency over the cue's fundamental."""
    amplitude: float
    """Before the cue is brought to its peak level."""
    decay_seconds: float
    """Time in which it falls to 1/e."""


class Tone(Struct, frozen=True):
    """A struck sound."""

    fundamental_hz: float
    partials: tuple[Partial, ...]
    attack_seconds: float
    peak_dbfs: float
    again_after_seconds: float = 0.0
    """Where not 0, the stroke comes twice, this far apart, the second a fourth higher."""


_WOOD = (Partial(1.0, 1.0, 0.026), Partial(2.42, 0.28, 0.01), Partial(4.1, 0.1, 0.004))
"""A temple block's stroke. Ratios near the modes of a free bar (Fletcher and Rossing, "The
Physics of Musical Instruments", 2.6); nothing sharp above 5 kHz."""

_BOWL = (
    Partial(1.0, 1.0, 1.0),
    Partial(1.003, 0.2, 1.0),
    Partial(2.71, 0.45, 0.5),
    Partial(5.12, 0.14, 0.25),
)
"""A singing bowl: ratios measured by Inácio, Henrique and Antunes, "The Dynamics of Tibetan
Singing Bowls" (Acta Acustica 92, 2006); the second partial beats against the first."""

_SOFT = (Partial(1.0, 1.0, 0.12), Partial(2.0, 0.18, 0.06))

TONES: dict[str, Tone] = {
    "click": Tone(987.77, _WOOD, 0.0015, -7.5),
    "accent": Tone(1567.98, _WOOD, 0.0012, -7.0),
    "hold": Tone(659.26, _SOFT, 0.006, -22.0),
    "rest": Tone(293.66, _SOFT, 0.006, -20.0),
    "start": Tone(392.0, _BOWL, 0.004, -14.0),
    "end": Tone(246.94, _BOWL, 0.004, -13.0),
    "halfway": Tone(587.33, _SOFT, 0.006, -18.0, again_after_seconds=0.3),
    "last": Tone(440.0, _SOFT, 0.006, -19.0),
    "ping": Tone(783.99, _SOFT, 0.006, -21.0),
}
"""Pitches of G A B D E alone, so that cues that meet do not quarrel. A click is so short
that its -7.5 dBFS is 7 LU below speech; no cue is louder."""

_FADE = 0.4
"""Part of a cue over which it fades to zero."""


def synthesize(name: str) -> NDArray[np.float32]:
    """A built-in one-shot cue, shape `(BUILT_IN_LENGTHS[name],)`."""
    tone = TONES[name]
    length = BUILT_IN_LENGTHS[name]
    wave = _stroke(tone, tone.fundamental_hz, length)
    if tone.again_after_seconds:
        later = int(tone.again_after_seconds * SAMPLE_RATE_HZ)
        wave[later:] += _stroke(tone, tone.fundamental_hz * 4 / 3, length - later)
    wave *= edges(length, head_seconds=0.0, tail_seconds=_FADE * length / SAMPLE_RATE_HZ)
    peak = 10 ** (tone.peak_dbfs / 20)
    wave *= peak / np.abs(wave).max()
    return wave.astype(np.float32)


def _stroke(tone: Tone, fundamental_hz: float, length: int) -> NDArray[np.float64]:
    seconds = np.arange(length) / SAMPLE_RATE_HZ
    wave = np.zeros(length)
    for partial in tone.partials:
        phase = 2 * np.pi * fundamental_hz * partial.ratio * seconds
        wave += partial.amplitude * np.exp(-seconds / partial.decay_seconds) * np.sin(phase)
    return wave * edges(length, head_seconds=tone.attack_seconds, tail_seconds=0.0)
