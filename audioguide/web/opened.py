"""Reading a file of a site from the disk, when it still is what was looked at."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from audioguide.web.site_file import SiteFile, state_of

_CHUNK_BYTES = 1 << 16
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_BINARY = getattr(os, "O_BINARY", 0)
_AT_ONCE = getattr(os, "O_NONBLOCK", 0)
"""What is a pipe by now is not waited for."""


class ChangedError(Exception):
    """A file is not what it was when it was looked at."""


def open_known(file: SiteFile) -> BinaryIO:
    """Open a file on the disk, if it is the one that the site was made of.

    A link that has taken its place since is not followed, and neither is another file served
    under its name: so nothing is that was not in the folder.

    Raises:
        ChangedError: it is gone, or another one.
    """
    assert isinstance(file.content, Path)
    try:
        handle = os.open(file.content, os.O_RDONLY | _NO_LINK | _BINARY | _AT_ONCE)
    except OSError as trouble:
        raise ChangedError from trouble
    try:
        if state_of(os.fstat(handle)) != file.state:
            raise ChangedError
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def chunks(stream: BinaryIO, file: SiteFile, start: int, end: int) -> Iterator[bytes]:
    """The bytes of a half-open range of an open file, which is closed at the end.

    Raises:
        ChangedError: somebody has written into it meanwhile. Nothing of what was written comes:
            one half of each of two tracks is neither.
    """
    with stream:
        stream.seek(start)
        while start < end:
            chunk = stream.read(min(_CHUNK_BYTES, end - start))
            if not chunk or state_of(os.fstat(stream.fileno())) != file.state:
                raise ChangedError
            start += len(chunk)
            yield chunk
