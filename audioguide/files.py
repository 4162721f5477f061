"""Files written whole or not at all, and the folders that ship with the package."""

import contextlib
import os
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
    and is removed when the block raises, so that `path` is either what it was or whole.

    Args:
        path: The file.
        mode: Its permission bits, which it has before its name; those of any new file if absent.

    Raises:
        FileError: the folder or file cannot be written.
    """
    import tempfile  # which brings `random` and `shutil`, and most commands write nothing

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():
            raise FileError(f"could not write {path}: it is not a regular file")
        handle, name = tempfile.mkstemp(
            prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent
        )
    except OSError as trouble:
        raise FileError.from_os("write", path, trouble) from trouble
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w+b") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(0o666 & ~_umask() if mode is None else mode)
        temporary.replace(path)
    except OSError as trouble:
        raise FileError.from_os("write", path, trouble) from trouble
    finally:
        temporary.unlink(missing_ok=True)


def _umask() -> int:
    """The process's umask, which can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
