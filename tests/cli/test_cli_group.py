"""The command itself: help, versions, exit codes, trouble."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

import audioguide as package
from audioguide.cli import COMMANDS, audioguide
from audioguide.diagnostics import error
from audioguide.errors import EncoderError, EngineError, FileError, ScriptError, UsageError
from audioguide.source import SourceFile, Span


def test_the_help_names_every_command(run):
    outcome = run("--help")
    assert outcome.exit_code == 0
    for name, line in COMMANDS.items():
        assert name in outcome.stdout
        assert line in outcome.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_line_of_a_command_is_the_one_of_the_table(name):
    command = getattr(import_module(f"audioguide.cli.{name}"), name)
    assert isinstance(command, click.Command)
    assert command.short_help == COMMANDS[name]


def test_version(run):
    assert run("--version").stdout == f"audioguide {package.__version__}\n"


def test_an_unknown_command_is_met_with_the_nearest(run):
    outcome = run("biuld")
    assert outcome.exit_code == 2
    assert 'did you mean "build"' in outcome.stderr


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        (UsageError("no voice is called x"), 2),
        (EngineError("espeak crashed"), 3),
        (EncoderError("lameenc is missing"), 3),
        (FileError("could not read a.yaml"), 4),
    ],
)
def test_trouble_leaves_with_its_exit_code_and_no_traceback(run, fake_compiler, trouble, code):
    fake_compiler.trouble = trouble
    outcome = run("plan", "a.yaml")
    assert outcome.exit_code == code
    assert outcome.stdout == ""
    assert outcome.stderr == f"audioguide: error: {trouble}\n"


def test_the_diagnostics_of_a_script_error_are_shown(run, fake_compiler):
    span = Span.whole_file(SourceFile("a.yaml", "steps: 3\n"))
    fake_compiler.trouble = ScriptError([error("unknown-key", "no such key", span)])
    outcome = run("plan", "a.yaml")
    assert outcome.exit_code == 1
    assert outcome.stderr.startswith("a.yaml:1:1: error[unknown-key]: no such key\n")


def test_ctrl_c_leaves_with_130(run, fake_compiler):
    fake_compiler.trouble = KeyboardInterrupt()
    outcome = run("build", "a.yaml")
    assert outcome.exit_code == 130
    assert "interrupted" in outcome.stderr


def test_a_bug_stays_a_traceback(run, fake_compiler):
    fake_compiler.trouble = ZeroDivisionError("a bug")
    with pytest.raises(ZeroDivisionError):
        run("check", "a.yaml")


@pytest.mark.parametrize(
    "words", [("new",), ("check",), ("build", "a.yaml", "-o"), ("voices", "try", "en-gb", "-o")]
)
def test_a_path_that_the_system_refuses_is_trouble_with_a_file(run, words):
    outcome = run(*words, "a" * 300 + ".wav")
    assert outcome.exit_code == 4
    assert "File name too long" in outcome.stderr


def test_escapes_in_trouble_do_not_reach_the_terminal(run, fake_compiler):
    fake_compiler.trouble = FileError("could not read \x1b[31mred")
    assert "\x1b" not in run("plan", "a.yaml").stderr


def test_the_module_is_the_command():
    outcome = subprocess.run(
        [sys.executable, "-m", "audioguide", "--version"], capture_output=True, text=True
    )
    assert (outcome.returncode, outcome.stdout) == (0, f"audioguide {package.__version__}\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full disk at hand")
def test_a_full_disk_behind_stdout_is_trouble_with_a_file():
    with Path("/dev/full").open("w") as full:
        outcome = subprocess.run(
            [sys.executable, "-m", "audioguide", "explain", "unknown-pose"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert outcome.returncode == 4
    assert "could not write to standard output" in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_every_option_of_every_command_has_a_help():
    ctx = click.Context(audioguide)
    for name in audioguide.list_commands(ctx):
        for parameter in audioguide.get_command(ctx, name).params:
            assert isinstance(parameter, click.Argument) or parameter.help, (name, parameter.name)
