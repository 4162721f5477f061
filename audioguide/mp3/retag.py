"""The same sound under other tags, for a device that wants others than a build writes."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from fastcrc import crc16

from audioguide.contents import Contents
from audioguide.errors import FileError
from audioguide.mp3.frames import LONGEST_FRAME_BYTES
from audioguide.mp3.id3_frames import read_tag
from audioguide.mp3.info_frame import Claim, claim_of
from audioguide.mp3.tag_reader import find_sound
from audioguide.mp3.tags import SHORTEST_WITH_V1_BYTES, TagStyle, id3v1, id3v2

_CHUNK_BYTES = 1 << 20


def retagged(source: Path, target: BinaryIO, contents: Contents, style: TagStyle) -> int:
    """Write the frames of an MP3 to a stream, under other tags.

    Args:
        source: An MP3, whose frames are read in chunks.
        target: Where the new one goes, from its present place on.
        contents: What the tags say.
        style: Which tags there are.

    Returns:
        How many bytes were written.

    Raises:
        FileError: the source cannot be read, is no MP3, or its frames are not those that its own
            header was written for; the target is not whole then.
        OSError: the target cannot be written.
    """
    front = id3v2(contents, style=style)
    n_sound_bytes = 0
    target.write(front)
    for chunk in _sound(source):
        target.write(chunk)
        n_sound_bytes += len(chunk)
    is_long = n_sound_bytes >= SHORTEST_WITH_V1_BYTES
    end = id3v1(contents) if style.with_v1 and is_long else b""
    target.write(end)
    return len(front) + n_sound_bytes + len(end)


def _sound(source: Path) -> Iterator[bytes]:
    """The frames of an MP3, its header among them, held against what that header says of them."""
    try:
        with source.open("rb") as file:
            read_tag(file)
            place = find_sound(file, source)
            file.seek(place.first_byte)
            head = file.read(min(LONGEST_FRAME_BYTES, place.end_byte - place.first_byte))
            claim = claim_of(head)
            n_left = place.end_byte - place.first_byte if claim is None else claim.n_bytes
            file.seek(place.first_byte)
            yield from _checked(file, n_left, claim, source)
    except OSError as trouble:
        raise FileError.from_os("read", source, trouble) from trouble


def _checked(file: BinaryIO, n_left: int, claim: Claim | None, source: Path) -> Iterator[bytes]:
    """So many bytes of a file, which must be what was claimed of those behind the header."""
    n_ahead = 0 if claim is None else claim.n_header_bytes
    crc = 0
    while n_left and (chunk := file.read(min(_CHUNK_BYTES, n_left))):
        n_left -= len(chunk)
        crc = crc16.arc(chunk[n_ahead:], crc)
        n_ahead = max(0, n_ahead - len(chunk))
        yield chunk
    if claim is not None and (n_left or crc != claim.crc):
        raise FileError(f"could not read {source}: its sound is damaged; build it again")
