"""Tracks as pydub segments, for those who go on in Python."""

import warnings
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from audioguide.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from pydub import AudioSegment


def to_segment(blocks: Iterable[NDArray[np.int16]], *, n_channels: int = 1) -> "AudioSegment":
    """A track as one 16-bit `AudioSegment`, to the sample; blocks of shape `(n,)` or `(n, 2)`."""
    with warnings.catch_warnings():
        # pydub warns at import where ffmpeg is missing; nothing here needs it.
        warnings.simplefilter("ignore")
        from pydub import AudioSegment
    content = b"".join(block.astype("<i2").tobytes() for block in blocks)
    return AudioSegment(
        data=content, sample_width=2, frame_rate=SAMPLE_RATE_HZ, channels=n_channels
    )
