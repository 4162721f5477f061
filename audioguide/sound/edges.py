"""Smooth edges, so that no sound begins or ends with a click."""

import numpy as np
from numpy.typing import NDArray

from audioguide.units import SAMPLE_RATE_HZ


def edges(n_samples: int, *, head_seconds: float, tail_seconds: float) -> NDArray[np.float64]:
    """A gain for a sound of `n_samples`: up from 0 at its first sample, down to 0 at its last.

    Both slopes are half a cosine. Together they take at most all of the sound: where it is too
    short for them they shrink alike.
    """
    wanted = (head_seconds + tail_seconds) * SAMPLE_RATE_HZ
    shrink = min(1.0, n_samples / wanted) if wanted else 1.0
    head = int(head_seconds * SAMPLE_RATE_HZ * shrink)
    tail = int(tail_seconds * SAMPLE_RATE_HZ * shrink)
    gain = np.ones(n_samples)
    gain[:head] = _rise(head)
    gain[n_samples - tail :] = _rise(tail)[::-1]
    return gain


def _rise(n_samples: int) -> NDArray[np.float64]:
    """From 0 towards 1, which it does not reach."""
    return np.asarray(0.5 - 0.5 * np.cos(np.pi * np.arange(n_samples) / max(1, n_samples)))
