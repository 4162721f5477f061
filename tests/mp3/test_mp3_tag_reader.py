"""What is written in tags is read back, and what others wrote as far as it makes sense."""

import io
import struct
import tracemalloc
import zlib

import numpy as np
import pytest
import tagging
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from linking import write
from msgspec.structs import replace
from mutagen.id3 import (
    APIC,
    CHAP,
    COMM,
    CTOC,
    ID3,
    SYLT,
    TALB,
    TCON,
    TIT2,
    TLAN,
    TPE1,
    TRCK,
    CTOCFlags,
)
from tagging import FULL, JPEG, PNG, tagged

from audioguide.contents import ChapterMark, Contents, Picture, TimedLine
from audioguide.errors import FileError
from audioguide.mp3.id3_frames import MOST_TAG_BYTES
from audioguide.mp3.tag_reader import read_contents
from audioguide.mp3.tags import TagStyle, id3v1, id3v2

LENGTH_MS = 2_000


@pytest.fixture(scope="module")
def frames(tmp_path_factory):
    """Two seconds of sound without any tag."""
    path = write(tmp_path_factory.mktemp("bare") / "t.mp3", np.ones(88_200, np.int16))
    content = path.read_bytes()
    tag_bytes = struct.unpack(">I", content[6:10])[0]
    assert tag_bytes < 1 << 20
    size = content[6] << 21 | content[7] << 14 | content[8] << 7 | content[9]
    return content[10 + size : -128]


@pytest.fixture
def reading(tmp_path, frames):
    """Reads what a file says that has some bytes before and behind its frames."""

    def read(front, end=b"", name="Some name.mp3"):
        path = tmp_path / name
        path.write_bytes(front + frames + end)
        return read_contents(path)

    return read


def tag(*written, version=4, **more):
    """A tag as another program writes it."""
    stream, one = io.BytesIO(), ID3()
    for frame in written:
        one.add(frame)
    one.save(stream, v1=0, v2_version=version, **more)
    return stream.getvalue()


def raw_tag(body, *, version=3, flags=0, claimed=None):
    size = len(body) if claimed is None else claimed
    head = bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3" + bytes((version, 0, flags)) + head + body


def raw_frame(name, body, *, flags=0):
    return name + struct.pack(">IBB", len(body), 0, flags) + body


def test_all_of_it_is_read_back(tmp_path):
    path = tagged(tmp_path / "track.mp3", FULL)
    assert read_contents(path) == FULL


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(contents=tagging.contents(length_ms=LENGTH_MS), is_latin=st.booleans())
def test_any_contents_are_read_back(reading, contents, is_latin):
    style = TagStyle(prefers_latin_1=is_latin)
    expected = with_latin_alts(contents) if is_latin else contents
    assert reading(id3v2(contents, style=style), id3v1(contents)) == expected


def with_latin_alts(contents):
    """Without what pictures show where Latin-1 lacks a letter of it."""

    def shown(picture):
        is_lost = picture is not None and any(char > "\xff" for char in picture.alt)
        return replace(picture, alt="") if is_lost else picture

    marks = tuple(replace(one, picture=shown(one.picture)) for one in contents.chapters)
    return replace(contents, chapters=marks, cover=shown(contents.cover))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"title": "two\nlines\0of " + "x" * 2000}, {"title": "two lines of " + "x" * 987}),
        ({"title": ""}, {"title": "Some name"}),
        ({"genre": "12"}, {"genre": "Other"}),
        ({"language": "not a tag"}, {"language": "und"}),
        ({"track_number": None}, {"track_number": None, "n_tracks": None}),
        (
            {"cover": replace(PNG, alt="y" * 100)},
            {"cover": replace(PNG, alt="y" * 64)},
        ),
        (
            {"lines": (TimedLine(0, 900, "one"), TimedLine(500, 900, "two"))},
            {"lines": (TimedLine(0, 500, "one"), TimedLine(500, 900, "two"))},
        ),
        ({"lines": (TimedLine(0, 900, " \n "),)}, {"lines": ()}),
    ],
)
def test_what_is_trimmed(reading, change, expected):
    contents = replace(FULL, length_ms=LENGTH_MS, chapters=(), lines=())
    found = reading(id3v2(replace(contents, **change)))
    assert found == replace(contents, **expected)


def test_the_length_is_that_of_the_sound(tmp_path):
    pcm = np.zeros(44_100 * 3 + 12_345, np.int16)
    path = tagged(tmp_path / "t.mp3", replace(FULL, chapters=(), lines=()), pcm=pcm)
    assert read_contents(path).length_ms == 3280


def test_a_file_without_tags_has_its_name(reading):
    assert reading(b"") == Contents(
        title="Some name",
        language="und",
        length_ms=LENGTH_MS,
        artist="",
        album="",
        genre="",
    )


def test_old_tags_alone(reading):
    found = reading(b"", id3v1(FULL))
    assert (found.title, found.artist, found.genre) == (
        "Ruhe & <Kraft>",
        "Dr. Weiß",
        "Speech",
    )


@pytest.mark.parametrize("version", [3, 4])
def test_tags_of_others(reading, version):
    chapter = {"start_offset": 0xFFFFFFFF, "end_offset": 0xFFFFFFFF}
    front = tag(
        TIT2(encoding=3, text=["Gäste", "zwei"])
        if version == 4
        else TIT2(encoding=0, text=["Gäste"]),
        TPE1(encoding=1, text=["ein Mensch"]),
        TALB(encoding=2 if version == 4 else 1, text=["Sammlung"]),
        TCON(encoding=0, text=["(101)"]),
        TRCK(encoding=0, text=["07"]),
        TLAN(encoding=0, text=["ger" if version == 3 else "deu"]),
        COMM(encoding=0, lang="eng", desc="", text=["bought yesterday"]),
        APIC(encoding=0, mime="image/jpg", type=4, desc="back", data=PNG.data),
        APIC(encoding=0, mime="image/jpg", type=3, desc="front", data=JPEG.data),
        SYLT(
            encoding=0, lang="eng", format=2, type=1, desc="x", text=[("\none", 10), ("\ntwo", 20)]
        ),
        CTOC(
            element_id="a", flags=CTOCFlags.TOP_LEVEL, child_element_ids=["a", "b"], sub_frames=[]
        ),
        CTOC(element_id="b", flags=0, child_element_ids=["a"], sub_frames=[]),
        CHAP(
            element_id="y",
            start_time=900,
            end_time=1500,
            sub_frames=[TIT2(text=["late"])],
            **chapter,
        ),
        CHAP(element_id="x", start_time=100, end_time=500, sub_frames=[], **chapter),
        version=version,
    )
    assert reading(front) == Contents(
        title="Gäste",
        language="de" if version == 4 else "ger",
        length_ms=LENGTH_MS,
        artist="ein Mensch",
        album="Sammlung",
        genre="Speech",
        track_number=7,
        chapters=(ChapterMark("", 100, 900), ChapterMark("late", 900, 1500)),
        lines=(TimedLine(10, 20, "one"), TimedLine(20, LENGTH_MS, "two")),
        cover=Picture("image/jpeg", JPEG.data, "front"),
    )


def test_version_2_2_unsynchronised(reading):
    def old(name, body):
        return name + struct.pack(">I", len(body))[1:] + body

    body = old(b"TT2", b"\0\xffTitle\xff") + old(b"TRK", b"\x002/3\0") + bytes(20)
    found = reading(raw_tag(body.replace(b"\xff", b"\xff\0"), version=2, flags=0x80))
    assert (found.title, found.track_number, found.n_tracks) == ("ÿTitleÿ", 2, 3)


def test_flags_of_frames(reading):
    plain = b"\0Plain"
    bomb = struct.pack(">I", 1 << 30) + zlib.compress(bytes(50_000_000))
    body = raw_frame(b"TPE1", bomb, flags=0x80) + raw_frame(b"TALB", plain, flags=0x40)
    body += raw_frame(b"TIT2", b"\x07" + plain, flags=0x20)
    tracemalloc.start()
    found = reading(raw_tag(body))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (found.title, found.artist, found.album) == ("Plain", "", "")
    assert peak < 5_000_000


def test_an_extended_header_is_skipped(reading):
    frame = raw_frame(b"TIT2", b"\0Here")
    extended = struct.pack(">IHI", 6, 0, 0)
    assert reading(raw_tag(extended + frame, flags=0x40)).title == "Here"


def test_a_frame_that_is_cut_ends_the_tag(reading):
    body = raw_frame(b"TIT2", b"\0Here") + raw_frame(b"TPE1", b"\0gone")[:-2]
    found = reading(raw_tag(body))
    assert (found.title, found.artist) == ("Here", "")
    huge = raw_frame(b"TIT2", b"\0Here") + b"TPE1\x7f\xff\xff\xff\0\0\0gone"
    assert reading(raw_tag(huge)).title == "Here"


def test_a_tag_larger_than_any_is_not_read(reading, tmp_path, frames):
    claimed = MOST_TAG_BYTES + 1
    path = tmp_path / "big.mp3"
    with path.open("wb") as file:
        file.write(raw_tag(raw_frame(b"TIT2", b"\0Here"), claimed=claimed))
        file.seek(10 + claimed)
        file.write(frames)
    tracemalloc.start()
    found = read_contents(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (found.title, found.length_ms) == ("big", LENGTH_MS)
    assert peak < 5_000_000


def test_chapters_in_chapters_are_bounded(reading):
    inner = raw_frame(b"TIT2", b"\0x") * 100_000
    for _ in range(5):
        inner = raw_frame(b"CHAP", b"c\0" + struct.pack(">IIII", 0, 9, 0, 0) + inner)
    tracemalloc.start()
    found = reading(raw_tag(inner))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.chapters == (ChapterMark("", 0, 9),)
    assert peak < 10 * len(inner)


def test_more_chapters_than_there_can_be(reading):
    times = struct.pack(">IIII", 5, 9, 0, 0)
    body = b"".join(raw_frame(b"CHAP", b"%d\0" % n + times) for n in range(1000))
    assert len(reading(raw_tag(body)).chapters) == 255


def test_moments_beyond_the_end_are_left_out(reading):
    late = replace(
        FULL,
        chapters=(ChapterMark("in", 0, 1000), ChapterMark("out", 3_000_000_000, 4_000_000_000)),
        lines=(TimedLine(1, 2, "in"), TimedLine(4_000_000_000, 4_000_000_001, "out")),
    )
    found = reading(id3v2(late))
    assert [(one.title, one.end_ms <= LENGTH_MS) for one in found.chapters] == [("in", True)]
    assert found.lines == (TimedLine(1, 2, "in"),)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_tag_with_any_damage_is_read_somehow(reading, data):
    content = bytearray(id3v2(replace(FULL, length_ms=LENGTH_MS)))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(3, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = reading(bytes(content), id3v1(FULL))
    except FileError:
        return
    assert found.title
    assert all(0 <= one.start_ms <= one.end_ms <= found.length_ms for one in found.chapters)
    assert all(0 <= one.start_ms <= one.end_ms <= found.length_ms for one in found.lines)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(content=st.binary(max_size=400), has_tag=st.booleans())
def test_no_mp3_is_a_clear_error(tmp_path, content, has_tag):
    path = tmp_path / "no.mp3"
    path.write_bytes(raw_tag(content) if has_tag else content)
    with pytest.raises(FileError, match="it is no MP3"):
        read_contents(path)


def test_no_file_is_a_file_error(tmp_path):
    with pytest.raises(FileError, match=r"could not read .*gone\.mp3"):
        read_contents(tmp_path / "gone.mp3")
    with pytest.raises(FileError, match="could not read"):
        read_contents(tmp_path)


def test_without_synced_words_there_are_none(reading):
    style = TagStyle(with_synced_words=False, with_pictures=False)
    found = reading(id3v2(replace(FULL, length_ms=LENGTH_MS), style=style))
    assert (found.lines, found.cover) == ((), None)
