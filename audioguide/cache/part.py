"""An entry on the way: written beside its place, hashed, and put there by a rename.

Where its folder fails, as a full disk does in the middle, what was written so far moves to the
next place and writing goes on: to the temporary folder, and at last to memory.
"""

import contextlib
import hashlib
import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

from audioguide.cache.entry import CHUNK_BYTES, HEADER_BYTES, Entry, header_of, open_entry
from audioguide.cache.places import Places
from audioguide.errors import FileError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_PART_FLAGS = (
    os.O_RDWR
    | os.O_CREAT
    | os.O_EXCL
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


class Part(io.RawIOBase):
    """One entry as it is written; a raw stream for an `io.BufferedWriter`.

    It belongs to one thread. `finish` makes it an entry, `discard` removes what is left of it.
    """

    def __init__(self, key: str, places: Places, *, room_bytes: int) -> None:
        """Nothing is opened yet.

        Args:
            key: the entry's name.
            places: where it may go.
            room_bytes: how much of it may stand in memory where no place takes it.
        """
        self.n_bytes = 0
        """Length of what was written so far."""
        self._key = key
        self._places = places
        self._room_bytes = room_bytes
        self._digest = hashlib.sha256()
        self._folder = places.current()
        self._sink: _FileSink | _MemorySink | None = None

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, content: "ReadableBuffer", /) -> int:
        """Take all of `content`.

        Raises:
            FileError: no folder can take it, and it is too much for memory.
        """
        with memoryview(content).cast("B") as chunk:
            while True:
                try:
                    self._opened().write_all(chunk)
                    break
                except OSError as trouble:
                    self._move_on(trouble)
            self._digest.update(chunk)
            self.n_bytes += len(chunk)
            return len(chunk)

    def finish(self) -> bytes | None:
        """Make what was written the entry; the content, if only memory could take it.

        Raises:
            FileError: no folder can take it, and it is too much for memory.
        """
        while True:
            try:
                sink = self._opened()
                if isinstance(sink, _MemorySink):
                    return sink.getvalue()
                sink.seek(0)
                sink.write_all(header_of(self.n_bytes, self._digest.digest()))
                self._put_in_place(sink)
            except OSError as trouble:
                self._move_on(trouble)
            else:
                return None

    @property
    def entry(self) -> Entry:
        """What was written so far, as its header will say it."""
        return Entry(self.n_bytes, self._digest.hexdigest())

    def discard(self) -> None:
        """Remove what is not an entry by now, and refuse to be written to."""
        if self._sink:
            self._sink.remove()
        self.close()

    def _opened(self) -> "_FileSink | _MemorySink":
        """The sink of the present place."""
        if self._sink is None:
            self._sink = self._new_sink()
        return self._sink

    def _new_sink(self) -> "_FileSink | _MemorySink":
        """An empty sink in the present place."""
        if self._folder is None:
            return _MemorySink(self._room_bytes)
        try:
            return _FileSink(self._folder, self._key)
        except FileNotFoundError:
            self._folder.mkdir(parents=True, exist_ok=True)
            return _FileSink(self._folder, self._key)

    def _move_on(self, trouble: OSError) -> None:
        """Take what was written so far to the next place that has room for it."""
        before, self._sink = self._sink, None
        try:
            while self._sink is None:
                if self._folder is None:  # Memory gives no trouble: the old place cannot be read.
                    raise FileError.from_os("use", self._places.folder, trouble) from trouble
                self._folder = self._places.after(self._folder, trouble)
                try:
                    self._sink = self._moved(before)
                except OSError as more:
                    trouble = more
        finally:
            if before:
                before.remove()

    def _moved(self, before: "_FileSink | _MemorySink | None") -> "_FileSink | _MemorySink":
        """A sink in the present place with all that `before` has."""
        sink = self._new_sink()
        try:
            if isinstance(before, _FileSink):
                before.copy_to(sink, self.n_bytes)
        except BaseException:
            sink.remove()
            raise
        return sink

    def _put_in_place(self, sink: "_FileSink") -> None:
        """Rename; without fsync, since a file that a power cut tears fails its checksum."""
        target = sink.path.with_name(self._key)
        if os.name == "nt":
            sink.close()  # Windows renames no open file.
        try:
            try:
                sink.path.replace(target)
            except IsADirectoryError:
                import shutil  # A large module, for what hardly ever happens.

                shutil.rmtree(target)
                sink.path.replace(target)
            sink.is_in_place = True
        except PermissionError:
            # Nor does Windows replace a file that is being read. An equal one will do.
            kept = open_entry(target)
            if kept is None:
                raise
            entry, handle = kept
            os.close(handle)
            if entry.digest != self._digest.hexdigest():
                raise


class _FileSink(io.FileIO):
    """A temporary file beside its future place, with room for the header before the content."""

    def __init__(self, folder: Path, key: str) -> None:
        # `tempfile` would do, at twice the cost of all else that it takes to keep a small entry.
        self.path = folder / f".{key}.{os.urandom(4).hex()}.part"
        super().__init__(os.open(self.path, _PART_FLAGS, 0o600), "w+b")
        self.is_in_place = False
        self.seek(HEADER_BYTES)  # The header comes last, when the content is known.

    def write_all(self, content: "bytes | memoryview") -> None:
        """Write in spite of short writes, as a disk that fills up makes them."""
        while content:
            content = content[self.write(content) :]

    def copy_to(self, other: "_FileSink | _MemorySink", n_bytes: int) -> None:
        """Give another sink the first `n_bytes` of the content."""
        with io.FileIO(self.path) if self.closed else contextlib.nullcontext(self) as source:
            source.seek(HEADER_BYTES)
            while n_bytes:
                chunk = source.read(min(CHUNK_BYTES, n_bytes))
                if not chunk:
                    raise OSError(f"{self.path} was cut")
                other.write_all(chunk)
                n_bytes -= len(chunk)

    def remove(self) -> None:
        """Close the file, and remove it where it was not put in place."""
        with contextlib.suppress(OSError):
            self.close()
        if not self.is_in_place:
            with contextlib.suppress(OSError):
                self.path.unlink()


class _MemorySink(io.BytesIO):
    """What no folder has room for."""

    def __init__(self, room_bytes: int) -> None:
        super().__init__()
        self._left_bytes = room_bytes

    def write_all(self, content: "bytes | memoryview") -> None:
        """Take it, as far as there is room.

        Raises:
            FileError: there is not.
        """
        self._left_bytes -= len(content)
        if self._left_bytes < 0:
            raise FileError(
                "could not keep what was made: neither the cache nor the folder for temporary "
                "files has room; make room, or set AUDIOGUIDE_CACHE_DIR to a folder elsewhere"
            )
        self.write(content)

    def remove(self) -> None:
        """Let go of the memory."""
        self.close()
