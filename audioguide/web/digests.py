"""The hash of each file of a site, which for one on the disk is computed once."""

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from audioguide.errors import FileError
from audioguide.web.opened import ChangedError, chunks, open_known
from audioguide.web.site_file import FileState, SiteFile

_MOST_FILES = 4096
"""Whose hashes are remembered: more than a shelf has tracks and hand-outs."""


def digest_of(file: SiteFile) -> str:
    """The SHA-256 of a file of a site.

    Raises:
        FileError: it is not what it was when the site was made.
    """
    if isinstance(file.content, bytes):
        return hashlib.sha256(file.content).hexdigest()
    assert file.state is not None
    return _on_disk(file.content, file.state)


@lru_cache(maxsize=_MOST_FILES)
def _on_disk(path: Path, state: FileState) -> str:
    digest = hashlib.sha256()
    for chunk in content_of(SiteFile("", state.n_bytes, path, state)):
        digest.update(chunk)
    return digest.hexdigest()


def content_of(file: SiteFile) -> Iterator[bytes]:
    """All bytes of a file of a site.

    Raises:
        FileError: it is not what it was when the site was made.
    """
    if isinstance(file.content, bytes):
        yield file.content
        return
    try:
        yield from chunks(open_known(file), file, 0, file.n_bytes)
    except ChangedError:
        raise FileError(f"{file.content} was changed while it was read; try again") from None
