"""A store gives back what it was given, or nothing; and its trouble is never fatal."""

import os
import pickle
import random
import time
import tracemalloc
from pathlib import Path

import pytest

from audioguide.cache.entry import Entry, Kind, default_folder
from audioguide.cache.store import Store

CONTENT = bytes(range(256)) * 20
KEY = "0f" * 32 + ".clip"
DAY_SECONDS = 86_400


@pytest.fixture
def store(tmp_path):
    one = Store(tmp_path / "clips", what="speech")
    yield one
    one.close()


@pytest.fixture
def entry(store, tmp_path):
    store.write(KEY, CONTENT)
    return tmp_path / "clips" / KEY


def opened(store, key):
    """What `open` gives, read whole."""
    stream = store.open(key)
    if stream is None:
        return None
    with stream:
        return stream.read()


@pytest.mark.parametrize("kind", Kind)
def test_what_was_written_is_found_and_read(store, kind):
    key = f"{'0f' * 32}.{kind}"
    assert store.find(key) is store.read(key) is store.open(key) is None
    for content in (CONTENT, b"", b"x" * 3_000_001):
        store.write(key, content)
        assert store.find(key).n_bytes == len(content)
        assert store.read(key) == opened(store, key) == content
    assert store.warnings == []


def test_an_entry_knows_the_digest_of_its_content(store):
    store.write(KEY, b"abc")
    # Source: FIPS 180-2, appendix B.1.
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert store.find(KEY) == Entry(3, digest)


def test_nothing_but_the_entry_is_left_behind(store, entry):
    assert list(entry.parent.iterdir()) == [entry]


@pytest.mark.parametrize(
    "key",
    [
        "../" + KEY,
        "/" + KEY,
        KEY + "/",
        KEY + "\n",
        KEY[1:],
        "0" + KEY,
        KEY.upper(),
        KEY.replace("clip", "pickle"),
        KEY.replace("clip", "part"),
        KEY.replace(".", "/"),
        "." + KEY[1:],
        "",
    ],
)
def test_only_names_of_entries_are_keys(store, entry, key):
    for use in (store.find, store.read, store.open, lambda key: store.write(key, b"")):
        with pytest.raises(ValueError, match="no name of a cache entry"):
            use(key)
    with pytest.raises(ValueError, match="no name"), store.writing(key):
        pass
    assert list(entry.parent.iterdir()) == [entry]


def test_no_single_byte_can_change_unnoticed(store, entry):
    whole = entry.read_bytes()
    for position in [*range(60), *random.Random(1).sample(range(60, len(whole)), 50)]:
        damaged = bytearray(whole)
        damaged[position] ^= 1 << position % 8
        entry.write_bytes(damaged)
        assert store.read(KEY) is store.open(KEY) is None, position
        store.write(KEY, CONTENT)
        assert store.read(KEY) == opened(store, KEY) == CONTENT


@pytest.mark.parametrize("n_bytes", [0, 1, 55, 56, 57, 1000, -1])
def test_a_cut_entry_is_a_miss_by_its_length_already(store, entry, n_bytes):
    entry.write_bytes(entry.read_bytes()[:n_bytes])
    assert store.find(KEY) is store.read(KEY) is store.open(KEY) is None


def test_an_entry_with_something_behind_it_is_a_miss(store, entry):
    entry.write_bytes(entry.read_bytes() + b"\0")
    assert store.find(KEY) is store.read(KEY) is store.open(KEY) is None


def _link(entry: Path) -> None:
    other = entry.with_suffix(".other")
    entry.rename(other)
    entry.symlink_to(other)


def _folder(entry: Path) -> None:
    entry.unlink()
    entry.mkdir()
    (entry / "within").write_text("something")


def _pipe(entry: Path) -> None:
    entry.unlink()
    os.mkfifo(entry)


def _pickle(entry: Path) -> None:
    class Bomb:
        def __reduce__(self):
            return os._exit, (3,)

    entry.write_bytes(pickle.dumps(Bomb()))


def _wav(entry: Path) -> None:
    entry.write_bytes(b"RIFF\x24\0\0\0WAVEfmt " + bytes(100))


@pytest.mark.parametrize("spoil", [_link, _folder, _pipe, _pickle, _wav, Path.unlink])
def test_what_is_no_entry_is_a_miss_and_replaced(store, entry, spoil):
    spoil(entry)
    assert store.find(KEY) is store.read(KEY) is store.open(KEY) is None
    store.write(KEY, CONTENT)
    assert store.read(KEY) == CONTENT
    assert entry.is_file()
    assert not entry.is_symlink()
    assert store.warnings == []


def test_a_replaced_link_leaves_its_target_alone(store, entry, tmp_path):
    target = tmp_path / "precious"
    target.write_text("precious")
    entry.unlink()
    entry.symlink_to(target)
    store.write(KEY, CONTENT)
    assert target.read_text() == "precious"


def test_an_entry_of_a_newer_version_is_left_where_it_is(store, entry):
    newer = entry.with_name("ab" * 32 + ".clip")
    content = entry.read_bytes().replace(b"audioguide kept\x01", b"audioguide kept\x02")
    newer.write_bytes(content)
    assert store.find(newer.name) is store.read(newer.name) is store.open(newer.name) is None
    assert newer.read_bytes() == content


USES = (Store.find, Store.read, opened)


def aged(entry, seconds):
    """Set an entry's time back, or forward."""
    then = time.time() - seconds
    os.utime(entry, (then, then))
    return entry.stat().st_mtime_ns


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("seconds", [3700, 400 * DAY_SECONDS, -DAY_SECONDS])
def test_a_use_is_noted(store, entry, use, seconds):
    aged(entry, seconds)
    assert use(store, KEY)
    assert abs(entry.stat().st_mtime - time.time()) < 60


@pytest.mark.parametrize("use", USES)
def test_a_use_is_noted_to_the_hour(store, entry, use):
    before_ns = aged(entry, 3000)
    assert use(store, KEY)
    assert entry.stat().st_mtime_ns == before_ns


@pytest.mark.parametrize("use", USES)
def test_a_use_that_cannot_be_noted_is_a_use_all_the_same(store, entry, use, monkeypatch):
    def refuse(*_):
        raise PermissionError(1, "Operation not permitted")

    refuse_for = {refuse}
    monkeypatch.setattr(os, "utime", refuse)
    monkeypatch.setattr(os, "supports_fd", refuse_for)
    aged_ns = entry.stat().st_mtime_ns
    monkeypatch.setattr(time, "time", lambda: aged_ns / 1e9 + DAY_SECONDS)
    assert use(store, KEY)
    assert store.warnings == []


def test_a_big_entry_is_written_and_opened_in_constant_memory(store):
    block = random.Random(1).randbytes(1 << 20)
    tracemalloc.start()
    try:
        with store.writing(KEY) as stream:
            for _ in range(32):
                stream.write(block)
        with store.open(KEY) as stream:
            n_bytes = sum(len(chunk) for chunk in iter(lambda: stream.read(1 << 16), b""))
        peak_bytes = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert n_bytes == 32 << 20
    assert peak_bytes < 4 << 20


def test_what_is_opened_stays_when_the_entry_is_replaced(store, entry):
    with store.open(KEY) as stream:
        store.write(KEY, b"something else")
        assert stream.read() == CONTENT


def test_the_environment_names_the_folders(monkeypatch, tmp_path):
    monkeypatch.setenv("AUDIOGUIDE_CACHE_DIR", str(tmp_path))
    folders = {kind: default_folder(kind).relative_to(tmp_path).as_posix() for kind in Kind}
    assert folders == {
        "clip": "clips",
        "level": "clips",
        "island": "islands",
        "track": "tracks",
        "picture": "pictures",
    }
    monkeypatch.delenv("AUDIOGUIDE_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert default_folder(Kind.CLIP).name == "clips"


def test_the_names_of_all_entries_and_of_nothing_else(tmp_path):
    store = Store(tmp_path, what="speech")
    assert store.keys() == frozenset()
    names = {f"{digit * 64}.clip" for digit in "0af"}
    for name in names:
        store.write(name, b"content")
    (tmp_path / "notes.txt").write_text("not ours")
    (tmp_path / f".{'0' * 64}.clip.abcdefgh.part").write_text("on its way")
    assert store.keys() == names
