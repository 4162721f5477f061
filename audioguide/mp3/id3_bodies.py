"""What the bodies of ID3 frames say: texts, words with their moments, chapters, pictures.

Bytes that make no sense are no text, no picture, no chapter; none of them raises.
"""

import struct
from collections.abc import Iterator

from msgspec import Struct

from audioguide.contents import Picture, picture_type
from audioguide.mp3.id3_frames import Frame, frames_in
from audioguide.mp3.tags import MOST_TEXT_CHARS, tag_line

_CODECS = ("latin-1", "utf-16", "utf-16-be", "utf-8")
"""By the byte that says how a text is written. Source: ID3 2.4.0, 4."""
_WIDE = (1, 2)
_IN_MILLISECONDS = 2
_MOST_MOMENTS = 100_000
_MOST_INSIDE = 16
"""Frames of one chapter."""
_MOST_TEXT_BYTES = 8 * MOST_TEXT_CHARS
"""More than what is kept of a text has in any encoding."""
_LANGUAGE_CHARS = 3
_FRONT_COVER = 3


class Chapter(Struct, frozen=True):
    """A chapter as its frame has it."""

    start_ms: int
    end_ms: int
    frames: tuple[Frame, ...]


class _Texts:
    """The texts of a body, each up to its end mark or that of the body."""

    def __init__(self, body: bytes, start: int, encoding: int) -> None:
        self._body = body
        self._width = 2 if encoding in _WIDE else 1
        self._codec = _CODECS[encoding] if encoding < len(_CODECS) else _CODECS[0]
        self.at = start

    def next(self) -> str:
        """The text that begins here; moves on behind its end mark."""
        start, end = self.at, self._end()
        self.at = min(len(self._body), end + self._width)
        raw = self._body[start : min(end, start + _MOST_TEXT_BYTES)]
        codec = self._codec
        if codec == "utf-16" and raw[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            codec = "utf-16-le"
        return raw.decode(codec, "replace")

    def _end(self) -> int:
        mark, at = bytes(self._width), self.at
        while (found := self._body.find(mark, at)) >= 0:
            if (found - self.at) % self._width == 0:
                return found
            at = found + 1
        return len(self._body)


def text_of(body: bytes) -> str:
    """The first text of a text frame, on one line."""
    return tag_line(_texts(body, 1).next())


def described_text(body: bytes) -> tuple[str, str]:
    """Description and text of a user's text frame (`TXXX`)."""
    texts = _texts(body, 1)
    return tag_line(texts.next()), tag_line(texts.next())


def comment(body: bytes) -> tuple[str, str]:
    """Description and text of a comment (`COMM`)."""
    texts = _texts(body, 1 + _LANGUAGE_CHARS)
    return tag_line(texts.next()), tag_line(texts.next())


def moments(body: bytes) -> Iterator[tuple[int, str]]:
    """Each synced text with its moment in milliseconds, in the order of the frame (`SYLT`)."""
    if len(body) < 1 + _LANGUAGE_CHARS + 2 or body[4] != _IN_MILLISECONDS:
        return
    texts = _texts(body, 1 + _LANGUAGE_CHARS + 2)
    texts.next()  # what kind of words they are
    for _ in range(_MOST_MOMENTS):
        text = texts.next()
        moment = body[texts.at : texts.at + 4]
        if len(moment) < 4:  # a number of 32 bits
            return
        texts.at += 4
        yield int.from_bytes(moment, "big"), tag_line(text)


def chapter(body: bytes, version: int) -> Chapter | None:
    """A chapter with the frames inside it (`CHAP`)."""
    name_end = body.find(b"\0")
    if name_end < 0 or name_end + 17 > len(body):
        return None
    start_ms, end_ms = struct.unpack_from(">II", body, name_end + 1)
    return Chapter(
        start_ms, end_ms, tuple(frames_in(body[name_end + 17 :], version, most=_MOST_INSIDE))
    )


def picture(body: bytes) -> tuple[int, Picture] | None:
    """A picture that is a PNG or JPEG, whatever it claims to be, and what it is of (`APIC`)."""
    mime_end = body.find(b"\0", 1)
    if mime_end < 0 or mime_end + 2 > len(body):
        return None
    texts = _texts(body, mime_end + 2)
    alt = tag_line(texts.next())
    data = body[texts.at :]
    media_type = picture_type(data)
    return None if media_type is None else (body[mime_end + 1], Picture(media_type, data, alt))


def best_picture(frames: tuple[Frame, ...]) -> Picture | None:
    """The front cover among the frames, else the first picture."""
    bodies = (body for name, body in frames if name == "APIC")
    found = [one for one in map(picture, bodies) if one is not None]
    covers = [shown for kind, shown in found if kind == _FRONT_COVER]
    return next(iter([*covers, *(shown for _, shown in found)]), None)


def first_text(frames: tuple[Frame, ...], name: str) -> str:
    """The text of the first frame of a name; empty where there is none."""
    return next((text_of(body) for found, body in frames if found == name), "")


def _texts(body: bytes, start: int) -> _Texts:
    return _Texts(body, start, body[0] if body else 0)
