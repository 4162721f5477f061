"""A score: which sound starts at which sample. The noun of `sound`."""

from collections.abc import Hashable

from msgspec import Struct

from audioguide.units import Samples


class Placement(Struct, frozen=True):
    """One sound on the track."""

    start: Samples
    n_samples: Samples
    key: Hashable
    """What sounds; the `load` function that is handed to the renderer knows how to get it."""


class Island(Struct, frozen=True):
    """A half-open stretch of the track, on the frame grid, that holds all sound near it."""

    start: Samples
    end: Samples
    placements: tuple[Placement, ...]
    """Every placement inside, by start."""
