"""Tags as players read them: ID3v2.3 at the front, version 1 at the end."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutagen.id3 import ID3

from audioguide.mp3.tags import Tags, id3v1, id3v2, one_line


def tags(title):
    return Tags(title=title, artist="audioguide", album="Rücken", genre="Speech")


def read_back(title):
    return ID3(io.BytesIO(id3v2(tags(title))), translate=False)


def title_read_back(title):
    """The title in the tag; an empty one leaves no frame."""
    frame = read_back(title).get("TIT2")
    return frame.text[0] if frame else ""


@pytest.mark.parametrize(
    "title",
    [
        "Morning back relief",
        "Grüße – 你好",
        "Ruhe 🧘🏽‍♀️ und 👨‍👩‍👧",
        "הרפיה עדינה לגב",
        "نرمش‌های آرام",
        "x" * 1000,
    ],
)
def test_a_title_survives(title):
    found = read_back(title)
    assert found["TIT2"].text == [title]
    assert found["TPE1"].text == ["audioguide"]
    assert found["TALB"].text == ["Rücken"]
    assert found["TCON"].text == ["Speech"]


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("two\nlines", "two lines"),
        ("tab\tand\r\nmore", "tab and more"),
        ("nothing\0after", "nothing after"),
        ("\x1b[31mred", "[31mred"),
        ("turned \u202earound", "turned around"),
        ("lone \ud800 half", "lone half"),
        ("  spaces  ", "spaces"),
        ("y" * 5000, "y" * 1000),
        ("z" * 999 + " z", "z" * 999),
        ("", ""),
    ],
)
def test_what_a_tag_cannot_hold_is_trimmed(title, kept):
    assert one_line(title) == kept
    assert title_read_back(title) == kept


@given(st.text(max_size=1500))
def test_any_title_makes_a_tag(title):
    line = one_line(title)
    assert len(line) <= 1000
    assert "\n" not in line
    assert "\0" not in line
    assert one_line(line) == line
    assert title_read_back(title) == line
    assert len(id3v1(tags(title))) == 128


def test_the_version_is_the_one_that_cars_read():
    content = id3v2(tags("Title"))
    assert content[:5] == b"ID3\x03\x00"
    size = content[6] << 21 | content[7] << 14 | content[8] << 7 | content[9]
    assert size == len(content) - 10, "no padding"


def test_there_is_no_date_and_no_name_of_an_encoder():
    assert set(read_back("Title")) == {"TIT2", "TPE1", "TALB", "TCON"}


def test_equal_tags_are_equal_bytes():
    assert id3v2(tags("Title 🙂")) == id3v2(tags("Title 🙂"))


def test_version_1_holds_what_it_can():
    content = id3v1(tags("Grüße 🙂 " + "x" * 50))
    assert content[:3] == b"TAG"
    assert content[3:33] == "Grüße ? ".encode("latin-1") + b"x" * 22
    assert content[33:43] == b"audioguide"
    assert content[127] == 101, "Speech"
