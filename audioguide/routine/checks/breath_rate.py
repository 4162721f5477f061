"""`breath-rate`: a breath that is too quick, too slow, or held too long.

From 4 to 15 breaths a minute suit nearly everybody at rest; a breath held in for more than 7 s,
or a pause of more than 4 s after the exhale, is an exercise of its own and not for a back
routine, least of all with high blood pressure or in pregnancy. A pattern is looked at where
breaths are counted: `breathe`, holds in breaths and flows. Of a breath that changes the first and
the last are looked at, since none between them is quicker, slower or held longer than both.
"""

from collections.abc import Iterator
from fractions import Fraction

from audioguide.diagnostics import Diagnostic, warning
from audioguide.dose import BreathPattern, BreathsHold, Flow
from audioguide.routine.routine import Breathe, Exercise, Item, Routine

SLOWEST_PER_MINUTE, QUICKEST_PER_MINUTE = 4, 15
LONGEST_HOLD_SECONDS = Fraction(7)
LONGEST_REST_SECONDS = Fraction(4)


def check(routine: Routine) -> Iterator[Diagnostic]:
    """Warn where the pattern is written, or at the step that takes it from its pose."""
    for item in routine.items:
        for pattern in _ends(item):
            fault = _fault(pattern)
            if fault:
                span = item.settings.breath_span or item.span
                message = f"the breath {pattern} {fault}"
                yield warning("breath-rate", message, span, "4-6 suits nearly everybody")
                break


def _ends(item: Item) -> Iterator[BreathPattern]:
    """The first and the last breath of whatever counts breaths."""
    for n_breaths in _numbers(item):
        breath = item.settings.breath
        yield breath.pattern(0, n_breaths)
        yield breath.pattern(n_breaths - 1, n_breaths)


def _numbers(item: Item) -> Iterator[int]:
    """How many breaths there are in each dose that counts them."""
    match item:
        case Breathe(n_breaths=n_breaths):
            yield n_breaths
        case Exercise(doses=doses):
            yield from (dose.n_breaths for _, dose in doses if isinstance(dose, BreathsHold | Flow))


def _fault(breath: BreathPattern) -> str | None:
    per_minute = 60 / breath.cycle_seconds
    if not SLOWEST_PER_MINUTE <= per_minute <= QUICKEST_PER_MINUTE:
        bounds = f"{SLOWEST_PER_MINUTE} to {QUICKEST_PER_MINUTE}"
        return f"is {float(per_minute):.3g} breaths a minute, outside {bounds}"
    if breath.hold_seconds > LONGEST_HOLD_SECONDS:
        return f"is held for {float(breath.hold_seconds):g} s, over {LONGEST_HOLD_SECONDS}"
    if breath.rest_seconds > LONGEST_REST_SECONDS:
        return f"rests for {float(breath.rest_seconds):g} s, over {LONGEST_REST_SECONDS}"
    return None
