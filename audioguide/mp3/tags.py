"""ID3 tags: version 2.3 at the front and version 1 at the end, as cars and speakers read them."""

import io

from msgspec import Struct
from mutagen.id3 import ID3, TALB, TCON, TIT2, TPE1, Encoding, MakeID3v1

_LONGEST = 1000
"""Characters of one field; players show far fewer, and some stumble over long ones."""
_JOINERS = "\u200c\u200d"
_ID3V2_3 = 3


class Tags(Struct, frozen=True):
    """What a track is called. There is no date, so that equal builds are equal files."""

    title: str
    artist: str
    album: str
    genre: str


def one_line(text: str) -> str:
    r"""Text that fits a tag: one line, no control characters, at most 1000 characters.

    What joins emoji and Indic or Persian letters stays; what would turn the direction of the
    text around it goes.

    >>> one_line("Back\n relief\0 at night")
    'Back relief at night'
    """
    spaced = "".join(
        char if char.isprintable() or char in _JOINERS else " " for char in text[: 2 * _LONGEST]
    )
    return " ".join(spaced.split())[:_LONGEST].rstrip()


def _id3(tags: Tags) -> ID3:
    frames = ID3()
    for frame, text in (
        (TIT2, tags.title),
        (TPE1, tags.artist),
        (TALB, tags.album),
        (TCON, tags.genre),
    ):
        frames.add(frame(encoding=Encoding.UTF16, text=[one_line(text)]))
    return frames


def id3v2(tags: Tags) -> bytes:
    """The tag for the front of a file, without padding."""
    stream = io.BytesIO()
    _id3(tags).save(stream, v1=0, v2_version=_ID3V2_3, padding=lambda _: 0)
    return stream.getvalue()


def id3v1(tags: Tags) -> bytes:
    """The 128 bytes for the end of a file; what Latin-1 lacks becomes a question mark."""
    return bytes(MakeID3v1(_id3(tags)))
