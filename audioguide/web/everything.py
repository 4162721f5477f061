"""All tracks in one file, written where it may be removed again."""

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from audioguide.errors import FileError
from audioguide.web.site_file import SiteFile
from audioguide.web.zipped import write_zip

if TYPE_CHECKING:
    from audioguide.delivery.shelf import Shelf

MOST_BYTES = 1 << 29
"""The room that it takes here for a while, which on some machines is memory; and what a phone
unpacks. It is ten hours and more."""


def everything_in(shelf: "Shelf", folder: Path) -> SiteFile | None:
    """All tracks of a programme in one file; None for a single track, and for too much.

    Args:
        shelf: The programme.
        folder: Where it is written, under a new name. One that was written there before goes, but
            whoever is reading it reads on.

    Raises:
        FileError: a track cannot be read.
    """
    for old in folder.glob("*.zip"):
        old.unlink(missing_ok=True)
    n_bytes = sum(track.n_bytes for track in shelf.tracks)
    if len(shelf.tracks) < 2 or n_bytes > MOST_BYTES:
        return None
    try:
        handle, name = tempfile.mkstemp(dir=folder, suffix=".zip")
        with os.fdopen(handle, "w+b") as stream:
            write_zip(shelf, stream)
    except FileError:
        raise
    except OSError:
        return None  # Where there is no room, each track can be had by itself.
    return SiteFile.on_disk(Path(name), "application/zip")
