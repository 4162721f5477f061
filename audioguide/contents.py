"""What is on a track, as whoever plays it is told: its names, chapters, words and pictures.

Made from a timeline when a track is built, and read back from the tags of the file: whatever a
device, a page or a file beside the track shows comes from here. All times are whole
milliseconds from the start of the sound.
"""

from msgspec import Struct

MOST_CHAPTERS = 255
"""Source: the "ID3v2 Chapter Frame Addendum" 1.0; a table of contents counts them in one byte."""


class Picture(Struct, frozen=True):
    """A picture as a file has it."""

    media_type: str
    """`image/png` or `image/jpeg`."""
    data: bytes
    alt: str = ""
    """What it shows, in words."""


_STARTS = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))


def picture_type(content: bytes) -> str | None:
    """The media type of a PNG or JPEG, by what it begins with; None for anything else.

    Tags and pages go by this alone, since a tag may call anything an image.

    Source: the PNG Specification, third edition, 5.2; ITU-T T.81, B.1.1.3.
    """
    return next((kind for start, kind in _STARTS if content.startswith(start)), None)


class TimedLine(Struct, frozen=True):
    """A spoken line over the half-open range of its sound."""

    start_ms: int
    end_ms: int
    text: str


class ChapterMark(Struct, frozen=True):
    """A part of the track; it ends where the next one begins."""

    title: str
    start_ms: int
    end_ms: int
    picture: Picture | None = None


class Contents(Struct, frozen=True, kw_only=True):
    """What is on a track."""

    title: str
    language: str
    """A tag such as `en-GB`."""
    length_ms: int
    artist: str
    album: str
    """The programme that it belongs to."""
    genre: str
    track_number: int | None = None
    """Within the programme, from 1."""
    n_tracks: int | None = None
    """Of the programme."""
    routine_hash: str = ""
    """Names what is said and done when: equal ones are the same routine in the same voice."""
    chapters: tuple[ChapterMark, ...] = ()
    """In order of time, each beginning where the one before ends; at most 255."""
    lines: tuple[TimedLine, ...] = ()
    """In order of time."""
    cover: Picture | None = None
