"""Programmes at the command line: folders, `--programme`, and `build --weeks`."""

from pathlib import Path

import pytest

ROUTINE = "title: {title}\nsteps:\n  - say: Never into pain.\n"
GROWING = """\
title: Six weeks
steps:
  - say: Never into pain.
  - pose: childs-pose
    hold: 10s
    progress: {hold: +5s, to: 30s}
"""


@pytest.fixture
def scripts(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("mine").mkdir()
    for stem in ("neck", "back"):
        Path("mine", f"{stem}.yaml").write_text(ROUTINE.format(title=stem.title()))
    return Path("mine")


def test_a_folder_prints_each_track_and_the_playlist(run, scripts):
    outcome = run("build", "mine/")
    assert outcome.exit_code == 0
    assert outcome.stdout.splitlines() == [
        "output/mine/01-back.mp3",
        "output/mine/02-neck.mp3",
        "output/mine/mine.m3u8",
    ]
    assert "output/mine: Mine, 2 tracks\n" in outcome.stderr


def test_a_second_run_says_that_nothing_was_to_be_done(run, scripts):
    first = run("build", "mine", "-o", "out")
    again = run("build", "mine", "-o", "out")
    assert again.exit_code == 0
    assert again.stdout == first.stdout
    assert "2 tracks, all up to date" in again.stderr


def test_a_list_with_a_title_is_a_programme_in_its_order(run, scripts):
    outcome = run(
        "build", "mine/neck.yaml", "mine/back.yaml", "--programme", "Ruhe & <Kraft>", "-o", "out"
    )
    assert outcome.stdout.splitlines() == [
        "out/01-neck.mp3",
        "out/02-back.mp3",
        "out/ruhe-kraft.m3u8",
    ]
    assert "#PLAYLIST:Ruhe & <Kraft>\n" in Path("out/ruhe-kraft.m3u8").read_text("utf-8")


def test_several_scripts_without_a_title_are_what_they_were(run, scripts):
    outcome = run("build", "mine/neck.yaml", "mine/back.yaml")
    assert outcome.stdout.splitlines() == ["output/neck.mp3", "output/back.mp3"]
    assert sorted(path.name for path in Path("output").iterdir()) == ["back.mp3", "neck.mp3"]


def test_mistakes_are_shown_and_the_others_are_built(run, scripts):
    Path("mine/back.yaml").write_text("steps:\n  - pose: cat-caw\n")
    Path("mine/config.yaml").write_text("voice: {rate: 130 wpm}\n")
    outcome = run("build", "mine", "-o", "out")
    assert outcome.exit_code == 1
    assert outcome.stdout.splitlines() == ["out/02-neck.mp3", "out/mine.m3u8"]
    assert "mine/back.yaml:2:11: error[unknown-pose]" in outcome.stderr
    assert "mine/back.yaml: nothing was written" in outcome.stderr
    assert "mine/config.yaml is left out: it has no steps" in outcome.stderr
    assert "out: Mine, 1 of 2 tracks\n" in outcome.stderr


def test_strict_holds_for_a_programme_too(run, scripts):
    Path("mine/back.yaml").write_text("steps:\n  - pose: childs-pose\n    hold: 10s\n")
    assert run("build", "mine", "-o", "out", "-q").exit_code == 0
    assert run("build", "mine", "-o", "strict", "-q", "--strict").exit_code == 1


def test_what_is_somebody_else_s_is_told(run, scripts):
    Path("out").mkdir()
    Path("out/01-back.mp3").write_text("mine")
    Path("out/mine.m3u8").write_text("mine.mp3\n")
    outcome = run("build", "mine", "-o", "out")
    assert outcome.exit_code == 4
    assert outcome.stdout.splitlines() == ["out/02-neck.mp3"]
    assert outcome.stderr.count("--force") == 2
    assert run("build", "mine", "-o", "out", "--force").exit_code == 0


def test_what_no_longer_belongs_is_told(run, scripts):
    run("build", "mine", "-o", "out")
    Path("mine/back.yaml").rename("mine/spine.yaml")
    outcome = run("build", "mine", "-o", "out")
    told = "no longer part of the programme, and yours to delete: 01-back.mp3, 02-neck.mp3"
    assert told in outcome.stderr
    assert Path("out/01-back.mp3").exists()


def test_weeks_are_a_programme_of_one_script(run, scripts):
    Path("six-weeks.yaml").write_text(GROWING)
    outcome = run("build", "six-weeks.yaml", "--weeks", "2-3")
    assert outcome.stdout.splitlines() == [
        "output/six-weeks/02-six-weeks.mp3",
        "output/six-weeks/03-six-weeks.mp3",
        "output/six-weeks/six-weeks.m3u8",
    ]
    assert "Six weeks · 3" in Path("output/six-weeks/six-weeks.m3u8").read_text("utf-8")
    assert "alike" not in outcome.stderr


def test_weeks_of_a_script_without_progress_are_told_to_be_alike(run, scripts):
    outcome = run("build", "mine/neck.yaml", "--weeks", "1-2")
    assert outcome.exit_code == 0
    assert "all weeks are alike" in outcome.stderr


def test_explain_cache_tells_of_each_track(run, scripts):
    outcome = run("build", "mine", "-o", "out", "--explain-cache")
    assert outcome.stderr.count("islands: ") == 2
    assert "everything is kept" in run("build", "mine", "-o", "out", "--explain-cache").stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("mine", "--timeline", "t.json"), "one script at a time"),
        (("mine/neck.yaml", "--programme", "One", "--timeline", "t.json"), "one script at a time"),
        (("mine", "-o", "one.mp3"), "needs a folder"),
        (("mine", "-o", "mine/neck.yaml"), "is no folder"),
        (("mine", "--programme", " "), "title"),
        (("mine", "--weeks", "1-2"), "one script"),
        (("mine/neck.yaml", "mine/back.yaml", "--weeks", "1-2"), "one script"),
        (("mine/neck.yaml", "--weeks", "1-2", "--week", "3"), "not both"),
        (("empty",), "no routine in empty"),
    ],
)
def test_wrong_usage_builds_nothing(run, scripts, arguments, says):
    Path("empty").mkdir()
    outcome = run("build", *arguments)
    assert outcome.exit_code == 2
    assert says in outcome.stderr
    assert not Path("output").exists()


def test_a_missing_script_is_told_and_the_others_are_built(run, scripts):
    outcome = run("build", "mine/neck.yaml", "mine/gone.yaml", "--programme", "Two", "-o", "out")
    assert outcome.exit_code == 4
    assert outcome.stdout.splitlines() == ["out/01-neck.mp3", "out/two.m3u8"]
    assert "could not read mine/gone.yaml" in outcome.stderr


def test_a_folder_is_checked_script_by_script(run, scripts):
    Path("mine/back.yaml").write_text("steps:\n  - pose: nothing-such\n")
    outcome = run("check", "mine")
    assert outcome.exit_code == 1
    assert "mine/back.yaml:2:11: error[unknown-pose]" in outcome.stdout
    assert "mine/neck.yaml: no problems" in outcome.stderr


def test_what_is_wrong_in_every_week_is_told_once(run, scripts):
    outcome = run("build", "gone.yaml", "--weeks", "1-3")
    assert outcome.exit_code == 4
    assert outcome.stderr.count("could not read gone.yaml") == 1
    Path("bare.yaml").write_text("steps:\n  - pose: childs-pose\n")
    outcome = run("build", "bare.yaml", "--weeks", "1-3")
    assert len(outcome.stdout.splitlines()) == 4
    assert outcome.stderr.count("warning[no-safety-words]") == 1


def test_a_folder_is_nothing_to_play(run, scripts):
    outcome = run("play", "mine")
    assert outcome.exit_code == 2
    assert "mine is a folder; name one track or script in it" in outcome.stderr
