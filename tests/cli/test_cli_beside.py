"""`--beside`, as a command line gives it."""

import pytest

from audioguide.cli import audioguide
from audioguide.errors import ExitCode


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ([], None),
        (["--beside", "lrc"], ["lrc"]),
        (["--beside", "lrc,vtt"], ["lrc", "vtt"]),
        (["--beside", "vtt", "--beside", "cue, srt"], ["vtt", "srt", "cue"]),
        (["--beside", "none"], []),
        (
            ["--beside", "all"],
            ["lrc", "vtt", "srt", "cue", "chapters", "labels", "timeline", "handout"],
        ),
    ],
)
def test_kinds_are_handed_to_the_compiler(run, fake_compiler, given, asked):
    assert run("build", "a.yaml", *given).exit_code == ExitCode.DONE
    (_, _, settings) = fake_compiler.asked[0]
    assert settings["beside"] == asked


@pytest.mark.parametrize("wrong", ["lcr", "", "lrc,", "lrc,none"])
def test_a_kind_that_there_is_not_is_wrong_usage(run, fake_compiler, wrong):
    done = run("build", "a.yaml", "--beside", wrong)
    assert done.exit_code == ExitCode.USAGE
    assert "no kind of file beside a track" in done.output
    assert fake_compiler.asked == []


def test_several_scripts_all_have_theirs(run, tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text("guidance: silent\nsteps:\n  - rest: 1s\n")
    done = run("build", "a.yaml", "b.yaml", "-o", "out.wav/", "--beside", "lrc,chapters")
    assert done.exit_code == ExitCode.DONE
    names = {path.name for path in (tmp_path / "out.wav").iterdir()}
    assert names == {
        *("a.mp3", "a.lrc", "a.chapters.json"),
        *("b.mp3", "b.lrc", "b.chapters.json"),
    }
    assert "beside it: a.lrc, a.chapters.json" in done.stderr
    assert done.stdout.split() == ["out.wav/a.mp3", "out.wav/b.mp3"]


def test_somebodys_own_file_is_told_with_what_to_do(run, tmp_path):
    (tmp_path / "a.yaml").write_text("guidance: silent\nsteps:\n  - rest: 1s\n")
    (tmp_path / "a.cue").write_text("mine")
    done = run("build", "a.yaml", "-o", "a.wav", "--beside", "cue")
    assert done.exit_code == ExitCode.FILE
    assert "a.cue" in done.stderr
    assert "--force" in done.stderr
    assert (tmp_path / "a.cue").read_text() == "mine"


def test_it_is_an_option_of_builds_alone():
    for name, command in ((n, audioguide.get_command(None, n)) for n in ("build", "plan", "check")):
        options = {option for parameter in command.params for option in parameter.opts}
        assert ("--beside" in options) == (name == "build")
