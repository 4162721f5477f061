"""The record of a track: what its build was asked for, read and found, and what came out of it.

Kept in the cache, one for each path that a track was ever written to. A record that is damaged,
foreign or of another format is none.
"""

import contextlib
import hashlib
import os
from pathlib import Path

import msgspec
from msgspec import Raw, Struct, field
from msgspec.structs import replace

from audioguide.cache.entry import Kind, default_folder
from audioguide.cache.store import Store
from audioguide.diagnostics import Diagnostic
from audioguide.errors import FileError

FORMAT = 3
"""Raised whenever a field of a record comes, goes or takes another meaning."""


NO_PARTS = Raw(b"null")


class Asked(Struct, frozen=True, forbid_unknown_fields=True):
    """All that decides over a track beside the files that are read; equal ones make equal tracks.

    Whether warnings stop a build is no part of it: what was found is in the record. Nor is the
    working folder: what is read in it by a relative path is looked at by that path again.
    """

    script: str
    """As typed, since diagnostics and timelines show it so."""
    pose_folders: tuple[str, ...]
    options: str
    bitrate_kbps: int | None
    marking: str
    config: str
    """Where the user's configuration would lie."""
    home: str
    """What `~` stands for in it."""
    compiler: str
    """Hash over audioguide's own files and the packages that make sound."""


class Output(Struct, frozen=True, forbid_unknown_fields=True):
    """A file that a build wrote, as it was then."""

    n_bytes: int
    mtime_ns: int


class Record(Struct, frozen=True, forbid_unknown_fields=True):
    """One build of a track."""

    asked: Asked
    seen: dict[str, str]
    """Every file and folder that was read; see `disk.Disk.seen`."""
    diagnostics: tuple[Diagnostic, ...]
    """What was found. Their files have no text: it is in the files themselves."""
    outputs: dict[str, Output]
    """The track, and what was asked for beside it, by absolute path."""
    format: int = FORMAT
    parts: Raw = NO_PARTS
    """What the track was put together from, as JSON that only whoever asks for it decodes."""
    beside: tuple[str, ...] = ()
    """Kinds of file that its script and the configuration ask for beside it."""
    wrote: dict[str, str] = field(default_factory=dict)
    """All that its builds ever wrote beside it: SHA-256 by absolute path."""

    def has_output(self, path: Path) -> bool:
        """Whether the file at `path` is the one that this build wrote, untouched since."""
        try:
            return self.outputs.get(absolute(path)) == output_state(path)
        except OSError:
            return False


def of_files_beside(asked: Asked, wrote: dict[str, str], *, before: Record | None = None) -> Record:
    """The record of a build that nobody can tell anything of but whose files those beside it are.

    The rest is that of the build before it, which no longer holds where the track is another.
    Without one it has no outputs, so no track counts as up to date by it.
    """
    if before is not None:
        return replace(before, wrote=wrote)
    return Record(asked=asked, seen={}, diagnostics=(), outputs={}, wrote=wrote)


def absolute(path: Path) -> str:
    """A path from the root: without `..`, but with its links, which a build would replace."""
    return os.path.abspath(path)  # noqa: PTH100 - `Path.resolve` follows links


def output_state(path: Path) -> Output:
    """What tells a file that was written from one that took its place.

    Raises:
        OSError: there is none.
    """
    state = path.stat()
    return Output(state.st_size, state.st_mtime_ns)


def read_record(track: Path) -> Record | None:
    """The record of the last build that wrote to this path."""
    with contextlib.closing(_store()) as store:
        content = store.read(_key(track))
    try:
        record = msgspec.json.decode(content or b"", type=Record)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    return record if record.format == FORMAT else None


def write_record(track: Path, record: Record) -> None:
    """Keep a record. Where that cannot be done, the next build does its work again."""
    with contextlib.closing(_store()) as store, contextlib.suppress(FileError, OSError, ValueError):
        store.write(_key(track), msgspec.json.encode(record))


def _store() -> Store:
    return Store(default_folder(Kind.TRACK), what="the record of a track")


def _key(track: Path) -> str:
    return f"{hashlib.sha256(os.fsencode(absolute(track))).hexdigest()}.{Kind.TRACK}"
