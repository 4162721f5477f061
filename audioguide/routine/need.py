"""What an advice for the body asks of a stretch of a routine: so many seconds of something.

Whoever makes a routine shorter keeps what is asked for, and so draws no advice that was not there.
"""

from fractions import Fraction

from msgspec import Struct

from audioguide.routine.length import item_size
from audioguide.routine.routine import Routine


class Need(Struct, frozen=True):
    """Some items that together last so long at least."""

    places: tuple[int, ...]
    """Which items, counted from 0."""
    seconds: Fraction

    def given_seconds(self, routine: Routine) -> Fraction:
        """How long these items last, their words and the time to move left out."""
        sizes = (item_size(routine.items[place]) for place in self.places)
        return sum((size.seconds for size in sizes), Fraction(0))
