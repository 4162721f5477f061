"""`audioguide poses`."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from audioguide.cli.pose_page import dose_words
from audioguide.dose import FlowSpec, HoldSpec, RepsSpec, RhythmSpec, SidedHoldSpec
from audioguide.files import shipped

MINE = """\
name: {en: My own rest, de: Meine Ruhe}
position: supine
sides: none
restful: true
dose: {hold: 1min}
limits:
  allow: [hold]
  hold: {from: 10s, to: 5min}
enter:
  - {en: Lie down., de: Leg dich hin.}
leave:
  - {en: Come back., de: Komm zurück.}
"""


@pytest.fixture
def my_poses(tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "my-rest.yaml").write_text(MINE, encoding="utf-8")
    return folder


@pytest.mark.parametrize("words", [("poses",), ("poses", "list")])
def test_the_list_is_one_json_array(run, words):
    rows = json.loads(run(*words, "--format", "json").stdout)
    assert sorted(row["id"] for row in rows) == sorted(
        path.stem for path in shipped("poses").glob("*/*.yaml")
    )
    assert all(set(row) == {"id", "name", "position", "sides"} for row in rows)
    by_id = {row["id"]: row for row in rows}
    assert by_id["cat-cow"]["sides"] == "none"
    assert by_id["supine-twist"]["sides"] == "each"
    assert by_id["supine-twist"]["position"] == "supine"


def test_the_list_as_text_has_a_line_a_pose(run):
    lines = run("poses").stdout.splitlines()
    assert lines[0].split() == ["id", "name", "position", "sides"]
    assert len(lines) == 1 + len(json.loads(run("poses", "--format", "json").stdout))


@pytest.mark.parametrize("command", [(), ("list",)])
def test_poses_of_ones_own_are_listed_too(run, my_poses, command):
    outcome = run("poses", "--poses", str(my_poses), "--format", "json", *command)
    assert "my-rest" in [row["id"] for row in json.loads(outcome.stdout)]


def test_an_option_before_show_counts_for_it(run, my_poses):
    assert run("poses", "--poses", str(my_poses), "show", "my-rest").exit_code == 0


def test_show_says_how_a_pose_is_taught_and_where_it_is_from(run, my_poses):
    outcome = run("poses", "show", "my-rest", "--poses", str(my_poses), "--language", "de")
    assert outcome.exit_code == 0
    assert outcome.stdout.startswith("Meine Ruhe (my-rest)\n")
    assert "hold 1min" in outcome.stdout
    assert "hold from 10s to 5min" in outcome.stdout
    assert "Leg dich hin." in outcome.stdout
    assert str(my_poses / "my-rest.yaml") in outcome.stdout


def test_show_speaks_the_languages_that_ship(run):
    shown = run("poses", "show", "cat-cow", "--language", "de").stdout
    assert shown.startswith("Katze und Kuh (cat-cow)\n")
    assert "Komm in den Vierfüßlerstand." in shown


def test_a_later_folder_wins_and_show_says_so(run, my_poses):
    (my_poses / "cat-cow.yaml").write_text(MINE, encoding="utf-8")
    outcome = run("poses", "show", "cat-cow", "--poses", str(my_poses))
    assert "My own rest (cat-cow)" in outcome.stdout
    assert str(Path("mine/cat-cow.yaml")) in outcome.stdout


def test_every_shipped_pose_can_be_shown(run):
    for path in shipped("poses").glob("*/*.yaml"):
        outcome = run("poses", "show", path.stem)
        assert outcome.exit_code == 0, outcome.output
        assert f"({path.stem})" in outcome.stdout.splitlines()[0]


def test_an_unknown_pose_is_met_with_a_near_one(run):
    outcome = run("poses", "show", "cat-caw")
    assert outcome.exit_code == 2
    assert "cat-cow" in outcome.stderr


def test_a_pose_file_with_a_mistake_is_shown_with_its_diagnostics(run, my_poses):
    (my_poses / "bad.yaml").write_text(MINE.replace("supine", "upside-down"))
    outcome = run("poses", "show", "bad", "--poses", str(my_poses))
    assert outcome.exit_code == 1
    assert "bad.yaml:2:11: error[" in outcome.stderr


@pytest.mark.parametrize(
    ("dose", "words"),
    [
        (HoldSpec(seconds=Fraction(3, 2)), "hold 1s 500ms"),
        (HoldSpec(n_breaths=1), "hold 1 breath"),
        (
            SidedHoldSpec(left=HoldSpec(n_breaths=3), right=HoldSpec(seconds=Fraction(30))),
            "left hold 3 breaths, right hold 30s",
        ),
        (FlowSpec(n_rounds=8), "flow 8 rounds"),
        (FlowSpec(seconds=Fraction(120)), "flow 2min"),
        (RhythmSpec(Fraction(66), n_beats=120), "rhythm 66 bpm for 120 beats"),
        (RepsSpec(4, Fraction(5), Fraction(4)), "reps 4, work 5s, release 4s"),
        (RepsSpec(4), "reps 4"),
    ],
)
def test_a_dose_in_words(dose, words):
    assert dose_words(dose) == words
