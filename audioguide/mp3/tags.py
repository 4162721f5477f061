"""ID3 tags: version 2.3 at the front and version 1 at the end, as cars and speakers read them.

Frames stand in one order, and there is no date, so that equal tracks have equal tags. What a tag
cannot hold is trimmed: texts to one line (`tag_line`), chapters to 255, what a picture shows to
64 characters; a line without words and a number of tracks without the track's own are left out.

Source of the layout: the informal standards "ID3 tag version 2.3.0" and "ID3v2 Chapter Frame
Addendum" 1.0.
"""

import io
from collections.abc import Iterator

from msgspec import Struct
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
    TLEN,
    TPE1,
    TRCK,
    TXXX,
    USLT,
    CTOCFlags,
    Encoding,
    Frame,
    MakeID3v1,
    PictureType,
)

from audioguide.contents import MOST_CHAPTERS, ChapterMark, Contents, Picture, TimedLine
from audioguide.mp3.latin_letters import in_latin_letters
from audioguide.mp3.tag_languages import three_letters
from audioguide.one_line import visible_line

LANGUAGE_TAG = "Language tag"
"""Of the text frame that has the whole tag, as `en-GB`; the others have three letters for it."""
ROUTINE = "routine "
"""How the comment with a routine's hash begins."""
MOST_TEXT_CHARS = 1000
"""Of one field; players show far fewer, and some stumble over long ones."""
MOST_ALT_CHARS = 64
"""Of what a picture shows. Source: ID3 2.3.0, 4.15."""

SHORTEST_WITH_V1_BYTES = 2048
"""In a file whose tag is more than a sixteenth of it ffmpeg doubts the Info frame, and plays the
padding too. Source: libavformat/mp3dec.c; a twentieth of a second at 320 kb/s."""

_ID3V2_3 = 3
_HEADER_BYTES = 10
_NO_OFFSET = 0xFFFFFFFF
"""A chapter has its times, not its places in the file. Source: the addendum, 3.1."""
_IN_MILLISECONDS, _LYRICS = 2, 1
"""Of synced words: how moments are counted, and what the words are. Source: ID3 2.3.0, 4.10."""


class TagStyle(Struct, frozen=True):
    """Which tags a device gets."""

    with_pictures: bool = True
    with_synced_words: bool = True
    with_v1: bool = True
    prefers_latin_1: bool = False
    """Whether what Latin-1 can hold is in Latin-1; else every text is in UTF-16."""


EVERYTHING = TagStyle()


def tag_line(text: str, *, most_chars: int = MOST_TEXT_CHARS) -> str:
    """Text that fits a tag: what is seen of it, on one line, cut."""
    return visible_line(text[: 2 * most_chars])[:most_chars].rstrip()


def id3v2(contents: Contents, *, style: TagStyle = EVERYTHING) -> bytes:
    """The tag for the front of a file, without padding."""
    # The library writes the frames of one tag by their size, so each is written alone.
    body = b"".join(map(_written, _frames(contents, style)))
    size = bytes(len(body) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3" + bytes((_ID3V2_3, 0, 0)) + size + body


def id3v1(contents: Contents) -> bytes:
    """The 128 bytes for the end of a file; what Latin-1 lacks is spelled in Latin letters."""
    tag = ID3()
    spelled = replace(
        contents,
        title=in_latin_letters(tag_line(contents.title)),
        artist=in_latin_letters(tag_line(contents.artist)),
        album=in_latin_letters(tag_line(contents.album)),
    )
    for frame in _names(spelled, EVERYTHING):
        tag.add(frame)
    return bytes(MakeID3v1(tag))


def _written(frame: Frame) -> bytes:
    stream, tag = io.BytesIO(), ID3()
    tag.add(frame)
    tag.save(stream, v1=0, v2_version=_ID3V2_3, padding=lambda _: 0)
    return stream.getvalue()[_HEADER_BYTES:]


def _frames(contents: Contents, style: TagStyle) -> Iterator[Frame]:
    """Every frame in its order; pictures last, since some players read no further."""
    yield from _names(contents, style)
    yield from _about(contents, style)
    yield from _chapters(contents.chapters[:MOST_CHAPTERS], style)
    yield from _words(contents, style)
    if contents.cover is not None and style.with_pictures:
        yield _picture(contents.cover, PictureType.COVER_FRONT, style)


def _names(contents: Contents, style: TagStyle) -> Iterator[Frame]:
    """What both versions of tags have."""
    for kind, written in (
        (TIT2, contents.title),
        (TPE1, contents.artist),
        (TALB, contents.album),
        (TCON, contents.genre),
    ):
        yield _text(kind, written, style)
    if contents.track_number is not None:
        of = "" if contents.n_tracks is None else f"/{contents.n_tracks}"
        yield _text(TRCK, f"{contents.track_number}{of}", style)


def _about(contents: Contents, style: TagStyle) -> Iterator[Frame]:
    """Language, length, and what names the routine."""
    letters, tag = three_letters(contents.language), tag_line(contents.language)
    yield _text(TLAN, letters, style)
    yield _text(TLEN, str(contents.length_ms), style)
    yield TXXX(encoding=_encoding(style, tag), desc=LANGUAGE_TAG, text=[tag])
    if contents.routine_hash:
        comment = ROUTINE + tag_line(contents.routine_hash)
        yield COMM(encoding=_encoding(style, comment), lang=letters, desc="", text=[comment])


def _chapters(marks: tuple[ChapterMark, ...], style: TagStyle) -> Iterator[Frame]:
    if not marks:
        return
    names = [f"chp{index}" for index in range(len(marks))]
    flags = CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED
    yield CTOC(element_id="toc", flags=flags, child_element_ids=names, sub_frames=[])
    for name, mark in zip(names, marks, strict=True):
        shown = [_text(TIT2, mark.title, style)]
        if mark.picture is not None and style.with_pictures:
            shown.append(_picture(mark.picture, PictureType.OTHER, style))
        yield CHAP(
            element_id=name,
            start_time=mark.start_ms,
            end_time=mark.end_ms,
            start_offset=_NO_OFFSET,
            end_offset=_NO_OFFSET,
            sub_frames=shown,
        )


def _words(contents: Contents, style: TagStyle) -> Iterator[Frame]:
    """What is said: in one text, and line by line with its moments."""
    lines = [(line, text) for line in contents.lines if (text := tag_line(line.text))]
    if not lines:
        return
    letters = three_letters(contents.language)
    plain = "\n".join(text for _, text in lines)
    encoding = _encoding(style, plain)
    yield USLT(encoding=encoding, lang=letters, desc="", text=plain)
    if style.with_synced_words:
        yield SYLT(
            encoding=encoding,
            lang=letters,
            format=_IN_MILLISECONDS,
            type=_LYRICS,
            desc="",
            text=list(_moments(lines)),
        )


def _moments(lines: list[tuple[TimedLine, str]]) -> Iterator[tuple[str, int]]:
    """Each line at its start, and an empty one where it ends and the next is yet to come."""
    starts = [line.start_ms for line, _ in lines]
    for (line, text), following in zip(lines, [*starts[1:], None], strict=True):
        yield text, line.start_ms
        if following is None or following > line.end_ms:
            yield "", line.end_ms


def _text(kind: type[Frame], text: str, style: TagStyle) -> Frame:
    line = tag_line(text)
    return kind(encoding=_encoding(style, line), text=[line])


def _picture(picture: Picture, kind: int, style: TagStyle) -> Frame:
    """A picture; what it shows is in Latin-1 wherever that has its letters.

    Source: units of cars that show no cover whose description is in UTF-16; where a device is such
    a one, a description of other letters is left out.
    """
    alt = _whole_words(tag_line(picture.alt), most_chars=MOST_ALT_CHARS)
    is_latin = _is_latin_1(alt)
    if style.prefers_latin_1 and not is_latin:
        alt, is_latin = "", True
    return APIC(
        encoding=Encoding.LATIN1 if is_latin else Encoding.UTF16,
        mime=picture.media_type,
        type=kind,
        desc=alt,
        data=picture.data,
    )


def _whole_words(line: str, *, most_chars: int) -> str:
    """As many words of a line as fit; of a single longer one its beginning."""
    if len(line) <= most_chars:
        return line
    words, space, _ = line[: most_chars + 1].rpartition(" ")
    return words.rstrip(" ,:;") if space else line[:most_chars]


def _encoding(style: TagStyle, text: str) -> int:
    if style.prefers_latin_1 and _is_latin_1(text):
        return Encoding.LATIN1
    return Encoding.UTF16


def _is_latin_1(text: str) -> bool:
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True
