"""Where tracks go."""

import os
from pathlib import Path

import click
import pytest

from audioguide.cli.outputs import output_paths
from audioguide.errors import FileError


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("script", "output", "path"),
    [
        ("scripts/morning.yaml", None, "output/morning.mp3"),
        ("scripts/morning.yml", None, "output/morning.mp3"),
        ("healing-flow", None, "output/healing-flow.mp3"),
        ("v1.2.yaml", None, "output/v1.2.mp3"),
        ("a.yaml", "b.mp3", "b.mp3"),
        ("a.yaml", "b.WAV", "b.WAV"),
        ("a.yaml", "deep/b.flac", "deep/b.flac"),
        ("a.yaml", "tracks", "tracks/a.mp3"),
        ("a.yaml", "tracks/", "tracks/a.mp3"),
        ("a.yaml", "v1.2/", "v1.2/a.mp3"),
    ],
)
def test_one_script(script, output, path):
    assert output_paths((script,), output) == (Path(path),)


def test_a_folder_that_exists_is_one_whatever_its_name():
    Path("x.mp3").mkdir()
    assert output_paths(("a.yaml",), "x.mp3") == (Path("x.mp3/a.mp3"),)


def test_several_scripts_go_into_one_folder():
    assert output_paths(("a.yaml", "d/b.yaml"), "t") == (Path("t/a.mp3"), Path("t/b.mp3"))


def test_several_scripts_do_not_fit_into_one_file():
    with pytest.raises(click.UsageError, match="several scripts need a folder"):
        output_paths(("a.yaml", "b.yaml"), "t.mp3")


@pytest.mark.parametrize(
    "scripts",
    [
        ("one/a.yaml", "two/a.yaml"),
        ("a.yaml", "a.yml"),
        ("a.yaml", "A.yaml"),
        ("a.yaml", "b.yaml", "a.yaml"),
    ],
)
def test_two_scripts_may_not_write_the_same_track(scripts):
    with pytest.raises(click.UsageError, match="would both write"):
        output_paths(scripts, None)


@pytest.mark.parametrize("output", ["track.ogg", "track.m4a"])
def test_an_unknown_kind_of_file_is_refused(output):
    with pytest.raises(click.UsageError, match=r"\.mp3, \.wav or \.flac"):
        output_paths(("a.yaml",), output)


def test_a_file_that_is_no_track_is_not_taken_for_a_folder():
    Path("notes").write_text("mine")
    with pytest.raises(click.UsageError):
        output_paths(("a.yaml",), "notes")
    assert Path("notes").read_text() == "mine"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are not everywhere")
def test_a_device_or_pipe_cannot_hold_a_track():
    os.mkfifo("pipe")
    with pytest.raises(FileError, match="neither a file nor a folder"):
        output_paths(("a.yaml",), "pipe")
