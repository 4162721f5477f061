"""Shelves: the order of a folder of tracks, and folders that mean harm."""

import os
import sys
from pathlib import Path

import pytest
from linking import write
from msgspec.structs import replace

from audioguide.contents import ChapterMark, Contents, Picture
from audioguide.delivery import shelf as shelf_module
from audioguide.delivery.playlist import MAX_FILE_BYTES, Entry, m3u8
from audioguide.delivery.shelf import read_shelf
from audioguide.errors import FileError
from audioguide.mp3.retag import retagged
from audioguide.mp3.tags import EVERYTHING

PLAIN = Contents(
    title="Neck",
    language="en",
    length_ms=100,
    artist="audioguide",
    album="audioguide",
    genre="Speech",
    routine_hash="0123456789abcdef",
)


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    import numpy as np

    return write(tmp_path_factory.mktemp("bare") / "bare.mp3", np.zeros(4410, np.int16))


@pytest.fixture
def put(tmp_path, bare):
    """Put a track into the folder."""

    def put_track(name, **changes):
        path = tmp_path / name
        with path.open("wb") as target:
            retagged(bare, target, replace(PLAIN, **{"title": name, **changes}), EVERYTHING)
        return path

    return put_track


def names(folder):
    return [track.name for track in read_shelf(folder).tracks]


def playlist(folder, *listed, name="list.m3u8", title="Mine"):
    text = m3u8(title, [Entry(one, one, 100) for one in listed])
    (folder / name).write_text(text, "utf-8")


def test_a_track_has_its_bytes_and_contents(tmp_path, put):
    path = put("a.mp3", title="Ruhe & <Kraft>")
    (track,) = read_shelf(tmp_path).tracks
    assert (track.path, track.name, track.n_bytes) == (path, "a.mp3", path.stat().st_size)
    assert track.contents.title == "Ruhe & <Kraft>"


def test_without_a_playlist_tracks_go_by_number_then_by_name(tmp_path, put):
    for name, number in (("z.mp3", 1), ("b10.mp3", None), ("b9.mp3", None), ("a.mp3", 2)):
        put(name, track_number=number)
    assert names(tmp_path) == ["z.mp3", "a.mp3", "b9.mp3", "b10.mp3"]


def test_pictures_are_there_as_long_as_memory_is(tmp_path, put, monkeypatch):
    picture = Picture("image/png", b"\x89PNG\r\n\x1a\n" + bytes(992))
    mark = ChapterMark("All", 0, 100, picture)
    for name in ("a.mp3", "b.mp3", "c.mp3"):
        put(name, cover=picture, chapters=(mark,))
    monkeypatch.setattr(shelf_module, "_MOST_PICTURE_BYTES", 4999)
    shelf = read_shelf(tmp_path)
    found = [(one.contents.cover, one.contents.chapters[0].picture) for one in shelf.tracks]
    assert found == [(picture, picture), (picture, picture), (None, None)]
    assert shelf.tracks[2].contents.chapters[0].title == "All"
    assert shelf.notes[0].startswith("1 track without pictures")


def test_with_a_playlist_they_go_by_it_and_the_rest_is_told(tmp_path, put):
    for name in ("a.mp3", "b.mp3", "c.mp3"):
        put(name)
    playlist(tmp_path, "c.mp3", "gone.mp3", "a.mp3")
    shelf = read_shelf(tmp_path)
    assert [track.name for track in shelf.tracks] == ["c.mp3", "a.mp3"]
    assert shelf.playlist == tmp_path / "list.m3u8"
    assert shelf.notes == (
        "list.m3u8 lists what is not there: gone.mp3",
        "list.m3u8 does not list b.mp3",
    )


def test_a_playlist_of_nothing_that_is_there_is_not_gone_by(tmp_path, put):
    put("a.mp3")
    playlist(tmp_path, "../a.mp3", "/a.mp3", "http://host/a.mp3")
    shelf = read_shelf(tmp_path)
    assert [track.name for track in shelf.tracks] == ["a.mp3"]
    assert "3 entries lead out of the folder" in shelf.notes[0]


def test_ours_wins_over_others_and_the_newest_over_the_older(tmp_path, put):
    for name in ("a.mp3", "b.mp3"):
        put(name)
    playlist(tmp_path, "a.mp3", name="old.m3u8", title="Old")
    playlist(tmp_path, "b.mp3", name="new.m3u8", title="New")
    os.utime(tmp_path / "old.m3u8", (1, 1))
    (tmp_path / "theirs.m3u8").write_text("a.mp3\nb.mp3\n")
    assert read_shelf(tmp_path).title == "New"
    (tmp_path / "new.m3u8").unlink()
    assert read_shelf(tmp_path).title == "Old"
    (tmp_path / "old.m3u8").unlink()
    assert names(tmp_path) == ["a.mp3", "b.mp3"]


def test_of_several_by_others_none_is_chosen(tmp_path, put):
    for name in ("a.mp3", "b.mp3"):
        put(name)
    (tmp_path / "x.m3u8").write_text("b.mp3\n")
    assert names(tmp_path) == ["b.mp3"]
    (tmp_path / "y.m3u8").write_text("a.mp3\n")
    shelf = read_shelf(tmp_path)
    assert len(shelf.tracks) == 2
    assert shelf.notes == ("x.m3u8, y.m3u8: one playlist decides over the order, and here are 2",)


def test_the_title_is_the_playlist_s_the_programme_s_or_the_folder_s(tmp_path, put):
    folder = tmp_path
    put("a.mp3", album="Six weeks", track_number=1, n_tracks=2)
    put("b.mp3", album="Six weeks", track_number=2, n_tracks=2)
    assert read_shelf(folder).title == "Six weeks"
    put("c.mp3", album="Other", track_number=1, n_tracks=1)
    assert (
        read_shelf(folder).title.lower() == folder.name.replace("_", " ").replace("-", " ").lower()
    )
    playlist(folder, "a.mp3", title="Ruhe & <Kraft>")
    assert read_shelf(folder).title == "Ruhe & <Kraft>"


def test_what_is_no_mp3_is_left_out_with_a_word(tmp_path, put):
    put("good.mp3")
    (tmp_path / "fake.mp3").write_text("<html>")
    (tmp_path / "empty.mp3").touch()
    (tmp_path / "sound.wav").touch()
    (tmp_path / "folder.mp3").mkdir()
    (tmp_path / ".hidden.mp3").write_text("x")
    (tmp_path / "notes.txt").write_text("x")
    shelf = read_shelf(tmp_path)
    assert [track.name for track in shelf.tracks] == ["good.mp3"]
    told = "\n".join(shelf.notes)
    for name in ("fake.mp3", "empty.mp3", "sound.wav", "folder.mp3"):
        assert name in told
    assert ".hidden" not in told
    assert "notes.txt" not in told


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_are_not_followed(tmp_path, put):
    outside = tmp_path / "outside"
    outside.mkdir()
    inside = tmp_path / "inside"
    inside.mkdir()
    put("secret.mp3").rename(outside / "secret.mp3")
    put("good.mp3").rename(inside / "good.mp3")
    (inside / "link.mp3").symlink_to(outside / "secret.mp3")
    (inside / "near.mp3").symlink_to("good.mp3")
    (inside / "folder").symlink_to(outside)
    (inside / "list.m3u8").symlink_to(tmp_path / "nowhere.m3u8")
    shelf = read_shelf(inside)
    assert [track.name for track in shelf.tracks] == ["good.mp3"]
    assert sum("links are not followed" in note for note in shelf.notes) == 3
    (tmp_path / "door").symlink_to(inside)
    assert names(tmp_path / "door") == ["good.mp3"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
@pytest.mark.timeout(60)
def test_a_pipe_is_not_waited_for(tmp_path, put):
    put("good.mp3")
    os.mkfifo(tmp_path / "pipe.mp3")
    os.mkfifo(tmp_path / "pipe.m3u8")
    assert names(tmp_path) == ["good.mp3"]


@pytest.mark.skipif(sys.platform != "linux", reason="names are text there")
@pytest.mark.parametrize("name", [b"a\xff.mp3", b"a\nb.mp3", b"a\x1b[31m.mp3", "a\u202e3pm.mp3"])
def test_names_that_cannot_be_shown_are_left_out(tmp_path, put, name):
    put("good.mp3")
    strange = os.fsdecode(name if isinstance(name, bytes) else name.encode())
    os.link(tmp_path / "good.mp3", tmp_path / strange)
    shelf = read_shelf(tmp_path)
    assert [track.name for track in shelf.tracks] == ["good.mp3"]
    (note,) = shelf.notes
    assert note.isprintable()


def test_names_of_every_language_are_taken(tmp_path, put):
    for name in ("Rücken.mp3", "पीठ.mp3", "🧘🏽‍♀️.mp3", "a & <b>.mp3"):
        put(name)
    assert len(read_shelf(tmp_path).tracks) == 4


def test_a_huge_playlist_is_none(tmp_path, put):
    put("a.mp3")
    (tmp_path / "big.m3u8").write_bytes(b"b.mp3\n" * (MAX_FILE_BYTES // 6 + 1))
    shelf = read_shelf(tmp_path)
    assert [track.name for track in shelf.tracks] == ["a.mp3"]
    assert "no playlist is larger" in shelf.notes[0]


def test_tracks_are_bounded(tmp_path, put, monkeypatch):
    monkeypatch.setattr(shelf_module, "_MOST_TRACKS", 2)
    for name in ("a.mp3", "b.mp3", "c.mp3"):
        put(name)
    shelf = read_shelf(tmp_path)
    assert [track.name for track in shelf.tracks] == ["a.mp3", "b.mp3"]
    assert "1 more" in shelf.notes[0]


def test_a_folder_without_tracks_names_those_with_some(tmp_path, put):
    (tmp_path / "week").mkdir()
    put("a.mp3").rename(tmp_path / "week" / "a.mp3")
    (tmp_path / "fake.mp3").write_text("no")
    with pytest.raises(FileError, match=r"no MP3 in .*fake\.mp3: .*there is some in .*week"):
        read_shelf(tmp_path)


@pytest.mark.parametrize("what", ["missing", "file"])
def test_what_is_no_folder(tmp_path, what):
    (tmp_path / "file").touch()
    with pytest.raises(FileError, match=r"could not read .*; name a folder of tracks"):
        read_shelf(tmp_path / what)


def test_an_unreadable_track_is_told(tmp_path, put, monkeypatch):
    put("a.mp3")
    put("b.mp3")
    stat = Path.stat

    def refused(path, **how):
        if path.name == "a.mp3":
            raise PermissionError(13, "Permission denied")
        return stat(path, **how)

    monkeypatch.setattr(Path, "stat", refused)
    shelf = read_shelf(tmp_path)
    assert [track.name for track in shelf.tracks] == ["b.mp3"]
    assert "Permission denied" in shelf.notes[0]
