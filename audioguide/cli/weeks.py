"""Weeks as people and programs read them: what becomes of each dose from one to the next."""

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from audioguide.cli.pose_page import dose_words
from audioguide.cli.table import Row
from audioguide.routine.length import dose_seconds
from audioguide.routine.routine import Exercise, Routine
from audioguide.source import Span
from audioguide.syntax.durations import format_duration
from audioguide.syntax.whole_doses import as_written
from audioguide.units import format_clock, to_seconds

if TYPE_CHECKING:
    from audioguide.compiler import WeekPlans


def as_table(plans: "WeekPlans") -> tuple[Row, list[Row]]:
    """Headings and rows: a pose step each with its dose week by week, and the track's length.

    What a `repeat` does again has one row.
    """
    routines = [one.plan.routine for one in plans.weeks if one.plan.routine]
    rows: dict[Row, None] = {}
    for exercises in zip(*map(_exercises, routines), strict=True):
        place = _place(exercises[0].span, routines[0])
        rows[(exercises[0].pose.id, place, *map(_words, exercises))] = None
    timelines = [one.plan.timeline for one in plans.weeks if one.plan.timeline]
    lengths = [format_clock(to_seconds(timeline.length)) for timeline in timelines]
    headings = ("pose", "line", *(f"week {one.week}" for one in plans.weeks))
    return headings, [*rows, ("track", "", *lengths)]


def as_json(plans: "WeekPlans") -> str:
    """One array, a week each: its number, the track's length in samples, and its poses."""
    weeks = []
    for one in plans.weeks:
        if one.plan.routine is not None and one.plan.timeline is not None:
            poses = [_pose(exercise) for exercise in _exercises(one.plan.routine)]
            length = one.plan.timeline.length
            weeks.append({"week": one.week, "length": length, "poses": poses})
    return json.dumps(weeks, ensure_ascii=False, indent=1)


def _exercises(routine: Routine) -> list[Exercise]:
    return [item for item in routine.items if isinstance(item, Exercise)]


def _place(span: Span, routine: Routine) -> str:
    """The line of a step, with its file where that is an included one."""
    top = routine.span.file.path
    return str(span.line) if span.file.path == top else f"{span.file.path}:{span.line}"


def _words(exercise: Exercise) -> str:
    """How much of an exercise, such as `2 × hold 30s, rest 20s`."""
    doses = dict(exercise.doses)
    words = [dose_words(as_written(dose)) for dose in doses.values()]
    said = words[0]
    if len(set(words)) > 1:
        said = ", ".join(f"{side} {one}" for side, one in zip(doses, words, strict=True))
    if exercise.n_sets == 1:
        return said
    rest = exercise.set_rest_seconds
    between = "" if rest is None else f", rest {format_duration(rest)}"
    return f"{exercise.n_sets} × {said}{between}"


def _pose(exercise: Exercise) -> dict[str, Any]:
    rest = exercise.set_rest_seconds
    span = exercise.span
    return {
        "pose": exercise.pose.id,
        "sets": exercise.n_sets,
        "rest_seconds": None if rest is None else _number(rest),
        "doses": [
            {
                "side": str(side) if side else None,
                "dose": dose_words(as_written(dose)),
                "seconds": _number(dose_seconds(dose)),
            }
            for side, dose in exercise.doses
        ],
        "source": {"file": span.file.path, "line": span.line, "column": span.column},
    }


def _number(seconds: Fraction) -> int | float:
    """Seconds as JSON has them: whole where they are."""
    return int(seconds) if seconds.denominator == 1 else float(seconds)
