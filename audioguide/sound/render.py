"""Islands to samples: every sound at its exact place, in blocks, in constant memory."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from audioguide.loudness import limit_peaks
from audioguide.sound.score import Island, Placement
from audioguide.units import Samples

Load = Callable[[Placement], NDArray[np.float32]]
"""Gets the samples of a placement, `n_samples` of them."""

BLOCK_SAMPLES = 1 << 17
"""About three seconds."""


def render_island(island: Island, load: Load) -> NDArray[np.float32]:
    """All of an island, shape `(end - start,)`.

    Where sounds that overlap would together pass -1.5 dBTP they are limited, smoothly and only
    there, so that the outcome does not depend on anything outside the island.
    """
    mix = np.zeros(island.end - island.start, np.float32)
    for placement in island.placements:
        pcm = load(placement)[: placement.n_samples]
        at = placement.start - island.start
        mix[at : at + len(pcm)] += pcm
    return limit_peaks(mix)


def render_blocks(
    islands: Sequence[Island],
    length: Samples,
    load: Load,
    *,
    block_samples: int = BLOCK_SAMPLES,
) -> Iterator[NDArray[np.float32]]:
    """The whole track, `[0, length)`, in blocks of at most `block_samples`.

    Between islands are exact zeros. One island is held at a time.
    """
    silence = np.zeros(block_samples, np.float32)
    at = 0
    for island in islands:
        yield from _silence(silence, island.start - at)
        mix = render_island(island, load)[: length - island.start]
        for start in range(0, len(mix), block_samples):
            yield mix[start : start + block_samples]
        at = min(int(island.end), int(length))
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
