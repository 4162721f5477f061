"""Upkeep: the least recently used goes first, what is not ours is never touched."""

import os
import shutil
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audioguide.cache import upkeep
from audioguide.cache.entry import HEADER_BYTES, Kind, default_folder
from audioguide.cache.store import Store
from audioguide.cache.survey import survey
from audioguide.errors import UsageError

MINUTE, HOUR, DAY = 60, 3600, 86_400
N_BYTES = 1000 + HEADER_BYTES


@pytest.fixture(autouse=True)
def root(tmp_path, monkeypatch):
    folder = tmp_path / "caches"
    monkeypatch.setenv("AUDIOGUIDE_CACHE_DIR", str(folder))
    monkeypatch.delenv("AUDIOGUIDE_CACHE_LIMIT", raising=False)
    return folder


def keep(number, kind=Kind.ISLAND, *, age_seconds=0.0):
    """Keep an entry of `N_BYTES` that was last used some time ago."""
    key = f"{number:064x}.{kind}"
    Store(default_folder(kind), what="sound").write(key, bytes(1000))
    return aged(default_folder(kind) / key, age_seconds)


def aged(path, age_seconds):
    then_ns = time.time_ns() - int(age_seconds * 10**9)
    os.utime(path, ns=(then_ns, then_ns), follow_symlinks=False)
    return path


def leave_part(number, *, age_seconds, folder="clips"):
    path = (
        default_folder(Kind.CLIP).with_name(folder) / f".{number:064x}.clip.abcd_{number:03d}.part"
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"half")
    return aged(path, age_seconds)


def test_an_empty_cache_is_surveyed_and_kept_without_being_made(root):
    found = survey()
    assert (found.folder, found.n_entries, found.n_bytes, found.n_foreign) == (root, 0, 0, 0)
    assert [one.oldest_use_ns for one in found.kinds] == [None] * len(Kind)
    assert upkeep.prune(0).n_entries == upkeep.clear().n_entries == upkeep.verify().n_whole == 0
    assert not root.exists()


def test_without_a_home_there_is_nothing_to_keep(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for module in ("survey", "upkeep"):
        monkeypatch.setattr(f"audioguide.cache.{module}.cache_folder", lambda: Path("~/.cache"))
    (tmp_path / "~/.cache/clips").mkdir(parents=True)
    mine = tmp_path / "~/.cache/clips" / f"{'0' * 64}.clip"
    mine.write_bytes(b"mine")
    assert survey().n_entries == 0
    assert upkeep.clear().n_entries == 0
    assert upkeep.keep_within_limit(1 << 30) is None
    assert mine.exists()


def test_a_survey_counts_each_kind():
    for number, kind in enumerate(Kind):
        for age_days in range(number + 1):
            keep(number * 10 + age_days, kind, age_seconds=age_days * DAY)
    leave_part(1, age_seconds=0)
    (default_folder(Kind.CLIP) / "notes.txt").write_text("mine")
    found = survey()
    assert [one.n_entries for one in found.kinds] == [1, 2, 3, 4, 5]
    assert [one.n_bytes for one in found.kinds] == [N_BYTES * n for n in (1, 2, 3, 4, 5)]
    assert (found.n_parts, found.part_bytes, found.n_foreign) == (1, 4, 1)
    assert (found.n_entries, found.n_bytes) == (15, 15 * N_BYTES + 4)
    tracks = found.kinds[3]
    age_seconds = (tracks.newest_use_ns - tracks.oldest_use_ns) / 10**9
    assert abs(age_seconds - 3 * DAY) < MINUTE


@settings(deadline=None)  # The disk takes what it takes.
@given(
    ages_hours=st.lists(st.integers(-5, 500), max_size=12, unique=True),
    limit_bytes=st.integers(0, 13 * N_BYTES),
)
def test_what_stays_is_what_was_used_last(ages_hours, limit_bytes):
    upkeep.clear()
    for number, hours in enumerate(ages_hours):
        keep(number, list(Kind)[number % len(Kind)], age_seconds=hours * HOUR)
    n_stay = min(len(ages_hours), limit_bytes // N_BYTES)
    removed = upkeep.prune(limit_bytes)
    assert removed.n_entries == len(ages_hours) - n_stay
    assert removed.n_bytes == removed.n_entries * N_BYTES
    assert removed.left_bytes == survey().n_bytes == n_stay * N_BYTES
    stayed = [one for one in survey().kinds if one.n_entries]
    # A time in the future counts as now, so that those are equal among themselves.
    clamped = sorted(max(hours, 0) for hours in ages_hours)
    now_ns = time.time_ns()
    kept_hours = [max((now_ns - one.oldest_use_ns) / HOUR / 10**9, 0) for one in stayed]
    assert all(hours < clamped[n_stay - 1] + 0.5 for hours in kept_hours)


def test_a_use_saves_an_entry():
    old, older = keep(1, age_seconds=20 * DAY), keep(2, age_seconds=30 * DAY)
    assert Store(older.parent, what="sound").find(older.name)
    upkeep.prune(N_BYTES)
    assert older.exists()
    assert not old.exists()


def test_what_was_used_after_it_was_listed_stays(monkeypatch):
    one, other = keep(1, age_seconds=2 * DAY), keep(2, age_seconds=DAY)

    def list_then_use(list_files=upkeep.list_files):
        found = list_files()
        assert Store(one.parent, what="sound").find(one.name)
        return found

    monkeypatch.setattr(upkeep, "list_files", list_then_use)
    assert upkeep.prune(N_BYTES).n_entries == 1
    assert one.exists()
    assert not other.exists()


def test_what_another_prune_removed_counts_as_gone(monkeypatch):
    entries = [keep(number, age_seconds=DAY * (10 - number)) for number in range(10)]

    def list_then_lose(list_files=upkeep.list_files):
        found = list_files()
        for entry in entries[:5]:
            entry.unlink()
        return found

    monkeypatch.setattr(upkeep, "list_files", list_then_lose)
    assert upkeep.prune(5 * N_BYTES).left_bytes == 5 * N_BYTES
    assert [entry for entry in entries if entry.exists()] == entries[5:]


def test_what_cannot_be_removed_is_passed_over(monkeypatch):
    stuck, free, new = (keep(number, age_seconds=DAY * (3 - number)) for number in range(3))
    unlink = Path.unlink

    def refuse(path, **settings):
        if path == stuck:
            raise PermissionError(13, "The process cannot access the file")
        unlink(path, **settings)

    monkeypatch.setattr(Path, "unlink", refuse)
    removed = upkeep.prune(2 * N_BYTES)
    assert (removed.n_entries, removed.left_bytes) == (1, 2 * N_BYTES)
    assert stuck.exists()
    assert not free.exists()
    assert upkeep.clear().left_bytes == N_BYTES
    assert stuck.exists()
    assert not new.exists()


def test_parts_that_were_left_behind_go():
    stale = [leave_part(number, age_seconds=2 * HOUR) for number in range(1000)]
    future = leave_part(1, age_seconds=-2 * DAY, folder="tracks")
    fresh = leave_part(2, age_seconds=50 * MINUTE, folder="islands")
    assert survey().n_parts == 1002
    removed = upkeep.prune(1 << 30)
    assert (removed.n_parts, removed.n_bytes, removed.n_entries) == (1001, 4004, 0)
    assert not any(path.exists() for path in [*stale, future])
    assert upkeep.clear().n_parts == 0
    assert fresh.exists()


def everything(folder):
    """Every path below a folder, with what tells whether it was touched."""
    return {
        path: (path.lstat().st_mtime_ns, path.lstat().st_mode, path.lstat().st_size)
        for path in sorted(folder.rglob("*"))
        if not path.is_dir() or path.is_symlink()
    }


@pytest.fixture
def home(root, tmp_path):
    """A user's own folder, chosen as that of the caches."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    name = f"{'ab' * 32}.clip"
    (elsewhere / name).write_bytes(b"a target")
    for folder in ("", "clips", "islands", "tracks", "clips/deep", "Documents"):
        (root / folder).mkdir(parents=True, exist_ok=True)
        for own in (
            *("thesis.odt", "film.clip", "a.part", ".hidden.part", ".part", "ab" * 32),
            *(f"{'AB' * 32}.clip", f"{'ab' * 32}.clip.bak", f"{'ab' * 31}.clip"),
            *(f".{'ab' * 32}.clip.part", f"{'ab' * 32}.clip.abcdefgh.part", f"{'ab' * 32}.mp3"),
        ):
            aged(_written(root / folder / own), 400 * DAY)
    for deep in (root / name, root / "clips" / "deep" / name, root / "islands" / name):
        aged(_written(deep), 400 * DAY)
    (root / "clips" / name).symlink_to(elsewhere / name)
    (root / "tracks" / f"{'cd' * 32}.track").mkdir()
    _written(root / "tracks" / f"{'cd' * 32}.track" / "mine.txt")
    os.mkfifo(root / "islands" / f"{'ef' * 32}.island")
    return root


def _written(path):
    path.write_text("mine")
    return path


UPKEEP = {
    "prune": lambda: upkeep.prune(0),
    "clear": upkeep.clear,
    "verify": upkeep.verify,
    "survey": survey,
    "a build": lambda: upkeep.keep_within_limit(1 << 30),
}


@pytest.mark.parametrize("name", UPKEEP)
def test_what_is_not_ours_is_never_touched(home, tmp_path, monkeypatch, name):
    monkeypatch.setenv("AUDIOGUIDE_CACHE_LIMIT", "0")
    before = everything(tmp_path)
    assert len(before) > 70
    keep(1, age_seconds=DAY)
    leave_part(1, age_seconds=DAY)
    UPKEEP[name]()
    upkeep.clear()
    assert everything(tmp_path) == before


@pytest.mark.parametrize("name", UPKEEP)
def test_a_linked_folder_is_not_looked_into(root, tmp_path, monkeypatch, name):
    monkeypatch.setenv("AUDIOGUIDE_CACHE_LIMIT", "0")
    kept = keep(1, age_seconds=DAY)
    shutil.move(kept.parent, tmp_path / "elsewhere")
    kept.parent.symlink_to(tmp_path / "elsewhere")
    UPKEEP[name]()
    assert kept.exists()


def test_a_marker_that_is_a_link_is_not_followed(root, tmp_path):
    root.mkdir()
    target = aged(_written(tmp_path / "target"), DAY)
    (root / upkeep.MARKER).symlink_to(target)
    aged(root / upkeep.MARKER, DAY)
    before = everything(tmp_path)
    assert upkeep.keep_within_limit(1)
    assert everything(tmp_path)[target] == before[target]


def _flip(path):
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)


def _cut(path):
    path.write_bytes(path.read_bytes()[:-1])


def _empty(path):
    path.write_bytes(b"")


def _foreign(path):
    path.write_text("something else")


@pytest.mark.parametrize("damage", [_flip, _cut, _empty, _foreign])
def test_verify_removes_what_is_damaged(damage):
    whole = [keep(number, kind) for number, kind in enumerate(Kind)]
    bad = keep(9)
    damage(bad)
    found = upkeep.verify()
    assert (found.n_whole, found.damaged, found.newer) == (len(Kind), (bad,), ())
    assert not bad.exists()
    assert all(path.exists() for path in whole)


def test_verify_leaves_entries_of_another_version_and_counts_as_no_use():
    newer, plain = keep(1), keep(2)
    newer.write_bytes(newer.read_bytes().replace(b"kept\x01", b"kept\x02"))
    times = [aged(path, DAY).stat().st_mtime_ns for path in (newer, plain)]
    found = upkeep.verify()
    assert (found.n_whole, found.damaged, found.newer) == (1, (), (newer,))
    assert [path.stat().st_mtime_ns for path in (newer, plain)] == times


def test_clear_removes_every_entry_and_leaves_the_folders(root):
    for number, kind in enumerate(Kind):
        keep(number, kind)
    _empty(keep(9))
    assert upkeep.keep_within_limit(1)
    removed = upkeep.clear()
    assert (removed.n_entries, removed.n_bytes, removed.left_bytes) == (6, 5 * N_BYTES, 0)
    assert sorted(path.name for path in root.rglob("*")) == [
        *("clips", "islands", "pictures", "tracks")
    ]


def test_a_build_prunes_when_it_is_due(root, monkeypatch):
    monkeypatch.setenv("AUDIOGUIDE_CACHE_LIMIT", f"{N_BYTES} B")
    entries = [keep(number, age_seconds=DAY * (5 - number)) for number in range(5)]
    marker = root / upkeep.MARKER
    assert upkeep.keep_within_limit(0) is None
    assert upkeep.keep_within_limit(1).n_entries == 4
    assert [path for path in entries if path.exists()] == entries[-1:]
    for age_seconds, n_written_bytes, is_due in (
        (0, 64 << 20, False),
        (0, (64 << 20) + 1, True),
        (9 * MINUTE, 1, False),
        (11 * MINUTE, 0, False),
        (11 * MINUTE, 1, True),
        (-11 * MINUTE, 1, True),
    ):
        aged(marker, age_seconds)
        assert (upkeep.keep_within_limit(n_written_bytes) is not None) == is_due, age_seconds
        if is_due:
            assert abs(marker.stat().st_mtime - time.time()) < MINUTE


def test_a_build_leaves_what_is_within_the_limit():
    entry = keep(1, age_seconds=400 * DAY)
    assert upkeep.keep_within_limit(1 << 30).n_entries == 0
    assert entry.exists()


@pytest.mark.parametrize("n_written_bytes", [0, 1])
def test_a_limit_that_is_none_is_wrong_usage(monkeypatch, n_written_bytes):
    monkeypatch.setenv("AUDIOGUIDE_CACHE_LIMIT", "plenty")
    with pytest.raises(UsageError, match="AUDIOGUIDE_CACHE_LIMIT"):
        upkeep.keep_within_limit(n_written_bytes)
