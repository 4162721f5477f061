"""`sync` where the device fails: at any call, for once or for good, full, or stopped by Ctrl-C."""

import contextlib
import errno
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from audioguide.delivery.sync_manifest import MANIFEST_NAME
from audioguide.errors import FileError
from tests.delivery.syncing import held, listed, parts, row, run

CALLS = (
    *("open", "write", "read", "fsync", "lseek", "close", "replace", "unlink", "mkdir", "rmdir"),
    *("lstat", "stat", "scandir", "statvfs"),
)
"""What `sync` asks of the system."""

OLD = {
    "week/01-a.mp3": b"old a",
    "week/02-b.mp3": b"old b" * 100,
    "week/03-c.mp3": b"c stays",
    "week/week.m3u8": b"01-a.mp3\n02-b.mp3\n03-c.mp3",
    "gone/01-x.mp3": b"wanted no more",
}
THEIRS = {"week/04-d.mp3": b"theirs", "notes.txt": b"notes"}
NEW = row(
    ("week/01-a.mp3", b"new a, longer"),
    ("week/02-b.mp3", b"b"),
    ("week/03-c.mp3", b"c stays"),
    ("week/04-d.mp3", b"new d"),
    ("week/05-e.mp3", b"new e"),
    listed="week/week.m3u8",
)
AFTER = {
    "week/01-a.mp3": b"new a, longer",
    "week/02-b.mp3": b"b",
    "week/03-c.mp3": b"c stays",
    "week/04-d-2.mp3": b"new d",
    "week/05-e.mp3": b"new e",
    "week/week.m3u8": b"01-a.mp3\n02-b.mp3\n03-c.mp3\n04-d-2.mp3\n05-e.mp3",
    **THEIRS,
}
MOST_CALLS = 2000
_close = os.close


def prepared(target):
    """A target with tracks of ours of an earlier run, and somebody else's files."""
    target.mkdir()
    tracks = [(path, content) for path, content in OLD.items() if path.endswith(".mp3")]
    run(target, row(*tracks[:3], listed="week/week.m3u8"), row(*tracks[3:]))
    for path, content in THEIRS.items():
        (target / path).write_bytes(content)
    return target


@pytest.fixture(scope="module")
def stick(tmp_path_factory):
    """Such a target, to be copied."""
    return prepared(tmp_path_factory.mktemp("sync") / "stick")


@pytest.fixture
def no_waiting(monkeypatch):
    """A flush only looks whether the handle is open: whether it reached a disk shows nowhere here,
    and to wait for it, thousands of times, is most of what a sweep takes."""
    monkeypatch.setattr(os, "fsync", os.fstat)


class Faults:
    """Makes the n-th call of the system fail, or all from the n-th on."""

    def __init__(self, at, trouble, *, stays):
        self.at, self.trouble, self.stays = at, trouble, stays
        self.n_calls = 0

    def failing(self, call):
        def failing_call(*arguments, **named):
            self.n_calls += 1
            if self.n_calls == self.at or (self.stays and self.n_calls > self.at):
                if call is _close:
                    call(*arguments)  # What cannot be closed is closed all the same.
                raise self.trouble
            return call(*arguments, **named)

        return failing_call

    @contextlib.contextmanager
    def happening(self):
        with pytest.MonkeyPatch.context() as patch:
            for name in CALLS:
                patch.setattr(os, name, self.failing(getattr(os, name)))
            yield


def check_nothing_is_lost(target):
    """Each name holds what it was, or what was to come; somebody else's what it was."""
    here = held(target)
    for path, content in here.items():
        if not path.endswith(".part"):
            assert content in (OLD.get(path), AFTER.get(path)), path
    assert THEIRS.items() <= here.items()
    for path in OLD.keys() & AFTER.keys():
        assert path in here, f"{path} is gone"
    written = {path for path in here if path not in THEIRS and not path.endswith(".part")}
    assert written <= listed(target), "we have lost track of what we wrote"


@pytest.mark.parametrize(
    ("number", "stays"),
    [
        (errno.EIO, False),
        (errno.ENOSPC, False),
        (errno.EIO, True),
        (errno.ENODEV, True),
        (errno.ENOENT, True),
    ],
    ids=["error-once", "full-once", "broken", "unplugged", "gone"],
)
@pytest.mark.usefixtures("no_waiting")
def test_whichever_call_fails_nothing_is_lost(tmp_path, stick, number, stays):
    n_failures = 0
    for at in range(1, MOST_CALLS):
        target = shutil.copytree(stick, tmp_path / str(at))
        faults = Faults(at, OSError(number, os.strerror(number)), stays=stays)
        with contextlib.suppress(FileError), faults.happening():
            n_failures += 1
            run(target, NEW, deletes=True)
            n_failures -= 1
        check_nothing_is_lost(target)
        run(target, NEW, deletes=True)
        assert held(target) == AFTER
        assert listed(target) == AFTER.keys() - THEIRS.keys()
        again = run(target, NEW, deletes=True)
        assert again.copied == again.removed == ()
        shutil.rmtree(target)
        if faults.n_calls < at:
            break
    else:
        pytest.fail("it never came to its end")
    assert n_failures > 50


@pytest.mark.usefixtures("no_waiting")
def test_ctrl_c_anywhere_loses_nothing(tmp_path, stick):
    for at in range(1, MOST_CALLS):
        target = shutil.copytree(stick, tmp_path / str(at))
        faults = Faults(at, KeyboardInterrupt(), stays=False)
        with faults.happening(), contextlib.suppress(KeyboardInterrupt):
            run(target, NEW, deletes=True)
        check_nothing_is_lost(target)
        run(target, NEW, deletes=True)
        assert held(target) == AFTER
        shutil.rmtree(target)
        if faults.n_calls < at:
            return
    pytest.fail("it never came to its end")


@pytest.mark.parametrize("name", ["write", "fsync", "read", "replace"])
def test_a_failing_call_leaves_nothing_unfinished(tmp_path, name):
    target = prepared(tmp_path / "stick")
    with pytest.MonkeyPatch.context() as patch:

        def fail(*_, **__):
            raise OSError(errno.EIO, os.strerror(errno.EIO))

        patch.setattr(os, name, fail)
        with pytest.raises(FileError):
            run(target, NEW)
    assert parts(target) == []


def test_what_reads_back_otherwise_is_never_renamed(tmp_path):
    """A worn-out or counterfeit stick takes everything and keeps something else."""
    target = prepared(tmp_path / "stick")
    plainly = os.read
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            os, "read", lambda handle, n: plainly(handle, n).replace(b"longer", b"l0nger")
        )
        with pytest.raises(FileError, match="reads back otherwise"):
            run(target, NEW)
    assert held(target) == {**OLD, **THEIRS}


def test_a_write_that_takes_a_part_goes_on(tmp_path):
    target = prepared(tmp_path / "stick")
    plainly = os.write
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "write", lambda handle, data: plainly(handle, bytes(data)[:3]))
        run(target, NEW, deletes=True)
    assert held(target) == AFTER


def test_each_file_is_flushed_before_it_gets_its_name_and_its_folder_after(tmp_path):
    target = tmp_path / "stick"
    target.mkdir()
    happened = []
    plain_sync, plain_replace = os.fsync, os.replace

    def fsync(handle):
        path = Path(f"/proc/self/fd/{handle}").readlink()
        happened.append(("flush", path.name))
        plain_sync(handle)

    def replace(old, new):
        happened.append(("name", Path(new).name))
        plain_replace(old, new)

    if not Path("/proc/self/fd").exists():
        pytest.skip("which file is flushed is only seen in /proc")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", fsync)
        patch.setattr(os, "replace", replace)
        run(target, row(("a.mp3", b"a")))
    at = happened.index(("name", "a.mp3"))
    assert happened[at - 1] == ("flush", ".audioguide.part")
    assert happened[at + 1] == ("flush", "stick")


def test_the_place_of_a_stick_that_was_pulled_out_is_not_written_to(tmp_path, monkeypatch):
    """Its folder may be there still, empty, on the computer's own disk."""
    target = tmp_path / "stick"
    target.mkdir()
    plainly = os.replace

    def replace(old, new):
        plainly(old, new)
        if Path(new).name == "a.mp3":
            target.rename(tmp_path / "pulled")
            target.mkdir()

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(FileError, match="Was it pulled out"):
        run(target, row(("a.mp3", b"a"), ("b.mp3", b"b")))
    assert list(target.iterdir()) == []


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 1 MiB, which needs root to be made."""
    place = tmp_path / "small"
    place.mkdir()
    made = None
    if shutil.which("mount"):
        made = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)],
            capture_output=True,
            check=False,
        )
    if made is None or made.returncode:
        pytest.skip("a small disk cannot be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_disk_that_is_too_small_stays_as_it_is(small_disk):
    run(small_disk, row(("a.mp3", b"a" * 300_000)))
    before = held(small_disk)
    with pytest.raises(FileError, match="not enough room"):
        run(small_disk, row(("a.mp3", b"b" * 600_000)))
    assert held(small_disk) == before


def test_a_disk_that_fills_up_against_its_word_loses_nothing(small_disk, monkeypatch):
    from audioguide.delivery.sync_target import Target

    run(small_disk, row(("a.mp3", b"a" * 300_000), ("b.mp3", b"b" * 300_000)))
    monkeypatch.setattr(Target, "n_free_bytes", lambda _: 1 << 40)
    wanted = row(("a.mp3", b"A" * 200_000), ("b.mp3", b"B" * 900_000))
    with pytest.raises(FileError, match=r"1 of 2 files are there\. The target is full"):
        run(small_disk, wanted)
    assert held(small_disk) == {"a.mp3": b"A" * 200_000, "b.mp3": b"b" * 300_000}
    assert parts(small_disk) == []
    assert run(small_disk, row(("a.mp3", b"A" * 200_000), ("b.mp3", b"c"))).copied == ("b.mp3",)


def test_a_read_only_disk_is_told(small_disk):
    run(small_disk, row(("a.mp3", b"a")))
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert run(small_disk, row(("a.mp3", b"a"))).copied == (), "there is nothing to write"
    with pytest.raises(FileError, match="read-only"):
        run(small_disk, row(("a.mp3", b"b")))
    assert held(small_disk) == {"a.mp3": b"a"}


def test_a_folder_that_is_closed_to_us_is_told(tmp_path):
    if os.geteuid() == 0:
        pytest.skip("nothing is closed to root")
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(FileError, match="Permission denied"):
            run(tmp_path, NEW)
    finally:
        tmp_path.chmod(0o700)


def test_the_tests_see_a_file_that_was_lost(tmp_path):
    target = prepared(tmp_path / "stick")
    (target / "week/02-b.mp3").unlink()
    with pytest.raises(AssertionError, match="is gone"):
        check_nothing_is_lost(target)
    (target / MANIFEST_NAME).unlink()
    (target / "week/02-b.mp3").write_bytes(b"b")
    with pytest.raises(AssertionError, match="lost track"):
        check_nothing_is_lost(target)
