"""Islands to samples: every sound at its exact place, in blocks, in constant memory."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from audioguide.peaks import limit_peaks, limiter_reach
from audioguide.sound.score import Island, Placement
from audioguide.units import Samples

Load = Callable[[Placement], NDArray[np.float32]]
"""Gets the samples of a placement, `n_samples` of them."""

STRETCH_SAMPLES = 1 << 16
"""An island is mixed in stretches of this length from its start, whatever blocks are asked for,
so that its samples depend on nothing but the island."""

BLOCK_SAMPLES = 1 << 17
"""About three seconds."""


def render_island(island: Island, load: Load) -> NDArray[np.float32]:
    """All of an island, shape `(end - start,)`."""
    return np.concatenate(list(render_stretches(island, load)))


def render_stretches(island: Island, load: Load) -> Iterator[NDArray[np.float32]]:
    """An island in stretches of `STRETCH_SAMPLES`, the last one shorter.

    Where sounds that overlap would together pass -1.5 dBTP they are limited, smoothly and only
    there. Each placement is loaded once, when its sound begins, and let go when it has ended.
    """
    context = limiter_reach()
    waiting = deque(island.placements)
    sounding: list[tuple[Placement, NDArray[np.float32]]] = []
    for start in range(island.start, island.end, STRETCH_SAMPLES):
        end = min(start + STRETCH_SAMPLES, island.end)
        low, high = max(start - context, island.start), min(end + context, island.end)
        while waiting and waiting[0].start < high:
            placement = waiting.popleft()
            sounding.append((placement, load(placement)[: placement.n_samples]))
        sounding = [(one, pcm) for one, pcm in sounding if one.start + len(pcm) > low]
        mix = np.zeros(high - low, np.float32)
        for placement, pcm in sounding:
            _add(mix, pcm, placement.start - low)
        yield limit_peaks(mix)[start - low : end - low]


def _add(mix: NDArray[np.float32], pcm: NDArray[np.float32], at: int) -> None:
    """Add a sound that starts at index `at`, which may lie before the mix, or end after it."""
    first, last = max(0, -at), min(len(pcm), len(mix) - at)
    if first < last:
        mix[at + first : at + last] += pcm[first:last]


def render_blocks(
    islands: Sequence[Island],
    length: Samples,
    load: Load,
    *,
    block_samples: int = BLOCK_SAMPLES,
) -> Iterator[NDArray[np.float32]]:
    """The whole track, `[0, length)`, in blocks of at most `block_samples`.

    Between islands are exact zeros. Memory does not grow with the track nor with an island.
    """
    silence = np.zeros(block_samples, np.float32)
    at = 0
    for island in islands:
        yield from _silence(silence, island.start - at)
        at = island.start
        for stretch in render_stretches(island, load):
            within = stretch[: max(0, length - at)]
            at += len(within)
            for start in range(0, len(within), block_samples):
                yield within[start : start + block_samples]
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
