"""The frames of an ID3v2 tag, as bytes: versions 2.2, 2.3 and 2.4, in bounded memory.

Whatever the bytes are, this ends: a frame that is cut off ends the tag, and one that is packed or
encrypted is left out, since nobody knows what a small one unpacks to.

Source: the informal standards "ID3 tag version 2.2.0", "2.3.0" and "2.4.0".
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from msgspec import Struct

MOST_TAG_BYTES = 32 << 20
"""Twice what 255 chapters with a picture of 60 kB each need."""
_MOST_FRAMES = 4096
_HEADER_BYTES = 10
_UNSYNCHRONISED, _EXTENDED, _FOOTER = 0x80, 0x40, 0x10
"""Flags of a tag."""

_NEW_NAMES = {
    "COM": "COMM",
    "SLT": "SYLT",
    "TAL": "TALB",
    "TCO": "TCON",
    "TLA": "TLAN",
    "TP1": "TPE1",
    "TRK": "TRCK",
    "TT2": "TIT2",
    "TXX": "TXXX",
    "ULT": "USLT",
}
"""Frames of version 2.2 by their names in the versions after it."""

Frame = tuple[str, bytes]
"""Name and body."""


class Tag(Struct, frozen=True):
    """A tag at the front of a file, in the layout of its version."""

    version: int
    """2, 3 or 4."""
    body: bytes
    """Its frames; empty where it is larger than `MOST_TAG_BYTES`."""

    def frames(self) -> Iterator[Frame]:
        """Its frames, in the order of the file."""
        return frames_in(self.body, self.version, most=_MOST_FRAMES)


def read_tag(file: BinaryIO) -> Tag | None:
    """The tag that a file begins with, and the file's place behind it; None where there is none.

    A tag that claims more bytes than there are has as many as there are.
    """
    head = file.read(_HEADER_BYTES)
    if len(head) < _HEADER_BYTES or head[:3] != b"ID3" or head[3] not in (2, 3, 4):
        file.seek(0)
        return None
    version, flags, n_bytes = head[3], head[5], _synchsafe(head[6:])
    body = file.read(n_bytes) if n_bytes <= MOST_TAG_BYTES else b""
    has_footer = version == 4 and flags & _FOOTER  # ID3v2.4
    file.seek(_HEADER_BYTES + n_bytes + (_HEADER_BYTES if has_footer else 0))
    if version == 2 and flags & _EXTENDED:  # in ID3v2.2 the tag is packed
        body = b""
    if flags & _UNSYNCHRONISED and version < 4:  # later on each frame says so
        body = _synchronised(body)
    if flags & _EXTENDED:
        body = body[_extended_bytes(body, version) :]
    return Tag(version, body)


def frames_in(body: bytes, version: int, *, most: int) -> Iterator[Frame]:
    """Frames side by side, as a tag or a chapter has them, up to `most` of them."""
    n_name = 3 if version == 2 else 4  # ID3v2.2
    n_head = 6 if version == 2 else _HEADER_BYTES  # ID3v2.2
    at = 0
    for _ in range(most):
        name = body[at : at + n_name]
        if not re.fullmatch(rb"[A-Z][A-Z0-9]{2,3}", name) or at + n_head > len(body):
            return
        size = body[at + n_name : at + (2 * n_name)]
        n_bytes = _synchsafe(size) if version == 4 else int.from_bytes(size, "big")
        start, at = at + n_head, at + n_head + n_bytes
        if at > len(body):
            return
        flags = body[start - 1] if n_head == _HEADER_BYTES else 0
        plain = _plain(body[start:at], flags, version)
        if plain is not None:
            text = name.decode("ascii")
            yield _NEW_NAMES.get(text, text), plain


def _plain(body: bytes, flags: int, version: int) -> bytes | None:
    """What a frame holds, without what its flags put before it; None: packed or encrypted."""
    packed, grouped = (0xC0, 0x20) if version == 3 else (0x0C, 0x40)
    if flags & packed:
        return None
    n_before = 1 if flags & grouped else 0
    if version == 4:
        n_before += 4 * (flags & 0x01)
        if flags & 0x02:
            body = _synchronised(body)
    return body[n_before:]


def _synchsafe(size: bytes) -> int:
    """A number of seven bits a byte; of eight where a program wrote it so by mistake."""
    if any(byte & 0x80 for byte in size):
        return int.from_bytes(size, "big")
    return sum(byte << 7 * place for place, byte in enumerate(reversed(size)))


def _synchronised(body: bytes) -> bytes:
    """Bytes without those that kept old players from taking a tag for sound."""
    return body.replace(b"\xff\x00", b"\xff")


def _extended_bytes(body: bytes, version: int) -> int:
    """Length of the extended header, which stands before the frames and says nothing of sound."""
    if version == 3:  # its size counts itself from version 2.4 on
        return 4 + int.from_bytes(body[:4], "big")
    return _synchsafe(body[:4])
