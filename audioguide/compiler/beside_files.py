"""The files beside a track: where they lie, and whose they are.

A file that a build of the track wrote before is the track's own, and is made anew like the track
itself. Any other file of that name is somebody's: it stays, unless it has to go by force.
"""

import os
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path

from audioguide.compiler.beside_kinds import KINDS, Finished
from audioguide.compiler.record import absolute
from audioguide.errors import FileError, UsageError
from audioguide.files import replace_whole


def beside_paths(
    kinds: Iterable[str], *, track: Path, script: str, timeline_path: Path | None
) -> dict[str, Path]:
    """Where the files of some kinds lie: beside the track, under its name.

    The timeline that is asked for by its path may be the one beside the track.

    Raises:
        UsageError: one would take the place of the script, or of the timeline.
    """
    paths = {kind: track.with_name(f"{track.stem}{KINDS[kind].suffix}") for kind in kinds}
    for kind, path in paths.items():
        if _same(path, Path(script)):
            raise UsageError(f"{kind} beside the track would be written over the script {script}")
        if timeline_path is not None and kind != "timeline" and _same(path, timeline_path):
            raise UsageError(f"the timeline and {kind} beside the track would both be {path}")
    return paths


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
    track: Finished,
    *,
    own: Collection[str],
    force: bool,
    on_written: Callable[[Path], object],
) -> tuple[Path, ...]:
    """Write files beside a track, each whole or not at all.

    One that has the same in it already is left as it is.

    Args:
        paths: Where each kind goes.
        track: What they are made of.
        own: Absolute paths of those that builds of the track wrote before.
        force: Whether somebody else's go too.
        on_written: Told of each that now is as it has to be.

    Returns:
        Those of somebody else, which were left.

    Raises:
        FileError: one cannot be written.
        EncoderError: the PDF could not be printed.
    """
    foreign = []
    for kind, path in paths.items():
        content = KINDS[kind].content(track)
        if not _holds(path, content):
            if not force and absolute(path) not in own and os.path.lexists(path):
                foreign.append(path)
                continue
            with replace_whole(path) as stream:
                stream.write(content)
        on_written(path)
    return tuple(foreign)


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
            f"left as it was: {names}, which no build of this track has written; "
            "move it away, or build with --force to write over it"
        )
