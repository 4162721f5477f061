"""The list of what `publish` wrote to a folder, kept in the folder itself.

Whatever is not in it is somebody else's: it is never overwritten and never removed. The list is
written before the first file, with what is there and what will be, so that a run that is cut
leaves no file of ours that is not listed; and once more after the last.
"""

import os
import stat
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import msgspec
from msgspec import Struct, field

from audioguide.errors import FileError
from audioguide.files import replace_whole

LIST_NAME = ".audioguide-site.json"
_FORMAT = 1
_MOST_BYTES = 1 << 24


class Published(Struct, frozen=True, forbid_unknown_fields=True):
    """What we wrote."""

    files: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The SHA-256 of each file by its path; two of them where a run was cut."""
    format: int = _FORMAT


class _Head(Struct, frozen=True):
    """What every list says of itself."""

    format: int = _FORMAT


def read_list(folder: Path) -> Published:
    """The list of a folder; an empty one where there is none.

    Raises:
        FileError: it cannot be read, is a link, or is not what we wrote.
    """
    path = folder / LIST_NAME
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            raise FileError(f"could not read {path}: it is not a regular file; remove it")
        with path.open("rb") as stream:
            content = stream.read(_MOST_BYTES)
    except FileNotFoundError:
        return Published()
    except OSError as trouble:
        raise FileError.from_os("read", path, trouble) from trouble
    try:
        # A newer list may have what this one forbids, so its format comes first.
        if msgspec.json.decode(content, type=_Head).format > _FORMAT:
            raise FileError(f"a newer audioguide wrote {path}; use that one for this folder")
        found = msgspec.json.decode(content, type=Published)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        found = None
    if found is None or found.format != _FORMAT:
        raise FileError(f"{path} is damaged: remove it and all that was published there")
    return Published({name: sums for name, sums in found.files.items() if is_plain(name)})


def write_list(folder: Path, published: Published) -> None:
    """Put the list in its place, unless it stands there already.

    Raises:
        FileError: it cannot be written.
    """
    ordered = Published(dict(sorted(published.files.items())))
    if ordered != read_list(folder):
        with replace_whole(folder / LIST_NAME) as stream:
            stream.write(msgspec.json.format(msgspec.json.encode(ordered), indent=1) + b"\n")


def merged(one: Mapping[str, tuple[str, ...]], other: Mapping[str, str]) -> Published:
    """What is listed, and what will be, at the same paths."""
    files = dict(one)
    for name, digest in other.items():
        files[name] = tuple(dict.fromkeys((*files.get(name, ()), digest)))
    return Published(files)


def is_plain(name: str) -> bool:
    """Whether a path is one that a site has: within its folder, and with plain names.

    >>> is_plain("tracks/01.mp3"), is_plain("../x"), is_plain("/etc/passwd"), is_plain("a//b")
    (True, False, False, False)
    """
    parts = name.split("/")
    return (
        str(PurePosixPath(name)) == name
        and not any(part in ("", ".", "..") for part in parts)
        and not set(name) & set("\\:\0")
        and name != LIST_NAME
    )
