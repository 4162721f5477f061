"""The cache kept small and sound: eviction, verification, emptying.

Other builds may be running. They lose nothing but time when an entry goes, and what vanishes
under our hands, or cannot be removed, is passed over. Folders are never removed.
"""

import math
import os
import time
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from audioguide.cache.entry import is_newer, is_whole, open_entry
from audioguide.cache.limit import cache_limit_bytes
from audioguide.cache.survey import KeptFile, list_files
from audioguide.files import cache_folder

MARKER = ".audioguide-pruned"
"""Its time is that of the last scan by a build."""
SCAN_SECONDS = 600
SCAN_BYTES = 64 << 20
_STALE_PART_NS = 3600 * 10**9
"""A build that is alive writes to its part more often; and one that slept finds that its part
has gone, and goes on in another place, from the handle that it holds."""


class Removed(Struct, frozen=True):
    """What went, and what is left."""

    n_entries: int
    n_bytes: int
    """Of entries and of parts."""
    n_parts: int
    left_bytes: int


class Verified(Struct, frozen=True):
    """The state of every entry."""

    n_whole: int
    damaged: tuple[Path, ...]
    """They do not have the content that their header promises, or no header. All were removed,
    as far as they could be."""
    newer: tuple[Path, ...]
    """Entries of another version's format; they are left."""


def prune(limit_bytes: int) -> Removed:
    """Evict the least recently used entries until all of them have `limit_bytes` at most.

    What a running build uses was used within the hour, and so goes last. Parts that nobody has
    written to for an hour go too.
    """
    found = list_files()
    now_ns = time.time_ns()
    left_bytes = _sum_bytes(found.entries)
    evicted = []
    # A time in the future, which a clock set back leaves, says no more than "lately".
    for entry in sorted(found.entries, key=lambda one: (min(one.used_ns, now_ns), one.path)):
        if left_bytes <= limit_bytes:
            break
        if not _was_used_since(entry) and _remove(entry.path):
            left_bytes -= entry.n_bytes
            evicted.append(entry)
    return _removed(evicted, _swept(found.parts, now_ns), left_bytes)


def clear() -> Removed:
    """Remove every entry, and the parts that nobody has written to for an hour."""
    found = list_files()
    gone = [entry for entry in found.entries if _remove(entry.path)]
    _remove(cache_folder() / MARKER)
    left_bytes = _sum_bytes(found.entries) - _sum_bytes(gone)
    return _removed(gone, _swept(found.parts, time.time_ns()), left_bytes)


def verify() -> Verified:
    """Read every entry in constant memory, and remove what is damaged.

    What is read here does not count as used.
    """
    n_whole = 0
    damaged: list[Path] = []
    newer: list[Path] = []
    for path in (entry.path for entry in list_files().entries):
        if _is_sound(path):
            n_whole += 1
        elif is_newer(path):
            newer.append(path)
        elif path.is_file():
            _remove(path)
            damaged.append(path)
    return Verified(n_whole, tuple(damaged), tuple(newer))


def keep_within_limit(n_written_bytes: int) -> Removed | None:
    """What a build does at its end: prune to the limit, if that is due; None where it is not.

    A big folder takes time to scan. So it is scanned only after a build that wrote something,
    and not within ten minutes of the last scan, unless the build wrote over 64 MiB. What is kept
    may pass the limit by what builds write between two scans: by builds of up to 64 MiB each,
    over ten minutes.

    Args:
        n_written_bytes: what the build has written to the cache.

    Raises:
        UsageError: AUDIOGUIDE_CACHE_LIMIT is no size.
    """
    limit = cache_limit_bytes()
    marker = cache_folder() / MARKER
    if n_written_bytes == 0 or not marker.is_absolute():
        return None
    if n_written_bytes <= SCAN_BYTES and _age_seconds(marker) < SCAN_SECONDS:
        return None
    _touch(marker)
    return prune(limit)


def _removed(entries: list[KeptFile], parts: list[KeptFile], left_bytes: int) -> Removed:
    n_bytes = _sum_bytes(entries) + _sum_bytes(parts)
    return Removed(len(entries), n_bytes, len(parts), left_bytes)


def _swept(parts: Iterable[KeptFile], now_ns: int) -> list[KeptFile]:
    """The parts that were left behind, removed."""
    stale = [part for part in parts if abs(now_ns - part.used_ns) > _STALE_PART_NS]
    return [part for part in stale if _remove(part.path)]


def _was_used_since(entry: KeptFile) -> bool:
    """Whether an entry was used or written after it was listed."""
    try:
        return entry.path.lstat().st_mtime_ns != entry.used_ns
    except OSError:
        return False


def _remove(path: Path) -> bool:
    """Whether a file is gone now, by us or by another."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _is_sound(path: Path) -> bool:
    """Whether a file is an entry with the content that its header promises."""
    found = open_entry(path)
    if found is None:
        return False
    entry, handle = found
    with os.fdopen(handle, "rb") as content:
        return is_whole(entry, content)


def _sum_bytes(files: Iterable[KeptFile]) -> int:
    return sum(file.n_bytes for file in files)


def _age_seconds(path: Path) -> float:
    """How far a file's time is from now, either way; infinite where there is none."""
    try:
        return abs(time.time() - path.lstat().st_mtime)
    except OSError:
        return math.inf


def _touch(path: Path) -> None:
    """Set the time of the marker to now. Where that fails, the next build scans again."""
    flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        os.close(os.open(path, flags, 0o666))
        os.utime(path)
    except OSError:
        return
