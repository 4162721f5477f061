"""Contents by key in one folder: plain files, checked when they are read.

An entry that is damaged, cut, foreign, a link or a folder is a miss, and the next write
replaces it. A cache that cannot be written is a warning, never a failure: what is new then
goes to a temporary folder that lives as long as the store, and where that is full too, to
memory. So a full disk fails a build only where more than `MEMORY_BYTES` finds no place.
"""

import contextlib
import hashlib
import io
import os
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import BinaryIO

from audioguide.cache.entry import (
    HEADER_BYTES,
    KEY,
    Entry,
    check_key,
    is_whole,
    mark_used,
    open_entry,
)
from audioguide.cache.part import Part
from audioguide.cache.places import Places

MEMORY_BYTES = 512 << 20
"""What a store holds in memory at most, once neither its folder nor a temporary one has room."""
_BUFFER_BYTES = 1 << 17


class Store:
    """Contents by key. Every method may be called from several threads at once.

    Keys are 64 hexadecimal digits, a dot and a kind (see `entry.Kind`); any other is a
    ValueError. To find, read or open an entry marks it as used, for whoever evicts the least
    recently used. An entry may vanish at any time, so that one that was found may be a miss.
    """

    def __init__(self, folder: Path, *, what: str) -> None:
        """Nothing is made on the disk before the first write.

        Args:
            folder: where the entries lie.
            what: what they are, for the warning: "speech is not kept for the next build: ...".
        """
        self._places = Places(folder, what=what)
        self._memory: dict[str, bytes] = {}
        self._n_written_bytes = 0
        self._lock = Lock()

    @property
    def warnings(self) -> list[str]:
        """Trouble that cost nothing but time; at most one line."""
        return self._places.warnings

    @property
    def n_written_bytes(self) -> int:
        """Bytes of content written so far, wherever they went."""
        return self._n_written_bytes

    def close(self) -> None:
        """Remove the temporary folder, if there was need of one, and forget what memory holds."""
        self._places.close()
        self._memory.clear()

    def keys(self) -> frozenset[str]:
        """Names of the entries that seem to be there, by one look at each folder."""
        found = set(self._memory)
        for folder in self._places.newest_first():
            with contextlib.suppress(OSError), os.scandir(folder) as files:
                found.update(file.name for file in files if KEY.fullmatch(file.name))
        return frozenset(found)

    def find(self, key: str) -> Entry | None:
        """An entry by its header; None for a miss. The content is not read."""
        check_key(key)
        kept = self._memory.get(key)
        if kept is not None:
            return _entry_of(kept)
        for entry, handle in self._found(key):
            os.close(handle)
            return entry
        return None

    def read(self, key: str) -> bytes | None:
        """An entry's content, checked against its checksum; None for a miss."""
        check_key(key)
        kept = self._memory.get(key)
        if kept is not None:
            return kept
        for entry, handle in self._found(key):
            with os.fdopen(handle, "rb") as stream, contextlib.suppress(OSError):
                content = stream.read()
                if hashlib.sha256(content).hexdigest() == entry.digest:
                    return content
        return None

    def open(self, key: str) -> BinaryIO | None:
        """A stream over an entry's content that was checked; None for a miss.

        It is checked in constant memory, and read once more by whoever reads the stream. The
        stream stands at the content's first byte and ends at its last; what lies before its
        start is not the caller's. Close it.
        """
        check_key(key)
        kept = self._memory.get(key)
        if kept is not None:
            return io.BytesIO(kept)
        for entry, handle in self._found(key):
            stream = os.fdopen(handle, "rb")
            if is_whole(entry, stream):
                stream.seek(HEADER_BYTES)
                return stream
            stream.close()
        return None

    def write(self, key: str, content: bytes) -> Entry:
        """Put an entry in place, whole or not at all, and say what it is.

        Raises:
            FileError: it finds room neither on a disk nor in memory.
        """
        with self._part(key) as part:
            part.write(content)
        return part.entry

    @contextlib.contextmanager
    def writing(self, key: str) -> Iterator[BinaryIO]:
        """A stream whose bytes become the entry when the block ends without an error.

        Nothing is left where the block raises. The stream cannot be sought, and belongs to one
        thread. A disk that fills up in the middle is no matter for the caller: what was written
        moves to the next place, and the entry is found there as long as the store lives.

        Raises:
            FileError: it finds room neither on a disk nor in memory; in the block or at its end.
        """
        with self._part(key) as part:
            stream = io.BufferedWriter(part, _BUFFER_BYTES)
            yield stream
            stream.flush()

    @contextlib.contextmanager
    def _part(self, key: str) -> Iterator[Part]:
        """A part that becomes the entry when the block ends without an error."""
        check_key(key)
        part = Part(key, self._places, room_bytes=MEMORY_BYTES - self._memory_bytes())
        try:
            yield part
            content = part.finish()
            with self._lock:
                self._n_written_bytes += part.n_bytes
                self._memory.pop(key, None)
                if content is not None:
                    self._memory[key] = content
        finally:
            # Closed before any buffer is, which then cannot flush what nobody wants any more.
            part.discard()

    def _found(self, key: str) -> Iterator[tuple[Entry, int]]:
        """Entries of this name, newest first, marked as used; whoever takes one closes it."""
        for folder in self._places.newest_first():
            path = folder / key
            found = open_entry(path)
            if found:
                mark_used(found[1], path)
                yield found

    def _memory_bytes(self) -> int:
        with self._lock:
            return sum(map(len, self._memory.values()))


def _entry_of(content: bytes) -> Entry:
    return Entry(len(content), hashlib.sha256(content).hexdigest())
