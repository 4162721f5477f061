"""build, check and plan against a compiler that remembers what it was asked."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from audioguide.compiler.explanation import PartOutcome
from audioguide.diagnostics import error, note, warning
from audioguide.dose import Breathing, BreathPattern, Guidance
from audioguide.errors import EngineError
from audioguide.routine.options import Options
from audioguide.source import SourceFile, Span

_FILE = SourceFile("a.yaml", "steps:\n  - pose: cat-caw\n")
_SPAN = Span(file=_FILE, line=2, column=11, end_line=2, end_column=18)
ERROR = error("unknown-pose", 'no pose is called "cat-caw"', _SPAN, 'did you mean "cat-cow"?')
WARNING = warning("no-safety-words", "nothing is said about pain", _SPAN)
NOTE = note("speech-shortened", "a line was shortened", _SPAN)

ALL_OPTIONS = (
    *("--set", "hold=45s", "--set", "who=a=b", "--set", "empty="),
    *("--pace", "gentle", "--breath", "4-0-6-2", "--guidance", "bells"),
    *("--voice", "espeak:gmw/en", "--rate", "140 wpm", "--language", "de", "--target", "20min"),
    *("--speak-with", "flite -voice 'my voice' -o {out}", "--fallback", "de", "--fallback", "en"),
)
AS_OPTIONS = Options(
    parameters=(("hold", "45s"), ("who", "a=b"), ("empty", "")),
    pace=Fraction(85, 100),
    breath=Breathing.steady(BreathPattern(*map(Fraction, (4, 0, 6, 2)))),
    guidance=Guidance.BELLS,
    voice="espeak:gmw/en",
    rate_wpm=140,
    language="de",
    target_seconds=Fraction(1200),
    program=("flite", "-voice", "my voice", "-o", "{out}"),
    fallback=("de", "en"),
)


@pytest.mark.parametrize("command", ["build", "check", "plan"])
def test_the_options_of_a_compilation_reach_the_compiler(run, fake_compiler, command):
    Path("mine").mkdir()
    outcome = run(command, "a.yaml", *ALL_OPTIONS, "--poses", "mine")
    assert outcome.exit_code == 0
    ((verb, script, settings),) = fake_compiler.asked
    assert (verb, script) == (command, "a.yaml")
    assert settings["options"] == AS_OPTIONS
    assert settings["pose_folders"] == (Path("mine"),)


@pytest.mark.parametrize("command", ["build", "check", "plan"])
@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--pace", "hurried", "gentle, steady, brisk or a factor from 0.5 to 2"),
        ("--pace", "nan", "is not a pace"),
        ("--breath", "0.5-6", "in and out last a second or more"),
        ("--guidance", "ful", 'did you mean "full"?'),
        ("--rate", "140", "write 140 wpm, in quotes"),
        ("--rate", "1000 wpm", "from 80 wpm to 400 wpm"),
        ("--language", "../en", "en, en-GB or de"),
        ("--speak-with", "", "there is no program"),
        ("--speak-with", "flite -o 'half", "has an open quote"),
        ("--set", "hold", "is not NAME=VALUE"),
        ("--set", "=3", "is not NAME=VALUE"),
        ("--poses", "no-such-folder", "does not exist"),
    ],
)
def test_a_bad_value_is_wrong_usage_before_any_work(
    run, fake_compiler, command, option, value, says
):
    outcome = run(command, "a.yaml", option, value)
    assert outcome.exit_code == 2
    assert says in outcome.stderr
    assert option in outcome.stderr
    assert fake_compiler.asked == []


def test_build_prints_the_path_and_talks_on_stderr(run, fake_compiler):
    outcome = run("build", "scripts/a.yaml")
    assert outcome.stdout == f"{Path('output/a.mp3')}\n"
    assert "1:30.0, 0 moves" in outcome.stderr


def test_build_hands_over_its_own_options(run, fake_compiler):
    run("build", "a.yaml", "--bitrate", "128", "--force", "--timeline", "t.json", "--strict")
    settings = fake_compiler.asked[0][2]
    assert settings["bitrate_kbps"] == 128
    assert settings["force"] is True
    assert settings["strict"] is True
    assert settings["timeline_path"] == Path("t.json")


def test_build_says_what_is_up_to_date(run, fake_compiler):
    fake_compiler.up_to_date = True
    assert "is up to date" in run("build", "a.yaml").stderr


def test_build_explains_what_came_from_the_cache_when_it_is_asked(run, fake_compiler):
    fake_compiler.explanation = (
        PartOutcome("line", "a.yaml:3", '"Rest."', None),
        PartOutcome("line", "a.yaml:4", '"Sit."', "it is new"),
    )
    told = run("build", "a.yaml", "--explain-cache").stderr
    assert "lines: 1 kept, 1 made" in told
    assert '  made  a.yaml:4: "Sit.": it is new' in told
    assert "kept  a.yaml:3" not in told
    assert '  kept  a.yaml:3: "Rest."' in run("build", "a.yaml", "--explain-cache", "-v").stderr
    assert "made" not in run("build", "a.yaml").stderr


def test_build_explains_that_there_was_nothing_to_do(run, fake_compiler):
    fake_compiler.up_to_date = True
    assert "everything is kept" in run("build", "a.yaml", "--explain-cache").stderr


@pytest.mark.parametrize("command", ["build", "plan"])
def test_how_much_is_done_side_by_side_reaches_the_compiler(run, fake_compiler, command):
    run(command, "a.yaml", "--jobs", "3")
    run(command, "a.yaml")
    assert [settings["n_jobs"] for _, _, settings in fake_compiler.asked] == [3, None]


@pytest.mark.parametrize("n_jobs", ["0", "65", "-1", "two"])
def test_a_number_of_jobs_that_there_cannot_be(run, fake_compiler, n_jobs):
    assert run("build", "a.yaml", "--jobs", n_jobs).exit_code == 2
    assert fake_compiler.asked == []


def test_build_shows_diagnostics_on_stderr(run, fake_compiler):
    fake_compiler.diagnostics["a.yaml"] = (ERROR, WARNING, NOTE)
    outcome = run("build", "a.yaml")
    assert outcome.exit_code == 1
    assert outcome.stdout == ""
    assert 'a.yaml:2:11: error[unknown-pose]: no pose is called "cat-caw"' in outcome.stderr
    assert '  = hint: did you mean "cat-cow"?' in outcome.stderr


@pytest.mark.parametrize("command", ["build", "check"])
def test_several_scripts_are_all_tried_and_the_highest_code_counts(run, fake_compiler, command):
    fake_compiler.diagnostics["b.yaml"] = (ERROR,)
    outcome = run(command, "a.yaml", "b.yaml", "missing.yaml", "c.yaml")
    assert outcome.exit_code == 4
    assert [script for _, script, _ in fake_compiler.asked] == ["a.yaml", "b.yaml", "c.yaml"]
    assert "could not read missing.yaml" in outcome.stderr


def test_a_failing_engine_does_not_stop_the_other_scripts(run, fake_compiler):
    fake_compiler.trouble = EngineError("espeak crashed")
    assert run("build", "a.yaml", "b.yaml").exit_code == 3
    assert len(fake_compiler.asked) == 2


def test_two_scripts_for_one_track_are_refused_before_work_starts(run, fake_compiler):
    assert run("build", "one/a.yaml", "two/a.yaml").exit_code == 2
    assert fake_compiler.asked == []


def test_a_timeline_file_takes_one_script(run, fake_compiler):
    assert run("build", "a.yaml", "b.yaml", "--timeline", "t.json").exit_code == 2
    assert fake_compiler.asked == []


def test_check_prints_diagnostics_as_its_result(run, fake_compiler):
    fake_compiler.diagnostics["a.yaml"] = (ERROR, WARNING)
    outcome = run("check", "a.yaml")
    assert outcome.exit_code == 1
    assert "error[unknown-pose]" in outcome.stdout
    assert outcome.stderr == "a.yaml: 1 error, 1 warning\n"


def test_check_as_json_is_one_object_a_line(run, fake_compiler):
    fake_compiler.diagnostics["a.yaml"] = (ERROR, WARNING)
    outcome = run("check", "a.yaml", "--format", "json")
    first, second = map(json.loads, outcome.stdout.splitlines())
    assert first == {
        "path": "a.yaml",
        "line": 2,
        "column": 11,
        "severity": "error",
        "code": "unknown-pose",
        "message": 'no pose is called "cat-caw"',
        "hint": 'did you mean "cat-cow"?',
    }
    assert second["hint"] is None


@pytest.mark.parametrize("command", ["build", "check", "plan"])
def test_warnings_pass_but_for_strict(run, fake_compiler, command):
    fake_compiler.diagnostics["a.yaml"] = (WARNING,)
    assert run(command, "a.yaml").exit_code == 0
    outcome = run(command, "a.yaml", "--strict")
    assert outcome.exit_code == 1
    assert "error[no-safety-words]" in outcome.output
    assert "warning[" not in outcome.output


@pytest.mark.parametrize("command", ["build", "check", "plan"])
def test_quiet_leaves_errors_and_warnings(run, fake_compiler, command):
    fake_compiler.diagnostics["a.yaml"] = (NOTE, WARNING)
    outcome = run(command, "a.yaml", "--quiet")
    assert "note[" not in outcome.output
    assert "warning[no-safety-words]" in outcome.output
    assert "a.yaml: " not in outcome.stderr


def test_quiet_and_verbose_contradict_each_other(run, fake_compiler):
    assert run("build", "a.yaml", "-q", "-v").exit_code == 2


def test_verbose_says_how_far_it_is_without_a_terminal(run, fake_compiler):
    assert "speaking: done" in run("build", "a.yaml", "--verbose").stderr
    assert "speaking" not in run("build", "a.yaml").stderr


def test_a_plan_with_errors_prints_no_plan(run, fake_compiler):
    fake_compiler.diagnostics["a.yaml"] = (ERROR,)
    outcome = run("plan", "a.yaml")
    assert (outcome.exit_code, outcome.stdout) == (1, "")


def test_a_plan_as_json_is_one_document(run, fake_compiler):
    fake_compiler.diagnostics["a.yaml"] = (NOTE,)
    outcome = run("plan", "a.yaml", "--format", "json", "--verbose")
    assert json.loads(outcome.stdout)["length"] == 44_100 * 90
    assert "note[speech-shortened]" in outcome.stderr
