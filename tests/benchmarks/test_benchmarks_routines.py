"""Generated routines are what the page about cost says of them."""

import importlib.util
import json
from pathlib import Path

import pytest

from audioguide import check, plan
from audioguide.timeline.json_form import dumps

ROOT = Path(__file__).resolve().parents[2]


def load_benchmark(name):
    """A module of `benchmarks/`, which is no package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


routines = load_benchmark("routines")
plans = load_benchmark("plans")


def said(script):
    """The lines that a script says, in order."""
    text = script.read_text(encoding="utf-8")
    return [line.split("say: ")[1] for line in text.splitlines() if "say: " in line]


def rests(script):
    text = script.read_text(encoding="utf-8")
    return [float(line.split("rest: ")[1][:-1]) for line in text.splitlines() if "rest: " in line]


@pytest.fixture
def script(tmp_path):
    return tmp_path / "routine.yaml"


@pytest.mark.parametrize("minutes", [5, 60, 240])
def test_a_generated_routine_has_no_problems(script, minutes):
    routines.write_routine(script, minutes=minutes)
    assert check(script, pose_folders=[routines.poses_beside(script)]).diagnostics == ()


@pytest.mark.parametrize("minutes", [60, 240])
def test_a_pose_comes_every_forty_seconds_and_no_line_twice(script, minutes):
    routines.write_routine(script, minutes=minutes)
    n_poses = script.read_text(encoding="utf-8").count("- pose: ")
    assert n_poses == routines.count_poses(minutes) == pytest.approx(minutes * 1.5, rel=0.05)
    assert len(set(said(script))) == len(said(script)) == 3 * n_poses + 3


def test_an_edit_changes_one_line(script):
    routines.write_routine(script, minutes=15)
    before = said(script)
    routines.write_routine(script, minutes=15, edited=[7])
    changed = [new for old, new in zip(before, said(script), strict=True) if old != new]
    assert len(changed) == 1
    assert changed[0] not in before


def test_a_longer_routine_of_as_many_poses_differs_in_its_silences_alone(script):
    n_poses = routines.count_poses(15)
    routines.write_routine(script, minutes=15, n_poses=n_poses)
    short, short_rests = said(script), rests(script)
    routines.write_routine(script, minutes=60, n_poses=n_poses)
    assert said(script) == short
    assert sum(rests(script)) - sum(short_rests) == pytest.approx(45 * 60, abs=n_poses)


def test_a_fifth_of_the_track_is_sound_and_it_is_as_long_as_asked(script, tmp_path):
    routines.write_routine(script, minutes=15)
    timeline = plan(script, pose_folders=[routines.poses_beside(script)]).timeline
    path = tmp_path / "plan.json"
    path.write_text(dumps(timeline), encoding="utf-8")
    track = plans.read_plan(path)
    groups = plans.clusters(track)
    sounding = sum(max(cue.end for cue in group) - group[0].start for group in groups)
    assert track.length / 44_100 == pytest.approx(15 * 60, rel=0.03)
    assert sounding / track.length == pytest.approx(0.22, abs=0.03)
    kinds = {event["kind"] for event in json.loads(path.read_text("utf-8"))["events"]}
    assert kinds == {"speech", "click", "breath", "chime"}
