"""Files written whole or not at all, and the folders that ship with the package."""

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from audioguide.errors import FileError

OUTPUT_FOLDER = Path("output")
"""Where tracks go by default, seen from the working folder."""

MP3_SUFFIX = ".mp3"
"""Of tracks that say what is on them, and that programmes are made of."""

TRACK_SUFFIXES = (MP3_SUFFIX, ".wav", ".flac")
"""Of all that a track may be, in lower case."""

TRACK_SUFFIXES_SHOWN = f"{', '.join(TRACK_SUFFIXES[:-1])} or {TRACK_SUFFIXES[-1]}"
"""For people."""

_PART_MARK = ".audioguide-"
"""In the name of each file on the way, so that it is nobody else's."""

_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """A folder that ships with audioguide: `poses`, `scripts` or `docs/diagnostics`.

    In a wheel it lies inside the package; in a checkout it is the folder beside it.
    """
    inside = _PACKAGE / "shipped" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def script_stem(script: str) -> str:
    """The name of a script without folder and suffix, which its track has too.

    >>> script_stem("mine/back.v2.yaml"), script_stem("back.v2")
    ('back.v2', 'back.v2')
    """
    name = Path(script).name
    return name.rpartition(".")[0] if name.lower().endswith((".yaml", ".yml")) else name


def cache_folder() -> Path:
    """Where caches lie: `AUDIOGUIDE_CACHE_DIR`, or the platform's folder for them.

    Where there is no home folder the path is relative and begins with a literal `~`.
    """
    root = os.environ.get("AUDIOGUIDE_CACHE_DIR")
    if root:
        return Path(root).absolute()
    import platformdirs

    return platformdirs.user_cache_path("audioguide", appauthor=False)


@contextlib.contextmanager
def replace_whole(path: Path, *, mode: int | None = None) -> Iterator[BinaryIO]:
    """Open a temporary file that becomes `path` when the block ends without an error.

    The temporary file lies in the same folder, is flushed to the disk before the rename,
    and is removed when the block raises, so that `path` is either what it was or whole. What a
    process left on the way to `path` that was killed is removed first.

    Args:
        path: The file.
        mode: Its permission bits, which it has before its name; those of any new file if absent.

    Raises:
        FileError: the folder or file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():
            raise FileError(f"could not write {path}: it is not a regular file")
        _sweep(path)
        handle, temporary = _new_part(path)
    except OSError as trouble:
        raise FileError.from_os("write", path, trouble) from trouble
    try:
        with os.fdopen(handle, "w+b") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
            temporary.chmod(0o666 & ~_umask() if mode is None else mode)
            if os.name != "nt":
                temporary.replace(path)  # While it is locked, so that nobody sweeps it away.
        if os.name == "nt":
            temporary.replace(path)  # Here no open file is renamed, nor swept away.
    except OSError as trouble:
        raise FileError.from_os("write", path, trouble) from trouble
    finally:
        temporary.unlink(missing_ok=True)


def _part_prefix(path: Path) -> str:
    return f".{path.name[:40]}{_PART_MARK}"


def _new_part(path: Path) -> tuple[int, Path]:
    """A new file on the way to `path`, open, and locked for as long as it is.

    Raises:
        OSError: there can be none.
    """
    import tempfile  # which brings `random` and `shutil`, and most commands write nothing

    while True:
        handle, name = tempfile.mkstemp(prefix=_part_prefix(path), suffix=".part", dir=path.parent)
        try:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        except (ImportError, OSError):
            return handle, Path(name)  # Without locks nothing open is swept away; see `_sweep`.
        if os.fstat(handle).st_nlink:
            return handle, Path(name)
        os.close(handle)  # It was swept away before it was locked.


def _sweep(path: Path) -> None:
    """Remove what killed processes left on the way to `path`, and nothing of a living one.

    A lock goes with the process that has it, however that ends. Where a system has no locks it
    removes no open file; where a folder has none, all stays.
    """
    ours = re.compile(rf"{re.escape(_part_prefix(path))}[a-z0-9_]{{8}}\.part")
    try:
        with os.scandir(path.parent) as entries:
            left = [Path(entry.path) for entry in entries if ours.fullmatch(entry.name)]
    except OSError:
        return  # Some folders may be written to and not listed.
    for part in left:
        with contextlib.suppress(OSError):
            _remove_unlocked(part)


def _remove_unlocked(part: Path) -> None:
    """Remove a file that no process has locked.

    Raises:
        OSError: one has, or it cannot be removed.
    """
    try:
        import fcntl
    except ImportError:
        part.unlink()
        return
    handle = os.open(part, os.O_RDWR | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        part.unlink()
    finally:
        os.close(handle)


def _umask() -> int:
    """The process's umask, which can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
