"""What ships, in later weeks: poses with rules of progress stay sound, and week 1 is no week."""

from pathlib import Path

import pytest

import audioguide
from audioguide import compiler
from audioguide.compiler.front import resolve_script
from audioguide.diagnostics import Severity, render
from audioguide.disk import Disk
from audioguide.dose import BreathsHold
from audioguide.routine.options import Options
from audioguide.routine.routine import Exercise

ROOT = Path(audioguide.__file__).parents[1]
ROUTINES = sorted((ROOT / "scripts").glob("*.yaml"))


def resolved(path, week):
    return resolve_script(str(path), options=Options(week=week), pose_folders=(), disk=Disk())


@pytest.mark.parametrize("path", ROUTINES, ids=lambda path: path.stem)
def test_the_first_week_is_the_routine_as_it_is(path):
    as_written, first = (resolved(path, week).routine for week in (None, 1))
    assert first.items == as_written.items


@pytest.mark.parametrize("week", [2, 6, 26, 520])
@pytest.mark.parametrize("path", ROUTINES, ids=lambda path: path.stem)
def test_every_later_week_is_free_of_warnings(path, week):
    found = compiler.check(path, options={"week": week}).diagnostics
    assert [render(one) for one in found if one.severity is not Severity.NOTE] == []


def test_a_seated_twist_grows_by_a_breath_a_week_up_to_ten(tmp_path):
    script = tmp_path / "twist.yaml"
    script.write_text("steps:\n  - pose: cross-leg-seated-twist\n")
    found = {}
    for week in (1, 2, 6, 20):
        (item,) = resolved(script, week).routine.items
        assert isinstance(item, Exercise)
        found[week] = [dose.n_breaths for _, dose in item.doses if isinstance(dose, BreathsHold)]
    assert found == {1: [5, 5], 2: [6, 6], 6: [10, 10], 20: [10, 10]}
