"""The form of an entry: its name, its header, and how one is read from the disk.

An entry is a regular file: a header with the format's number, the length and the SHA-256 of
the content, and the content. Nothing in it is ever executed or followed.
"""

import hashlib
import os
import re
import stat
import struct
import time
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from audioguide.files import cache_folder


class Kind(StrEnum):
    """What an entry holds: the end of its name."""

    CLIP = "clip"
    LEVEL = "level"
    ISLAND = "island"
    TRACK = "track"
    PICTURE = "picture"


FOLDERS = {
    Kind.CLIP: "clips",
    Kind.LEVEL: "clips",
    Kind.ISLAND: "islands",
    Kind.TRACK: "tracks",
    Kind.PICTURE: "pictures",
}
"""Folder of each kind within the folder of caches."""

_KEY = rf"[0-9a-f]{{64}}\.(?:{'|'.join(Kind)})"
KEY = re.compile(_KEY)
"""Names of entries: 64 hexadecimal digits and a kind."""
PART_NAME = re.compile(rf"\.{_KEY}\.[a-z0-9_]{{8}}\.part")
"""Names of files on the way to be entries; the eight characters are `tempfile`'s."""

_MARK = b"audioguide kept"
_MAGIC = _MARK + b"\x01"
_HEADER = struct.Struct("<16sQ32s")
"""Magic with the format's number, bytes of content, SHA-256 of the content."""
HEADER_BYTES = _HEADER.size

CHUNK_BYTES = 1 << 20
"""Contents are hashed and copied in pieces of this size."""
USE_SECONDS = 3600
"""An entry's time of last use is this coarse, so that most uses write nothing."""

_OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # so that a pipe in an entry's place cannot block
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


class Entry(Struct, frozen=True):
    """What an entry's header says of its content."""

    n_bytes: int
    digest: str
    """SHA-256 of the content, in hexadecimal digits."""


def default_folder(kind: Kind) -> Path:
    """Where entries of a kind lie, in the folder of caches."""
    return cache_folder() / FOLDERS[kind]


def check_key(key: str) -> None:
    """Refuse what is no entry's name, such as a path.

    Raises:
        ValueError: `key` is not 64 hexadecimal digits, a dot and a kind.
    """
    if not KEY.fullmatch(key):
        raise ValueError(f"no name of a cache entry: {key!r}")


def header_of(n_bytes: int, digest: bytes) -> bytes:
    """The header of a content of `n_bytes` with this SHA-256."""
    return _HEADER.pack(_MAGIC, n_bytes, digest)


def open_entry(path: Path) -> tuple[Entry, int] | None:
    """What an entry's header says, and a handle at its content's first byte, to be closed.

    None where there is no entry: no regular file, or one whose header or length is not right.
    The content is not read.
    """
    handle = _open_regular(path)
    if handle is None:
        return None
    try:
        head = os.read(handle, HEADER_BYTES)
        size_bytes = os.fstat(handle).st_size
    except OSError:
        head, size_bytes = b"", 0
    if len(head) == HEADER_BYTES:
        magic, n_bytes, digest = _HEADER.unpack(head)
        if magic == _MAGIC and size_bytes == HEADER_BYTES + n_bytes:
            return Entry(n_bytes, digest.hex()), handle
    os.close(handle)
    return None


def mark_used(handle: int, path: Path) -> None:
    """Set an entry's time of last use to now, where it is off by an hour, as in the future."""
    try:
        if abs(time.time() - os.fstat(handle).st_mtime) > USE_SECONDS:
            os.utime(handle if os.utime in os.supports_fd else path)
    except OSError:
        return  # On a read-only disk nothing is evicted either.


def is_whole(entry: Entry, content: BinaryIO) -> bool:
    """Whether a stream at a content's first byte has the promised bytes, in constant memory.

    The stream is left at its end.
    """
    digest = hashlib.sha256()
    try:
        while chunk := content.read(CHUNK_BYTES):
            digest.update(chunk)
    except OSError:
        return False
    return digest.hexdigest() == entry.digest


def is_newer(path: Path) -> bool:
    """Whether a file is an entry of another version's format."""
    handle = _open_regular(path)
    if handle is None:
        return False
    with os.fdopen(handle, "rb") as file:
        try:
            magic = file.read(len(_MAGIC))
        except OSError:
            return False
    return len(magic) == len(_MAGIC) and magic.startswith(_MARK) and magic != _MAGIC


def _open_regular(path: Path) -> int | None:
    """Handle of a regular file, never a link's target; None for anything else."""
    try:
        handle = os.open(path, _OPEN_FLAGS)
    except OSError:
        return None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        return None
    return handle
