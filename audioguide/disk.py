"""What a compilation sees of the disk, and the memory of it.

Whoever reads a user's file or folder reads it through the compilation's one `Disk`. It hands out
each file's bytes once read, the same ones however often they are asked for, and remembers what
they were: so a file that changes in the middle of a build cannot be remembered wrongly.
"""

import os
import stat
from pathlib import Path

from msgspec import Struct

_CONTENT = "content"
_NAMES = "names"
_FILE = "a file"
_NO_FILE = "no file"

_MOST_KEPT_BYTES = 1 << 22
"""What is larger is a sound or a voice, and looked at bit by bit; texts are smaller by far."""
_CHUNK_BYTES = 1 << 20


class Listed(Struct, frozen=True):
    """What stands in a folder under one name; neither a folder nor a file is a pipe, say."""

    name: str
    is_folder: bool
    is_file: bool


class Disk:
    """Reads files and folders, each once, and remembers what was seen."""

    def __init__(self) -> None:
        """See nothing yet."""
        self._contents: dict[str, bytes] = {}
        self._listings: dict[str, tuple[Listed, ...]] = {}
        self._others: dict[str, str] = {}

    def seen(self) -> dict[str, str]:
        """What each path was seen to be, by the path as it was asked for.

        `content` with the number of bytes and their SHA-256; `names` with a SHA-256 over those
        in a folder; `a file`, of which only that is known; `no file`.
        """
        contents = {path: _of_content(content) for path, content in self._contents.items()}
        listings = {path: _of_names(listed) for path, listed in self._listings.items()}
        return self._others | contents | listings

    def sees(self, path: str, once: str) -> bool:
        """Whether a path is what it once was seen to be, in the words of `seen`."""
        kind, _, rest = once.partition(" ")
        try:
            if kind == _CONTENT:
                n_bytes = int(rest.partition(" ")[0])
                state = os.stat(path)  # noqa: PTH116 - a `Path` costs as much as the look itself
                # What is no plain file, as a pipe, may have no end, or be read but once.
                if not stat.S_ISREG(state.st_mode) or state.st_size != n_bytes:
                    return False
                if n_bytes > _MOST_KEPT_BYTES:
                    return _of_file(path, n_bytes + 1) == once
                return _of_content(self.read(path, at_most_bytes=n_bytes + 1)) == once
            if kind == _NAMES:
                return _of_names(self.list_folder(path)) == once
            return once == (_FILE if self.is_file(path) else _NO_FILE)
        except (OSError, ValueError):
            return False

    def read(self, path: str | Path, *, at_most_bytes: int) -> bytes:
        """The bytes of a file, or its first `at_most_bytes`.

        Raises:
            OSError: it cannot be read.
            ValueError: the path cannot be one.
        """
        key = str(path)
        if key not in self._contents:
            with Path(path).open("rb") as stream:
                self._contents[key] = stream.read(at_most_bytes)
        return self._contents[key]

    def has_read(self, path: str) -> bool:
        """Whether the bytes of a file were handed out."""
        return path in self._contents

    def look(self, path: str | Path, *, at_most_bytes: int) -> None:
        """Remember what a file holds that something else will read, a sound for one.

        Raises:
            OSError: it cannot be read.
        """
        self._others[str(path)] = _of_file(path, at_most_bytes)

    def is_file(self, path: str | Path) -> bool:
        """Whether there is a file, of which nothing else is to be known.

        Raises:
            OSError: the system cannot even look the path up.
        """
        found = Path(path).is_file()
        self._others.setdefault(str(path), _FILE if found else _NO_FILE)
        return found

    def list_folder(self, path: str | Path) -> tuple[Listed, ...]:
        """What stands in a folder, by name, without hidden entries: those that begin with a dot.

        Raises:
            OSError: it cannot be listed.
        """
        with os.scandir(path) as entries:
            found = [_listed(entry) for entry in entries if not entry.name.startswith(".")]
        found.sort(key=lambda one: one.name)
        self._listings[str(path)] = tuple(found)
        return self._listings[str(path)]


def _listed(entry: "os.DirEntry[str]") -> Listed:
    try:
        return Listed(entry.name, entry.is_dir(), entry.is_file())
    except OSError:  # A link that leads round in a circle, or where we may not look.
        return Listed(entry.name, False, False)


def _of_content(content: bytes) -> str:
    return f"{_CONTENT} {len(content)} {_digest(content)}"


def _of_file(path: str | Path, at_most_bytes: int) -> str:
    """As `_of_content`, without having the whole of a file in memory."""
    from hashlib import sha256

    digest, n_bytes = sha256(), 0
    with Path(path).open("rb") as stream:
        while chunk := stream.read(min(_CHUNK_BYTES, at_most_bytes - n_bytes)):
            digest.update(chunk)
            n_bytes += len(chunk)
    return f"{_CONTENT} {n_bytes} {digest.hexdigest()}"


def _of_names(listed: tuple[Listed, ...]) -> str:
    return f"{_NAMES} {_digest(repr(listed).encode('utf-8', 'surrogatepass'))}"


def _digest(content: bytes) -> str:
    # Imported late, since it brings OpenSSL, and a check remembers nothing.
    from hashlib import sha256

    return sha256(content).hexdigest()
