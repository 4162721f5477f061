"""The site of a folder as it is now: made anew when something in the folder has changed."""

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from audioguide.delivery.shelf import not_listed, read_shelf
from audioguide.web.everything import everything_in
from audioguide.web.site import site_files
from audioguide.web.site_file import FileState, SiteFile, state_of

if TYPE_CHECKING:
    from audioguide.delivery.shelf import Shelf

_Seen = Mapping[str, FileState]
"""By the name of each entry of a folder."""


class LiveSite:
    """What is served of a folder. Builds put whole files in their place, so no half one is."""

    def __init__(self, folder: Path, *, temporary: Path) -> None:
        """Read the folder.

        Args:
            folder: Of the tracks.
            temporary: A folder for the file with all of them; whoever made it removes it.

        Raises:
            FileError: it cannot be read, or has no track.
        """
        self._folder = folder
        self._temporary = temporary
        self._lock = Lock()
        self._read_anew(_seen(folder))

    @property
    def shelf(self) -> "Shelf":
        """The tracks, as they were when somebody asked last."""
        return self._shelf

    def files_at(self, address: str) -> Mapping[str, SiteFile]:
        """All files of the site, for whoever asks for it at an address.

        Args:
            address: With a slash at its end.

        Raises:
            FileError: the folder or a track in it cannot be read.
        """
        with self._lock:
            seen = _seen(self._folder)
            if seen != self._seen:
                self._read_anew(seen)
            if address not in self._by_address:
                self._by_address[address] = site_files(
                    self._shelf, address=address, everything=self._everything
                )
            return self._by_address[address]

    def _read_anew(self, seen: _Seen) -> None:
        self._shelf = read_shelf(self._folder)
        self._everything = everything_in(self._shelf, self._temporary)
        self._by_address: dict[str, Mapping[str, SiteFile]] = {}
        # Last, so that what could not be read is tried again; and as it was before, so that what
        # changes meanwhile is found at the next request.
        self._seen = seen


def _seen(folder: Path) -> _Seen:
    """What stands in a folder itself, which is all that a shelf is made of.

    Raises:
        FileError: it cannot be listed.
    """
    found: dict[str, FileState] = {}
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                # A file that goes while it is looked at is not there.
                with contextlib.suppress(FileNotFoundError):
                    found[entry.name] = state_of(entry.stat(follow_symlinks=False))
    except OSError as trouble:
        raise not_listed(folder, trouble) from trouble
    return found
