"""How much there is of an item: a number of seconds or of breaths, rounds, beats or reps."""

from fractions import Fraction
from typing import TypeGuard

from msgspec.structs import replace

from audioguide.dose import BreathsHold, Dose, Flow, Reps, Rhythm, SecondsHold
from audioguide.routine.length import beats_of, dose_seconds
from audioguide.routine.routine import Breathe, Click, Exercise, Item
from audioguide.syntax.limits import written
from audioguide.syntax.pose import Limit
from audioguide.units import round_half_up

Dosed = Exercise | Breathe | Click
"""The items that there may be more or less of."""


def is_dosed(item: Item) -> TypeGuard[Dosed]:
    """Whether there may be more or less of it; rests and pauses are no doses."""
    return isinstance(item, Exercise | Breathe | Click)


def doses_of(item: Dosed) -> tuple[Dose, ...]:
    """The dose of each side, or the only one."""
    match item:
        case Exercise():
            return tuple(dose for _, dose in item.doses)
        case Breathe():
            return (BreathsHold(item.n_breaths, item.settings.breath),)
        case Click():
            beat = (item.rate_bpm, item.seconds, item.n_beats, item.accent_every, item.ramp_to_bpm)
            return (Rhythm(*beat),)


def seconds_of(item: Dosed) -> Fraction:
    """All its doses on all sides in all sets."""
    n_sets = item.n_sets if isinstance(item, Exercise) else 1
    return n_sets * sum(map(dose_seconds, doses_of(item)), Fraction(0))


def is_timed(dose: Dose) -> bool:
    """Whether its amount is seconds; else it is a count."""
    return isinstance(dose, SecondsHold) or (isinstance(dose, Rhythm) and dose.n_beats is None)


def amount_of(dose: Dose) -> Fraction:
    """Its seconds, or how many breaths, rounds, beats or repetitions it has."""
    match dose:
        case SecondsHold(seconds=seconds):
            return seconds
        case BreathsHold(n_breaths=number) | Flow(n_rounds=number) | Reps(n_reps=number):
            return Fraction(number)
        case Rhythm(seconds=seconds, n_beats=n_beats):
            return (seconds or Fraction(0)) if n_beats is None else Fraction(n_beats)


def with_amount(dose: Dose, amount: Fraction) -> Dose:
    """The dose with another amount, and everything else as it was."""
    match dose:
        case SecondsHold():
            return replace(dose, seconds=amount)
        case BreathsHold():
            return replace(dose, n_breaths=int(amount))
        case Flow():
            return replace(dose, n_rounds=int(amount))
        case Reps():
            return replace(dose, n_reps=int(amount))
        case Rhythm():
            if is_timed(dose):
                return replace(dose, seconds=amount)
            return replace(dose, n_beats=int(amount))


def leading_dose(item: Dosed) -> Dose:
    """The dose that the others keep in proportion to: the longest, of equals the first."""
    doses = doses_of(item)
    return doses[0] if len(set(doses)) == 1 else max(doses, key=dose_seconds)


def scaled(item: Dosed, amount: Fraction) -> Dosed:
    """The item with another amount of its leading dose.

    Doses that were equal stay so, others keep their proportion as far as whole amounts can.
    """
    leading = leading_dose(item)
    if amount == amount_of(leading):
        return item
    factor = amount / amount_of(leading)
    doses = tuple(
        with_amount(dose, amount if dose == leading else _whole(amount_of(dose) * factor))
        for dose in doses_of(item)
    )
    match item:
        case Exercise():
            sides = (side for side, _ in item.doses)
            return replace(item, doses=tuple(zip(sides, doses, strict=True)))
        case Breathe():
            return replace(item, n_breaths=int(amount))
        case Click():
            if item.n_beats is None:
                return replace(item, seconds=amount)
            return replace(item, n_beats=int(amount))


def _whole(amount: Fraction) -> Fraction:
    return Fraction(max(1, round_half_up(amount)))


def changes_evenly(item: Dosed) -> bool:
    """Whether both sides get as much where they change inside the dose."""
    if not isinstance(item, Exercise) or not item.alternating:
        return True
    dose = item.doses[0][1]
    n_changes = beats_of(dose) if isinstance(dose, Rhythm) else amount_of(dose)
    return n_changes % 2 == 0


_LIMITS: dict[type[Dose], Limit] = {
    SecondsHold: Limit.HOLD,
    BreathsHold: Limit.BREATHS,
    Flow: Limit.ROUNDS,
    Rhythm: Limit.FOR,
}


def amount_in_words(dose: Dose) -> str:
    """Its amount as an author writes it.

    >>> amount_in_words(SecondsHold(Fraction(90)))
    '1min 30s'
    """
    amount = amount_of(dose)
    if isinstance(dose, Reps) or (isinstance(dose, Rhythm) and not is_timed(dose)):
        return f"{amount} {'reps' if isinstance(dose, Reps) else 'beats'}"
    return written(amount, _LIMITS[type(dose)])
