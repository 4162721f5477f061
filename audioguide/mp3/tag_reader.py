"""What is on an MP3, read from its tags: from ours all that was written, from others what is there.

Tags of any bytes are read in bounded memory, and what is broken in them is left out. The length is
that of the sound, which the file's own header tells to the sample where it has one.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct
from msgspec.structs import replace
from mutagen import MutagenError
from mutagen.id3 import TCON
from mutagen.mp3 import MPEGInfo

from audioguide.contents import MOST_CHAPTERS, ChapterMark, Contents, TimedLine
from audioguide.errors import FileError
from audioguide.mp3 import id3_bodies as bodies
from audioguide.mp3.id3_frames import Frame, Tag, read_tag
from audioguide.mp3.tag_languages import language_tag
from audioguide.mp3.tags import LANGUAGE_TAG, ROUTINE, tag_line

V1_BYTES = 128
_V1_FIELD_BYTES = 30
_TRACK = re.compile(r"\s*([0-9]{1,4})(?:\s*/\s*([0-9]{1,4}))?")
_TAG_OF_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,8}")
_NUMBER_OF_GENRE = re.compile(r"\((\d{1,3})\)|(\d{1,3})")


class Sound(Struct, frozen=True):
    """Where an MP3 has its frames."""

    first_byte: int
    end_byte: int
    """Where they end: at the tag of version 1, or with the file."""
    length_ms: int


def read_contents(path: Path) -> Contents:
    """What is on a track.

    A title that is nowhere is the file's name without its suffix. What else is absent is empty,
    and the language then `und`.

    Raises:
        FileError: the file cannot be read, as what is no regular file, or is no MP3.
    """
    try:
        if path.exists() and not path.is_file():  # Nobody may ever write to a pipe.
            raise FileError(f"could not read {path}: it is not a regular file")
        with path.open("rb") as file:
            tag = read_tag(file)
            sound = find_sound(file, path)
            file.seek(sound.end_byte)
            old = file.read(V1_BYTES)
    except OSError as trouble:
        raise FileError.from_os("read", path, trouble) from trouble
    found = _contents(tag, length_ms=sound.length_ms)
    return _with_old_names(found, old, stem=path.stem)


def find_sound(file: BinaryIO, path: Path) -> Sound:
    """Where the frames of an MP3 are, from the file's present place on, and how long they sound.

    Raises:
        FileError: there are none.
        OSError: the file cannot be read.
    """
    start = file.tell()
    try:
        info = MPEGInfo(file, start)
    except MutagenError as trouble:
        raise FileError(f"could not read {path}: it is no MP3") from trouble
    end = file.seek(0, 2)
    file.seek(max(0, end - V1_BYTES))
    if end >= V1_BYTES and file.read(3) == b"TAG":
        end -= V1_BYTES
    return Sound(info.frame_offset, max(end, info.frame_offset), round(info.length * 1000))


def _contents(tag: Tag | None, *, length_ms: int) -> Contents:
    """What a tag says, with empty texts for what it does not say."""
    frames = tuple(tag.frames()) if tag else ()
    number, n_tracks = _place(bodies.first_text(frames, "TRCK"))
    return Contents(
        title=bodies.first_text(frames, "TIT2"),
        language=_language(frames),
        length_ms=length_ms,
        artist=bodies.first_text(frames, "TPE1"),
        album=bodies.first_text(frames, "TALB"),
        genre=_genre(bodies.first_text(frames, "TCON")),
        track_number=number,
        n_tracks=n_tracks,
        routine_hash=_routine_hash(frames),
        chapters=_chapters(frames, tag.version, length_ms=length_ms) if tag else (),
        lines=tuple(_lines(frames, length_ms=length_ms)),
        cover=bodies.best_picture(frames),
    )


def _place(text: str) -> tuple[int | None, int | None]:
    """Number of a track, and how many there are."""
    match = _TRACK.match(text)
    if match is None or not int(match[1]):
        return None, None
    return int(match[1]), int(match[2] or 0) or None


def _language(frames: tuple[Frame, ...]) -> str:
    for name, body in frames:
        if name == "TXXX":
            described, text = bodies.described_text(body)
            if described == LANGUAGE_TAG and _TAG_OF_LANGUAGE.fullmatch(text):
                return text
    return language_tag(bodies.first_text(frames, "TLAN"))


def _genre(text: str) -> str:
    """A genre in words, where it is a number of ID3v1."""
    match = _NUMBER_OF_GENRE.fullmatch(text)
    return _genre_numbered(int(match[1] or match[2]), text) if match else text


def _genre_numbered(number: int, otherwise: str) -> str:
    return str(TCON.GENRES[number]) if number < len(TCON.GENRES) else otherwise


def _routine_hash(frames: tuple[Frame, ...]) -> str:
    found = (bodies.comment(body) for name, body in frames if name == "COMM")
    ours = (text for described, text in found if not described and text.startswith(ROUTINE))
    return next(ours, "").removeprefix(ROUTINE)


def _chapters(
    frames: tuple[Frame, ...], version: int, *, length_ms: int
) -> tuple[ChapterMark, ...]:
    """Chapters by their start, each to the start of the next."""
    read = (bodies.chapter(body, version) for name, body in frames if name == "CHAP")
    there = [one for one in read if one is not None and one.start_ms <= length_ms]
    found = sorted(there, key=lambda one: one.start_ms)[:MOST_CHAPTERS]
    if not found:
        return ()
    last = found[-1]
    end_ms = min(max(last.start_ms, last.end_ms), length_ms)
    bounds = pairwise([*(one.start_ms for one in found), end_ms])
    return tuple(
        ChapterMark(
            bodies.first_text(one.frames, "TIT2"), start, end, bodies.best_picture(one.frames)
        )
        for one, (start, end) in zip(found, bounds, strict=True)
    )


def _lines(frames: tuple[Frame, ...], *, length_ms: int) -> Iterator[TimedLine]:
    """Words with their moments, each up to the next moment."""
    synced = next((body for name, body in frames if name == "SYLT"), b"")
    read = (one for one in bodies.moments(synced) if one[0] <= length_ms)
    found = sorted(read, key=lambda one: one[0])
    for (start, text), (end, _) in pairwise([*found, (length_ms, "")]):
        if text:
            yield TimedLine(start, end, text)


def _with_old_names(contents: Contents, old: bytes, *, stem: str) -> Contents:
    """Contents with what a tag of version 1 says where there is nothing better."""
    fields = ["", "", ""]
    if old.startswith(b"TAG"):
        bounds = range(3, 3 + 3 * _V1_FIELD_BYTES, _V1_FIELD_BYTES)
        raw = [old[at : at + _V1_FIELD_BYTES].partition(b"\0")[0] for at in bounds]
        fields = [tag_line(one.decode("latin-1")) for one in raw]
    title, artist, album = fields
    genre = _genre_numbered(old[-1], "") if len(old) == V1_BYTES and title else ""
    return replace(
        contents,
        title=contents.title or title or tag_line(stem),
        artist=contents.artist or artist,
        album=contents.album or album,
        genre=contents.genre or genre,
    )
