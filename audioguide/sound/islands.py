"""Islands: the stretches of a track in which something sounds, on the grid of MP3 frames."""

from collections.abc import Sequence

from audioguide.sound.score import Island, Placement
from audioguide.units import FRAME_SAMPLES, Samples

_LEAD_FRAMES = 1
"""Silent frames that an island begins with, unless the track does. Their bytes are a reserve for
the sound that follows: over three routines at 96 kb/s one frame brought the decoded track 0.2 dB
nearer to its source than none, and more frames brought no more."""
_TAIL_FRAMES = 2
"""Silent frames at least that an island ends with, in which an encoder dies away."""


def cut_islands(
    placements: Sequence[Placement], *, frame_samples: int = FRAME_SAMPLES
) -> tuple[Island, ...]:
    """The islands of a track, in order, none touching the next.

    The last one may end a few frames after the track does.

    Args:
        placements: What sounds, from the track's start on.
        frame_samples: The grid on which islands begin and end.
    """
    islands: list[Island] = []
    group: list[Placement] = []
    start = end = 0
    for placement in sorted(placements, key=lambda one: one.start):
        first = max(0, placement.start // frame_samples - _LEAD_FRAMES)
        last = -(-(placement.start + placement.n_samples) // frame_samples) + _TAIL_FRAMES
        if group and first * frame_samples > end:
            islands.append(Island(Samples(start), Samples(end), tuple(group)))
            group = []
        if not group:
            start = end = first * frame_samples
        group.append(placement)
        end = max(end, last * frame_samples)
    if group:
        islands.append(Island(Samples(start), Samples(end), tuple(group)))
    return tuple(islands)
