"""Sound of any engine as the track has it: mono, 44.1 kHz, float."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from audioguide.errors import EngineError
from audioguide.speech.engines.contract import RawSound
from audioguide.units import SAMPLE_RATE_HZ

_SLOWEST_HZ, _FASTEST_HZ = 4_000, 192_000
_QUALITY = "VHQ"
_FULL_SCALE = {"uint8": 1 << 7, "int16": 1 << 15, "int32": 1 << 31}


def mono(raw: RawSound) -> NDArray[np.float32]:
    """The sound at its own rate, shape `(n_samples,)`, full scale at ±1, its channels averaged.

    Raises:
        EngineError: its rate is absurd, or samples are not numbers.
    """
    if not _SLOWEST_HZ <= raw.rate_hz <= _FASTEST_HZ:
        raise EngineError(f"it gave sound at {raw.rate_hz} Hz")
    pcm = _floats(raw.pcm)
    if not np.isfinite(pcm).all():
        raise EngineError("it gave samples that are not numbers")
    if pcm.ndim == 1:
        return pcm
    return pcm[:, 0] if pcm.shape[1] == 1 else pcm.mean(axis=1, dtype=np.float32)


def resampled(pcm: NDArray[np.float32], rate_hz: int) -> NDArray[np.float32]:
    """The same sound at `SAMPLE_RATE_HZ`.

    Args:
        pcm: Shape `(n,)`.
        rate_hz: Of `pcm`.
    """
    if rate_hz == SAMPLE_RATE_HZ or not len(pcm):
        return pcm
    import soxr

    return np.asarray(
        soxr.resample(pcm, rate_hz, SAMPLE_RATE_HZ, quality=_QUALITY), dtype=np.float32
    )


def _floats(pcm: NDArray[Any]) -> NDArray[np.float32]:
    """Samples with full scale at ±1."""
    floats = pcm.astype(np.float32)
    if pcm.dtype == np.uint8:
        floats -= 128
    floats *= np.float32(1 / _FULL_SCALE.get(pcm.dtype.name, 1))
    return floats
