"""Islands to samples: every sound at its exact place, in blocks, in constant memory."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from audioguide.peaks import limit_peaks, limiter_reach
from audioguide.sound.score import Island, Placement
from audioguide.units import Samples

Pcm = NDArray[np.float32]
"""Shape `(n,)`, or `(n, 2)` for what is not in the middle."""


class Streamed(Protocol):
    """A sound that may be too long for memory, and of any loudness."""

    def __len__(self) -> int:
        """How many samples it has."""
        ...

    def part(self, first: int, last: int) -> Pcm:
        """Samples `[first, last)`."""
        ...


Load = Callable[[Placement], Pcm | Streamed]
"""Gets the samples of a placement, `n_samples` of them, at once with a true peak of at most
`peaks.CEILING_DBTP`, or as a stream."""

BLOCK_SAMPLES = 1 << 15
"""Three quarters of a second, which a processor's cache can hold. An island is mixed in blocks of
this length from its own start, so that its samples depend on nothing but the island."""


def render_island(
    island: Island,
    load: Load,
    *,
    n_channels: int = 1,
    first: int = 0,
    last: int | None = None,
) -> Iterator[Pcm]:
    """An island, `[start, end)`, in blocks of `BLOCK_SAMPLES` at most.

    Of a part, its samples `[first, last)`, each is what it is in the whole.

    In two channels, what has one sounds alike in both.

    Where sounds that overlap would together pass the ceiling they are limited, smoothly and
    only there; each alone is below it already. No sample depends on what lies farther away than
    the limiter reaches, so blocks that are mixed that far beyond their edges join without a seam.
    Each placement is loaded once, when its sound begins, and let go when it has ended.
    """
    context = limiter_reach()
    waiting = deque(island.placements)
    sounding: list[tuple[Placement, Pcm | Streamed]] = []
    last = island.end - island.start if last is None else last
    before = first // BLOCK_SAMPLES * BLOCK_SAMPLES
    for start in range(island.start + before, min(island.start + last, island.end), BLOCK_SAMPLES):
        end = min(start + BLOCK_SAMPLES, island.end)
        low, high = max(start - context, island.start), min(end + context, island.end)
        while waiting and waiting[0].start < high:
            placement = waiting.popleft()
            if placement.start + placement.n_samples > low:
                sounding.append((placement, load(placement)))
        sounding = [(one, sound) for one, sound in sounding if one.start + one.n_samples > low]
        mix = np.zeros(high - low if n_channels == 1 else (high - low, n_channels), np.float32)
        for placement, sound in sounding:
            _add(mix, placement, sound, low)
        if _may_be_loud(sounding):
            mix = _limited(mix)
        wanted = max(start, island.start + first), min(end, island.start + last)
        yield mix[wanted[0] - low : wanted[1] - low]


def _may_be_loud(sounding: Sequence[tuple[Placement, Pcm | Streamed]]) -> bool:
    """Whether these may together pass the ceiling that each alone keeps to."""
    if any(not isinstance(sound, np.ndarray) for _, sound in sounding):
        return True
    return _overlap([one for one, _ in sounding])


def _limited(mix: Pcm) -> Pcm:
    """Each channel by itself: what is limited is short, and seldom in one channel alone."""
    if mix.ndim == 1:
        return limit_peaks(mix)
    channels = [limit_peaks(np.ascontiguousarray(channel)) for channel in mix.T]
    return np.stack(channels, axis=1)


def _overlap(placements: Sequence[Placement]) -> bool:
    """Whether any of them, given by start, begins before another has ended."""
    ends = accumulate((one.start + one.n_samples for one in placements), max)
    return any(one.start < end for one, end in zip(placements[1:], ends, strict=False))


def _add(mix: Pcm, placement: Placement, sound: Pcm | Streamed, low: int) -> None:
    """Add a sound to a mix that begins at `low` of the track; it may begin before or end after."""
    at = placement.start - low
    first, last = max(0, -at), min(len(sound), placement.n_samples, len(mix) - at)
    if first < last:
        piece = sound[first:last] if isinstance(sound, np.ndarray) else sound.part(first, last)
        mix[at + first : at + last] += piece if piece.ndim == mix.ndim else piece[:, None]


def render_blocks(
    islands: Sequence[Island], length: Samples, load: Load, *, n_channels: int = 1
) -> Iterator[Pcm]:
    """The whole track, `[0, length)`, in blocks of at most `BLOCK_SAMPLES`.

    Between islands are exact zeros. One block is held at a time, however long the track.
    """
    silence = np.zeros(BLOCK_SAMPLES if n_channels == 1 else (BLOCK_SAMPLES, 2), np.float32)
    at = 0
    for island in islands:
        yield from _silence(silence, island.start - at)
        at = island.start
        for block in render_island(island, load, n_channels=n_channels):
            # The last island ends on the frame grid, up to a frame after the track does.
            yield block[: max(0, length - at)]
            at += len(block)
    yield from _silence(silence, length - at)


def _silence(zeros: Pcm, n_samples: int) -> Iterator[Pcm]:
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
