"""Which playlist decides over the order of a folder, and what it makes of it."""

import os
from collections.abc import Callable
from pathlib import Path

from audioguide.delivery.playlist import MAX_FILE_BYTES, SUFFIX, Playlist, parse_m3u8
from audioguide.one_line import JOINERS
from audioguide.sizes import format_size

_MOST_NAMED = 3
_WITHOUT_JOINERS = dict.fromkeys(map(ord, JOINERS))

Note = Callable[[str], None]
"""Told what is left out, in a sentence."""


def chosen_playlist(
    folder: Path, entries: "list[os.DirEntry[str]]", note: Note
) -> tuple[Path, Playlist] | None:
    """The playlist that decides over the order."""
    found = [
        (folder / entry.name, playlist)
        for entry in entries
        if entry.name.lower().endswith(SUFFIX) and is_plain_file(entry, note)
        for playlist in (_read_playlist(folder / entry.name, note),)
        if playlist is not None
    ]
    ours = [one for one in found if one[1].is_ours]
    if ours:
        return max(ours, key=lambda one: (_mtime_ns(one[0]), one[0].name))
    if len(found) > 1:
        names = ", ".join(path.name for path, _ in found)
        note(f"{names}: one playlist decides over the order, and here are {len(found)}")
    return found[0] if len(found) == 1 else None


def _read_playlist(path: Path, note: Note) -> Playlist | None:
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_FILE_BYTES + 1)
    except OSError as trouble:
        note(f"{path.name}: {trouble.strerror or trouble}")
        return None
    if len(content) > MAX_FILE_BYTES:
        note(f"{path.name}: no playlist is larger than {format_size(MAX_FILE_BYTES)}")
        return None
    return parse_m3u8(content.decode("utf-8", "replace"))


def _mtime_ns(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def listed(playlist: Playlist, name: str, present: list[str], note: Note) -> list[str]:
    """Of the files that are present those that a playlist lists, in its order.

    All of them for a playlist that lists none.
    """
    if playlist.n_elsewhere:
        note(f"{name}: {_n_entries(playlist.n_elsewhere)} out of the folder")
    there, named = set(present), set(playlist.names)
    found = [one for one in playlist.names if one in there]
    missing = [shown(one) for one in playlist.names if one not in there]
    if missing:
        note(f"{name} lists what is not there: {_some(missing)}")
    if not found:
        note(f"{name} lists nothing that is there, so it is not gone by")
        return present
    if unlisted := [one for one in present if one not in named]:
        note(f"{name} does not list {_some(unlisted)}")
    return found


def is_plain_file(entry: "os.DirEntry[str]", note: Note) -> bool:
    """Whether an entry is a file that lies here, with a name that can be shown anywhere."""
    if not _can_be_shown(entry.name):
        note(f"{shown(entry.name)}: its name has characters that cannot be shown; rename it")
    elif entry.is_symlink():
        note(f"{entry.name}: it is a link, and links are not followed")
    elif not entry.is_file(follow_symlinks=False):
        note(f"{entry.name}: it is no file")
    else:
        return True
    return False


def _n_entries(count: int) -> str:
    return "1 entry leads" if count == 1 else f"{count} entries lead"


def _some(names: list[str]) -> str:
    """The first few names, and how many more there are."""
    more = len(names) - _MOST_NAMED
    first = ", ".join(names[:_MOST_NAMED])
    return f"{first} and {more} more" if more > 0 else first


def shown(name: str) -> str:
    """A name with escapes for what cannot be shown."""
    return name if _can_be_shown(name) else ascii(name)


def _can_be_shown(name: str) -> bool:
    """Whether a name has no control characters, marks of direction or bytes that are no text."""
    return name.translate(_WITHOUT_JOINERS).isprintable()
