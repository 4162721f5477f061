"""A folder on a device as it is: what stands in it, by any name that means the same there."""

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from audioguide.delivery.names import folded
from audioguide.delivery.sync_copy import PART_NAME, content_at
from audioguide.delivery.sync_manifest import Content
from audioguide.errors import FileError


class Standing(Struct, frozen=True):
    """What stands under a name; links are not followed."""

    path: str
    """From the target, as it is spelled there."""
    is_file: bool
    """True: a plain file."""
    is_folder: bool
    n_bytes: int
    mtime_ns: int


class Target:
    """The target of a copy, looked at when it is asked, each folder once.

    Names that differ in case alone, or in how their accents are composed, are the same name: FAT
    and others see them so, and a stick may be read by any of them.
    """

    def __init__(self, root: Path) -> None:
        """Nothing is looked at yet but the folder itself.

        Raises:
            OSError: there is none.
        """
        self.root = root
        self._is_at = _identity(root)
        self._folders: dict[str, dict[str, list[Standing]]] = {}

    def stay(self) -> None:
        """See to it that the folder still is the same one.

        Where a device was pulled out, its place may be an empty folder of the disk by now.

        Raises:
            OSError: it is gone.
        """
        if _identity(self.root) != self._is_at:
            raise OSError(errno.ENODEV, os.strerror(errno.ENODEV), str(self.root))

    def at(self, path: str) -> Standing | None:
        """What stands at a path of at most one folder and a name.

        Raises:
            FileError: the folder cannot be listed.
        """
        folder, _, name = path.rpartition("/")
        within = self._folder(folder).get(folded(name), [])
        exact = (one for one in within if one.path.rpartition("/")[2] == name)
        return next(exact, within[0] if within else None)

    def content_of(self, standing: Standing) -> Content:
        """What a file holds, all of it read.

        Raises:
            FileError: it cannot be read.
        """
        path = self.root / standing.path
        try:
            return content_at(path)
        except OSError as trouble:
            raise FileError.from_os("read", path, trouble) from trouble

    def holds_any(self, standing: Standing, contents: tuple[Content, ...]) -> Content | None:
        """Which of some contents a file has, its bytes read only where its length fits."""
        if not standing.is_file or standing.n_bytes not in {one.n_bytes for one in contents}:
            return None
        found = self.content_of(standing)
        return found if found in contents else None

    def has_changed(self, standing: Standing) -> bool:
        """Whether something else stands there by now, or nothing.

        Raises:
            OSError: it cannot be looked at.
        """
        try:
            return _standing(standing.path, os.lstat(self.root / standing.path)) != standing
        except FileNotFoundError:
            return True

    def n_free_bytes(self) -> int:
        """How much may still be written, for whoever is not root.

        Raises:
            OSError: the device does not say.
        """
        if hasattr(os, "statvfs"):
            state = os.statvfs(self.root)
            return state.f_bavail * state.f_frsize
        import shutil

        return shutil.disk_usage(self.root).free

    def cluster_bytes(self) -> int:
        """What a file's length is rounded up to on the device; on FAT that is up to 64 KiB."""
        if not hasattr(os, "statvfs"):
            return 1 << 16
        state = os.statvfs(self.root)
        return max(state.f_bsize, state.f_frsize, 1)

    def sweep(self, folders: set[str]) -> None:
        """Remove what a run left unfinished that was killed.

        Raises:
            OSError: it cannot be removed.
        """
        for folder in sorted(folders):
            standing = self.at(f"{folder}/{PART_NAME}" if folder else PART_NAME)
            if standing is not None and not standing.is_folder:
                (self.root / standing.path).unlink(missing_ok=True)
                self._folders.pop(folder, None)

    def _folder(self, folder: str) -> dict[str, list[Standing]]:
        if folder not in self._folders:
            self._folders[folder] = self._listed(folder)
        return self._folders[folder]

    def _listed(self, folder: str) -> dict[str, list[Standing]]:
        path = self.root / folder
        found: dict[str, list[Standing]] = {}
        try:
            if folder and not stat.S_ISDIR(os.lstat(path).st_mode):
                return {}
            with os.scandir(path) as entries:
                for entry in sorted(entries, key=lambda one: one.name):
                    where = f"{folder}/{entry.name}" if folder else entry.name
                    state = entry.stat(follow_symlinks=False)
                    found.setdefault(folded(entry.name), []).append(_standing(where, state))
        except FileNotFoundError:
            if not folder:
                raise FileError(f"there is no folder {path}; is it still plugged in?") from None
        except OSError as trouble:
            raise FileError.from_os("list", path, trouble) from trouble
        return found


def _identity(folder: Path) -> tuple[int, int]:
    """What tells a folder from any other one.

    Raises:
        OSError: there is none.
    """
    state = os.stat(folder)  # noqa: PTH116 - as the other looks at the target, by `os`
    return state.st_dev, state.st_ino


def _standing(path: str, state: os.stat_result) -> Standing:
    return Standing(
        path=path,
        is_file=stat.S_ISREG(state.st_mode),
        is_folder=stat.S_ISDIR(state.st_mode),
        n_bytes=state.st_size,
        mtime_ns=state.st_mtime_ns,
    )


def open_target(path: Path) -> Target:
    """The target of a copy, which has to be there.

    It is never made: where a stick is not plugged in, its folder would be made on the disk.

    Raises:
        FileError: there is no such folder.
    """
    try:
        if path.exists() and not path.is_dir():
            raise FileError(f"could not write to {path}: it is no folder; name the target first")
        return Target(path)
    except OSError as trouble:
        hint = "plug it in, or make the folder first"
        raise FileError(f"there is no folder {path} ({trouble.strerror}); {hint}") from trouble
    except ValueError as trouble:
        raise FileError(f"{str(path)!r} cannot be the path of a folder") from trouble


@contextlib.contextmanager
def alone_at(target: Target) -> Iterator[None]:
    """Keep other runs away from a target, where the system can; nothing is written for it.

    Raises:
        FileError: another run is at it.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    try:
        handle = os.open(target.root, os.O_RDONLY)
    except OSError as trouble:
        raise FileError.from_os("open", target.root, trouble) from trouble
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise FileError(f"another sync is writing to {target.root}; wait for it") from None
        except OSError:
            pass  # Some network folders have no locks.
        yield
    finally:
        with contextlib.suppress(OSError):
            os.close(handle)
