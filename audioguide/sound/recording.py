"""A user's own recording as a cue: read, made mono, resampled, trimmed, faded."""

from pathlib import Path

import numpy as np
import soxr
from numpy.typing import NDArray

from audioguide.peaks import limit_peaks
from audioguide.recordings import read_sound
from audioguide.sound.edges import edges
from audioguide.sound.replacement import BadSoundError
from audioguide.units import SAMPLE_RATE_HZ

MAX_SECONDS = 60

_SILENT = 1e-4
"""A recording whose peak is below -80 dBFS holds nothing to hear."""
_ONSET_DB = -40.0
"""Quieter sound before the first louder one is cut, so that a cue begins where it is placed."""
_END_DB = -60.0
"""Quieter sound after the last louder one is cut too."""
_HEAD_SECONDS = 0.002
_TAIL_SECONDS = 0.02


def read_recording(name: str, path: Path) -> NDArray[np.float32]:
    """The sound of a file, mono at the track's rate, shape `(n,)`.

    Its true peak is at most `peaks.CEILING_DBTP`.

    Raises:
        BadSoundError: the file is missing, no sound, too long, silent, or needs ffmpeg.
    """
    try:
        pcm, rate_hz = read_sound(path, longest_seconds=MAX_SECONDS)
        mono = pcm.mean(axis=1, dtype=np.float64)
        mono -= mono.mean()
        if np.abs(mono).max(initial=0.0) < _SILENT:
            raise ValueError("it is silent")
        resampled = np.asarray(soxr.resample(mono, rate_hz, SAMPLE_RATE_HZ, quality="VHQ"))
        if not len(resampled):
            raise ValueError("it is shorter than one sample of a track")
    except (OSError, ValueError) as trouble:
        reason = getattr(trouble, "strerror", None) or str(trouble)
        raise BadSoundError(name, path, reason) from trouble
    return limit_peaks(_trimmed(resampled).astype(np.float32))


def _trimmed(pcm: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sound from its onset to its end, with edges that fade to zero."""
    magnitude = np.abs(pcm)
    peak = magnitude.max()
    heard = np.flatnonzero(magnitude >= peak * 10 ** (_ONSET_DB / 20))[0]
    last = np.flatnonzero(magnitude >= peak * 10 ** (_END_DB / 20))[-1]
    start = max(0, heard - int(_HEAD_SECONDS * SAMPLE_RATE_HZ))
    kept = pcm[start : last + int(_TAIL_SECONDS * SAMPLE_RATE_HZ)]
    return kept * edges(len(kept), head_seconds=_HEAD_SECONDS, tail_seconds=_TAIL_SECONDS)
