"""Whether a track on the disk already is what a build would make.

Next to the caches lies a small file for each track that was built: a hash over everything that
the track was made from, and the size and time of the file that came out. Where all of it still
holds, the track is up to date and is not touched.
"""

import hashlib
import json
from importlib.metadata import version
from pathlib import Path

from audioguide import __version__
from audioguide.errors import FileError
from audioguide.files import cache_folder, replace_whole
from audioguide.routine.routine import Routine
from audioguide.timeline.json_form import dumps
from audioguide.timeline.timeline import Speech, Timeline

_PACKAGE = Path(__file__).resolve().parents[1]

_WHEELS = ("espeakng-loader", "lameenc", "mutagen", "numpy", "pyttsx3", "soundfile", "soxr")
"""What else decides over the samples and bytes of a track."""


def ingredients(timeline: Timeline, routine: Routine, *, bitrate_kbps: int) -> str:
    """A hash over everything that a track is made from, the compiler itself among it."""
    digest = hashlib.sha256()
    voices = {event.utterance.voice for event in timeline.events if isinstance(event, Speech)}
    for part in (
        __version__,
        [version(wheel) for wheel in _WHEELS],
        _code(),
        dumps(timeline),
        sorted(map(repr, voices)),
        [(sound.name, sound.level_db, _content(sound.path)) for sound in routine.sounds],
        bitrate_kbps,
    ):
        digest.update(json.dumps(part).encode())
    return digest.hexdigest()


def is_up_to_date(output: Path, made_from: str) -> bool:
    """Whether `output` is the file that was last built from these ingredients."""
    try:
        return _stamp_path(output).read_text("utf-8") == _stamp(output, made_from)
    except (OSError, ValueError):
        return False


def remember(output: Path, made_from: str) -> None:
    """Note what `output` was built from. Where that cannot be written, it is built again."""
    path = _stamp_path(output)
    if not path.is_absolute():
        return  # There is no home folder to keep a cache in.
    try:
        with replace_whole(path) as stream:
            stream.write(_stamp(output, made_from).encode())
    except (FileError, OSError):
        return


def _code() -> list[tuple[str, int, int]]:
    """Size and time of each of our own files: whoever changes the compiler builds anew."""
    states = ((path, path.stat()) for path in sorted(_PACKAGE.rglob("*.py")))
    return [(path.name, state.st_size, state.st_mtime_ns) for path, state in states]


def _content(path: str | None) -> str | None:
    try:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest() if path else None
    except OSError as trouble:
        raise FileError.from_os("read", path, trouble) from trouble


def _stamp_path(output: Path) -> Path:
    name = hashlib.sha256(str(output.resolve()).encode()).hexdigest()
    return cache_folder() / "tracks" / name


def _stamp(output: Path, made_from: str) -> str:
    state = output.stat()
    return json.dumps([made_from, state.st_size, state.st_mtime_ns])
