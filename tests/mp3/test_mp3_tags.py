"""Tags as players read them: ID3v2.3 at the front, version 1 at the end."""

import io
import re
from pathlib import Path

import espeakng_loader
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from mutagen.id3 import ID3, CTOCFlags
from tagging import FULL, PNG

from audioguide.contents import ChapterMark, TimedLine
from audioguide.mp3.tag_languages import language_tag, three_letters
from audioguide.mp3.tags import TagStyle, id3v1, id3v2, tag_line

BARE = replace(
    FULL,
    artist="audioguide",
    album="Rücken",
    track_number=None,
    n_tracks=None,
    routine_hash="",
    chapters=(),
    lines=(),
    cover=None,
)


def tags(title):
    return replace(BARE, title=title)


def frames_of(content):
    """Name and body of each frame, by the layout alone."""
    at, found = 10, []
    while at < len(content):
        size = int.from_bytes(content[at + 4 : at + 8], "big")
        found.append((content[at : at + 4].decode(), content[at + 10 : at + 10 + size]))
        at += 10 + size
    assert at == len(content)
    return found


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
    assert tag_line(title) == kept
    assert title_read_back(title) == kept


@given(st.text(max_size=1500))
def test_any_title_makes_a_tag(title):
    line = tag_line(title)
    assert len(line) <= 1000
    assert "\n" not in line
    assert "\0" not in line
    assert tag_line(line) == line
    assert title_read_back(title) == line
    assert len(id3v1(tags(title))) == 128


def test_the_version_is_the_one_that_cars_read():
    content = id3v2(tags("Title"))
    assert content[:5] == b"ID3\x03\x00"
    size = content[6] << 21 | content[7] << 14 | content[8] << 7 | content[9]
    assert size == len(content) - 10, "no padding"


def test_there_is_no_date_and_no_name_of_an_encoder():
    assert [name for name, _ in frames_of(id3v2(tags("Title")))] == [
        *("TIT2", "TPE1", "TALB", "TCON", "TLAN", "TLEN", "TXXX")
    ]


def test_every_frame_has_its_place():
    names = [name for name, _ in frames_of(id3v2(FULL))]
    assert names == [
        *("TIT2", "TPE1", "TALB", "TCON", "TRCK", "TLAN", "TLEN", "TXXX", "COMM"),
        *("CTOC", "CHAP", "CHAP", "CHAP", "USLT", "SYLT", "APIC"),
    ]


def test_another_reader_finds_everything():
    found = ID3(io.BytesIO(id3v2(FULL)), translate=False)
    assert found["TRCK"].text == ["3/11"]
    assert found["TLAN"].text == ["deu"]
    assert found["TLEN"].text == ["60000"]
    assert found["COMM::deu"].text == ["routine 0123456789abcdef"]
    assert found["TXXX:Language tag"].text == ["de-AT"]
    assert found["USLT::deu"].text == "Leg dich hin.\nAtme 🙂 ein.\n„Halte“ 30 Sekunden."
    synced = found["SYLT::deu"]
    assert (synced.format, synced.type) == (2, 1)
    assert synced.text == [
        ("Leg dich hin.", 1000),
        ("Atme 🙂 ein.", 2500),
        ("", 4000),
        ("„Halte“ 30 Sekunden.", 30_000),
        ("", 31_234),
    ]
    assert found.getall("APIC")[0].type == 3
    assert found.unknown_frames == []


def test_chapters_as_players_want_them():
    """Listed in one table, top level and ordered, and in the file in order of time."""
    found = ID3(io.BytesIO(id3v2(FULL)), translate=False)
    (table,) = found.getall("CTOC")
    assert table.flags == CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED
    assert table.child_element_ids == ["chp0", "chp1", "chp2"]
    chapters = [found[f"CHAP:{name}"] for name in table.child_element_ids]
    assert [(one.start_time, one.end_time) for one in chapters] == [
        *((1000, 20_000), (20_000, 20_000), (20_000, 59_999))
    ]
    assert {(one.start_offset, one.end_offset) for one in chapters} == {(0xFFFFFFFF,) * 2}
    assert chapters[2].sub_frames["TIT2"].text == ["נשימה"]
    assert chapters[0].sub_frames.getall("APIC")[0].data == PNG.data
    starts = [body[5:9] for name, body in frames_of(id3v2(FULL)) if name == "CHAP"]
    assert starts == sorted(starts)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=300))
def test_chapters_stand_in_order_whatever_they_are_called(titles):
    marks = tuple(ChapterMark(title, n, n + 1) for n, title in enumerate(titles))
    frames = frames_of(id3v2(replace(FULL, chapters=marks)))
    n_chapters = min(255, len(marks))
    chapters = [body for name, body in frames if name == "CHAP"]
    assert [body.partition(b"\0")[0] for body in chapters] == [
        b"chp%d" % n for n in range(n_chapters)
    ]
    (table,) = (body for name, body in frames if name == "CTOC")
    assert table[:6] == b"toc\0\x03" + bytes([n_chapters])


def test_a_device_gets_what_it_can_read():
    style = TagStyle(with_pictures=False, with_synced_words=False, prefers_latin_1=True)
    content = id3v2(replace(FULL, title="Grüße"), style=style)
    frames = frames_of(content)
    assert dict(frames)["TIT2"] == b"\0" + "Grüße".encode("latin-1") + b"\0"
    assert dict(frames)["TALB"][:3] == b"\x01\xff\xfe", "Hebrew is no Latin-1"
    assert {"APIC", "SYLT"}.isdisjoint(dict(frames))
    assert b"APIC" not in content
    assert "USLT" in dict(frames)


@pytest.mark.parametrize(
    ("alt", "is_latin", "body"),
    [
        ("Grüße", False, b"\0image/png\0\3" + "Grüße".encode("latin-1") + b"\0"),
        ("", False, b"\0image/png\0\3\0"),
        ("आराम", False, b"\1image/png\0\3" + "आराम".encode("utf-16") + b"\0\0"),
        ("आराम", True, b"\0image/png\0\3\0"),
    ],
)
def test_what_a_cover_shows_is_in_the_letters_that_cars_read(alt, is_latin, body):
    contents = replace(FULL, cover=replace(PNG, alt=alt))
    content = id3v2(contents, style=TagStyle(prefers_latin_1=is_latin))
    assert dict(frames_of(content))["APIC"] == body + PNG.data


@pytest.mark.parametrize(
    ("alt", "kept"),
    [
        ("Evening: " + 5 * "cat and cow, " + "sphinx", "Evening: " + 4 * "cat and cow, " + "cat"),
        ("x" * 60 + ", and more", "x" * 60),
        ("x" * 59 + ", two", "x" * 59 + ", two"),
        ("x" * 63 + " y", "x" * 63),
        ("x" * 65, "x" * 64),
    ],
)
def test_what_a_cover_shows_ends_with_a_word(alt, kept):
    contents = replace(FULL, cover=replace(PNG, alt=alt))
    (found,) = ID3(io.BytesIO(id3v2(contents)), translate=False).getall("APIC")
    assert found.desc == kept


def test_a_number_that_is_no_byte_is_left_out_of_version_1():
    assert id3v1(FULL)[125:127] == b"\0\3"
    assert id3v1(replace(FULL, track_number=300))[125:127] == b"\0\0"


def test_another_program_that_saves_it_keeps_the_version(tmp_path):
    path = tmp_path / "tag.mp3"
    path.write_bytes(id3v2(FULL) + bytes(4096))
    kept = ID3(path, v2_version=3)
    kept.save(v2_version=3)
    again = ID3(path)
    assert again.version == (2, 3, 0)
    assert {key: str(frame) for key, frame in again.items()} == {
        key: str(frame) for key, frame in kept.items()
    }


@pytest.mark.parametrize("n_lines", [0, 1, 2000])
def test_words_stand_together_or_not_at_all(n_lines):
    lines = tuple(TimedLine(10 * n, 10 * n + 9, f"line {n}") for n in range(n_lines))
    names = [name for name, _ in frames_of(id3v2(replace(FULL, lines=lines)))]
    assert names.count("USLT") == names.count("SYLT") == bool(n_lines)


def test_every_language_of_the_built_in_voice_has_three_letters():
    """All but the one that somebody made up and ISO 639-1 knows nothing of."""
    files = Path(espeakng_loader.get_data_path(), "lang").rglob("*")
    tags = {
        one.name for one in files if re.fullmatch(r"[a-z]{2}(-.*)?", one.name) and one.is_file()
    }
    assert {"en-GB-x-rp", "de", "es", "fr", "hi"} <= tags
    for tag in tags - {"py"}:
        assert re.fullmatch("[a-z]{3}", three_letters(tag)), tag
        assert language_tag(three_letters(tag)) == tag[:2]


def test_equal_tags_are_equal_bytes():
    assert id3v2(tags("Title 🙂")) == id3v2(tags("Title 🙂"))


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Child’s pose – 10 min", "Child's pose - 10 min"),
        ("„Ruhe“ 🧘🏽‍♀️ jetzt…", '"Ruhe" jetzt...'),
        ("Ru\u0308cken", "Rücken"),
        ("הרפיה עדינה", "hrfyh 'dynh"),
        ("आराम", "aram"),
        ("\u202bAbend\ud800\n2", "Abend 2"),
        ("🙂", ""),
    ],
)
def test_version_1_spells_what_it_cannot_write(title, shown):
    content = id3v1(replace(tags(title), artist=title, album=title))
    fields = [content[at : at + 30].rstrip(b"\0") for at in (3, 33, 63)]
    assert fields == [shown.encode("latin-1")] * 3


@given(st.text(max_size=60))
def test_version_1_holds_something_readable_of_any_title(title):
    content = id3v1(tags(title))
    assert len(content) == 128
    field = content[3:33].rstrip(b"\0").decode("latin-1")
    assert field.isprintable() or "\xa0" in field or "\xad" in field
    assert tag_line(title).isascii() <= tag_line(title).startswith(field)


def test_version_1_holds_what_it_can():
    content = id3v1(tags("Grüße 🙂 " + "x" * 50))
    assert content[:3] == b"TAG"
    assert content[3:33] == "Grüße ".encode("latin-1") + b"x" * 24
    assert content[33:43] == b"audioguide"
    assert content[127] == 101, "Speech"
