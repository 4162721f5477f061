"""`cold-start`: a twist, deep bend or squat before two minutes of gentle movement.

Discs and muscles take load better once they are warm, and after waking a deep bend loads the
discs most. Gentle movement is a pose that its file calls gentle and that moves: a flow, reps, a
rhythm, or a hold that keeps moving. A still hold, a rest and breathing relax, but warm nothing
up. Only the first pose that comes too early is named.
"""

from collections.abc import Iterator
from fractions import Fraction

from audioguide.diagnostics import Diagnostic, warning
from audioguide.dose import Flow, Reps, Rhythm
from audioguide.routine.length import exercise_seconds
from audioguide.routine.need import Need
from audioguide.routine.routine import Exercise, Item, Routine
from audioguide.syntax.pose import Load

WARM_SECONDS = Fraction(2 * 60)

_DEMANDING = {
    Load.TWIST: "a twist",
    Load.DEEP_BEND: "a deep bend",
    Load.SQUAT: "a squat",
}


def check(routine: Routine) -> Iterator[Diagnostic]:
    """Warn at the first demanding pose, if it comes too early."""
    for need in needs(routine):
        warming = (routine.items[place] for place in need.places)
        warmed = sum(
            (exercise_seconds(item) for item in warming if isinstance(item, Exercise)), Fraction(0)
        )
        if warmed < WARM_SECONDS:
            first, demand = _first_demanding(routine)
            message = f"{demand} after only {float(warmed):g} s of gentle movement"
            hint = "begin with two minutes of small, easy movement"
            yield warning("cold-start", message, routine.items[first].span, hint)


def needs(routine: Routine) -> Iterator[Need]:
    """The gentle movement before the first demanding pose, where there is such a pose."""
    first, demand = _first_demanding(routine)
    if demand:
        places = range(first)
        warming = tuple(place for place in places if _warms(routine.items[place]))
        yield Need(warming, WARM_SECONDS)


def _first_demanding(routine: Routine) -> tuple[int, str]:
    """Which item it is, and what it demands; an empty word where there is none."""
    for place, item in enumerate(routine.items):
        loads = item.pose.loads if isinstance(item, Exercise) else frozenset()
        demands = [name for load, name in _DEMANDING.items() if load in loads]
        if demands:
            return place, demands[0]
    return len(routine.items), ""


def _warms(item: Item) -> bool:
    return isinstance(item, Exercise) and Load.GENTLE in item.pose.loads and _moves(item)


def _moves(exercise: Exercise) -> bool:
    return exercise.pose.moving or isinstance(exercise.doses[0][1], Flow | Reps | Rhythm)
