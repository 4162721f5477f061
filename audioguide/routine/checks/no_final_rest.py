"""`no-final-rest`: a routine of ten minutes or more ends without a minute's rest.

The rest at the end lets the muscles let go and the pulse come down, and is what people remember.
It is a `rest`, `breathe`, or any dose of a restful pose, or several of these in a row; words and
chimes may stand among them. The length of the routine is estimated with its words and the time
to move.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import takewhile

from audioguide.diagnostics import Diagnostic, warning
from audioguide.routine.estimate import takes_at_least
from audioguide.routine.need import Need
from audioguide.routine.routine import Breathe, Chime, Exercise, Item, Rest, Routine, Say

LONG_ROUTINE_SECONDS = Fraction(10 * 60)
REST_SECONDS = Fraction(60)


def check(routine: Routine) -> Iterator[Diagnostic]:
    """Warn at the last item that is no word and no chime."""
    if not takes_at_least(LONG_ROUTINE_SECONDS, routine):
        return
    for need in needs(routine):
        rested = need.given_seconds(routine)
        if rested < REST_SECONDS:
            last = routine.items[_ending(routine)[0]]
            message = f"ends with {float(rested):g} s of rest; a minute is the least after so long"
            hint = "end with `rest: 1min`, or with a restful pose"
            yield warning("no-final-rest", message, last.span, hint)


def needs(routine: Routine) -> Iterator[Need]:
    """The rest at the end, however long the routine is; none where it is only words."""
    ending = _ending(routine)
    if ending:
        resting = takewhile(lambda place: _is_rest(routine.items[place]), ending)
        yield Need(tuple(resting), REST_SECONDS)


def _ending(routine: Routine) -> list[int]:
    """Which items are neither words nor chimes, the last one first."""
    places = reversed(range(len(routine.items)))
    return [place for place in places if not isinstance(routine.items[place], Say | Chime)]


def _is_rest(item: Item) -> bool:
    return isinstance(item, Rest | Breathe) or (isinstance(item, Exercise) and item.pose.restful)
