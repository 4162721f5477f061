"""Covers on their way to a device, and tracks that go while they are copied."""

import numpy as np
import pytest
from linking import write
from msgspec.structs import replace

from audioguide.contents import ChapterMark, Contents, Picture
from audioguide.delivery.devices import DEVICES
from audioguide.delivery.sync import sync
from audioguide.errors import FileError
from audioguide.mp3.retag import retagged
from audioguide.mp3.tag_reader import read_contents
from audioguide.mp3.tags import EVERYTHING
from tests.delivery.syncing import held, parts

NO_PICTURE = Picture("image/png", b"\x89PNG\r\n\x1a\n" + b"no picture" * 20)
OURS = Contents(
    title="Neck",
    language="en",
    length_ms=1000,
    artist="audioguide",
    album="audioguide",
    genre="Speech",
    routine_hash="0123456789abcdef",
    chapters=(ChapterMark("All", 0, 1000, NO_PICTURE),),
    cover=NO_PICTURE,
)


@pytest.fixture
def put(tmp_path):
    """Put a track of a second somewhere."""
    bare = write(tmp_path / "bare.mp3", np.zeros(44_100, np.int16))

    def put_track(name, **changes):
        path = tmp_path / name
        with path.open("wb") as target:
            retagged(bare, target, replace(OURS, **changes), EVERYTHING)
        return path

    return put_track


@pytest.fixture
def stick(tmp_path):
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


@pytest.mark.parametrize("name", DEVICES)
def test_a_cover_that_is_no_picture_keeps_no_track_from_its_device(put, stick, name):
    device = DEVICES[name]
    sync(stick, [put("neck.mp3")], device=device)
    found = read_contents(stick / "neck.mp3")
    is_as_it_was = device.cover_px is not None and device.cover_px >= 600
    assert found.cover == (NO_PICTURE if is_as_it_was else None)
    shown = NO_PICTURE if device.has_chapter_pictures else None
    assert found.chapters == (ChapterMark("All", 0, 1000, shown),)
    assert found.title == "Neck"


def test_what_is_not_ours_keeps_its_own_tags_on_any_device(put, stick):
    path = put("song.mp3", routine_hash="")
    sync(stick, [path], device=DEVICES["speaker"])
    assert held(stick) == {"song.mp3": path.read_bytes()}


def test_a_track_that_goes_while_it_is_copied_is_named(put, stick):
    path = put("neck.mp3", routine_hash="")

    def gone(stage, *_):
        if stage == "read":
            path.unlink()

    with pytest.raises(FileError, match=r"could not read .*neck\.mp3"):
        sync(stick, [path], on_progress=gone)
    assert held(stick) == {}
    assert parts(stick) == []
