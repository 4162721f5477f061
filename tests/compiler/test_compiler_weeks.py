"""Weeks from Python: the option `week`, and the plans of several."""

import pytest

from audioguide import compiler
from audioguide.compiler.arguments import options_by_week, settled_options
from audioguide.compiler.results import Plan
from audioguide.compiler.weeks import WeekPlan, WeekPlans
from audioguide.diagnostics import error, note
from audioguide.dose import SecondsHold
from audioguide.errors import UsageError
from audioguide.routine.options import Options
from audioguide.source import SourceFile, Span

SCRIPT = """\
steps:
  - say: Move only to the point of tension, and never into pain.
  - pose: childs-pose
    hold: 30s
    progress: {hold: +10s, to: 50s}
"""


@pytest.fixture
def script(tmp_path):
    path = tmp_path / "weekly.yaml"
    path.write_text(SCRIPT)
    return path


def held(plan):
    (dose,) = [dose for item in plan.routine.items[1:] for _, dose in item.doses]
    assert isinstance(dose, SecondsHold)
    return dose.seconds


@pytest.mark.parametrize("week", [3, "3", " 3 "])
def test_a_week_as_a_number_or_as_text(week):
    assert settled_options({"week": week}).week == 3


@pytest.mark.parametrize("week", [0, 521, "next", 1.5])
def test_a_week_that_there_cannot_be(week):
    with pytest.raises(UsageError, match="is not a week"):
        settled_options({"week": week})


def test_weeks_in_order_each_once(script):
    plans = compiler.plan_weeks(script, [3, 1, 3, 2])
    assert [one.week for one in plans.weeks] == [1, 2, 3]
    assert [held(one.plan) for one in plans.weeks] == [30, 40, 50]
    lengths = [one.plan.timeline.length for one in plans.weeks]
    assert lengths == sorted(set(lengths))
    assert plans.ok


def test_each_week_is_the_plan_of_that_week(script):
    (only,) = compiler.plan_weeks(script, [2]).weeks
    alone = compiler.plan(script, options={"week": 2})
    assert only.plan.timeline.length == alone.timeline.length
    assert held(compiler.plan(script)) == held(compiler.plan(script, options={"week": 1})) == 30


@pytest.mark.parametrize("weeks", [[], [0], [1, 521]])
def test_weeks_that_there_cannot_be(script, weeks):
    with pytest.raises(UsageError, match="week"):
        compiler.plan_weeks(script, weeks)


def test_a_year_of_weeks_at_a_time(script):
    assert len(options_by_week(Options(), [*range(1, 53), 52])) == 52
    with pytest.raises(UsageError, match="52 weeks at a time"):
        compiler.plan_weeks(script, range(1, 54))


def test_how_lines_found_their_place_is_told_of_each_week_alone():
    place = Span.whole_file(SourceFile("a.yaml", ""))
    codes = ("speech-dropped", "speech-shortened", "speech-hurried", "count-thinned")
    kept = (error("speech-too-long", "b", place), note("progress-stopped", "c", place))
    notes = tuple(note(code, "a", place) for code in codes)
    plans = WeekPlans((WeekPlan(1, Plan(None, None, (*notes, *kept))),))
    assert plans.diagnostics == kept


def test_one_week_or_several(script):
    with pytest.raises(UsageError, match="not both"):
        compiler.plan_weeks(script, [1, 2], options={"week": 2})
    assert list(options_by_week(Options(), [2, 1])) == [1, 2]


def test_a_script_with_errors_has_no_plan_and_says_so_once(script):
    script.write_text(SCRIPT.replace("50s", "50 breaths"))
    plans = compiler.plan_weeks(script, [1, 2, 3])
    assert not plans.ok
    assert [one.code for one in plans.diagnostics] == ["bad-progress"]
    assert all(one.plan.timeline is None for one in plans.weeks)


def test_what_is_wrong_in_some_weeks_names_them(script):
    script.write_text(SCRIPT.replace(", to: 50s", "").replace("30s", "280s"))
    notes = [one.message for one in compiler.plan_weeks(script, range(1, 7)).diagnostics]
    (told,) = [message for message in notes if "stays at 5min" in message]
    assert told.endswith("(weeks 4 to 6)")
