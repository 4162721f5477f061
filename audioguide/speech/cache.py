"""Clips kept on disk: plain files named by everything that made them, checked when read.

An entry that is damaged, cut, foreign, a link or a folder is a miss, and the next `write`
replaces it. A cache that cannot be written is a warning, never a failure: what is new then
goes to a temporary folder that lives as long as the store.
"""

import hashlib
import os
import shutil
import stat
import struct
import tempfile
from pathlib import Path
from typing import BinaryIO

from audioguide.errors import FileError
from audioguide.files import cache_folder

_MAGIC = b"audioguide clip\x01"
_HEADER = struct.Struct("<16sQ32s")
"""Magic with the format's number, bytes of content, SHA-256 of the content."""
_OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # so that a pipe in an entry's place cannot block
    | getattr(os, "O_BINARY", 0)
)


def default_folder() -> Path:
    """`clips` in the folder of caches."""
    return cache_folder() / "clips"


class ClipStore:
    """Contents by key, in one folder and, where that fails, a temporary one."""

    def __init__(self, folder: Path) -> None:
        self.warnings: list[str] = []
        """Trouble that cost nothing but time; at most one line."""
        self._folders = [folder]
        if not folder.is_absolute():
            # Where there is no home, the platform's folder begins with a literal `~`.
            self._fall_back(folder, "there is no home folder")

    def close(self) -> None:
        """Remove the temporary folder, if there was need of one."""
        for folder in self._folders[1:]:
            shutil.rmtree(folder, ignore_errors=True)

    def n_bytes(self, key: str) -> int | None:
        """Length of an entry's content by its header; None for a miss. The content is not read."""
        for folder in self._folders:
            entry = _open(folder / key)
            if entry:
                with entry:
                    found = _header(entry)
                if found:
                    return found[0]
        return None

    def read(self, key: str) -> bytes | None:
        """An entry's content, checked against its checksum; None for a miss."""
        for folder in self._folders:
            entry = _open(folder / key)
            if entry:
                with entry:
                    content = _content(entry)
                if content is not None:
                    return content
        return None

    def write(self, key: str, content: bytes) -> None:
        """Put an entry in place, whole or not at all.

        Raises:
            FileError: even the temporary folder cannot be written.
        """
        entry = _HEADER.pack(_MAGIC, len(content), hashlib.sha256(content).digest()) + content
        try:
            _replace(self._folders[-1] / key, entry)
        except OSError as trouble:
            if len(self._folders) > 1:
                raise FileError.from_os("write", self._folders[-1], trouble) from trouble
            self._fall_back(self._folders[0], trouble.strerror or str(trouble))
            self.write(key, content)

    def _fall_back(self, folder: Path, reason: str) -> None:
        self.warnings.append(f"speech is not kept for the next build: {folder}: {reason}")
        try:
            self._folders.append(Path(tempfile.mkdtemp(prefix="audioguide-")))
        except OSError as trouble:
            raise FileError.from_os("make", "a temporary folder", trouble) from trouble


def _open(path: Path) -> BinaryIO | None:
    """A regular file, never a link's target; None for anything else."""
    try:
        handle = os.open(path, _OPEN_FLAGS)
    except OSError:
        return None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        return None
    return os.fdopen(handle, "rb")


def _header(entry: BinaryIO) -> tuple[int, bytes] | None:
    """Length and checksum of the content, if the file has a header and that length."""
    try:
        head = entry.read(_HEADER.size)
        size = os.fstat(entry.fileno()).st_size
    except OSError:
        return None
    if len(head) < _HEADER.size:
        return None
    magic, length, digest = _HEADER.unpack(head)
    return (length, digest) if magic == _MAGIC and size == _HEADER.size + length else None


def _content(entry: BinaryIO) -> bytes | None:
    found = _header(entry)
    if found is None:
        return None
    try:
        content = entry.read()
    except OSError:
        return None
    return content if hashlib.sha256(content).digest() == found[1] else None


def _replace(path: Path, content: bytes) -> None:
    """Write by rename. Without fsync: a file that a power cut tears fails its checksum."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
