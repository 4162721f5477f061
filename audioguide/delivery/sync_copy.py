"""One file onto a device: written under another name, read back from the disk, then renamed.

So a name on the device is what it was or whole, whenever the device is pulled out. What goes wrong
on the device is raised as `OSError`, what goes wrong with a source as `FileError`.
"""

import contextlib
import errno
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from audioguide.delivery.sync_manifest import Content
from audioguide.errors import FileError

PART_NAME = ".audioguide.part"
"""One name for all, so that a run sweeps what a killed one left behind, and so that new names of
a FAT folder come one behind the other: the gap that it leaves is taken by the next one again."""

_CHUNK_BYTES = 1 << 20
_NO_FSYNC_HERE = (errno.EINVAL, errno.ENOTSUP, errno.EACCES, errno.EISDIR)
"""What a system says that cannot flush a folder."""


class Sink(Protocol):
    """What a file's bytes are handed to."""

    def write(self, data: bytes, /) -> object:
        """Take the next bytes, all of them."""
        ...


Write = Callable[[Sink], None]
"""Hands all bytes of a file to a sink, the same ones each time. Raises `FileError`."""


def writing(content: bytes) -> Write:
    """What hands out bytes that are at hand."""

    def write(sink: Sink) -> None:
        sink.write(content)

    return write


class Digest:
    """A sink that only remembers what it was given."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._sha256 = hashlib.sha256()
        self._n_bytes = 0

    def write(self, data: bytes, /) -> None:
        """Take the next bytes."""
        self._sha256.update(data)
        self._n_bytes += len(data)

    @property
    def content(self) -> Content:
        """What was given so far."""
        return Content(self._n_bytes, self._sha256.hexdigest())


def content_of(write: Write) -> Content:
    """What a file will hold.

    Raises:
        FileError: its source cannot be read.
    """
    digest = Digest()
    write(digest)
    return digest.content


def content_at(path: Path) -> Content:
    """What a file on a device holds, read from the device and not from memory where it can be.

    Raises:
        OSError: it cannot be read.
    """
    handle = os.open(path, os.O_RDONLY | _no_following())
    try:
        return _read_back(handle)
    finally:
        os.close(handle)


def copy_verified(path: Path, content: Content, write: Write, *, is_free: bool) -> None:
    """Write a file whole or not at all.

    Args:
        path: Where it goes; what stands there is replaced.
        content: What it is to hold.
        write: Hands out what it is to hold.
        is_free: Nothing may stand at `path`.

    Raises:
        OSError: the device refused.
        FileError: the source cannot be read, or is not what it was; or the device gave back
            something else than it was given.
    """
    part = path.parent / PART_NAME
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | _no_following(), 0o666)
    try:
        try:
            written = _written(handle, write)
            if written != content:
                raise FileError(f"could not copy {path.name}: its source changed meanwhile")
            os.fsync(handle)
            if _read_back(handle) != content:
                raise FileError(
                    f"could not write {path}: what was written reads back otherwise, so the device "
                    "is worn out or has less room than it says; use another one"
                )
        finally:
            os.close(handle)
        if is_free and os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, "somebody else has just put a file there", path)
        part.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """See to it that the names of a folder are on the disk, where the system can do that.

    Raises:
        OSError: the device is gone or broken.
    """
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as trouble:
        if trouble.errno not in _NO_FSYNC_HERE:
            raise
    finally:
        os.close(handle)


class _File:
    """A sink that writes to an open file."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self.digest = Digest()

    def write(self, data: bytes, /) -> None:
        left = memoryview(data)
        while left:
            left = left[os.write(self._handle, left) :]
        self.digest.write(data)


def _written(handle: int, write: Write) -> Content:
    file = _File(handle)
    write(file)
    return file.digest.content


def _read_back(handle: int) -> Content:
    if hasattr(os, "posix_fadvise"):
        # Else it would come from the system's memory, whatever became of it on the device.
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
    os.lseek(handle, 0, os.SEEK_SET)
    digest = Digest()
    while chunk := os.read(handle, _CHUNK_BYTES):
        digest.write(chunk)
    return digest.content


def _no_following() -> int:
    """Flags for a file that is no link; and on Windows for one that is bytes."""
    return getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
