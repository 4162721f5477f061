"""Files written whole or not at all, and what killed processes leave on the way."""

import os
import signal
import subprocess
import sys

import pytest

from audioguide import files
from audioguide.errors import FileError
from audioguide.files import replace_whole

WRITES = """
import sys
from pathlib import Path
from audioguide.files import replace_whole
with replace_whole(Path(sys.argv[1])) as stream:
    stream.write(b"half")
    stream.flush()
    print("writing", flush=True)
    sys.stdin.read()
"""

needs_posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")


def writer(path):
    """A process in the middle of writing a file."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITES, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "writing\n"
    return process


def ended(process, *, killed):
    if killed:
        process.send_signal(signal.SIGKILL)
    process.communicate()


def write(path, content=b"whole"):
    with replace_whole(path) as stream:
        stream.write(content)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_whole_or_what_it_was(tmp_path):
    path = tmp_path / "new" / "a.mp3"
    write(path)
    with pytest.raises(TypeError), replace_whole(path) as stream:
        stream.write("no bytes")
    assert path.read_bytes() == b"whole"
    assert names(path.parent) == ["a.mp3"]


def test_a_folder_in_its_place_stays(tmp_path):
    (tmp_path / "a.mp3").mkdir()
    with pytest.raises(FileError, match="not a regular file"):
        write(tmp_path / "a.mp3")
    assert names(tmp_path) == ["a.mp3"]


@needs_posix
def test_what_a_killed_process_left_goes_with_the_next_one(tmp_path):
    path = tmp_path / ("ü" * 60 + ".mp3")
    ended(writer(path), killed=True)
    assert len(names(tmp_path)) == 1
    write(path)
    assert names(tmp_path) == [path.name]


@needs_posix
def test_what_a_living_process_writes_stays(tmp_path):
    path = tmp_path / "a.mp3"
    process = writer(path)
    write(path)
    assert len(names(tmp_path)) == 2
    ended(process, killed=False)
    assert process.returncode == 0
    assert names(tmp_path) == ["a.mp3"]
    assert path.read_bytes() == b"half"


@needs_posix
def test_what_is_on_the_way_to_another_file_stays(tmp_path):
    ended(writer(tmp_path / "a.mp3"), killed=True)
    left = names(tmp_path)
    theirs = [".b.mp3.part", ".b.mp3.abcdefgh.part", ".b.mp3.audioguide-x.part", "b.mp3.part"]
    for name in theirs:
        (tmp_path / name).write_bytes(b"theirs")
    write(tmp_path / "b.mp3")
    assert names(tmp_path) == sorted([*left, *theirs, "b.mp3"])


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_a_folder_that_cannot_be_listed_is_written_to(tmp_path, monkeypatch):
    def refuse(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    write(tmp_path / "a.mp3")
    monkeypatch.undo()
    assert names(tmp_path) == ["a.mp3"]


@needs_posix
def test_a_link_with_such_a_name_leads_nowhere(tmp_path):
    (tmp_path / "theirs").write_bytes(b"theirs")
    (tmp_path / ".a.mp3.audioguide-abcdefgh.part").symlink_to(tmp_path / "theirs")
    write(tmp_path / "a.mp3")
    assert (tmp_path / "theirs").read_bytes() == b"theirs"


@needs_posix
def test_one_that_is_swept_away_before_it_is_locked_is_made_again(tmp_path, monkeypatch):
    import fcntl

    lock, swept = fcntl.flock, []

    def after_somebody_swept(handle, how):
        if not swept:
            swept.append(names(tmp_path))
            files._sweep(tmp_path / "a.mp3")
        return lock(handle, how)

    with monkeypatch.context() as patch:
        patch.setattr(fcntl, "flock", after_somebody_swept)
        write(tmp_path / "a.mp3")
    assert len(swept[0]) == 1
    assert names(tmp_path) == ["a.mp3"]


@needs_posix
def test_a_folder_without_locks_is_written_to_all_the_same(tmp_path, monkeypatch):
    import fcntl

    def refuse(*_):
        raise OSError(95, "not supported")

    ended(writer(tmp_path / "a.mp3"), killed=True)
    left = names(tmp_path)
    monkeypatch.setattr(fcntl, "flock", refuse)
    write(tmp_path / "a.mp3")
    assert names(tmp_path) == sorted([*left, "a.mp3"]), "nobody knows whether it is dead"
