"""The list of what `sync` wrote to a target, kept on the target itself.

Whatever is not in it is somebody else's: it is never overwritten and never removed. The list is
written before the first file that is in it, and once more after the last, so a run that is cut
leaves no file of ours that is not listed. A file that is being replaced is listed as either.
"""

import os
import stat
from pathlib import Path

import msgspec
from msgspec import Struct, field

from audioguide.errors import FileError

MANIFEST_NAME = ".audioguide-sync.json"
"""One file rather than a folder, since players count folders, and hidden, since some show it."""

FORMAT = 1
_MOST_BYTES = 1 << 24
_DEEPEST = 2


class Content(Struct, frozen=True, forbid_unknown_fields=True):
    """What a file holds, as far as it can be told from what another holds."""

    n_bytes: int
    sha256: str


class Entry(Struct, frozen=True, forbid_unknown_fields=True):
    """A file that we wrote, or are about to write."""

    path: str
    """From the target, with `/` between a folder and a name."""
    wished: str
    """The path that it would have had, if nobody else had had it."""
    source: str
    """What it was made from when it was written, for people."""
    contents: tuple[Content, ...]
    """What it holds: any of these, where a run was cut."""
    origin: str
    """Tells one programme from another one of the same title: a digest of where its tracks lie."""


class Manifest(Struct, frozen=True, forbid_unknown_fields=True):
    """All that we wrote to a target, by path."""

    entries: tuple[Entry, ...] = ()
    format: int = FORMAT


class _Format(Struct):
    format: int = 0


class FoundManifest(Struct, frozen=True):
    """What stands on a target in the place of the list."""

    manifest: Manifest = field(default_factory=Manifest)
    is_damaged: bool = False
    """True: a list stands there that cannot be read; the one here is empty."""


def read_manifest(target: Path) -> FoundManifest:
    """The list of a target; an empty one where there is none, or a damaged one.

    A stick comes from anywhere: paths that lead out of the target, or deeper than we write, are
    none of ours.

    Raises:
        FileError: it cannot be read, is no file, or a newer audioguide wrote it.
    """
    path = target / MANIFEST_NAME
    try:
        state = os.lstat(path)
    except FileNotFoundError:
        return FoundManifest()
    except OSError as trouble:
        raise FileError.from_os("read", path, trouble) from trouble
    if not stat.S_ISREG(state.st_mode):
        raise FileError(f"could not read {path}: it is not a regular file; move it away")
    if state.st_size > _MOST_BYTES:
        return FoundManifest(is_damaged=True)
    try:
        content = path.read_bytes()
    except OSError as trouble:
        raise FileError.from_os("read", path, trouble) from trouble
    return _decoded(content, path)


def _decoded(content: bytes, path: Path) -> FoundManifest:
    try:
        if msgspec.json.decode(content, type=_Format).format > FORMAT:
            raise FileError(f"a newer audioguide wrote {path}; use that one for this target")
        manifest = msgspec.json.decode(content, type=Manifest)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return FoundManifest(is_damaged=True)
    ours = tuple(one for one in manifest.entries if _is_within(one.path))
    return FoundManifest(Manifest(ours))


def encoded(manifest: Manifest) -> bytes:
    """The list as a file has it: readable, and equal for equal lists."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"


def _is_within(path: str) -> bool:
    """Whether a path is one that we may have written."""
    parts = path.split("/")
    return len(parts) <= _DEEPEST and all(
        part and part.strip(". ") and not set(part) & set("\\:\0") and part.isprintable()
        for part in parts
    )
