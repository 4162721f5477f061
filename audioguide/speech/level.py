"""Loudness of clips: each voice calibrated once, each line nudged towards the target.

Every gain is local to its clip, so that a track's other lines never change it.
"""

import numpy as np
from numpy.typing import NDArray

from audioguide.peaks import limit_peaks

TARGET_LUFS = -19.0
"""Of speech in mono, which is -16 LUFS in stereo. Source: AES TD1008."""
NUDGE_DB = 3.0
"""How far one line's gain may lie from its voice's."""


def levelled(pcm: NDArray[np.float32], *, lufs: float, voice_lufs: float) -> NDArray[np.float32]:
    """The clip at its calibrated loudness, its true peak at most `CEILING_DBTP`, same length.

    Args:
        pcm: a trimmed clip.
        lufs: its own loudness.
        voice_lufs: loudness of the reference passage as the same voice speaks it.
    """
    voice_gain_db = TARGET_LUFS - voice_lufs
    own_gain_db = TARGET_LUFS - lufs
    gain_db = min(max(own_gain_db, voice_gain_db - NUDGE_DB), voice_gain_db + NUDGE_DB)
    return limit_peaks(pcm * np.float32(10 ** (gain_db / 20)))
