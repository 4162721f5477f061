"""A dose against the safety bounds of a pose."""

from collections.abc import Iterator
from fractions import Fraction

from msgspec import Struct

from audioguide.dose import Breathing, BreathsHold, Dose, Flow, Reps, Rhythm, SecondsHold
from audioguide.syntax.durations import format_duration
from audioguide.syntax.pose import Limit, Limits, Range

_UNITS = {
    Limit.BREATHS: " breaths",
    Limit.ROUNDS: " rounds",
    Limit.RHYTHM: " bpm",
    Limit.REPS: "",
}
"""Units of the limits that are no durations."""


class Excess(Struct, frozen=True):
    """One quantity of a dose that lies outside its bound."""

    key: str
    """The dose key that sets the quantity: hold, flow, rhythm, ramp_to, for, beats, reps, work
    or release."""
    limit: Limit
    value: Fraction
    """In the limit's unit."""
    bound: Range

    @property
    def is_gentler(self) -> bool:
        """Whether it lies outside on the side that asks less of a back."""
        low, high = self.bound.low, self.bound.high
        if self.limit is Limit.RELEASE:
            return high is not None and self.value > high
        return self.limit is not Limit.RHYTHM and low is not None and self.value < low

    def __str__(self) -> str:
        """In words: `hold of 6min 40s is over the 5min of its limits`."""
        low, high = self.bound.low, self.bound.high
        if high is not None and self.value > high:
            end, side = high, "over"
        else:
            end, side = low or Fraction(0), "under"
        value, bound = written(self.value, self.limit), written(end, self.limit)
        return f"{self.key} of {value} is {side} the {bound} of its limits"


class _Quantity(Struct, frozen=True):
    """One number of a dose, and what bounds it."""

    key: str
    limit: Limit
    value: Fraction


def exceeded(dose: Dose, limits: Limits, *, breath: Breathing) -> tuple[Excess, ...]:
    """Every quantity of `dose` that its limits do not hold.

    A hold in breaths is also bounded by its length. A hold in seconds, where only breaths are
    bounded, is bounded by so many breaths' length. The click of a ramp is bounded at both ends,
    and beats by the time they take.

    Args:
        dose: with everything settled.
        limits: of the pose. Which kinds it allows is not looked at here.
        breath: what holds at the step; gives a bound in breaths its length.
    """
    bounds = dict(limits.ranges)
    if isinstance(dose, SecondsHold) and Limit.HOLD not in bounds and Limit.BREATHS in bounds:
        bounds[Limit.HOLD] = _lasting(bounds[Limit.BREATHS], breath)
    return tuple(
        Excess(quantity.key, quantity.limit, quantity.value, bounds[quantity.limit])
        for quantity in _quantities(dose)
        if quantity.limit in bounds and not bounds[quantity.limit].holds(quantity.value)
    )


def _quantities(dose: Dose) -> Iterator[_Quantity]:
    """Every number of a dose that a limit may bound."""
    match dose:
        case SecondsHold(seconds=seconds):
            yield _Quantity("hold", Limit.HOLD, seconds)
        case BreathsHold(n_breaths=n_breaths, breath=breath):
            yield _Quantity("hold", Limit.BREATHS, Fraction(n_breaths))
            yield _Quantity("hold", Limit.HOLD, breath.seconds(n_breaths))
        case Flow(n_rounds=n_rounds):
            yield _Quantity("flow", Limit.ROUNDS, Fraction(n_rounds))
        case Rhythm():
            yield from _quantities_of_rhythm(dose)
        case Reps(n_reps=n_reps, work_seconds=work_seconds, release_seconds=release_seconds):
            yield _Quantity("reps", Limit.REPS, Fraction(n_reps))
            yield _Quantity("work", Limit.WORK, work_seconds)
            yield _Quantity("release", Limit.RELEASE, release_seconds)


def _quantities_of_rhythm(dose: Rhythm) -> Iterator[_Quantity]:
    yield _Quantity("rhythm", Limit.RHYTHM, dose.rate_bpm)
    if dose.ramp_to_bpm is not None:
        yield _Quantity("ramp_to", Limit.RHYTHM, dose.ramp_to_bpm)
    if dose.seconds is not None:
        yield _Quantity("for", Limit.FOR, dose.seconds)
    if dose.n_beats is not None:
        last_bpm = dose.rate_bpm if dose.ramp_to_bpm is None else dose.ramp_to_bpm
        # The rate is linear in time, so its mean is that of its ends.
        mean_bpm = (dose.rate_bpm + last_bpm) / 2
        yield _Quantity("beats", Limit.FOR, dose.n_beats * 60 / mean_bpm)


def _lasting(bound: Range, breath: Breathing) -> Range:
    """A bound in breaths as one in seconds."""
    ends = (bound.low, bound.high)
    low, high = (None if end is None else breath.seconds(int(end)) for end in ends)
    return Range(low, high)


def written(value: Fraction, limit: Limit) -> str:
    """A quantity as an author writes it.

    >>> written(Fraction(90), Limit.FOR), written(Fraction(66), Limit.RHYTHM)
    ('1min 30s', '66 bpm')
    """
    if limit not in _UNITS:
        return format_duration(value)
    return f"{float(value):g}{_UNITS[limit]}"
