"""Whether a track on the disk already is what a build would make.

It is where the build that wrote it was asked for the same, by the same compiler, where every
file and folder it read still is what it was, and where nobody touched the track since. This is
looked at before anything else, so that a track with nothing to do costs next to nothing.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Raw
from msgspec.structs import replace

from audioguide import __version__
from audioguide.compiler.marking import Marking
from audioguide.compiler.record import Asked, Record, absolute, output_state, read_record
from audioguide.compiler.user_files import config_path
from audioguide.diagnostics import Diagnostic
from audioguide.disk import Disk
from audioguide.fingerprints import wheel_version
from audioguide.routine.options import Options
from audioguide.source import SourceFile

_PACKAGE = Path(__file__).resolve().parents[1]

_PACKAGES = (
    "PIL",
    "anyascii",
    "av",
    "espeakng_loader",
    "fontpkg_noto_sans",
    "jinja2",
    "lameenc",
    "mutagen",
    "numpy",
    "onnxruntime",
    "pyttsx3",
    "resvg_py",
    "segno",
    "soundfile",
    "soxr",
)
"""What else decides over the bytes of a track and of the files beside it, where it is installed.

What prints a PDF is not among them: another browser prints the same words.
"""
_SUFFIXES = (".py", ".html")
"""Of our own files that do."""


def asked_for(
    script: str,
    *,
    options: Options,
    pose_folders: Sequence[Path],
    bitrate_kbps: int | None,
    marking: Marking,
) -> Asked:
    """What a build is asked for, the compiler itself among it."""
    return Asked(
        script=script,
        pose_folders=tuple(map(str, pose_folders)),
        options=repr(options),
        bitrate_kbps=bitrate_kbps,
        marking=repr(marking),
        config=str(config_path()),
        home=str(os.path.expanduser("~")),  # noqa: PTH111 - `Path.home` raises where there is none
        compiler=_compiler(),
    )


def find_fresh(track: Path, asked: Asked) -> Record | None:
    """The record of a track that already is what was asked for; its diagnostics have their text.

    None where anything at all is otherwise.
    """
    record = read_record(track)
    if record is None or record.asked != asked or not record.has_output(track):
        return None
    disk = _holding(record.seen)
    if disk is None:
        return None
    return replace(record, diagnostics=_with_text(record.diagnostics, disk))


def record_of(
    asked: Asked,
    disk: Disk,
    *,
    diagnostics: Sequence[Diagnostic],
    outputs: Sequence[Path],
    parts: Raw,
    beside: tuple[str, ...],
    wrote: dict[str, str],
) -> Record | None:
    """What to keep of a build that just wrote `outputs`.

    None where a file or folder that it read is no longer what it was: nobody knows whether the
    track has it from before or after the change.
    """
    seen = disk.seen()
    if _holding(seen) is None:
        return None
    try:
        states = {absolute(path): output_state(path) for path in outputs}
    except OSError:
        return None  # Somebody has taken it away already.
    without_text = tuple(_at(one, SourceFile(one.span.file.path, "")) for one in diagnostics)
    return Record(
        asked=asked,
        seen=seen,
        diagnostics=without_text,
        outputs=states,
        parts=parts,
        beside=beside,
        wrote=wrote,
    )


def _holding(seen: dict[str, str]) -> Disk | None:
    """A disk on which every path still is what it was seen to be; None where one is not."""
    disk = Disk()
    return disk if all(disk.sees(path, once) for path, once in seen.items()) else None


def _with_text(diagnostics: tuple[Diagnostic, ...], disk: Disk) -> tuple[Diagnostic, ...]:
    """The diagnostics with what carets are drawn from."""
    if not diagnostics:
        return ()
    from audioguide.syntax.decode import MAX_FILE_BYTES, decode

    files = {
        path: decode(disk.read(path, at_most_bytes=MAX_FILE_BYTES + 1), path=path)[0]
        for path in {one.span.file.path for one in diagnostics}
        if disk.has_read(path)
    }
    return tuple(_at(one, files.get(one.span.file.path, one.span.file)) for one in diagnostics)


def _at(diagnostic: Diagnostic, file: SourceFile) -> Diagnostic:
    return replace(diagnostic, span=replace(diagnostic.span, file=file))


def _compiler() -> str:
    """A hash over our own files, by size and time, and the versions of what makes sound.

    Whoever changes the compiler builds anew.
    """
    made_by = (
        __version__,
        [wheel_version(package) for package in _PACKAGES],
        str(_PACKAGE),
        sorted(_code(str(_PACKAGE))),
    )
    return hashlib.sha256(repr(made_by).encode("utf-8", "surrogatepass")).hexdigest()


def _code(folder: str) -> Iterator[tuple[str, int, int]]:
    """Path, size and time of each of our own files."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(_SUFFIXES):
                state = entry.stat()
                yield entry.path, state.st_size, state.st_mtime_ns
            elif entry.is_dir() and entry.name != "__pycache__":
                yield from _code(entry.path)
