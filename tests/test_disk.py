"""The memory of what was read."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioguide.disk import Disk


def remembered(look):
    disk = Disk()
    look(disk)
    return disk.seen()


def still(seen):
    return all(Disk().sees(path, once) for path, once in seen.items())


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_a_file_is_the_same_where_its_bytes_are(tmp_path_factory, before, after):
    path = tmp_path_factory.mktemp("disk") / "file"
    path.write_bytes(before)
    seen = remembered(lambda disk: disk.read(path, at_most_bytes=100))
    path.write_bytes(after)
    assert still(seen) is (before == after)


def test_a_file_is_read_once(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"before")
    disk = Disk()
    assert disk.read(path, at_most_bytes=100) == b"before"
    path.write_bytes(b"after")
    assert disk.read(path, at_most_bytes=100) == b"before"
    assert not still(disk.seen())


def test_no_more_is_read_than_was_asked_for(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"0123456789")
    assert Disk().read(path, at_most_bytes=4) == b"0123"


@pytest.mark.parametrize("was_there", [True, False])
def test_whether_there_is_a_file(tmp_path, was_there):
    path = tmp_path / "file"
    if was_there:
        path.write_bytes(b"one")
    seen = remembered(lambda disk: disk.is_file(path))
    assert still(seen)
    path.unlink() if was_there else path.write_bytes(b"one")
    assert not still(seen)


def test_what_a_file_holds_counts_more_than_that_it_is_there(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"one")

    def look(disk):
        disk.look(path, at_most_bytes=100)
        disk.is_file(path)

    seen = remembered(look)
    path.write_bytes(b"two")
    assert not still(seen)


def add_file(folder):
    (folder / "new").write_text("")


def add_folder(folder):
    (folder / "new").mkdir()


def make_file_a_folder(folder):
    (folder / "file").unlink()
    (folder / "file").mkdir()


def rename(folder):
    (folder / "file").rename(folder / "other")


@pytest.mark.parametrize("change", [add_file, add_folder, make_file_a_folder, rename])
def test_a_folder_is_the_same_where_its_names_and_kinds_are(tmp_path, change):
    (tmp_path / "file").write_text("one")
    (tmp_path / "folder").mkdir()
    seen = remembered(lambda disk: disk.list_folder(tmp_path))
    (tmp_path / "file").write_text("two")
    (tmp_path / ".hidden").write_text("")
    assert still(seen)
    change(tmp_path)
    assert not still(seen)


def test_what_stands_in_a_folder(tmp_path):
    (tmp_path / "b").write_text("")
    (tmp_path / "a").mkdir()
    (tmp_path / ".c").write_text("")
    (tmp_path / "d").symlink_to(tmp_path / "d")
    listed = Disk().list_folder(tmp_path)
    assert [(one.name, one.is_folder, one.is_file) for one in listed] == [
        ("a", True, False),
        ("b", False, True),
        ("d", False, False),
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
def test_a_pipe_in_a_file_s_place_is_not_waited_for(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"")
    seen = remembered(lambda disk: disk.read(path, at_most_bytes=100))
    path.unlink()
    os.mkfifo(path)
    assert not still(seen)


@pytest.mark.parametrize("once", ["", "content", "content x y", "content -1 y", "names", "else"])
def test_words_that_are_none_are_seen_nowhere(tmp_path, once):
    assert not Disk().sees(str(tmp_path), once)
    assert not Disk().sees(str(tmp_path / "none"), once)
