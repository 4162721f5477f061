"""Sharing a length among the steps of a routine: one factor for all, as far as their limits go."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from audioguide.fitting.portions import Portion

Amounts = tuple[Fraction, ...]
"""Of each portion, in their order."""

CLOSE_SECONDS = Fraction(1)
"""Nearer to what is wanted nothing is changed."""
ROUGHLY_CLOSE_SECONDS = Fraction(3, 2)
"""Nor is it from here on where a hold would no longer be of round seconds; pauses make it good."""

_HALVINGS = 50
"""Of the range of factors; more than a float can tell apart."""
_MOST_SUMS = 20_000
"""Sums of amounts that are looked at."""


def total_seconds(portions: Sequence[Portion], amounts: Amounts) -> Fraction:
    """All doses together."""
    pairs = zip(portions, amounts, strict=True)
    return sum((portion.seconds(amount) for portion, amount in pairs), Fraction(0))


def fair_shares(portions: Sequence[Portion], wanted_seconds: Fraction) -> Amounts:
    """Amounts that last about `wanted_seconds` together.

    All are scaled by one factor, and where one is at its limit the others take the rest. Each is
    then a whole amount next to its share, in round seconds where it is timed. Where that does not
    land, as few as need be are in other whole seconds, those that it changes least.
    """
    ideals = _ideal_amounts(portions, wanted_seconds)
    chosen = [
        min(_near(portion, ideal), key=lambda amount: abs(amount - ideal))
        for portion, ideal in zip(portions, ideals, strict=True)
    ]
    left = wanted_seconds - total_seconds(portions, tuple(chosen))
    left = _in_round_steps(portions, ideals, chosen, left)
    if abs(left) > ROUGHLY_CLOSE_SECONDS:
        _in_whole_seconds(portions, ideals, chosen, left)
    return tuple(chosen)


def _ideal_amounts(portions: Sequence[Portion], wanted_seconds: Fraction) -> tuple[float, ...]:
    """The amounts of one factor for all, each within its bounds; no whole ones yet."""
    rates = [float(one.seconds(one.as_written) / one.as_written) for one in portions]

    def given(factor: float) -> float:
        pairs = zip(portions, rates, strict=True)
        return sum(portion.clamped(factor) * rate for portion, rate in pairs)

    low, high = 0.0, 1.0
    while high < 1e6 and given(high) < wanted_seconds:
        low, high = high, 2 * high
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if given(middle) < wanted_seconds else (low, middle)
    return tuple(portion.clamped(high) for portion in portions)


def _near(portion: Portion, ideal: float) -> list[Fraction]:
    """The two liked amounts on either side of the ideal one, and what is written among them."""
    low, high = portion.below(ideal, portion.step), portion.above(ideal, portion.step)
    half = portion.step / 2
    near = {
        portion.below(float(low) - half, portion.step),
        low,
        high,
        portion.above(float(high) + half, portion.step),
    }
    if min(near) < portion.as_written < max(near):
        near.add(portion.as_written)
    return sorted(near)


def _in_round_steps(
    portions: Sequence[Portion], ideals: Sequence[float], chosen: list[Fraction], left: Fraction
) -> Fraction:
    """Round some amounts the other way, so that less is left over; give what still is."""
    moves = [
        (abs(float(amount) / ideal - 1), number, amount)
        for number, (portion, ideal) in enumerate(zip(portions, ideals, strict=True))
        for amount in _near(portion, ideal)
        if amount != chosen[number]
    ]
    for _, number, amount in sorted(moves):
        if abs(left) <= CLOSE_SECONDS:
            break
        portion = portions[number]
        after = left - portion.seconds(amount) + portion.seconds(chosen[number])
        if abs(after) < abs(left):
            left, chosen[number] = after, amount
    return left


def _in_whole_seconds(
    portions: Sequence[Portion], ideals: Sequence[float], chosen: list[Fraction], left: Fraction
) -> None:
    """Take what is left over from a few amounts, in whole seconds."""
    changeable = {number for number, portion in enumerate(portions) if portion.is_timed}
    while abs(left) > CLOSE_SECONDS:
        # What lands comes first, of that what changes least; else what leaves least.
        moves = [
            (
                max(abs(after), CLOSE_SECONDS),
                abs(float(amount) / ideals[number] - 1),
                number,
                amount,
            )
            for number in changeable
            for amount in _whole_near(portions[number], ideals[number])
            if abs(after := _after(portions[number], chosen[number], amount, left)) < abs(left)
        ]
        if not moves:
            return
        _, _, number, amount = min(moves)
        left = _after(portions[number], chosen[number], amount, left)
        chosen[number] = amount
        changeable.discard(number)


def _whole_near(portion: Portion, ideal: float) -> Iterator[Fraction]:
    near = _near(portion, ideal)
    return portion.between(near[0], near[-1])


def _after(portion: Portion, before: Fraction, amount: Fraction, left: Fraction) -> Fraction:
    """What is left over with another amount of one portion."""
    return left - portion.seconds(amount) + portion.seconds(before)


def every_sum(portions: Sequence[Portion], fair: Amounts) -> dict[Fraction, Amounts]:
    """Every length that all doses may have, each with the amounts next to the fair ones that do it.

    Empty where there are too many to look at; but then their steps are so fine that fair ones land.
    """
    sums: dict[Fraction, Amounts] = {Fraction(0): ()}
    for portion, amount in zip(portions, fair, strict=True):
        low, high = portion.least(), portion.greatest()
        if len(sums) * (high - low + 1) > _MOST_SUMS:
            return {}
        every = list(portion.between(low, high))
        every.sort(key=lambda one, fair=amount: abs(one - fair))  # type: ignore[misc]
        made: dict[Fraction, Amounts] = {}
        for so_far, taken in sums.items():
            for one in every:
                made.setdefault(so_far + portion.seconds(one), (*taken, one))
        sums = made
    return sums
