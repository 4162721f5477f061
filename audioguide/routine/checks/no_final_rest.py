"""`no-final-rest`: a routine of ten minutes or more ends without a minute's rest.

The rest at the end lets the muscles let go and the pulse come down, and is what people remember.
It is a `rest`, `breathe`, or any dose of a restful pose, or several of these in a row; words and
chimes may stand among them. The length of the routine is estimated with its words and the time
to move.
"""

from collections.abc import Iterator
from fractions import Fraction

from audioguide.diagnostics import Diagnostic, warning
from audioguide.routine.estimate import takes_at_least
from audioguide.routine.length import item_size
from audioguide.routine.routine import Breathe, Chime, Exercise, Item, Rest, Routine, Say

LONG_ROUTINE_SECONDS = Fraction(10 * 60)
REST_SECONDS = Fraction(60)


def check(routine: Routine) -> Iterator[Diagnostic]:
    """Warn at the last item that is no word and no chime."""
    if not takes_at_least(LONG_ROUTINE_SECONDS, routine):
        return
    rested = Fraction(0)
    ending = [item for item in reversed(routine.items) if not isinstance(item, Say | Chime)]
    for item in ending:
        if not _is_rest(item):
            break
        rested += item_size(item).seconds
    if ending and rested < REST_SECONDS:
        message = f"ends with {float(rested):g} s of rest; a minute is the least after so long"
        hint = "end with `rest: 1min`, or with a restful pose"
        yield warning("no-final-rest", message, ending[0].span, hint)


def _is_rest(item: Item) -> bool:
    return isinstance(item, Rest | Breathe) or (isinstance(item, Exercise) and item.pose.restful)
