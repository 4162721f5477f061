"""Writing a site as files for a web host: what is new or changed, and the page last."""

import contextlib
import hashlib
import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from msgspec import Struct

from audioguide.errors import FileError, UsageError
from audioguide.files import replace_whole
from audioguide.web.digests import content_of, digest_of
from audioguide.web.paths import FEED, PAGE, PROGRAMME
from audioguide.web.published import is_plain, merged, read_list, write_list
from audioguide.web.site_file import SiteFile

_CHUNK_BYTES = 1 << 20
_LAST = (PROGRAMME, FEED, PAGE)
"""What names the other files comes when they are there."""


class Outcome(Struct, frozen=True):
    """What came of publishing. Paths are those of the site."""

    written: tuple[str, ...]
    n_unchanged: int
    removed: tuple[str, ...]
    stale: tuple[str, ...]
    """Of an earlier run, and no part of the site any more."""


def publish(files: Mapping[str, SiteFile], target: Path, *, deletes: bool = False) -> Outcome:
    """Bring a folder to what a site is now; nothing is written where nothing has changed.

    Args:
        files: The site.
        target: The folder, which is made if need be.
        deletes: Remove what an earlier run wrote and nobody changed, and that the site has no more.

    Raises:
        FileError: something cannot be read or written, or somebody else's file or link is in the
            way, in which case nothing was written.
    """
    assert all(map(is_plain, files)), "a path that leads out of the site"
    before = read_list(target)
    _refuse_links(target, (*files, *before.files))
    digests = {name: digest_of(file) for name, file in files.items()}
    there = {name: _digest_at(target / name) for name in (*digests, *before.files)}
    _refuse_others(target, digests, there, before.files)
    changed = [name for name in _in_order(digests) if there[name] != digests[name]]
    gone = [name for name in before.files if name not in digests and there[name] is not None]
    ours = {name: digests[name] for name in digests if name in before.files or name in changed}
    write_list(target, merged(before.files, ours))
    for name in changed:
        _write(target / name, files[name])
    removed = [name for name in gone if deletes and there[name] in before.files[name]]
    for name in removed:
        _remove(target, name)
    stale = {name: before.files[name] for name in gone if name not in removed}
    write_list(target, merged(stale, ours))
    return Outcome(tuple(changed), len(digests) - len(changed), tuple(removed), tuple(stale))


def refuse_within(target: Path, folder: Path) -> None:
    """See to it that nothing is published into the tracks' own folder.

    Raises:
        UsageError: the target is that folder, lies inside it, or writes its own files there.
    """
    inside, tracks = target.resolve(), folder.resolve()
    if tracks in (inside / "tracks", inside / "pictures"):
        raise UsageError(f"-o {target} has its own files in {folder}; choose another")
    if tracks in (inside, *inside.parents):
        raise UsageError(
            f"-o {target} is inside {folder}, whose tracks are published; choose another"
        )


def _in_order(names: Mapping[str, str]) -> list[str]:
    return sorted(names, key=lambda name: (_LAST.index(name) + 1 if name in _LAST else 0, name))


def _refuse_links(target: Path, names: Iterable[str]) -> None:
    """Stop where a folder inside the target is a link: what is behind it is not the site's.

    Raises:
        FileError: there is one; its message names it. Or it cannot be looked at.
    """
    folders = {folder for name in names for folder in PurePosixPath(name).parents}
    for path in (target / folder for folder in sorted(folders - {PurePosixPath()})):
        try:
            is_link = path.is_symlink()
        except OSError as trouble:
            raise FileError.from_os("read", path, trouble) from trouble
        if is_link:
            raise FileError(
                f"could not write into {path}: it is a link, and what it leads to is not the "
                "site's; remove the link, or publish into another folder"
            )


def _refuse_others(
    target: Path,
    digests: Mapping[str, str],
    there: Mapping[str, str | None],
    listed: Mapping[str, tuple[str, ...]],
) -> None:
    """Stop before anything is written where a file is in the way that is not ours.

    Raises:
        FileError: there is one; its message names up to three.
    """
    others = [
        str(target / name)
        for name, digest in digests.items()
        if there[name] not in (None, digest, *listed.get(name, ()))
    ]
    if others:
        shown = ", ".join(others[:3]) + (f" and {len(others) - 3} more" if others[3:] else "")
        raise FileError(
            f"could not write {shown}: audioguide did not write what is there; move it away, or "
            "publish into another folder"
        )


def _write(path: Path, file: SiteFile) -> None:
    with replace_whole(path) as stream:
        for chunk in content_of(file):
            stream.write(chunk)


def _remove(target: Path, name: str) -> None:
    """Remove a file, and the folders that are empty then."""
    path = target / name
    try:
        path.unlink()
    except OSError as trouble:
        raise FileError.from_os("remove", path, trouble) from trouble
    with contextlib.suppress(OSError):
        for folder in path.relative_to(target).parents:
            if folder != Path():
                (target / folder).rmdir()


def _digest_at(path: Path) -> str | None:
    """What stands at a path; None for nothing, and a word for what is no file.

    Raises:
        FileError: it cannot be read.
    """
    digest = hashlib.sha256()
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return "no file"
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                digest.update(chunk)
    except FileNotFoundError:
        return None
    except NotADirectoryError:
        return "no file"
    except OSError as trouble:
        raise FileError.from_os("read", path, trouble) from trouble
    return digest.hexdigest()
