"""A cue cut out of the sentence that carried it: at its time, or in the pause before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from audioguide.speech.plain import n_sounds

if TYPE_CHECKING:
    from audioguide.speech.carrier import Carried
    from audioguide.speech.engines.contract import Word

_FRAME_SECONDS = 0.01
_SILENT_DB = -32.0
"""Below the loudest tenth of the frames: far under any vowel, above the hiss of a pause."""
_SHORTEST_PAUSE_SECONDS = 0.04
_EARLIEST, _LATEST = 2.5, 0.4
"""How much longer, or shorter, than by the number of its letters a cue may be. Measured with these
on 1812 cues in 22 languages of espeak-ng, at 100 to 220 words a minute, and on 216 figures: 96 in
a hundred are cut by the pause alone, and none of them at a wrong place.
"""
_CLEARLY = 1.5
"""A comma's pause is this much longer than any other; a stop within a word is a pause too."""
_WORD_LEAD_SECONDS = 0.08
"""How far before a word's time the quietest place is looked for, as engines round it."""


def cut_out(
    pcm: NDArray[np.float32], rate_hz: int, words: tuple[Word, ...], carried: Carried
) -> NDArray[np.float32] | None:
    """The sound of the cue alone; None where nobody can tell where it begins.

    Args:
        pcm: of the whole sentence, shape `(n,)`.
        rate_hz: of `pcm`.
        words: when they sound, where the engine tells.
        carried: what was said.
    """
    levels_db = _levels_db(pcm, rate_hz)
    if not len(levels_db):
        return None
    frame: int | None
    found = next((word for word in words if word.location >= carried.start), None)
    if found is None:
        frame = _pause_before_cue(levels_db, carried)
    else:
        frame = _quietest_before(levels_db, found.start_seconds)
    return None if frame is None else pcm[round(frame * _FRAME_SECONDS * rate_hz) :]


def _levels_db(pcm: NDArray[np.float32], rate_hz: int) -> NDArray[np.float64]:
    """The level of each frame, against that of the loud ones."""
    n_frame = round(_FRAME_SECONDS * rate_hz)
    frames = pcm[: len(pcm) // n_frame * n_frame].reshape(-1, n_frame).astype(np.float64)
    power = np.square(frames).mean(axis=1)
    loud = np.percentile(power, 90) if len(power) else 0.0
    if not loud:
        return np.zeros(0)
    return np.asarray(10 * np.log10(np.maximum(power, loud * 1e-10) / loud), np.float64)


def _quietest_before(levels_db: NDArray[np.float64], seconds: float) -> int:
    """The frame where the sound before a word's time is at its lowest."""
    end = min(round(seconds / _FRAME_SECONDS), len(levels_db) - 1)
    start = max(0, end - round(_WORD_LEAD_SECONDS / _FRAME_SECONDS))
    return start + int(np.argmin(levels_db[start : end + 1]))


def _pause_before_cue(levels_db: NDArray[np.float64], carried: Carried) -> int | None:
    """The frame in the middle of the pause before the cue."""
    sounding = np.flatnonzero(levels_db > _SILENT_DB)
    first, last = int(sounding[0]), int(sounding[-1]) + 1
    text = carried.utterance.text
    nominal = (last - first) * n_sounds(text[carried.start :]) / n_sounds(text)
    earliest, latest = last - _EARLIEST * nominal, last - _LATEST * nominal
    pauses = _runs(levels_db[first:last] <= _SILENT_DB, first)
    pauses.sort(key=lambda one: one[0] - one[1])
    longest, others = pauses[: carried.n_pauses], pauses[carried.n_pauses :]
    if len(longest) < carried.n_pauses:
        return None
    shortest = min(end - start for start, end in longest)
    other = max((end - start for start, end in others), default=0)
    if shortest * _FRAME_SECONDS < _SHORTEST_PAUSE_SECONDS or shortest < _CLEARLY * other:
        return None
    place = max((start + end) // 2 for start, end in longest)
    return place if earliest <= place <= latest else None


def _runs(quiet: NDArray[np.bool_], offset: int) -> list[tuple[int, int]]:
    """Half-open ranges of frames that are quiet."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], quiet.astype(np.int8), [0]])))
    return [
        (offset + int(a), offset + int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)
    ]
