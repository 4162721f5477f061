"""Trimming to the sound, so that a clip starts where people hear it start."""

import numpy as np
from numpy.typing import NDArray

ONSET_DB = -40.0
"""A clip starts at the first sample this near to its peak. Source: the language, T7."""
TAIL_DB = -60.0
"""A clip ends after the last sample this near to its peak."""
LEAD_SECONDS = 0.002
"""Faded in before the onset, so that it is no click; far within T7's 20 ms."""
FADE_SECONDS = 0.005
"""Faded out at the end, since an engine may stop dead in the middle of a sound."""


def trimmed(pcm: NDArray[np.float32], rate_hz: int) -> NDArray[np.float32]:
    """The sounding part of `pcm`, shape `(n_samples,)`, with soft edges. Silence gives nothing.

    Onset and tail are measured on single samples against the highest one.

    Args:
        pcm: Shape `(n,)`.
        rate_hz: Of `pcm`.
    """
    level = np.abs(pcm)
    peak = level.max(initial=0.0)
    if not peak:
        return pcm[:0]
    onset = int(np.argmax(level >= peak * 10 ** (ONSET_DB / 20)))
    end = len(pcm) - int(np.argmax(level[::-1] >= peak * 10 ** (TAIL_DB / 20)))
    start = max(0, onset - round(LEAD_SECONDS * rate_hz))
    clip = pcm[start:end].copy()
    clip[: onset - start] *= rise(onset - start)
    n_fade = min(len(clip), round(FADE_SECONDS * rate_hz))
    clip[len(clip) - n_fade :] *= rise(n_fade)[::-1]
    return clip


def rise(n_samples: int) -> NDArray[np.float32]:
    """Half a cosine from just above 0 to just below 1, shape `(n_samples,)`."""
    phase = (np.arange(n_samples, dtype=np.float32) + 0.5) / max(n_samples, 1)
    return (0.5 - 0.5 * np.cos(np.pi * phase)).astype(np.float32)
