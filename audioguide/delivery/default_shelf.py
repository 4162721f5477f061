"""Which folder is meant where none is named, and in which folders there are tracks at all."""

import os
from collections.abc import Iterator
from pathlib import Path

from audioguide.delivery.names import natural_order
from audioguide.errors import FileError, UsageError
from audioguide.files import MP3_SUFFIX, OUTPUT_FOLDER

_MOST_NAMED = 3
_DEEPEST = 2
"""Folders below the one that is looked at: `output/DEVICE/PROGRAMME` is as deep as we build."""


def default_shelf(output: Path = OUTPUT_FOLDER) -> Path:
    """The one folder of tracks that there is where builds put them.

    Args:
        output: That folder: it is what is meant where it has tracks itself.

    Raises:
        UsageError: there are several.
        FileError: there is none.
    """
    found = list(folders_of_tracks(output))
    if not found:
        raise FileError(f"there are no tracks in {output}, nor in its folders; name a folder")
    if len(found) > 1 and found[0] != output:
        raise UsageError(f"there are tracks in {named(found)}; name one of them")
    return found[0]


def folders_of_tracks(folder: Path, *, deepest: int = _DEEPEST) -> Iterator[Path]:
    """The folders that have MP3s: a folder itself, then those in it, in natural order.

    Hidden ones, links, and what cannot be listed have none. `deepest` is how many folders below
    the first are looked at, one within another.
    """
    try:
        with os.scandir(folder) as found:
            entries = [one for one in found if not one.name.startswith(".")]
            inside = [one.name for one in entries if one.is_dir(follow_symlinks=False)]
    except OSError:
        return
    if any(one.name.lower().endswith(MP3_SUFFIX) and one.name not in inside for one in entries):
        yield folder
    if deepest:
        for name in sorted(inside, key=natural_order):
            yield from folders_of_tracks(folder / name, deepest=deepest - 1)


def named(folders: list[Path]) -> str:
    """The first few of some folders, and how many more there are."""
    more = len(folders) - _MOST_NAMED
    first = ", ".join(map(str, folders[:_MOST_NAMED]))
    return f"{first} and {more} more" if more > 0 else first
