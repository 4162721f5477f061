"""The clip cache gives back what it was given, or nothing; and its trouble is never fatal."""

import os
import pickle
import random
import resource
import signal
from pathlib import Path

import pytest

from audioguide.errors import FileError
from audioguide.speech import cache
from audioguide.speech.cache import ClipStore, default_folder

CONTENT = bytes(range(256)) * 20
KEY = "0f" * 32 + ".clip"


@pytest.fixture
def store(tmp_path):
    one = ClipStore(tmp_path / "clips")
    yield one
    one.close()


@pytest.fixture
def entry(store, tmp_path):
    store.write(KEY, CONTENT)
    return tmp_path / "clips" / KEY


def test_what_was_written_is_read(store):
    assert store.n_bytes(KEY) is store.read(KEY) is None
    store.write(KEY, CONTENT)
    assert (store.n_bytes(KEY), store.read(KEY)) == (len(CONTENT), CONTENT)
    store.write(KEY, b"")
    assert (store.n_bytes(KEY), store.read(KEY)) == (0, b"")
    assert store.warnings == []


def test_nothing_but_the_entry_is_left_behind(store, entry):
    assert list(entry.parent.iterdir()) == [entry]


def test_no_single_byte_can_change_unnoticed(store, entry):
    whole = entry.read_bytes()
    for position in [*range(60), *random.Random(1).sample(range(60, len(whole)), 50)]:
        damaged = bytearray(whole)
        damaged[position] ^= 1 << position % 8
        entry.write_bytes(damaged)
        assert store.read(KEY) is None, position
        store.write(KEY, CONTENT)
        assert store.read(KEY) == CONTENT


@pytest.mark.parametrize("n_bytes", [0, 1, 55, 56, 57, 1000, -1])
def test_a_cut_entry_is_a_miss_by_its_length_already(store, entry, n_bytes):
    entry.write_bytes(entry.read_bytes()[:n_bytes])
    assert store.n_bytes(KEY) is None
    assert store.read(KEY) is None


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
    assert store.n_bytes(KEY) is None
    assert store.read(KEY) is None
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
    content = entry.read_bytes().replace(b"audioguide clip\x01", b"audioguide clip\x02")
    newer.write_bytes(content)
    assert store.read(newer.name) is None
    assert newer.read_bytes() == content


@pytest.mark.parametrize("obstacle", ["a file", "no permission"])
def test_a_folder_that_cannot_be_written_costs_one_warning(tmp_path, monkeypatch, obstacle):
    folder = tmp_path / "clips"
    if obstacle == "a file":
        folder.write_text("in the way")
    else:

        def refuse(path, content, replace=cache._replace):
            if path.parent == folder:
                raise PermissionError(13, "Permission denied")
            replace(path, content)

        monkeypatch.setattr(cache, "_replace", refuse)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    store = ClipStore(folder)
    store.write(KEY, CONTENT)
    store.write(KEY.replace("0", "1"), CONTENT)
    assert store.read(KEY) == CONTENT
    assert store.n_bytes(KEY) == len(CONTENT)
    assert len(store.warnings) == 1
    assert str(folder) in store.warnings[0]
    temporary = list(tmp_path.glob("audioguide-*"))
    assert len(temporary) == 1
    store.close()
    assert not temporary[0].exists()


def test_a_full_disk_leaves_no_half_entry(store, entry):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(FileError, match="could not write"):
            store.write(KEY, CONTENT * 2)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert store.read(KEY) == CONTENT
    assert list(entry.parent.iterdir()) == [entry]


def test_the_environment_names_the_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("AUDIOGUIDE_CACHE_DIR", str(tmp_path))
    assert default_folder() == tmp_path / "clips"
    monkeypatch.delenv("AUDIOGUIDE_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert default_folder().name == "clips"


def test_without_a_home_there_is_still_a_cache(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    store = ClipStore(Path("~/.cache/audioguide/clips"))
    store.write(KEY, CONTENT)
    assert store.read(KEY) == CONTENT
    assert len(store.warnings) == 1
    assert list(tmp_path.iterdir()) == []
    store.close()
