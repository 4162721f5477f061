"""What a build reads besides its texts, remembered as it was before it is read to be heard."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from audioguide.disk import Disk
from audioguide.errors import FileError

if TYPE_CHECKING:
    from audioguide.compiler.production import Production
    from audioguide.routine.routine import Routine

_LARGEST_VOICE_BYTES = 1 << 31
"""More than any voice has; a file that cannot be read whole would never count as unchanged."""


def look_at_sounds(routine: "Routine", disk: Disk) -> None:
    """Remember what the user's sounds hold.

    Raises:
        FileError: one cannot be read.
    """
    from audioguide.compiler.own_sounds import bed_files

    cues = {sound.path for sound in routine.sounds if sound.path}
    beds = bed_files(routine)
    if not cues and not beds:
        return
    from audioguide.recordings import MAX_FILE_BYTES
    from audioguide.sound.music import MAX_BED_BYTES

    limits = dict.fromkeys(cues, MAX_FILE_BYTES) | dict.fromkeys(beds, MAX_BED_BYTES)
    for path, most_bytes in limits.items():
        with _reading(path):
            disk.look(path, at_most_bytes=most_bytes + 1)


def look_at_voices(production: "Production", disk: Disk) -> None:
    """Remember what the user's own voices are made of; an edited one makes other tracks.

    Raises:
        FileError: a file or folder cannot be read.
    """
    for path in production.voice_sources():
        with _reading(path):
            if path.is_dir():
                disk.list_folder(path)
            else:
                disk.look(path, at_most_bytes=_LARGEST_VOICE_BYTES)


@contextmanager
def _reading(path: str | Path) -> Iterator[None]:
    try:
        yield
    except OSError as trouble:
        raise FileError.from_os("read", path, trouble) from trouble
