"""What lies in the cache: our files told from those that are somebody else's.

The user may have chosen a folder with files of their own in it. Ours are regular files with
the name of an entry, or of one that was never finished, in the folder of their kind; links are
never followed.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from audioguide.cache.entry import FOLDERS, KEY, PART_NAME, Kind
from audioguide.files import cache_folder


class KeptFile(Struct, frozen=True):
    """A file of ours."""

    path: Path
    n_bytes: int
    """Of the whole file, its header among it."""
    used_ns: int
    """When it was last used, to the hour, or written: nanoseconds since 1970."""


class KindSurvey(Struct, frozen=True):
    """All entries of a kind."""

    kind: Kind
    n_entries: int
    n_bytes: int
    oldest_use_ns: int | None
    """Nanoseconds since 1970; None where there is no entry."""
    newest_use_ns: int | None


class Survey(Struct, frozen=True):
    """All that lies in the folders of the cache."""

    folder: Path
    kinds: tuple[KindSurvey, ...]
    """Every kind, in the order of `Kind`."""
    n_parts: int
    """Files on their way to be entries: of builds that are running, or that were killed."""
    part_bytes: int
    n_foreign: int
    """Whatever else is there. It is left alone."""

    @property
    def n_entries(self) -> int:
        """Entries of all kinds."""
        return sum(one.n_entries for one in self.kinds)

    @property
    def n_bytes(self) -> int:
        """Bytes of ours, unfinished entries among them."""
        return sum(one.n_bytes for one in self.kinds) + self.part_bytes


class Listing(Struct, frozen=True):
    """The files in the folders of the cache."""

    entries: tuple[KeptFile, ...]
    parts: tuple[KeptFile, ...]
    n_foreign: int


def survey() -> Survey:
    """Count what lies in the cache; no file is opened."""
    found = list_files()
    return Survey(
        cache_folder(),
        tuple(_of_kind(kind, found.entries) for kind in Kind),
        len(found.parts),
        sum(part.n_bytes for part in found.parts),
        found.n_foreign,
    )


def list_files() -> Listing:
    """Every file of the cache, with its size and its time of last use.

    What cannot be looked at, or vanishes meanwhile, is passed over. Without a home folder
    there is no cache, and nothing in it.
    """
    entries: list[KeptFile] = []
    parts: list[KeptFile] = []
    n_foreign = 0
    root = cache_folder()
    for folder_name in dict.fromkeys(FOLDERS.values()):
        folder = root / folder_name
        for name, state in _states(folder):
            is_file = stat.S_ISREG(state.st_mode)
            if is_file and KEY.fullmatch(name) and FOLDERS[_kind(name)] == folder_name:
                entries.append(KeptFile(folder / name, state.st_size, state.st_mtime_ns))
            elif is_file and PART_NAME.fullmatch(name):
                parts.append(KeptFile(folder / name, state.st_size, state.st_mtime_ns))
            else:
                n_foreign += 1
    return Listing(tuple(entries), tuple(parts), n_foreign)


def _states(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Names in a folder that is no link, with what the system says of each."""
    if not folder.is_absolute() or folder.is_symlink():
        return
    try:
        with os.scandir(folder) as files:
            for file in files:
                try:
                    yield file.name, file.stat(follow_symlinks=False)
                except OSError:
                    continue
    except OSError:
        return


def _kind(name: str) -> Kind:
    return Kind(name.rpartition(".")[2])


def _of_kind(kind: Kind, entries: tuple[KeptFile, ...]) -> KindSurvey:
    ours = [entry for entry in entries if _kind(entry.path.name) == kind]
    uses = [entry.used_ns for entry in ours]
    n_bytes = sum(entry.n_bytes for entry in ours)
    return KindSurvey(kind, len(ours), n_bytes, min(uses, default=None), max(uses, default=None))
