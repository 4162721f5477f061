"""How much there is of each step of a routine, and how much there may be."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from math import ceil, floor

from audioguide.fitting.amounts import (
    Dosed,
    amount_of,
    changes_evenly,
    doses_of,
    is_dosed,
    is_timed,
    leading_dose,
    scaled,
    seconds_of,
)
from audioguide.fitting.bounds import bounds_of, is_limited
from audioguide.routine.routine import Exercise, Routine

ROUND_SECONDS = 5
"""Holds and rhythms in seconds are whole multiples of this where that still fits."""

Holds = Callable[[Dosed, Dosed], bool]
"""Whether an item, the first, holds the words that it holds as written, which is the second."""


class Portion:
    """How much there is of one step, the same in every round that does it.

    An amount is that of the leading dose: whole seconds, or a whole count; or what is written.
    """

    def __init__(
        self, item: Dosed, places: tuple[int, ...], *, least_part: Fraction, holds: Holds
    ) -> None:
        """Look up how much there may be.

        Args:
            item: As written.
            places: Which items of the routine are it, counted from 0.
            least_part: How much of it has to stay, as a part of what is written.
            holds: Asked for each amount that is thought of.
        """
        self.item = item
        self.places = places
        self.as_written = amount_of(leading_dose(item))
        low, high = bounds_of(item)
        self._low = max(low, min(self.as_written, Fraction(ceil(self.as_written * least_part))))
        self._high = high
        self._holds = holds
        self._is_even = changes_evenly(item)
        self._allowed: dict[Fraction, bool] = {}
        self._seconds: dict[Fraction, Fraction] = {}

    @property
    def is_timed(self) -> bool:
        """Whether amounts are seconds; else they are counts."""
        return is_timed(leading_dose(self.item))

    @property
    def is_limited(self) -> bool:
        """Whether its pose says how much is too much."""
        return is_limited(self.item)

    @property
    def step(self) -> int:
        """Between two amounts that are liked."""
        return ROUND_SECONDS if self.is_timed else 1

    def at(self, amount: Fraction) -> Dosed:
        """The step with that amount."""
        return scaled(self.item, amount)

    def seconds(self, amount: Fraction) -> Fraction:
        """All its doses in the whole routine."""
        if amount not in self._seconds:
            self._seconds[amount] = len(self.places) * seconds_of(self.at(amount))
        return self._seconds[amount]

    def forget(self) -> None:
        """Ask again what holds its words, now that they may have been spoken."""
        self._allowed.clear()

    def allows(self, amount: Fraction) -> bool:
        """Whether there may be that amount."""
        if amount == self.as_written:
            return True
        if amount not in self._allowed:
            item = self.at(amount)
            evenly = changes_evenly(item) or not self._is_even
            inside = self._low <= amount <= self._high
            self._allowed[amount] = inside and evenly and self._holds(item, self.item)
        return self._allowed[amount]

    def below(self, ideal: float, step: int = 1) -> Fraction:
        """The greatest amount up to `ideal` in whole steps; where there is none, the least."""
        return next(self._downwards(ideal, step), None) or self.least()

    def above(self, ideal: float, step: int = 1) -> Fraction:
        """The least amount from `ideal` on in whole steps; where there is none, the greatest."""
        return next(self._upwards(ideal, step), None) or self.greatest()

    def least(self) -> Fraction:
        """The least amount."""
        return min(next(self._upwards(self._low, 1), self.as_written), self.as_written)

    def greatest(self) -> Fraction:
        """The greatest amount."""
        return max(next(self._downwards(self._high, 1), self.as_written), self.as_written)

    def clamped(self, factor: float) -> float:
        """What is written times `factor`, as far as it may be."""
        return min(max(float(self.as_written) * factor, float(self._low)), float(self._high))

    def between(self, low: Fraction, high: Fraction) -> Iterator[Fraction]:
        """Every amount from `low` to `high`."""
        for number in range(ceil(low), floor(high) + 1):
            if self.allows(Fraction(number)):
                yield Fraction(number)
        if low <= self.as_written <= high and self.as_written.denominator > 1:
            yield self.as_written

    def _downwards(self, start: float | Fraction, step: int) -> Iterator[Fraction]:
        steps = range(floor(start / step) * step, ceil(self._low) - 1, -step)
        return (Fraction(one) for one in steps if self.allows(Fraction(one)))

    def _upwards(self, start: float | Fraction, step: int) -> Iterator[Fraction]:
        steps = range(ceil(start / step) * step, floor(self._high) + 1, step)
        return (Fraction(one) for one in steps if self.allows(Fraction(one)))


def portions_of(
    routine: Routine, *, least_parts: Mapping[int, Fraction], holds: Holds
) -> tuple[Portion, ...]:
    """A portion for each step that has doses, in the routine's order.

    Args:
        routine: As written.
        least_parts: How much of an item has to stay, by its place.
        holds: Whether an item with another amount holds its words.
    """
    places: dict[tuple[object, ...], list[int]] = {}
    items: dict[tuple[object, ...], Dosed] = {}
    for place, item in enumerate(routine.items):
        if is_dosed(item):
            step = _step_of(item)
            places.setdefault(step, []).append(place)
            items.setdefault(step, item)
    return tuple(
        Portion(
            item,
            tuple(places[step]),
            least_part=max(least_parts.get(place, Fraction(0)) for place in places[step]),
            holds=holds,
        )
        for step, item in items.items()
    )


def _step_of(item: Dosed) -> tuple[object, ...]:
    """What tells steps apart: a step of an included file may be done in several ways."""
    pose = item.pose.id if isinstance(item, Exercise) else None
    n_sets = item.n_sets if isinstance(item, Exercise) else 1
    limits = item.pose.limits if isinstance(item, Exercise) else None
    return item.span, pose, limits, n_sets, doses_of(item)
