"""Frames of tags as other programs write them, above all in version 2.4; and what is in them."""

import io
import struct

import pytest

from audioguide.mp3 import id3_bodies as bodies
from audioguide.mp3.id3_frames import read_tag

GROUPED, PACKED, ENCRYPTED, UNSYNCHRONISED, WITH_LENGTH = 0x40, 0x08, 0x04, 0x02, 0x01
"""Flags of a frame of version 2.4."""


def sevens(number):
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))


def tag(body, *, version=4, flags=0):
    return b"ID3" + bytes((version, 0, flags)) + sevens(len(body)) + body


def frame(name, body, *, flags=0, size=sevens):
    return name + size(len(body)) + bytes((0, flags)) + body


def frames(content):
    return list(read_tag(io.BytesIO(content)).frames())


@pytest.mark.parametrize(
    ("flags", "body", "plain"),
    [
        (0, b"\0a\xff\0b", b"\0a\xff\0b"),
        (GROUPED, b"g\0one", b"\0one"),
        (WITH_LENGTH, sevens(4) + b"\0one", b"\0one"),
        (GROUPED | WITH_LENGTH, b"g" + sevens(4) + b"\0one", b"\0one"),
        (UNSYNCHRONISED, b"\0\xff\0\xe0\xff\0", b"\0\xff\xe0\xff"),
        (UNSYNCHRONISED | WITH_LENGTH, sevens(3) + b"\0\xff\0\xe0", b"\0\xff\xe0"),
    ],
)
@pytest.mark.parametrize("tag_flags", [0, 0x80])
def test_a_frame_of_version_2_4_is_what_its_own_flags_say(flags, body, plain, tag_flags):
    content = frame(b"TIT2", body, flags=flags) + frame(b"TALB", b"\0next")
    expected = [("TIT2", plain), ("TALB", b"\0next")]
    assert frames(tag(content, flags=tag_flags)) == expected


@pytest.mark.parametrize("flags", [PACKED, ENCRYPTED, PACKED | WITH_LENGTH])
def test_what_is_packed_is_left_out_and_what_follows_is_not(flags):
    content = frame(b"TIT2", b"\0one", flags=flags) + frame(b"TALB", b"\0next")
    assert frames(tag(content)) == [("TALB", b"\0next")]


def test_an_extended_header_of_version_2_4_counts_itself():
    extended = sevens(6) + b"\1\0"
    assert frames(tag(extended + frame(b"TIT2", b"\0one"), flags=0x40)) == [("TIT2", b"\0one")]


@pytest.mark.parametrize("size", [sevens, lambda n: struct.pack(">I", n)], ids=["7", "8"])
@pytest.mark.parametrize("n_bytes", [127, 128, 255, 456])
def test_a_length_that_was_written_in_whole_bytes_is_read_where_it_shows(size, n_bytes):
    long = b"\0" + b"x" * (n_bytes - 1)
    content = frame(b"TIT2", long, size=size) + frame(b"TALB", b"\0next")
    assert frames(tag(content)) == [("TIT2", long), ("TALB", b"\0next")]


@pytest.mark.parametrize(
    ("version", "flags", "behind"),
    [(4, 0x10, 20), (4, 0, 10), (3, 0x10, 10), (2, 0x40, 10)],
    ids=["footer", "plain", "no footer in 2.3", "packed 2.2"],
)
def test_the_sound_begins_behind_the_tag(version, flags, behind):
    body = frame(b"TIT2", b"\0one") if version > 2 else sevens(4) + b"TT2\0\0\x04\0one"
    file = io.BytesIO(tag(body, version=version, flags=flags) + bytes(40))
    found = read_tag(file)
    assert file.tell() == len(body) + behind
    assert len(list(found.frames())) == (0 if version == 2 else 1)


@pytest.mark.parametrize("content", [b"", b"ID3\4\0\0\0\0\0", b"ID4" + bytes(20)])
def test_what_is_no_tag_is_left_for_others_to_read(content):
    file = io.BytesIO(content)
    assert read_tag(file) is None
    assert file.tell() == 0


@pytest.mark.parametrize("version", [0, 1, 5, 255])
def test_a_tag_of_another_version_is_none(version):
    assert read_tag(io.BytesIO(tag(b"", version=version))) is None


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"\1\xff\xfea\0\x00\x01b\0", "aĀb"),  # Two zeros that belong to two letters.
        (b"\1\xff\xfea\0\0\0b\0", "a"),
        (b"\1\xfe\xff\0a\0b", "ab"),
        (b"\1a\0b\0", "ab"),  # No mark of the order of bytes.
        (b"\2\0a\0b", "ab"),
        (b"\3\xc3\xa4", "ä"),
        (b"\0\xe4", "ä"),
        (b"\x09\xe4", "ä"),  # No such encoding.
        (b"\1\xff", "�"),
        (b"\0", ""),
        (b"", ""),
    ],
)
def test_texts_in_every_encoding(body, text):
    assert bodies.text_of(body) == text


def synced(*rows, counted=2):
    return b"\0eng" + bytes((counted, 1)) + b"\0" + b"".join(rows)


def test_synced_words_are_read_as_far_as_they_go():
    rows = (b"one\0" + struct.pack(">I", 10), b"two\0" + struct.pack(">I", 70_000))
    assert list(bodies.moments(synced(*rows))) == [(10, "one"), (70_000, "two")]
    assert list(bodies.moments(synced(*rows)[:-1])) == [(10, "one")]
    assert list(bodies.moments(synced(*rows, counted=1))) == []  # Counted in frames.
    assert list(bodies.moments(synced()[:5])) == []


def test_a_chapter_that_is_cut_is_none():
    whole = b"c\0" + struct.pack(">IIII", 5, 9, 0, 0)
    assert bodies.chapter(whole, 4) == bodies.Chapter(5, 9, ())
    assert bodies.chapter(whole[:-1], 4) is None
    assert bodies.chapter(b"c" * 40, 4) is None


PNG = b"\x89PNG\r\n\x1a\n"


def test_a_picture_is_what_its_bytes_are():
    body = b"\0image/jpeg\0\3front\0" + PNG
    kind, picture = bodies.picture(body)
    assert (kind, picture.media_type, picture.data, picture.alt) == (3, "image/png", PNG, "front")
    assert bodies.picture(b"\0image/png\0\3front\0GIF89a") is None
    assert bodies.picture(b"\0image/png") is None
    assert bodies.picture(b"\0image/png\0") is None
