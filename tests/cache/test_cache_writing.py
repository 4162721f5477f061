"""What happens while an entry is written: errors of the caller, full and closed disks."""

import errno
import io
import os
import resource
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audioguide.cache import part, upkeep
from audioguide.cache import store as store_module
from audioguide.cache.store import Store
from audioguide.errors import FileError

CONTENT = bytes(range(256)) * 20
KEY = "0f" * 32 + ".island"
OTHER_KEY = "1f" * 32 + ".island"


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """Where temporary folders are made."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


@pytest.fixture
def store(tmp_path, temporary):
    one = Store(tmp_path / "islands", what="sound")
    yield one
    one.close()
    assert list(temporary.iterdir()) == []


def read(store, key=KEY):
    """The content by each of the ways to it, which agree."""
    entry, content, stream = store.find(key), store.read(key), store.open(key)
    if content is None:
        assert stream is None
        return None
    with stream:
        assert stream.read() == content
    assert entry.n_bytes == len(content)
    return content


def fill_disks(patch, room_bytes):
    """Make folders, and what is in them, full after so many more bytes each."""
    left_bytes = dict(room_bytes)
    write = io.FileIO.write

    def write_as_far_as_there_is_room(sink, content):
        for folder, n_bytes in left_bytes.items():
            # At 0 the header goes over bytes that are there.
            if sink.path.is_relative_to(folder) and sink.tell() > 0:
                if n_bytes <= 0:
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                left_bytes[folder] -= len(content[:n_bytes])
                return write(sink, content[:n_bytes])
        return write(sink, content)

    patch.setattr(part._FileSink, "write", write_as_far_as_there_is_room, raising=False)


@pytest.fixture
def full(monkeypatch):
    return lambda room_bytes: fill_disks(monkeypatch, room_bytes)


def write_half(store, trouble):
    with store.writing(KEY) as stream:
        stream.write(b"half")
        stream.flush()
        stream.write(b"of it")
        raise trouble


@pytest.mark.parametrize("trouble", [RuntimeError, KeyboardInterrupt, OSError])
def test_a_block_that_raises_leaves_what_was_there(store, tmp_path, trouble):
    store.write(KEY, CONTENT)
    with pytest.raises(trouble):
        write_half(store, trouble)
    assert read(store) == CONTENT
    assert [path.name for path in (tmp_path / "islands").iterdir()] == [KEY]
    assert store.warnings == []


def test_a_stream_is_dead_after_its_block(store):
    with store.writing(KEY) as stream:
        stream.write(CONTENT)
    with pytest.raises(ValueError, match="closed"):
        stream.write(b"more")
    assert read(store) == CONTENT


def test_bytes_are_counted_once_they_are_an_entry(store):
    store.write(KEY, CONTENT)
    with pytest.raises(RuntimeError):
        write_half(store, RuntimeError)
    assert store.n_written_bytes == len(CONTENT)


@pytest.mark.parametrize("room_bytes", [0, 1, 5000, 1 << 17, 300_000, 2_500_000])
def test_a_disk_that_fills_up_costs_one_warning(store, tmp_path, temporary, full, room_bytes):
    content = CONTENT * 600
    store.write(OTHER_KEY, CONTENT)
    full({tmp_path / "islands": room_bytes})
    with store.writing(KEY) as stream:
        for start in range(0, len(content), 313):
            stream.write(content[start : start + 313])
    assert read(store) == content
    assert read(store, OTHER_KEY) == CONTENT
    folder = tmp_path / "islands"
    assert store.warnings == [
        f"sound is not kept for the next build: {folder}: No space left on device"
    ]
    assert [path.name for path in folder.iterdir()] == [OTHER_KEY]


def test_where_the_temporary_folder_is_full_too_memory_does(store, tmp_path, temporary, full):
    full({tmp_path / "islands": 3000, temporary: 4000})
    with store.writing(KEY) as stream:
        for _ in range(100):
            stream.write(CONTENT)
            stream.flush()
    store.write(OTHER_KEY, CONTENT)
    assert read(store) == CONTENT * 100
    assert read(store, OTHER_KEY) == CONTENT
    assert len(store.warnings) == 1
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_what_is_written_once_there_is_room_replaces_what_memory_holds(
    store, tmp_path, temporary, full
):
    full({tmp_path: 0})
    store.write(KEY, b"old")
    full({})
    store.write(KEY, b"new")
    assert read(store) == b"new"


def test_no_temporary_folder_is_no_end_either(store, tmp_path, monkeypatch, full):
    def refuse(**_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    full({tmp_path / "islands": 3000})
    store.write(KEY, CONTENT)
    assert read(store) == CONTENT
    assert len(store.warnings) == 1


def test_memory_has_a_limit(store, tmp_path, temporary, full, monkeypatch):
    monkeypatch.setattr(store_module, "MEMORY_BYTES", 3 * len(CONTENT))
    full({tmp_path: 0})
    store.write(KEY, CONTENT)
    store.write(OTHER_KEY, CONTENT * 2)
    with pytest.raises(FileError, match="neither the cache nor"):
        store.write("2f" * 32 + ".island", b"x")
    assert read(store) == CONTENT
    assert read(store, OTHER_KEY) == CONTENT * 2
    assert len(store.warnings) == 1


@settings(deadline=None)  # The disk takes what it takes.
@given(
    chunks=st.lists(st.binary(max_size=3000), max_size=8),
    room_bytes=st.tuples(st.integers(0, 9000), st.integers(0, 9000)),
    is_flushed=st.booleans(),
)
def test_wherever_disks_fill_up_the_content_is_whole(chunks, room_bytes, is_flushed):
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        folder, temporary = Path(name, "islands"), Path(name, "temporary")
        temporary.mkdir()
        patch.setattr("tempfile.tempdir", str(temporary))
        fill_disks(patch, {folder: room_bytes[0], temporary: room_bytes[1]})
        store = Store(folder, what="sound")
        for key in (KEY, OTHER_KEY):
            with store.writing(key) as stream:
                for chunk in chunks:
                    stream.write(chunk)
                    if is_flushed:
                        stream.flush()
        for key in (KEY, OTHER_KEY):
            assert read(store, key) == b"".join(chunks)
        assert len(store.warnings) <= 1
        assert not list(Path(name).rglob("*.part"))
        store.close()


def test_a_limit_on_the_size_of_files_is_survived(store, tmp_path):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        store.write(KEY, CONTENT)
        assert read(store) == CONTENT
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert len(store.warnings) == 1
    assert list((tmp_path / "islands").iterdir()) == []


def test_a_folder_that_cannot_be_made_costs_one_warning(tmp_path, temporary):
    folder = tmp_path / "islands"
    folder.write_text("in the way")
    store = Store(folder, what="sound")
    store.write(KEY, CONTENT)
    store.write(OTHER_KEY, CONTENT)
    assert read(store) == read(store, OTHER_KEY) == CONTENT
    assert len(store.warnings) == 1
    assert str(folder) in store.warnings[0]
    assert len(list(temporary.iterdir())) == 1
    store.close()
    assert list(temporary.iterdir()) == []


def test_a_damaged_entry_that_cannot_be_replaced_hides_nothing(store, tmp_path, full):
    store.write(KEY, CONTENT)
    entry = tmp_path / "islands" / KEY
    entry.write_bytes(entry.read_bytes()[:-2] + b"!!")
    full({tmp_path / "islands": 0})
    assert store.read(KEY) is None
    store.write(KEY, b"new")
    assert read(store) == b"new"


def test_without_a_home_there_is_still_a_store(monkeypatch, tmp_path, temporary):
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    store = Store(Path("~/.cache/audioguide/islands"), what="sound")
    store.write(KEY, CONTENT)
    assert read(store) == CONTENT
    assert len(store.warnings) == 1
    assert sorted(tmp_path.iterdir()) == before
    store.close()


def test_a_cache_that_is_deleted_under_our_hands_is_survived(store, tmp_path):
    with store.writing(KEY) as stream:
        stream.write(CONTENT)
        stream.flush()
        shutil.rmtree(tmp_path / "islands")
        stream.write(CONTENT)
    assert read(store) == CONTENT * 2


def test_a_part_that_is_swept_while_it_is_written_is_survived(tmp_path, temporary, monkeypatch):
    """As after a night in which the computer slept."""
    monkeypatch.setenv("AUDIOGUIDE_CACHE_DIR", str(tmp_path))
    store = Store(tmp_path / "islands", what="sound")
    with store.writing(KEY) as stream:
        stream.write(CONTENT)
        stream.flush()
        (unfinished,) = (tmp_path / "islands").glob(".*.part")
        yesterday = time.time() - 86_400
        os.utime(unfinished, (yesterday, yesterday))
        assert upkeep.prune(0).n_parts == 1
        stream.write(CONTENT)
    assert read(store) == CONTENT * 2
    store.close()


def test_many_threads_share_one_warning_and_one_temporary_folder(store, tmp_path, temporary, full):
    store.write(KEY, CONTENT)
    full({tmp_path / "islands": 20_000})
    wrong = []

    def use(number):
        for turn in range(20):
            key = f"{number * 100 + turn:064x}.island"
            content = key.encode() * 20
            store.write(key, content)
            shared = f"{turn:064x}.track"
            store.write(shared, shared.encode() * 50)
            if (store.read(key), store.read(shared)) != (content, shared.encode() * 50):
                wrong.append(key)

    threads = [threading.Thread(target=use, args=(number,)) for number in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(store.warnings) == 1
    assert len(list(temporary.iterdir())) == 1


def test_threads_that_fail_at_once_wait_for_the_temporary_folder(
    store, tmp_path, temporary, full, monkeypatch
):
    full({tmp_path / "islands": 0})
    start = threading.Barrier(4)

    def make_slowly(make=tempfile.mkdtemp, **settings):
        threading.Event().wait(0.05)  # Long enough for the other threads to come too.
        return make(**settings)

    def write(number):
        start.wait()
        store.write(f"{number:064x}.island", CONTENT)

    monkeypatch.setattr(tempfile, "mkdtemp", make_slowly)
    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.warnings) == 1
    assert len(list(temporary.rglob("*.island"))) == 4


@pytest.fixture
def small_disk(tmp_path):
    """A disk of a mebibyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    try:
        is_mounted = subprocess.run(mount, capture_output=True).returncode == 0
    except OSError:
        is_mounted = False
    if not is_mounted:
        pytest.skip("only root may mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_disk_that_is_really_full(small_disk, temporary):
    store = Store(small_disk / "islands", what="sound")
    keys = [f"{number:064x}.island" for number in range(30)]
    for key in keys:
        with store.writing(key) as stream:
            for _ in range(40):
                stream.write(key.encode() * 30)
    for key in keys:
        assert read(store, key) == key.encode() * 1200
    assert store.warnings == [
        f"sound is not kept for the next build: {small_disk / 'islands'}: No space left on device"
    ]
    kept = list((small_disk / "islands").iterdir())
    assert 0 < len(kept) < len(keys)
    assert not [path for path in kept if path.suffix == ".part"]
    store.close()


def test_a_read_only_disk_is_read_and_left_alone(small_disk, temporary, monkeypatch):
    monkeypatch.setenv("AUDIOGUIDE_CACHE_DIR", str(small_disk))
    Store(small_disk / "islands", what="sound").write(KEY, CONTENT)
    yesterday = time.time() - 86_400
    os.utime(small_disk / "islands" / KEY, (yesterday, yesterday))
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    store = Store(small_disk / "islands", what="sound")
    assert read(store) == CONTENT
    assert store.warnings == []
    store.write(OTHER_KEY, CONTENT)
    assert read(store, OTHER_KEY) == CONTENT
    assert len(store.warnings) == 1
    assert upkeep.prune(0).n_entries == 0
    assert upkeep.clear().left_bytes > 0
    assert upkeep.keep_within_limit(1 << 30).n_entries == 0
    assert upkeep.verify().n_whole == 1
    store.close()
