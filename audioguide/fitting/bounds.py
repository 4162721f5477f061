"""How much and how little of an item there may be.

Nothing is made that `outside-limits` or `sets-add-up` would complain of. What the script already
has is allowed, even where it is gentler than the limits ask for; it then becomes no gentler still.
"""

from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor

from msgspec.structs import replace

from audioguide.dose import Dose, Reps
from audioguide.fitting.amounts import Dosed, amount_of, leading_dose, scaled
from audioguide.routine.checks import sets_add_up
from audioguide.routine.routine import Exercise
from audioguide.syntax.limits import Excess, exceeded

LEAST_PART = Fraction(1, 2)
"""Of what is written, where the pose has no lower limit."""
MOST_TIMES = 3
"""What is written, where nothing has an upper limit."""

_BEYOND = 24 * 60 * 60
"""More seconds or breaths than any dose has."""
_AMOUNTS = frozenset({"hold", "flow", "for", "beats", "reps"})
"""The quantities of a dose that are scaled."""


def bounds_of(item: Dosed) -> tuple[Fraction, Fraction]:
    """The least and the greatest amount of an item's leading dose, both allowed."""
    as_written = amount_of(leading_dose(item))
    return _least(item, as_written), _greatest(item, as_written)


def is_limited(item: Dosed) -> bool:
    """Whether anything is too much of it."""
    return _is_over(scaled(item, Fraction(_BEYOND)))


def _least(item: Dosed, as_written: Fraction) -> Fraction:
    if _is_under(item):
        return as_written
    if not _is_under(scaled(item, Fraction(1))):
        return min(as_written, Fraction(max(1, ceil(as_written * LEAST_PART))))
    least = _boundary(lambda n: not _is_under(scaled(item, Fraction(n))), 1, ceil(as_written))
    return min(as_written, Fraction(least))


def _greatest(item: Dosed, as_written: Fraction) -> Fraction:
    if _is_over(item):
        return as_written
    if not is_limited(item):
        return Fraction(floor(as_written * MOST_TIMES))
    over = _boundary(lambda n: _is_over(scaled(item, Fraction(n))), floor(as_written), _BEYOND)
    return max(as_written, Fraction(over - 1))


def _boundary(holds: Callable[[int], bool], low: int, high: int) -> int:
    """The first whole number in `(low, high]` that holds, where all after it do, as `high` does."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def _is_over(item: Dosed) -> bool:
    """Whether it is more than is safe, in one set or in all of them."""
    if not isinstance(item, Exercise):
        return False
    return any(_passes_high(one) for one in _excesses(item)) or (
        sets_add_up.excess_of_sets(item) is not None
    )


def _is_under(item: Dosed) -> bool:
    """Whether it is less than its pose's limits begin at."""
    return isinstance(item, Exercise) and any(not _passes_high(one) for one in _excesses(item))


def _passes_high(excess: Excess) -> bool:
    high = excess.bound.high
    return high is not None and excess.value > high


def _excesses(exercise: Exercise) -> tuple[Excess, ...]:
    limits, breath = exercise.pose.limits, exercise.settings.breath
    return tuple(
        excess
        for _, dose in exercise.doses
        for excess in exceeded(_on_one_side(dose, exercise), limits, breath=breath)
        if excess.key in _AMOUNTS
    )


def _on_one_side(dose: Dose, exercise: Exercise) -> Dose:
    """A limit is for one side, and of an odd number one side gets one more."""
    if exercise.alternating and isinstance(dose, Reps):
        return replace(dose, n_reps=(dose.n_reps + 1) // 2)
    return dose
