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
from audioguide.routine.routine import Exercise, Routine
from audioguide.syntax.pose import Load

WARM_SECONDS = Fraction(2 * 60)

_DEMANDING = {
    Load.TWIST: "a twist",
    Load.DEEP_BEND: "a deep bend",
    Load.SQUAT: "a squat",
}


def check(routine: Routine) -> Iterator[Diagnostic]:
    """Warn at the first demanding pose, if it comes too early."""
    warmed = Fraction(0)
    for item in routine.items:
        if not isinstance(item, Exercise):
            continue
        demands = [name for load, name in _DEMANDING.items() if load in item.pose.loads]
        if demands and warmed < WARM_SECONDS:
            message = f"{demands[0]} after only {float(warmed):g} s of gentle movement"
            hint = "begin with two minutes of small, easy movement"
            yield warning("cold-start", message, item.span, hint)
        if demands:
            return
        if Load.GENTLE in item.pose.loads and _moves(item):
            warmed += exercise_seconds(item)


def _moves(exercise: Exercise) -> bool:
    return exercise.pose.moving or isinstance(exercise.doses[0][1], Flow | Reps | Rhythm)
