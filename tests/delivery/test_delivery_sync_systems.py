"""`sync` on systems and devices that are unlike the one at hand."""

import contextlib
import errno
import gc
import os
import stat
from pathlib import Path
from types import SimpleNamespace

import pytest

from audioguide.delivery.sync_copy import PART_NAME, content_at
from audioguide.delivery.sync_target import Target
from audioguide.errors import FileError
from tests.delivery.syncing import held, parts, row, run

WANTED = row(("week/a.mp3", b"a"), ("week/b.mp3", b"bb"))
THERE = {"week/a.mp3": b"a", "week/b.mp3": b"bb"}


def failing(number):
    def fail(*_, **__):
        raise OSError(number, os.strerror(number))

    return fail


def is_folder(handle):
    return stat.S_ISDIR(os.fstat(handle).st_mode)


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP, errno.EACCES, errno.EISDIR])
def test_a_device_whose_folders_cannot_be_flushed_is_written_all_the_same(
    tmp_path, monkeypatch, number
):
    plainly = os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda handle: (failing(number) if is_folder(handle) else plainly)(handle)
    )
    run(tmp_path, WANTED)
    assert held(tmp_path) == THERE
    assert run(tmp_path, WANTED).copied == ()
    run(tmp_path, deletes=True)
    assert held(tmp_path) == {}


def test_a_folder_without_locks_is_written_all_the_same(tmp_path, monkeypatch):
    fcntl = pytest.importorskip("fcntl")
    monkeypatch.setattr(fcntl, "flock", failing(errno.ENOLCK))
    run(tmp_path, WANTED)
    assert held(tmp_path) == THERE


def test_what_is_written_is_read_back_from_the_device_and_not_from_memory(tmp_path, monkeypatch):
    if not hasattr(os, "posix_fadvise"):
        pytest.skip("this system cannot be asked to forget a file")
    happened = []

    def noting(name, call):
        def noted(handle, *more):
            if not is_folder(handle):
                happened.append(name)
                assert name != "posix_fadvise" or more == (0, 0, os.POSIX_FADV_DONTNEED)
            return call(handle, *more)

        return noted

    for name in ("fsync", "posix_fadvise", "read"):
        monkeypatch.setattr(os, name, noting(name, getattr(os, name)))
    run(tmp_path, row(("a.mp3", b"a")))
    once = ["fsync", "posix_fadvise", "read", "read"]
    assert happened == 2 * once, "the list, and the track"


def test_room_is_what_the_system_grants_to_everybody(tmp_path, monkeypatch):
    state = SimpleNamespace(f_bavail=3, f_bfree=99, f_frsize=512, f_bsize=4096)
    monkeypatch.setattr(os, "statvfs", lambda _: state)
    assert Target(tmp_path).n_free_bytes() == 3 * 512
    assert Target(tmp_path).cluster_bytes() == 4096
    state.f_frsize = 8192
    assert Target(tmp_path).cluster_bytes() == 8192


@pytest.mark.parametrize(
    ("number", "advice"),
    [
        (errno.ENOSPC, "The target is full; make room"),
        (errno.EDQUOT, "The target is full; make room"),
        (errno.ENODEV, "Was it pulled out?"),
        (errno.EIO, "Was it pulled out?"),
        (errno.ENXIO, "Was it pulled out?"),
        (errno.ENOTCONN, "Was it pulled out?"),
        (errno.ESTALE, "Was it pulled out?"),
        (errno.EROFS, "read-only; some cards have a switch"),
        (errno.EPERM, "Whatever was there before is still there"),
    ],
    ids=lambda one: errno.errorcode[one] if isinstance(one, int) else "",
)
def test_what_goes_wrong_is_told_with_what_to_do(tmp_path, monkeypatch, number, advice):
    n_writes = iter(range(100))
    plainly = os.write

    def write(handle, data):
        if next(n_writes) == 2:  # The list, a.mp3, and then b.mp3.
            failing(number)()
        return plainly(handle, data)

    monkeypatch.setattr(os, "write", write)
    with pytest.raises(FileError) as told:
        run(tmp_path, WANTED)
    assert advice in str(told.value)
    assert "1 of 2 files are there" in str(told.value)
    assert held(tmp_path) == {"week/a.mp3": b"a"}


def test_a_part_that_cannot_be_removed_either_is_swept_by_the_next_run(tmp_path):
    with pytest.MonkeyPatch.context() as patch:
        plainly = os.unlink

        def unlink(path, *more, **named):
            if os.path.lexists(path):
                failing(errno.EIO)()
            plainly(path, *more, **named)

        patch.setattr(os, "replace", failing(errno.EIO))
        patch.setattr(os, "unlink", unlink)
        with contextlib.suppress(FileError):
            run(tmp_path, WANTED)
    assert [path.name for path in parts(tmp_path)] == [PART_NAME]
    run(tmp_path, WANTED)
    assert parts(tmp_path) == []
    assert held(tmp_path) == THERE


def n_open_files():
    gc.collect()
    return len(list(Path("/dev/fd").iterdir()))


@pytest.mark.skipif(not Path("/dev/fd").is_dir(), reason="what is open is not seen here")
def test_nothing_stays_open(tmp_path, monkeypatch):
    """A stick with an open file cannot be taken out, and a system has so many for all of us."""
    (tmp_path / "week").mkdir()
    (tmp_path / "week" / "b.mp3").write_bytes(b"bb")
    n_before = n_open_files()
    run(tmp_path, WANTED)
    run(tmp_path, WANTED, verifies=True)
    run(tmp_path, row(("week/a.mp3", b"new")), deletes=True)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", failing(errno.EIO))
        with pytest.raises(FileError):
            run(tmp_path, WANTED)
    run(tmp_path, deletes=True)
    assert n_open_files() <= n_before


def test_what_is_a_link_by_now_is_not_read(tmp_path):
    (tmp_path / "theirs").write_bytes(b"theirs")
    (tmp_path / "a.mp3").symlink_to("theirs")
    with pytest.raises(OSError, match="a\\.mp3"):
        content_at(tmp_path / "a.mp3")
