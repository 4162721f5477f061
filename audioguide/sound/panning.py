"""One channel between two speakers."""

import math
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from audioguide.peaks import limit_peaks


def panned(pcm: NDArray[np.float32], pan: Fraction) -> NDArray[np.float32]:
    """A sound at a place between left and right, as loud as in the middle, shape `(n, 2)`.

    By the law of equal power, with a gain of 1 for both in the middle: the squares of the two
    gains are 2 together everywhere, so the loudness of BS.1770, which adds the channels' power,
    stays. What comes to peak over the ceiling in its nearer channel is limited there.

    Args:
        pcm: Shape `(n,)`.
        pan: From -1, left alone, over 0, the middle, to 1, right alone.
    """
    turn = math.pi / 4 * float(1 + pan)
    gains = (math.sqrt(2) * math.cos(turn), math.sqrt(2) * math.sin(turn))
    return np.stack([limit_peaks((pcm * gain).astype(np.float32)) for gain in gains], axis=1)
