"""The same sound under other tags."""

import io

import numpy as np
import pytest
from judges import decoded, mp3val_warnings
from linking import write
from msgspec.structs import replace
from mutagen.mp3 import MP3
from tagging import FULL, JPEG, picture, tagged

from audioguide.contents import ChapterMark, TimedLine
from audioguide.errors import FileError
from audioguide.mp3.retag import retagged
from audioguide.mp3.tag_reader import read_contents
from audioguide.mp3.tags import EVERYTHING, TagStyle

LENGTH_MS = 4_000
PLAIN = replace(
    FULL,
    length_ms=LENGTH_MS,
    chapters=(ChapterMark("all", 1_000, 4_000, JPEG),),
    lines=(TimedLine(1_000, 2_000, "words"),),
)


@pytest.fixture
def track(tmp_path):
    """Four seconds of a tone under all tags that there are."""
    wave = 6000 * np.sin(np.arange(176_400) / 20)
    return tagged(tmp_path / "track.mp3", PLAIN, pcm=wave.astype(np.int16))


def with_tags(source, contents, style=EVERYTHING):
    path = source.with_name("other.mp3")
    with path.open("wb") as target:
        assert retagged(source, target, contents, style) == target.tell()
    return path


def test_the_same_tags_make_the_same_file(track):
    assert with_tags(track, read_contents(track)).read_bytes() == track.read_bytes()


STYLES = {
    "all": EVERYTHING,
    "none": TagStyle(
        with_pictures=False, with_synced_words=False, with_v1=False, prefers_latin_1=True
    ),
}


@pytest.mark.parametrize("style", STYLES)
def test_the_sound_stays_what_it_was(track, style):
    other = with_tags(track, replace(PLAIN, title="Another"), STYLES[style])
    assert np.array_equal(decoded(other), decoded(track))
    assert mp3val_warnings(other) == []
    assert read_contents(other).title == "Another"
    assert read_contents(other).length_ms == LENGTH_MS
    assert (other.read_bytes()[-128:-125] == b"TAG") == STYLES[style].with_v1


def test_sound_behind_a_tag_of_megabytes(track):
    huge = replace(PLAIN, cover=picture("png", 1000))
    other = with_tags(track, huge)
    assert other.stat().st_size > 2_900_000
    assert len(decoded(other)) == 176_400
    assert MP3(other).info.length == pytest.approx(4, abs=1e-9)
    assert read_contents(other) == huge


def test_a_short_track_gets_no_old_tag(tmp_path):
    """Players would doubt the header of a file that is mostly tag."""
    short = write(tmp_path / "short.mp3", np.ones(300, np.int16), bitrate=64)
    other = with_tags(short, replace(PLAIN, chapters=(), lines=()))
    assert other.read_bytes()[-128:-125] != b"TAG"
    assert len(decoded(other)) == 300


@pytest.mark.parametrize("place", [-5000, -200])
def test_damaged_sound_is_found_out(track, place):
    content = bytearray(track.read_bytes())
    content[place] ^= 1
    track.write_bytes(content)
    with pytest.raises(FileError, match="its sound is damaged; build it again"):
        retagged(track, io.BytesIO(), PLAIN, EVERYTHING)


def test_sound_that_is_cut_is_found_out(track):
    track.write_bytes(track.read_bytes()[:-1000])
    with pytest.raises(FileError, match="its sound is damaged"):
        retagged(track, io.BytesIO(), PLAIN, EVERYTHING)


def test_sound_of_another_encoder_is_taken_as_it_is(track):
    content = track.read_bytes()
    at = content.index(b"Info")
    track.write_bytes(content[:at] + bytes(4) + content[at + 4 :])
    target = io.BytesIO()
    retagged(track, target, PLAIN, EVERYTHING)
    assert target.getvalue() == track.read_bytes()


def test_what_is_no_track(tmp_path):
    (tmp_path / "text.mp3").write_text("no sound " * 100)
    with pytest.raises(FileError, match="it is no MP3"):
        retagged(tmp_path / "text.mp3", io.BytesIO(), PLAIN, EVERYTHING)
    with pytest.raises(FileError, match="could not read"):
        retagged(tmp_path / "gone.mp3", io.BytesIO(), PLAIN, EVERYTHING)


def test_trouble_of_the_target_is_its_own(track):
    class Full(io.BytesIO):
        def write(self, chunk):
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        retagged(track, Full(), PLAIN, EVERYTHING)
