"""Programmes in folders where something has a name of theirs and is no file."""

import os

import pytest

from audioguide.compiler import build_programme
from audioguide.errors import ExitCode, FileError
from audioguide.mp3.tag_reader import read_contents

SCRIPT = "title: Quiet\nguidance: silent\nsteps:\n  - rest: 1s\n"
PUT = {"folder": lambda path: path.mkdir(), "pipe": lambda path: os.mkfifo(path)}

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names"),
    pytest.mark.timeout(60),
]


@pytest.fixture
def script(tmp_path):
    (tmp_path / "scripts").mkdir()
    path = tmp_path / "scripts" / "quiet.yaml"
    path.write_text(SCRIPT)
    return path


@pytest.fixture(params=PUT)
def put(request, tmp_path):
    """Put something that is no file into the folder of tracks."""

    def put(name):
        (tmp_path / "out").mkdir()
        PUT[request.param](tmp_path / "out" / name)

    return put


def test_in_the_place_of_a_track_it_stays_and_is_told(script, tmp_path, put):
    put("01-quiet.mp3")
    for force in (False, True):
        programme = build_programme(script.parent, tmp_path / "out", force=force)
        assert programme.exit_code is ExitCode.FILE
        assert isinstance(programme.tracks[0].trouble, FileError)
        assert [path.name for path in (tmp_path / "out").iterdir()] == ["01-quiet.mp3"]
        assert not (tmp_path / "out" / "01-quiet.mp3").is_file()


def test_in_the_place_of_a_week_it_stays_and_is_told(script, tmp_path, put):
    put("02-quiet.mp3")
    programme = build_programme(script, tmp_path / "out", weeks=[1, 2])
    assert [track.exit_code for track in programme.tracks] == [0, 4]
    assert not programme.has_alike_weeks


def test_in_the_place_of_the_playlist_it_stays_and_is_told(script, tmp_path, put):
    put("scripts.m3u8")
    programme = build_programme(script.parent, tmp_path / "out")
    assert programme.tracks[0].exit_code is ExitCode.DONE
    assert "scripts.m3u8" in str(programme.playlist_trouble)
    assert not (tmp_path / "out" / "scripts.m3u8").is_file()


@pytest.mark.parametrize("name", ["07-other.mp3", "other.m3u8"])
def test_beside_the_tracks_it_is_nothing_of_ours(script, tmp_path, put, name):
    put(name)
    programme = build_programme(script.parent, tmp_path / "out")
    assert programme.ok
    assert programme.left_behind == ()


def test_the_tags_of_what_is_no_file_are_not_waited_for(tmp_path, put):
    put("a.mp3")
    with pytest.raises(FileError, match="not a regular file"):
        read_contents(tmp_path / "out" / "a.mp3")
