"""`--target` and `target` through the compiler and the commands."""

import json

import click
import pytest
from click.testing import CliRunner

import audioguide
from audioguide import compiler
from audioguide.cli import audioguide as commands
from audioguide.errors import UsageError
from audioguide.speech.speak import Speaker
from audioguide.timeline.timeline import Speech
from audioguide.units import SAMPLE_RATE_HZ

SCRIPT = """\
{head}steps:
  - say: Move only to the point of tension, and never into pain.
  - pose: knees-rocking
    rhythm: 66 bpm
    for: 1min
  - pose: childs-pose
    hold: 1min
  - rest: 1min
"""
QUIET = "guidance: silent\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("AUDIOGUIDE_CONFIG_DIR", str(tmp_path / "no-configuration"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder, head=QUIET, name="routine.yaml"):
    path = folder / name
    path.write_text(SCRIPT.format(head=head), encoding="utf-8")
    return name


def run(*arguments):
    return CliRunner().invoke(commands, arguments, standalone_mode=False)


def seconds(plan):
    assert plan.timeline is not None, plan.diagnostics
    return plan.timeline.length / SAMPLE_RATE_HZ


def told(diagnostics, code):
    return [one for one in diagnostics if one.code == code]


def test_a_script_may_have_a_target(folder):
    plan = compiler.plan(write(folder, f"{QUIET}target: 5min\n"))
    assert seconds(plan) == pytest.approx(300, abs=2)
    (note,) = told(plan.diagnostics, "fitted-to-target")
    assert (note.severity, note.span.line, note.span.column) == ("note", 3 - 1, 9)
    assert note in plan.timeline.notes


def test_a_plan_has_the_fitted_routine(folder):
    script = write(folder)
    written = compiler.plan(script).routine.items
    fitted = compiler.plan(script, options={"target": "6min"}).routine.items
    assert fitted[1].doses[0][1].seconds > written[1].doses[0][1].seconds


def test_an_option_is_stronger_and_stands_at_the_top(folder):
    script = write(folder, f"{QUIET}target: 5min\n")
    plan = compiler.plan(script, options={"target": "6min"})
    assert seconds(plan) == pytest.approx(360, abs=2)
    (note,) = told(plan.diagnostics, "fitted-to-target")
    assert (note.span.line, note.span.column) == (1, 1)
    origins = [one for one in plan.routine.origins if one.setting == "target"]
    assert [(one.value, one.origin) for one in origins] == [("6:00", "command line")]


def test_the_target_of_an_included_file_is_ignored(folder):
    write(folder, f"{QUIET}target: 5min\n", "part.yaml")
    (folder / "whole.yaml").write_text(f"{QUIET}steps:\n  - include: part.yaml\n")
    part = compiler.plan(write(folder))
    assert compiler.plan("whole.yaml").timeline.length == part.timeline.length


@pytest.mark.parametrize("command", ["build", "plan", "check"])
@pytest.mark.parametrize(
    ("value", "says"), [("20", "write 20min"), ("0s", "no time"), ("x", "30s")]
)
def test_a_target_that_is_no_length_is_wrong_usage(folder, command, value, says):
    outcome = run(command, write(folder), "--target", value)
    assert isinstance(outcome.exception, click.UsageError)
    assert says in str(outcome.exception)
    with pytest.raises(UsageError, match="target: "):
        compiler.check(write(folder), options={"target": value})


def test_a_wrong_target_in_a_script_is_an_error_there(folder):
    found = compiler.check(write(folder, "target: 20\n")).diagnostics
    assert [(one.code, one.span.line, one.span.column) for one in found] == [("missing-unit", 1, 9)]


@pytest.mark.parametrize("command", ["build", "plan", "check"])
def test_a_target_that_cannot_be_met_is_an_error_of_the_script(folder, command):
    outcome = run(command, write(folder), "--target", "3h")
    assert outcome.return_value == 1
    script = write(folder, f"{QUIET}target: 3h\n")
    (found,) = told(compiler.plan(script).diagnostics, "target-out-of-reach")
    assert (found.span.line, found.span.column) == (2, 9)
    assert '"childs-pose" 5min' in found.hint
    assert not (folder / "output").exists()


def test_a_target_that_a_day_cannot_hold_is_refused_without_a_crash(folder):
    found = compiler.plan(write(folder, f"{QUIET}target: 23h 59min 59s\n")).diagnostics
    assert told(found, "target-out-of-reach")


def test_a_check_reports_only_what_is_certain(folder):
    script = write(folder, "")
    (found,) = told(
        compiler.plan(script, options={"target": "1s"}).diagnostics, "target-out-of-reach"
    )
    shortest = found.message.split("only ")[1].split(" to ")[0]
    minutes, rest = map(int, shortest.split(":"))
    nearly = {"target": f"{minutes * 60 + rest - 5}s"}
    assert told(compiler.plan(script, options=nearly).diagnostics, "target-out-of-reach")
    assert compiler.check(script, options=nearly).ok
    assert not compiler.check(script, options={"target": "1s"}).ok
    assert not compiler.check(script, options={"target": "3h"}).ok
    assert compiler.check(script, options={"target": "6min"}).diagnostics == ()


def write_without_rest(folder):
    """A routine that has no rest at its end and is short enough to need none."""
    head, safety, *poses, rest = SCRIPT.format(head=QUIET).splitlines()[1:]
    steps = [head, safety, *poses[3:], *poses[:3], rest.replace("1min", "30s")]
    (folder / "routine.yaml").write_text("\n".join([QUIET.strip(), *steps]) + "\n")


def test_advice_is_about_the_fitted_doses(folder):
    write_without_rest(folder)
    assert compiler.check("routine.yaml").diagnostics == ()
    longer = compiler.check("routine.yaml", options={"target": "11min"}).diagnostics
    assert [one.code for one in longer] == ["no-final-rest"]


def test_another_target_builds_anew(folder):
    script = write(folder)

    def build(target):
        return audioguide.build(script, "track.wav", options={"target": target})

    first = build("5min")
    assert not first.up_to_date
    assert build("5min").up_to_date
    second = build("6min")
    assert not second.up_to_date
    assert second.timeline.length > first.timeline.length
    assert audioguide.build(script, "track.wav").timeline.length < first.timeline.length


def test_the_target_of_the_script_builds_anew_too(folder):
    assert not audioguide.build(write(folder, f"{QUIET}target: 5min\n"), "a.wav").up_to_date
    assert audioguide.build("routine.yaml", "a.wav").up_to_date
    again = audioguide.build(write(folder, f"{QUIET}target: 6min\n"), "a.wav")
    assert not again.up_to_date
    assert again.timeline.length == pytest.approx(6 * 60 * SAMPLE_RATE_HZ, abs=2 * SAMPLE_RATE_HZ)


def test_a_strict_build_refuses_what_the_fitted_doses_are_warned_of(folder):
    write_without_rest(folder)
    built = audioguide.build("routine.yaml", "a.wav", options={"target": "11min"}, strict=True)
    assert built.path is None
    assert not (folder / "a.wav").exists()


def test_the_note_is_in_the_timeline_file(folder):
    write(folder)
    run("build", "routine.yaml", "--target", "5min", "-o", "a.wav", "--timeline", "a.json")
    notes = json.loads((folder / "a.json").read_text())["notes"]
    assert [note["code"] for note in notes] == ["fitted-to-target"]


def test_nothing_is_spoken_twice_on_the_way(folder, monkeypatch):
    asked = []
    speak = Speaker.speak

    def listening(self, utterances, **given):
        utterances = tuple(utterances)
        asked.extend(utterances)
        return speak(self, utterances, **given)

    monkeypatch.setattr(Speaker, "speak", listening)
    plan = compiler.plan(write(folder, ""), options={"target": "6min"})
    assert seconds(plan) == pytest.approx(360, abs=2)
    assert len(asked) == len(set(asked))
    said = {event.utterance for event in plan.timeline.events if isinstance(event, Speech)}
    assert said <= set(asked)
    assert "On the click, for 1 minute" not in " ".join(one.text for one in asked)
