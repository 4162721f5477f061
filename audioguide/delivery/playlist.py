"""Playlists: `.m3u8`, which players and speakers take for the order of a folder.

A playlist of ours says so in a line of its own, with a digest of the rest: so one that somebody
has changed since is known, and is theirs.
"""

import hashlib
from collections.abc import Iterable

from msgspec import Struct

from audioguide.one_line import one_line

SUFFIX = ".m3u8"

MAX_FILE_BYTES = 1 << 20
"""Of a playlist that is read."""
MAX_ENTRIES = 10_000
"""Of a playlist that is read; what comes after them is left out."""

_HEAD = "#EXTM3U"
_TITLE = "#PLAYLIST:"
_TRACK = "#EXTINF:"
_MARK = "#AUDIOGUIDE:"
_DIGITS = 16


class Entry(Struct, frozen=True):
    """A track of a playlist."""

    name: str
    """Of its file, in the playlist's folder."""
    title: str
    length_ms: int


class Playlist(Struct, frozen=True):
    """What a playlist says."""

    title: str
    """Empty where it has none."""
    names: tuple[str, ...]
    """Of files in its folder, each once, in order."""
    n_elsewhere: int
    """Entries that lead out of the folder, which are left out."""
    is_ours: bool
    """It was written by audioguide, and nobody changed it since."""


def m3u8(title: str, entries: Iterable[Entry]) -> str:
    """The text of a playlist, to be written as UTF-8.

    Lengths are whole seconds, rounded half up. A control character in a title is a space.
    """
    lines = [f"{_TITLE}{one_line(title)}"]
    for entry in entries:
        seconds = (entry.length_ms + 500) // 1000
        lines += [f"{_TRACK}{seconds},{one_line(entry.title)}", entry.name]
    return "\n".join([_HEAD, f"{_MARK}{_digest(lines)}", *lines, ""])


def parse_m3u8(text: str) -> Playlist:
    r"""What a playlist says, whoever wrote it; only names of files in its folder are entries.

    >>> parse_m3u8("#EXTM3U\n#PLAYLIST:Mornings\na.mp3\n../b.mp3\nhttp://host/c.mp3\n").names
    ('a.mp3',)
    """
    lines = text.removeprefix("\ufeff").splitlines()
    title = next((line.removeprefix(_TITLE) for line in lines if line.startswith(_TITLE)), "")
    listed = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    names = dict.fromkeys(one.removeprefix("./") for one in listed[:MAX_ENTRIES])
    inside = tuple(name for name in names if _is_name(name))
    return Playlist(one_line(title), inside, len(names) - len(inside), _is_ours(lines))


def _is_name(entry: str) -> bool:
    """Whether an entry is the name of a file beside the playlist: no folder, drive or address."""
    return entry not in ("", ".", "..") and not any(sign in entry for sign in "/\\:\0")


def _is_ours(lines: list[str]) -> bool:
    if len(lines) < 2 or lines[0] != _HEAD or not lines[1].startswith(_MARK):
        return False
    return lines[1].removeprefix(_MARK) == _digest(lines[2:])


def _digest(lines: list[str]) -> str:
    text = "\n".join(lines).encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()[:_DIGITS]
