"""Islands: the stretches of a track in which something sounds, on the grid of MP3 frames."""

from collections.abc import Sequence

from audioguide.sound.score import Island, Placement
from audioguide.units import Samples

FRAME_SAMPLES = 1152
"""Samples of one MP3 frame. Source: ISO/IEC 11172-3, layer III."""

_TAIL_FRAMES = 2
"""Silent frames at least that an island ends with, in which an encoder dies away."""


def cut_islands(
    placements: Sequence[Placement], length: Samples, *, frame_samples: int = FRAME_SAMPLES
) -> tuple[Island, ...]:
    """The islands of a track, in order, none touching the next.

    Args:
        placements: What sounds, by start, all within `[0, length)`.
        length: Of the track; the last island ends at most at the end of its last frame.
        frame_samples: The grid on which islands begin and end.
    """
    islands: list[Island] = []
    last = -(-length // frame_samples) * frame_samples
    group: list[Placement] = []
    start = end = 0
    for placement in sorted(placements, key=lambda one: one.start):
        own_start = placement.start // frame_samples * frame_samples
        sounds_to = -(-(placement.start + placement.n_samples) // frame_samples) * frame_samples
        own_end = min(last, sounds_to + _TAIL_FRAMES * frame_samples)
        if group and own_start > end:
            islands.append(Island(Samples(start), Samples(end), tuple(group)))
            group = []
        if not group:
            start, end = own_start, own_end
        group.append(placement)
        end = max(end, own_end)
    if group:
        islands.append(Island(Samples(start), Samples(end), tuple(group)))
    return tuple(islands)
