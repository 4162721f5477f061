"""A programme at the command line: `--week`, and the table of `plan --weeks`."""

import json
from pathlib import Path

import pytest

SCRIPT = """\
title: A programme
steps:
  - say: Move only to the point of tension, and never into pain.
  - pose: pelvic-tilt
    sets: 2
    rest: 30s
    progress: [{reps: +1, to: 12}, {rest: -10s, to: 10s}]
  - repeat: 2
    steps:
      - pose: knees-rocking
        rhythm: 60 bpm
        for: 1min
        progress: {rhythm: +2 bpm, to: 70 bpm}
  - pose: single-leg-hamstring
    hold: {left: 20s, right: 30s}
    unequal: the right one is stiff
    progress: {hold: +5s, every: 2 weeks, to: 45s}
  - include: part.yaml
  - rest: 1min
"""
PART = "steps:\n  - pose: childs-pose\n    hold: 5 breaths\n"


@pytest.fixture
def programme(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("programme.yaml").write_text(SCRIPT)
    Path("part.yaml").write_text(PART)
    return "programme.yaml"


def cells(line):
    return [cell.strip() for cell in line.split("  ") if cell.strip()]


def test_the_table_has_a_row_for_each_step_and_a_column_for_each_week(run, programme):
    outcome = run("plan", programme, "--weeks", "1-3")
    assert outcome.exit_code == 0
    rows = [cells(line) for line in outcome.stdout.splitlines()]
    assert rows[0] == ["pose", "line", "week 1", "week 2", "week 3"]
    assert rows[1][2:] == [
        "2 × reps 8, work 3s, release 3s, rest 30s",
        "2 × reps 9, work 3s, release 3s, rest 20s",
        "2 × reps 10, work 3s, release 3s, rest 10s",
    ]
    assert rows[2] == [
        *("knees-rocking", "10"),
        *(f"rhythm {rate} bpm for 1min" for rate in (60, 62, 64)),
    ]
    assert rows[3][2:] == [
        "left hold 20s, right hold 30s",
        "left hold 20s, right hold 30s",
        "left hold 25s, right hold 35s",
    ]
    assert rows[4][:3] == ["childs-pose", "part.yaml:2", "hold 5 breaths"]
    assert rows[5][0] == "track"
    assert len(rows) == 6


def test_the_lengths_of_the_table_are_those_of_each_week_s_plan(run, programme):
    outcome = run("plan", programme, "--weeks", "2-3", "--format", "json")
    weeks = json.loads(outcome.stdout)
    assert [one["week"] for one in weeks] == [2, 3]
    for one in weeks:
        plan = json.loads(
            run("plan", programme, "--week", str(one["week"]), "--format", "json").stdout
        )
        assert plan["length"] == one["length"]
    (tilt,) = [pose for pose in weeks[1]["poses"] if pose["pose"] == "pelvic-tilt"]
    assert tilt == {
        "pose": "pelvic-tilt",
        "sets": 2,
        "rest_seconds": 10,
        "doses": [{"side": None, "dose": "reps 10, work 3s, release 3s", "seconds": 60}],
        "source": {"file": "programme.yaml", "line": 4, "column": 11},
    }


def test_a_single_week_is_a_table_too(run, programme):
    outcome = run("plan", programme, "--weeks", "4")
    assert cells(outcome.stdout.splitlines()[0])[2:] == ["week 4"]


def test_week_1_is_the_script_as_it_is_written(run, programme):
    plain = run("plan", programme, "--format", "json").stdout
    assert run("plan", programme, "--week", "1", "--format", "json").stdout == plain
    Path(programme).write_text(SCRIPT.replace("    progress", "    #progress"))
    without = json.loads(run("plan", programme, "--format", "json").stdout)
    assert without["length"] == json.loads(plain)["length"]


def test_both_at_once_are_wrong_usage(run, programme):
    outcome = run("plan", programme, "--week", "2", "--weeks", "1-3")
    assert outcome.exit_code == 2
    assert "--week and --weeks contradict each other" in outcome.stderr


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--week", "0", "whole number from 1 to 520"),
        ("--week", "two", "is not a week"),
        ("--week", "521", "is not a week"),
        ("--weeks", "3-1", "goes backwards; write 1-3"),
        ("--weeks", "1-", "'1-' lacks a week beside the hyphen; write 1-6, or 3 alone"),
        ("--weeks", "-6", "'-6' lacks a week beside the hyphen"),
        ("--weeks", "-", "lacks a week"),
        ("--weeks", "1-999", "is not a week"),
        ("--weeks", "1-53", "'1-53' is more than 52 weeks at a time; write 1-52"),
        ("--weeks", "30-520", "write 30-81"),
        ("--weeks", "", "is not a week"),
        ("--weeks", "1-2-3", "is not a week"),
    ],
)
def test_a_week_that_there_cannot_be_is_wrong_usage(run, programme, option, value, says):
    outcome = run("plan", programme, option, value)
    assert outcome.exit_code == 2
    assert says in outcome.stderr
    assert outcome.stdout == ""


def test_what_goes_wrong_in_a_later_week_names_it_and_prints_no_table(run, programme):
    Path(programme).write_text(
        "steps:\n"
        "  - say: Never into pain.\n"
        "  - pose: childs-pose\n"
        "    hold: 30s\n"
        "    cues: [{at: 24s, say: Nearly.}]\n"
        "    progress: {hold: -5s, to: 20s}\n"
    )
    assert run("plan", programme, "--week", "2").exit_code == 0
    outcome = run("plan", programme, "--weeks", "1-3")
    assert outcome.exit_code == 1
    assert outcome.stdout == ""
    assert "error[cue-outside]" in outcome.stderr
    assert "(week 3)" in outcome.stderr


def test_what_holds_in_every_week_is_told_once(run, programme):
    Path(programme).write_text("steps:\n  - pose: childs-pose\n    hold: 6 breaths\n")
    outcome = run("plan", programme, "--weeks", "1-3")
    assert outcome.stderr.count("no-safety-words") == 1
    assert "(week" not in outcome.stderr
    assert run("plan", programme, "--weeks", "1-3", "--strict").exit_code == 1


def test_verbose_tells_where_the_week_comes_from(run, programme):
    assert "week      3 " in run("plan", programme, "--week", "3", "--verbose").stdout
