"""`sets-add-up`: several sets together are more than the pose's limits allow at once.

A limit bounds one set on one side, and an error keeps each set inside it. Three sets of the most
that is allowed are still three times as much for the same tissue in the same quarter of an hour.
For exercises that are repeated over the day the sets belong into the day, not into one session.
"""

from collections.abc import Iterator
from fractions import Fraction

from audioguide.diagnostics import Diagnostic, warning
from audioguide.dose import BreathsHold, Dose, Flow, Reps, SecondsHold
from audioguide.routine.routine import Exercise, Routine
from audioguide.syntax.pose import Limit, Limits


def check(routine: Routine) -> Iterator[Diagnostic]:
    """Warn at each exercise whose sets together pass a limit."""
    for item in routine.items:
        excess = excess_of_sets(item) if isinstance(item, Exercise) else None
        if isinstance(item, Exercise) and excess:
            total, most, unit = excess
            message = (
                f"{item.n_sets} sets make {float(total):g} {unit}; one session of "
                f'"{item.pose.id}" has {float(most):g} at most'
            )
            hint = "fewer sets here, and another round later in the day"
            yield warning("sets-add-up", message, item.span, hint)


def excess_of_sets(exercise: Exercise) -> tuple[Fraction, Fraction, str] | None:
    """What the sets come to, what one session has at most, and the unit of both.

    None where they stay within the limits, and for a single set, which is no matter of sets.
    """
    return excess_of_dose(exercise.doses[0][1], exercise.n_sets, exercise.pose.limits)


def excess_of_dose(
    dose: Dose, n_sets: int, limits: Limits
) -> tuple[Fraction, Fraction, str] | None:
    """As `excess_of_sets`, of a dose that is done `n_sets` times."""
    if n_sets == 1:
        return None
    for limit, amount, unit in _amounts(dose):
        bound = limits.range_of(limit)
        total = amount * n_sets
        if bound is not None and bound.high is not None and total > bound.high:
            return total, bound.high, unit
    return None


def _amounts(dose: Dose) -> Iterator[tuple[Limit, Fraction, str]]:
    """What of a dose adds up over sets, under the limit that bounds it."""
    match dose:
        case Reps():
            yield Limit.REPS, Fraction(dose.n_reps), "repetitions"
        case SecondsHold():
            yield Limit.HOLD, dose.seconds, "seconds"
        case BreathsHold():
            yield Limit.BREATHS, Fraction(dose.n_breaths), "breaths"
        case Flow():
            yield Limit.ROUNDS, Fraction(dose.n_rounds), "rounds"
