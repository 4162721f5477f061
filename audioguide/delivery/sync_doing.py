"""What was planned, done: the list first, then file by file, then the list as it is."""

import contextlib
import errno
from collections.abc import Iterator, Sequence
from pathlib import Path

from audioguide.delivery.sync_copy import content_of, copy_verified, flush_folder, writing
from audioguide.delivery.sync_manifest import MANIFEST_NAME, Manifest, encoded
from audioguide.delivery.sync_plan import Copy, OnProgress, Plan, Row
from audioguide.delivery.sync_room import removes_first
from audioguide.delivery.sync_target import Target
from audioguide.errors import FileError

_GONE = (errno.ENODEV, errno.EIO, errno.ENOENT, errno.ENXIO, errno.ENOTCONN, errno.ESTALE)
"""What a system says of a device that was pulled out."""
_FULL = (errno.ENOSPC, errno.EDQUOT)


def sweep(place: Target, manifest: Manifest, rows: Sequence[Row]) -> None:
    """Remove what a run left unfinished that was killed.

    Raises:
        FileError: it cannot be removed.
    """
    ours = {entry.path.rpartition("/")[0] for entry in manifest.entries}
    wanted = {wish.folder for row in rows for wish in row.tracks}
    with _telling(place.root, n_done=0, n_all=0):
        place.sweep({"", *ours, *wanted})


def see_to_room(chosen: Plan, place: Target) -> None:
    """See to it that there is room for what was planned; nothing is written.

    Raises:
        FileError: there is not.
    """
    with _telling(place.root, n_done=0, n_all=0):
        removes_first(chosen, place)


def carry_out(chosen: Plan, place: Target, on_progress: OnProgress | None) -> None:
    """Do what was planned.

    Raises:
        FileError: the target refused, or a source is not what it was.
    """
    n_all = len(chosen.copies)
    with _telling(place.root, n_done=0, n_all=n_all):
        goes_first = removes_first(chosen, place)
        _write_manifest(place, chosen.manifest_before())
        if goes_first:
            _remove(chosen, place)
        for folder in dict.fromkeys(one.entry.path.rpartition("/")[0] for one in chosen.copies):
            _make_folder(place, folder)
    n_bytes, n_total = 0, sum(one.content.n_bytes for one in chosen.copies)
    for n_done, copy in enumerate(chosen.copies):
        with _telling(place.root, n_done=n_done, n_all=n_all):
            place.stay()
            _copy(copy, place)
        n_bytes += copy.content.n_bytes
        if on_progress is not None:
            on_progress("copy", n_bytes, n_total)
    with _telling(place.root, n_done=n_all, n_all=n_all):
        if not goes_first:
            _remove(chosen, place)
        _write_manifest(place, chosen.manifest_after())


def _copy(copy: Copy, place: Target) -> None:
    if copy.replaces is not None and place.has_changed(copy.replaces):
        raise FileError(f"{copy.entry.path} was changed in this moment; run the same once more")
    copy_verified(
        place.root / copy.entry.path, copy.content, copy.write, is_free=copy.replaces is None
    )


def _remove(chosen: Plan, place: Target) -> None:
    """Remove what is to go, and folders that this empties."""
    folders = {}
    for one in chosen.removals:
        if not place.has_changed(one.standing):
            path = place.root / one.standing.path
            path.unlink(missing_ok=True)
            folders[path.parent] = True
    for folder in folders:
        flush_folder(folder)
        if folder != place.root:
            with contextlib.suppress(OSError):
                folder.rmdir()  # It refuses where anything is left in it.


def _make_folder(place: Target, folder: str) -> None:
    if folder:
        (place.root / folder).mkdir(exist_ok=True)
        flush_folder(place.root)


def _write_manifest(place: Target, manifest: Manifest) -> None:
    """Write the list, unless it is the one that stands there."""
    path = place.root / MANIFEST_NAME
    content = encoded(manifest)
    try:
        if path.read_bytes() == content:
            return
    except FileNotFoundError:
        if not manifest.entries:
            return
    copy_verified(path, content_of(writing(content)), writing(content), is_free=False)


@contextlib.contextmanager
def _telling(root: Path, *, n_done: int, n_all: int) -> Iterator[None]:
    """Make trouble with the target what a user can do something about.

    Raises:
        FileError: in the place of an `OSError`.
    """
    try:
        yield
    except OSError as trouble:
        what = FileError.from_os("write to", trouble.filename or root, trouble)
        so_far = f"; {n_done} of {n_all} files are there" if n_all else ""
        raise FileError(f"{what}{so_far}. {_advice(trouble.errno)}") from trouble


def _advice(number: int | None) -> str:
    again = "then run the same command again: it goes on from here"
    if number in _FULL:
        return f"The target is full; make room, {again}"
    if number in _GONE:
        return f"Was it pulled out? Plug it in, {again}"
    if number == errno.EROFS:
        return f"The target is read-only; some cards have a switch. Change it, {again}"
    return f"Whatever was there before is still there; mend it, {again}"
