"""Finding a voice in a recording: what is louder than the room, and nothing of the room alone."""

import numpy as np
from numpy.typing import NDArray

from audioguide.speech.trim import rise

_FRAME_SECONDS = 0.01
_QUIETEST_SHARE = 0.1
"""The quietest tenth of a recording is taken for the room."""
_OVER_ROOM_DB = 9.0
"""A voice is this much louder than its room. What is nearer to it is breath and creaking chairs."""
_BOUNDS_DB = (-35.0, -18.0)
"""Against the loudest tenth of a second: below the one even a silent room has no voice, above the
other nothing counts as room, so that a recording without any room in it keeps its endings."""
_N_LOUDEST = 10
_LONGEST_CLICK_SECONDS = 0.04
"""A burst shorter than this, apart from all else, is a button or a mouse, and no voice."""
_APART_SECONDS = 0.15
_BEFORE_SECONDS = 0.03
_AFTER_SECONDS = 0.12
"""Kept around the voice, for soft beginnings and for endings that die away."""


def without_room(pcm: NDArray[np.float32], rate_hz: int) -> NDArray[np.float32]:
    """The stretch of a recording in which somebody speaks, in mono, without its offset.

    It fades in and out over what is kept around the voice. Silence gives nothing.

    Args:
        pcm: Shape `(n, n_channels)`, `n` at least 1, full scale at ±1.
        rate_hz: Of `pcm`.

    Returns:
        Shape `(m,)`, `m` at most `n`.
    """
    mono = pcm.mean(axis=1, dtype=np.float64)
    mono -= mono.mean()
    n_frame = max(1, round(_FRAME_SECONDS * rate_hz))
    n_frames = -(-len(mono) // n_frame)
    frames = np.pad(mono, (0, n_frames * n_frame - len(mono))).reshape(n_frames, n_frame)
    level = np.sqrt((frames**2).mean(axis=1))
    loud = float(np.sort(level)[-min(_N_LOUDEST, n_frames) :].mean())
    room = float(np.quantile(level, _QUIETEST_SHARE))
    least, most = (loud * _ratio(db) for db in _BOUNDS_DB)
    floor = min(max(room * _ratio(_OVER_ROOM_DB), least), most)
    voiced = _without_clicks(np.flatnonzero((level >= floor) & (level > 0)))
    if not len(voiced):
        return np.zeros(0, np.float32)
    first, last = voiced[0] * n_frame, (voiced[-1] + 1) * n_frame
    n_before = min(first, round(_BEFORE_SECONDS * rate_hz))
    n_after = min(len(mono) - min(last, len(mono)), round(_AFTER_SECONDS * rate_hz))
    kept = mono[first - n_before : last + n_after]
    kept[:n_before] *= rise(n_before)
    kept[len(kept) - n_after :] *= rise(n_after)[::-1]
    return np.asarray(kept, np.float32)


def _without_clicks(voiced: NDArray[np.int64]) -> NDArray[np.int64]:
    """The frames that sound, without short bursts at either end that stand alone."""
    bursts = np.split(voiced, np.flatnonzero(np.diff(voiced) * _FRAME_SECONDS > _APART_SECONDS) + 1)
    while len(bursts) > 1 and len(bursts[0]) * _FRAME_SECONDS < _LONGEST_CLICK_SECONDS:
        bursts = bursts[1:]
    while len(bursts) > 1 and len(bursts[-1]) * _FRAME_SECONDS < _LONGEST_CLICK_SECONDS:
        bursts = bursts[:-1]
    return np.concatenate(bursts)


def _ratio(db: float) -> float:
    return float(10 ** (db / 20))
