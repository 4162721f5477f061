"""Islands to samples: every sound at its exact place, in blocks, in constant memory."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from audioguide.peaks import limit_peaks, limiter_reach
from audioguide.sound.score import Island, Placement
from audioguide.units import Samples

Load = Callable[[Placement], NDArray[np.float32]]
"""Gets the samples of a placement, `n_samples` of them, whose true peak is at most
`peaks.CEILING_DBTP`."""

BLOCK_SAMPLES = 1 << 17
"""About three seconds. An island is mixed in blocks of this length from its own start, so that
its samples depend on nothing but the island."""


def render_island(island: Island, load: Load) -> Iterator[NDArray[np.float32]]:
    """All of an island, `[start, end)`, in blocks of `BLOCK_SAMPLES`, the last one shorter.

    Where sounds that overlap would together pass the ceiling they are limited, smoothly and
    only there; each alone is below it already. No sample depends on what lies farther away than
    the limiter reaches, so blocks that are mixed that far beyond their edges join without a seam.
    Each placement is loaded once, when its sound begins, and let go when it has ended.
    """
    context = limiter_reach()
    waiting = deque(island.placements)
    sounding: list[tuple[Placement, NDArray[np.float32]]] = []
    for start in range(island.start, island.end, BLOCK_SAMPLES):
        end = min(start + BLOCK_SAMPLES, island.end)
        low, high = max(start - context, island.start), min(end + context, island.end)
        while waiting and waiting[0].start < high:
            placement = waiting.popleft()
            sounding.append((placement, load(placement)[: placement.n_samples]))
        sounding = [(one, pcm) for one, pcm in sounding if one.start + len(pcm) > low]
        mix = np.zeros(high - low, np.float32)
        for placement, pcm in sounding:
            _add(mix, pcm, placement.start - low)
        if _overlap([one for one, _ in sounding]):
            mix = limit_peaks(mix)
        yield mix[start - low : end - low]


def _overlap(placements: Sequence[Placement]) -> bool:
    """Whether any of them, given by start, begins before another has ended."""
    ends = accumulate((one.start + one.n_samples for one in placements), max)
    return any(one.start < end for one, end in zip(placements[1:], ends, strict=False))


def _add(mix: NDArray[np.float32], pcm: NDArray[np.float32], at: int) -> None:
    """Add a sound that starts at index `at`, which may lie before the mix, or end after it."""
    first, last = max(0, -at), min(len(pcm), len(mix) - at)
    if first < last:
        mix[at + first : at + last] += pcm[first:last]


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
            # The last island ends on the frame grid, up to a frame after the track does.
            yield block[: max(0, length - at)]
            at += len(block)
    yield from _silence(silence, length - at)


def _silence(zeros: NDArray[np.float32], n_samples: int) -> Iterator[NDArray[np.float32]]:
    while n_samples > 0:
        yield zeros[:n_samples]
        n_samples -= len(zeros)


def to_int16(block: NDArray[np.float32]) -> NDArray[np.int16]:
    """Samples as 16-bit numbers, rounded to the nearest (a tie to the even one); zero stays zero.

    Full scale is 32768, as decoders have it. No dither: a guided track is mostly digital
    silence, which noise would end.
    """
    scaled: NDArray[np.float32] = np.clip(np.rint(block * 32768.0), -32768, 32767)
    return scaled.astype(np.int16)
