"""All sets of a step in one session: where rules of progress without an end have to stop.

Each set stays inside its pose's limits by itself. But sets that are added every week, or that grow,
are more together than the pose has at once: what `sets-add-up` warns of where an author writes it
is nothing that a rule should come to on its own.
"""

from collections.abc import Callable
from fractions import Fraction

from msgspec.structs import replace

from audioguide.diagnostics import Diagnostic
from audioguide.routine.checks.sets_add_up import excess_of_dose
from audioguide.routine.doses import DoseResolver
from audioguide.routine.progress import Standstill, adds_to_sets
from audioguide.routine.sides import Sides

_Excess = tuple[Fraction, Fraction, str]


def within_a_session(resolver: DoseResolver, sides: Sides) -> DoseResolver:
    """A resolver whose rules without an end stop before all sets together are too much.

    Where they are that in week 1 already, as written, nothing of it grows. Nothing is reported.
    """
    progress = resolver.progress
    if not any(map(adds_to_sets, progress.rules)):
        return resolver

    def excess(week: int) -> tuple[int, _Excess] | None:
        return _excess_in(resolver, week, sides)

    over = excess(progress.week)
    if over is None:
        return resolver
    last, first_over = _around_the_end(lambda week: excess(week) is not None, progress.week)
    n_sets, (total, most, unit) = excess(first_over) or over
    name = resolver.pose.id
    why = (
        f"{n_sets} sets make {float(total):g} {unit}, and one session of "
        f'"{name}" has {float(most):g} at most'
    )
    return replace(resolver, progress=replace(progress, standstill=Standstill(last, why)))


def _excess_in(resolver: DoseResolver, week: int, sides: Sides) -> tuple[int, _Excess] | None:
    """How many sets there are in a week, and by how much they are too much together."""
    progress = replace(resolver.progress, week=week, report=_unheard)
    doses = replace(resolver, progress=progress, report=_unheard).resolve(sides)
    if not doses:
        return None
    n_sets = progress.n_sets(resolver.n_sets_written)
    found = excess_of_dose(doses[0][1], n_sets, resolver.pose.limits)
    return None if found is None else (n_sets, found)


def _around_the_end(is_over: Callable[[int], bool], week: int) -> tuple[int, int]:
    """The last week that is well and the first that is not, which are one where week 1 is not."""
    if is_over(1):
        return 1, 1
    low, high = 1, week
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_over(middle) else (middle, high)
    return low, high


def _unheard(_: Diagnostic) -> None:
    """Take what is found twice over."""
