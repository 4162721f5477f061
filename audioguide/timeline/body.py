"""What the schedule remembers of the listener from one item to the next."""

from msgspec import Struct

from audioguide.syntax.pose import Position
from audioguide.text import Text


class BodyState(Struct):
    """Where the listener is, and what they have been told."""

    position: Position | None = None
    """None at a routine's start."""
    cautioned: frozenset[tuple[str, Text]] = frozenset()
    """Cautions that were spoken, by the pose they belong to; a variation may add one."""
    known: frozenset[str] = frozenset()
    """Ids of the poses whose way in was spoken in full."""
    breath_explained: bool = False
    """Whether they know that the breath that sounds is an offer."""
