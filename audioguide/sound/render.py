"""Islands to samples: every sound at its exact place, in blocks, in constant memory."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from audioguide.peaks import limit_peaks, limiter_reach
from audioguide.sound.score import Island, Placement
from audioguide.units import Samples

Load = Callable[[Placement], NDArray[np.float32]]
"""Gets the samples of a placement, `n_samples` of them."""

BLOCK_SAMPLES = 1 << 18
"""About six seconds."""


def render_island(island: Island, load: Load) -> Iterator[NDArray[np.float32]]:
    """All of an island, `[start, end)`, in blocks.

    Where sounds that overlap would together pass -1.5 dBTP they are limited, smoothly and only
    there. A sample depends on nothing further away than the limiter reaches, so blocks that are
    mixed a little beyond their edges join without a seam.
    """
    margin = 2 * limiter_reach()
    waiting = list(reversed(island.placements))
    sounding: list[Placement] = []
    for start in range(island.start, island.end, BLOCK_SAMPLES):
        end = min(start + BLOCK_SAMPLES, island.end)
        first, last = max(island.start, start - margin), min(island.end, end + margin)
        while waiting and waiting[-1].start < last:
            sounding.append(waiting.pop())
        sounding = [one for one in sounding if one.start + one.n_samples > first]
        mix = limit_peaks(_mixed(sounding, first, last, load))
        yield mix[start - first : end - first]


def _mixed(
    placements: Sequence[Placement], first: int, last: int, load: Load
) -> NDArray[np.float32]:
    """The sum of what sounds in `[first, last)`."""
    mix = np.zeros(last - first, np.float32)
    for placement in placements:
        pcm = load(placement)[: placement.n_samples]
        begin, end = max(first, placement.start), min(last, placement.start + len(pcm))
        if begin < end:
            mix[begin - first : end - first] += pcm[begin - placement.start : end - placement.start]
    return mix


def render_blocks(
    islands: Sequence[Island], length: Samples, load: Load
) -> Iterator[NDArray[np.float32]]:
    """The whole track, `[0, length)`, in blocks of at most `BLOCK_SAMPLES`.

    Between islands are exact zeros. One block is held at a time, however long the track.
    """
    silence = np.zeros(BLOCK_SAMPLES, np.float32)
    at = 0
    for island in islands:
        yield from _silence(silence, island.start - at)
        at = island.start
        for block in render_island(island, load):
            yield block[: length - at]
            at += len(block)
        at = min(at, length)
    yield from _silence(silence, length - at)


def _silence(zeros: NDArray[np.float32], n_samples: int) -> Iterator[NDArray[np.float32]]:
    while n_samples > 0:
        yield zeros[:n_samples]
        n_samples -= len(zeros)


def to_int16(block: NDArray[np.float32]) -> NDArray[np.int16]:
    """Samples as 16-bit numbers, rounded to the nearest; zero stays zero.

    No dither: a guided track is mostly digital silence, which noise would end.
    """
    scaled: NDArray[np.float32] = np.clip(np.rint(block * 32767.0), -32768, 32767)
    return scaled.astype(np.int16)
