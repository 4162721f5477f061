"""A file of a site: what is served, or written for a web host, under a path."""

import os
import stat
from pathlib import Path

from msgspec import Struct

from audioguide.errors import FileError

_LAST_SECONDS = 253_402_300_799
"""The end of the year 9999."""


class FileState(Struct, frozen=True):
    """By what a file on the disk is known again."""

    device: int
    inode: int
    n_bytes: int
    mtime_ns: int
    """When it was changed, in ns since 1970."""

    @property
    def modified_seconds(self) -> int:
        """The same in s, for dates: file systems know moments that no calendar has."""
        return min(max(self.mtime_ns // 10**9, 0), _LAST_SECONDS)


class SiteFile(Struct, frozen=True):
    """A file of a site; its path within the site is the key that it has there.

    Such paths are relative, with slashes between plain names: `index.html`, `tracks/01.mp3`.
    """

    media_type: str
    """As `audio/mpeg`, or `text/html; charset=utf-8`."""
    n_bytes: int
    content: bytes | Path
    """Itself, or the file on the disk that holds it."""
    state: FileState | None = None
    """Of the file on the disk, when it was looked at."""
    version: str | None = None
    """Of the track that it is part of. Whoever asks for another one gets nothing: browsers put
    parts of two tracks together, where a track is built anew while it plays."""

    @classmethod
    def of_bytes(cls, content: bytes, media_type: str) -> "SiteFile":
        """A file that is in memory."""
        return cls(media_type, len(content), content)

    @classmethod
    def on_disk(cls, path: Path, media_type: str, *, version: str | None = None) -> "SiteFile":
        """A file as it is on the disk now.

        Raises:
            FileError: it is not there, or no regular file itself, as a link is not.
        """
        try:
            found = path.lstat()
        except OSError as trouble:
            raise FileError.from_os("read", path, trouble) from trouble
        if not stat.S_ISREG(found.st_mode):
            raise FileError(f"could not read {path}: it is not a regular file")
        return cls(media_type, found.st_size, path, state_of(found), version)


def state_of(found: os.stat_result) -> FileState:
    """The state of a file that was looked at."""
    return FileState(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
