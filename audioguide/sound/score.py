"""A score: which sound starts at which sample. The noun of `sound`."""

from collections.abc import Hashable
from dataclasses import dataclass

from audioguide.units import Samples


@dataclass(frozen=True, slots=True)
class Placement:
    """One sound on the track."""

    start: Samples
    n_samples: Samples
    key: Hashable
    """What sounds; the `load` function that is handed to the renderer knows how to get it."""


@dataclass(frozen=True, slots=True)
class Island:
    """A half-open stretch of the track, on the frame grid, that holds all sound near it."""

    start: Samples
    end: Samples
    placements: tuple[Placement, ...]
    """Every placement inside, by start."""
