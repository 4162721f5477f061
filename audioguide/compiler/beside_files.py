"""The files beside a track: where they lie, and whose they are.

A file that still is as a build of the track wrote it is the track's own, and is made anew like the
track itself. Any other file of that name is somebody's: it stays, unless it has to go by force.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from audioguide.compiler.record import absolute
from audioguide.errors import FileError, UsageError
from audioguide.files import replace_whole

if TYPE_CHECKING:
    from audioguide.compiler.beside_kinds import Finished, Kind

_OF_NOTHING = hashlib.sha256().hexdigest()


def beside_paths(
    kinds: Iterable[str], *, track: Path, script: str, timeline_path: Path | None
) -> dict[str, Path]:
    """Where the files of some kinds lie: beside the track, under its name.

    The timeline that is asked for by its path may be the one beside the track.

    Raises:
        UsageError: one would take the place of the script, or of the timeline.
    """
    paths = {kind: track.with_name(f"{track.stem}{_kind(kind).suffix}") for kind in kinds}
    for kind, path in paths.items():
        if _same(path, Path(script)):
            raise UsageError(f"{kind} beside the track would be written over the script {script}")
        if timeline_path is not None and kind != "timeline" and _same(path, timeline_path):
            raise UsageError(f"the timeline and {kind} beside the track would both be {path}")
    return paths


def _kind(name: str) -> "Kind":
    """By name; all formats are imported with it, and a track with nothing beside it needs none."""
    from audioguide.compiler.beside_kinds import KINDS

    return KINDS[name]


def _same(one: Path, other: Path) -> bool:
    """Whether two paths are one file; names that differ by case alone are, on some systems."""
    return str(one.resolve()).casefold() == str(other.resolve()).casefold()


def refuse_unprintable(kinds: Iterable[str]) -> None:
    """See to it that nothing is spoken for a PDF that nobody can print.

    Raises:
        MissingExtraError: one is asked for, and there is nothing that prints.
    """
    if "pdf" in kinds:
        from audioguide.handout.printers import find_printer

        find_printer()


def write_beside(
    paths: Mapping[str, Path],
    track: "Finished",
    *,
    own: Mapping[str, str],
    force: bool,
    on_written: Callable[[Path, str], object],
) -> tuple[Path, ...]:
    """Write files beside a track, each whole or not at all.

    One that has the same in it already is left as it is.

    Args:
        paths: Where each kind goes.
        track: What they are made of.
        own: What builds of the track wrote before: SHA-256 by absolute path.
        force: Whether somebody else's go too.
        on_written: Told of each that now is as it has to be, with its SHA-256.

    Returns:
        Those of somebody else, which were left.

    Raises:
        FileError: one cannot be written.
        EncoderError: the PDF could not be printed.
    """
    foreign = []
    for kind, path in paths.items():
        content = _kind(kind).content(track)
        if not _holds(path, content):
            if not force and not _is_ours(path, own.get(absolute(path))):
                foreign.append(path)
                continue
            with replace_whole(path) as stream:
                stream.write(content)
        on_written(path, hashlib.sha256(content).hexdigest())
    return tuple(foreign)


def _is_ours(path: Path, written: str | None) -> bool:
    """Whether what stands at a path may go.

    Nothing does, and what was written there, of that SHA-256. So does an empty file, which is what
    a disk may leave of ours when the power goes.
    """
    if path.is_symlink() or not path.is_file():
        return not os.path.lexists(path)
    try:
        with path.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return False
    return written is not None and found in (written, _OF_NOTHING)


def _holds(path: Path, content: bytes) -> bool:
    """Whether a file has just this in it."""
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def refuse_foreign(paths: Iterable[Path]) -> None:
    """Tell of files that were left since no build had written them.

    Raises:
        FileError: there are some.
    """
    names = ", ".join(map(str, paths))
    if names:
        raise FileError(
            f"left as it was: {names}, which no build of this track has written, or somebody has "
            "changed since; "
            "move it away, or build with --force to write over it"
        )
