"""What keeps a speaker awake through a silence: a noise too soft and too low to be heard.

Speakers and headphones go to sleep by the signal, not by the connection: zeros do not keep them
awake, while a very low tone of a hundredth of full scale does. Source: what owners of such
speakers found; weirdtangent/pulse-os plays 30 Hz at 1.2 % of full scale.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from audioguide.sound.edges import edges
from audioguide.units import FRAME_SAMPLES, SAMPLE_RATE_HZ

AWAKE_SAMPLES = 188 * FRAME_SAMPLES
"""Of one piece, 4.9 seconds."""
AWAKE_PERIOD_SAMPLES = 192 * FRAME_SAMPLES
"""From one piece to the next. The silence between them is what lets a linker set them side by
side, each of them encoded once and for all tracks."""

_RMS_DBFS = -50.0
_BAND_HZ = (22.0, 48.0)
"""Where speech at -19 LUFS is 60 dB loud in a room, this is 29 dB; below 50 Hz nobody hears less
than 44 dB. Source: threshold of hearing of ISO 226:2003, 44.0 dB at 50 Hz, 51.1 dB at 40 Hz. A
small speaker hardly sounds there at all, while its input sees a hundred steps of 16 bit."""
_SEED = 71
_EDGE_SECONDS = 0.25


@cache
def synthesize_awake() -> NDArray[np.float32]:
    """One piece, shape `(AWAKE_SAMPLES,)`, zero at both ends."""
    hertz = np.fft.rfftfreq(AWAKE_SAMPLES, 1 / SAMPLE_RATE_HZ)
    # RandomState's stream is frozen by NumPy's compatibility policy; Generator's is not.
    parts = np.random.RandomState(_SEED).standard_normal((2, len(hertz)))
    low, high = _BAND_HZ
    band = (hertz >= low) & (hertz <= high)
    wave = np.fft.irfft((parts[0] + 1j * parts[1]) * band, AWAKE_SAMPLES)
    wave *= 10 ** (_RMS_DBFS / 20) / np.sqrt((wave**2).mean())
    shape = edges(AWAKE_SAMPLES, head_seconds=_EDGE_SECONDS, tail_seconds=_EDGE_SECONDS)
    return (wave * shape).astype(np.float32)
