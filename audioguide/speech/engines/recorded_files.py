"""Recordings in a folder: what the file of a line is called, and which files are there."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from pathlib import Path

from audioguide.errors import EngineError
from audioguide.recordings import SUFFIXES

_N_SLUG = 40
_N_DIGEST = 8
_WORD = re.compile(r"[^\W_]+")
_ENDS_IN_DIGEST = re.compile(rf"(?:^|[^0-9a-z])([0-9a-f]{{{_N_DIGEST}}})$")


def recording_name(text: str) -> str:
    """What the recording of a line is called, without the suffix that says its format.

    The line's first words, so that people find it, and a hash over all of them, so that a line
    whose words change is recorded anew. Case, punctuation and spaces are no part of it.

    >>> recording_name("Breathe in.") == recording_name("breathe  in!")
    True
    """
    words = _words_of(text)
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word
        if len(longer) > _N_SLUG:
            break
        slug = longer
    return "-".join(filter(None, (slug, _digest(words))))


def line_digest(text: str) -> str:
    """The hash that ends a line's `recording_name`."""
    return _digest(_words_of(text))


def _words_of(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _digest(words: list[str]) -> str:
    joined = " ".join(words).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:_N_DIGEST]


def recordings_in(folder: str) -> dict[str, list[Path]]:
    """The recordings of each line in the order of their names, by the hash that ends these.

    What stands before the hash is for people alone: `take 2 8aa0fb41.m4a` is found too. A link to
    nothing is no recording.

    Raises:
        EngineError: the folder cannot be looked into.
    """
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if _is_file(entry))
    except (OSError, ValueError) as trouble:
        raise EngineError(_unreadable(folder, trouble)) from trouble
    found: dict[str, list[Path]] = {}
    for name in names:
        stem, suffix = os.path.splitext(name.casefold())  # noqa: PTH122
        digest = _ENDS_IN_DIGEST.search(stem)
        if digest and suffix in SUFFIXES and not name.startswith("."):
            found.setdefault(digest[1], []).append(Path(folder, name))
    return found


def folder_fault(folder: str) -> str | None:
    """Why a folder cannot be looked into, as half a sentence; None where it can."""
    try:
        with os.scandir(folder):
            return None
    except (OSError, ValueError) as trouble:
        return _unreadable(folder, trouble)


def _unreadable(folder: str, trouble: Exception) -> str:
    reason = getattr(trouble, "strerror", None) or str(trouble)
    return f"the recordings in {folder} cannot be read: {reason}"


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:  # A link that leads round in a circle, or where we may not look.
        return False


def has_content(path: Path) -> bool:
    """Whether there is anything in a file; one that is being copied here is empty at first."""
    try:
        return path.stat().st_size > 0
    except OSError:
        return False
