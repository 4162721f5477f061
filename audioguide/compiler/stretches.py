"""Islands as the linker takes them: where each lies, what it is made from, how it is rendered."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import audioguide
from audioguide.fingerprints import code_digest, wheel_version
from audioguide.mp3.stretch import Stretch
from audioguide.sound.score import Island, Placement
from audioguide.units import FRAME_SAMPLES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from audioguide.sound.render import Load

Identity = Callable[[Placement], str]
"""Says what a placement sounds like: equal answers, equal samples."""

_PACKAGE = Path(audioguide.__file__).parent
_CODE = (
    *sorted((_PACKAGE / "sound").glob("*.py")),
    _PACKAGE / "loudness.py",
    _PACKAGE / "peaks.py",
)


def stretches(
    islands: Iterable[Island], *, identity: Identity, load: "Load", n_channels: int = 1
) -> tuple[Stretch, ...]:
    """One stretch for each island, in their order."""
    return tuple(
        Stretch(
            first_frame=island.start // FRAME_SAMPLES,
            n_frames=(island.end - island.start) // FRAME_SAMPLES,
            key=_key(island, identity, n_channels),
            blocks=partial(_blocks, island, load, n_channels),
        )
        for island in islands
    )


def _key(island: Island, identity: Identity, n_channels: int) -> str:
    """A hash over all that the island's samples come from; where it lies is no part of it."""
    sounds = [
        (placement.start - island.start, placement.n_samples, identity(placement))
        for placement in island.placements
    ]
    made_from = json.dumps([*_renderer(), n_channels, island.end - island.start, sounds])
    return hashlib.sha256(made_from.encode()).hexdigest()


def _blocks(
    island: Island, load: "Load", n_channels: int, first: int, last: int
) -> "Iterator[NDArray[np.int16]]":
    from audioguide.sound.render import render_island, to_int16

    blocks = render_island(island, load, n_channels=n_channels, first=first, last=last)
    return map(to_int16, blocks)


@cache
def _renderer() -> tuple[str, str]:
    return wheel_version("numpy"), code_digest(_CODE)
