"""A pose from its name to the way out of it: what stands around the doses, and how long it takes.

The order: announce, caution at the first use, enter with time after each line, the step's own
words, settle, start sound, at least two seconds, the dose, end sound, leave, transition. Between
sides: end sound, centre, four seconds, "now the other side", switch, and at least eight seconds
to settle.
"""

from fractions import Fraction

from audioguide.dose import Side
from audioguide.roles import Role
from audioguide.routine.routine import Exercise
from audioguide.timeline.body import BodyState
from audioguide.timeline.doses.score import kind_of
from audioguide.timeline.dosing import lay_dose
from audioguide.timeline.entry import enter_set, enter_side, introduce
from audioguide.timeline.guidance import as_known
from audioguide.timeline.lines import lay_lines
from audioguide.timeline.tape import Tape
from audioguide.timeline.timeline import Move

_SETTLE_SECONDS = Fraction(4)
_OTHER_SIDE_SETTLE_SECONDS = Fraction(8)
_CENTRE_SECONDS = Fraction(4)
_END_SOUND_SECONDS = Fraction(2)
"""From the end sound to the next word."""
_TRANSITION_SECONDS = Fraction(3)
_SET_REST_SECONDS = Fraction(10)
"""Between sets, where the script says nothing."""


def lay_exercise(tape: Tape, exercise_as_written: Exercise, state: BodyState) -> None:
    """Lay a whole exercise on the tape: every set, every side."""
    exercise = exercise_as_written
    doses = exercise.doses
    last = (exercise.n_sets - 1, len(doses) - 1)
    is_known = exercise.pose.id in state.known
    for n_set in range(exercise.n_sets):
        exercise = as_known(exercise_as_written, is_known=is_known or n_set > 0)
        for n_side, (side, dose) in enumerate(doses):
            start = tape.cursor
            tape.move, tape.side = len(tape.moves), side
            _arrive(tape, exercise, state, n_set, n_side)
            dose_start, dose_end = lay_dose(tape, exercise, dose, second_side=n_side > 0)
            tape.chime("end", exercise.settings, exercise.span)
            tape.wait(_END_SOUND_SECONDS)
            _depart(tape, exercise, is_last=(n_set, n_side) == last)
            tape.moves.append(
                Move(
                    index=len(tape.moves),
                    pose=exercise.pose.id,
                    name=exercise.pose.name.in_language(tape.language) or exercise.pose.id,
                    side=side,
                    set_number=n_set + 1,
                    dose=kind_of(dose),
                    start=start,
                    end=tape.cursor,
                    dose_start=dose_start,
                    dose_end=dose_end,
                    chapter=exercise.chapter,
                )
            )
            tape.move = tape.side = None
    state.position = exercise.pose.position
    if tape.speaks(Role.ENTER, exercise_as_written.settings):
        state.known |= {exercise.pose.id}


def _arrive(tape: Tape, exercise: Exercise, state: BodyState, n_set: int, n_side: int) -> None:
    """Everything between the last thing and the start sound."""
    side: Side | None = exercise.doses[n_side][0]
    settle = exercise.settle_seconds or _SETTLE_SECONDS
    if n_set == n_side == 0:
        introduce(tape, exercise, state, side)
    else:
        if n_side == 0:
            enter_set(tape, exercise, n_set)
        if side is not None:
            before = exercise.doses[n_side - 1][0]
            enter_side(tape, exercise, side, is_other=before is not side)
            settle = max(settle, _OTHER_SIDE_SETTLE_SECONDS)
    tape.wait_move(settle, exercise.settings)


def _depart(tape: Tape, exercise: Exercise, *, is_last: bool) -> None:
    """Out of a side, out of a set, or out of the pose."""
    settings, pose = exercise.settings, exercise.pose
    if tape.side is not None:
        lay_lines(tape, exercise, Role.CENTRE, pose.centre, tape.side)
    if is_last:
        lay_lines(tape, exercise, Role.LEAVE, pose.leave, tape.side)
        tape.wait_move(exercise.transition_seconds or _TRANSITION_SECONDS, settings)
    elif tape.side is exercise.doses[-1][0]:
        rest = exercise.set_rest_seconds
        if rest is None:
            tape.wait_gap(_SET_REST_SECONDS, settings)
        else:
            tape.wait(rest)
    else:
        tape.wait_move(_CENTRE_SECONDS, settings)
