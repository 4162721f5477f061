"""The loops of one track: the beds that ship, and files of the user's own, each made once."""

import hashlib
from functools import cache
from pathlib import Path
from threading import Lock

from audioguide.fingerprints import wheel_version
from audioguide.sound.loops import ArrayLoop, Loop
from audioguide.sound.replacement import BadSoundError


class Beds:
    """Loops by name, or by the path of a file. Its methods may be called from several threads."""

    def __init__(self) -> None:
        """Nothing is made or read before it is asked for."""
        self._loops: dict[tuple[str, str | None], Loop] = {}
        self._digests: dict[str, str] = {}
        self._lock = Lock()

    def loop(self, name: str, path: str | None) -> Loop:
        """A bed at its level.

        Args:
            name: Of a bed that ships, or what a file is called.
            path: Of the file; None: a bed that ships.

        Raises:
            BadSoundError: the file cannot be a bed.
        """
        with self._lock:
            if (name, path) not in self._loops:
                self._loops[name, path] = _shipped(name) if path is None else self._own(name, path)
            return self._loops[name, path]

    def _own(self, name: str, path: str) -> Loop:
        # Its libraries take longer to import than most builds take to link.
        from audioguide.sound.bed_file import open_bed_file

        before = _digest(path)
        loop = open_bed_file(name, Path(path))
        if _digest(path) != before:
            # What is kept under the one must never be made from the other.
            loop.close()
            raise BadSoundError(name, Path(path), "it changed while it was read")
        self._digests[path] = before
        return loop

    def close(self) -> None:
        """Let go of all loops."""
        with self._lock:
            for loop in self._loops.values():
                loop.close()
            self._loops.clear()

    def identity(self, name: str, path: str | None) -> str:
        """What a bed is made from: equal for beds that sound alike, over builds.

        Raises:
            BadSoundError: as `loop`.
        """
        if path is None:
            return f"{name} built in"
        if path not in self._digests:
            self.loop(name, path)
        return f"file {self._digests[path]}, read by {_readers()}"


@cache
def _readers() -> str:
    """What decides on the samples of a file, besides the file."""
    return ", ".join(f"{package} {wheel_version(package)}" for package in ("soundfile", "soxr"))


@cache
def _shipped(name: str) -> Loop:
    from audioguide.sound.ambience import synthesize_loop
    from audioguide.sound.bed_level import at_bed_level

    return ArrayLoop(at_bed_level(synthesize_loop(name)))


def _digest(path: str) -> str:
    try:
        with Path(path).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as trouble:
        raise BadSoundError(Path(path).name, Path(path), trouble.strerror or "") from trouble
