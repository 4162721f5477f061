"""What the doctor looks at. Each examination tries the thing itself."""

import os
import platform
import shutil
import tempfile
from collections.abc import Callable, Iterator
from enum import StrEnum
from importlib import import_module, metadata
from pathlib import Path

from msgspec import Struct

from audioguide import __version__
from audioguide.diagnostics import first_line
from audioguide.errors import AudioguideError, ExitCode


class State(StrEnum):
    """How a thing is."""

    WELL = "ok"
    SPARE = "optional"
    """Not there, and nothing that is needed misses it."""
    ILL = "missing"


class Finding(Struct, frozen=True):
    """What one examination found."""

    state: State
    says: str
    remedy: str | None = None
    exit_code: ExitCode = ExitCode.DONE


Examination = Callable[[], Iterator[Finding]]

_TRIAL_TEXT = "Breathe in, and breathe out."


def _versions() -> Iterator[Finding]:
    yield Finding(
        State.WELL,
        f"audioguide {__version__}, Python {platform.python_version()} on {platform.platform()}",
    )


def _engines() -> Iterator[Finding]:
    """Let each engine speak a line, past the cache."""
    from audioguide.clip import Utterance, Voice
    from audioguide.speech.engines.table import ENGINES
    from audioguide.speech.speak import Speaker
    from audioguide.speech.voices import default_voice
    from audioguide.units import to_seconds

    for engine in dict.fromkeys(name for name in ENGINES if name != "default"):
        try:
            entry = default_voice("en")
            name = entry.name if entry else ""
            line = Utterance(_TRIAL_TEXT, "en", Voice(engine, name, rate_wpm=140, pitch=50))
            with (
                tempfile.TemporaryDirectory() as folder,
                Speaker(cache_folder=Path(folder)) as speaker,
            ):
                seconds = float(to_seconds(speaker.speak([line])[line]))
        except AudioguideError as trouble:
            yield Finding(
                State.ILL,
                f"{engine}: {str(trouble).splitlines()[0]}",
                "python -m pip install --force-reinstall espeakng-loader pyttsx3",
                ExitCode.ENGINE,
            )
        else:
            yield Finding(State.WELL, f"{engine}: spoke a line of {seconds:.1f} s")


def _voices() -> Iterator[Finding]:
    from audioguide.speech.voices import list_voices

    try:
        voices = list_voices()
    except AudioguideError as trouble:
        yield Finding(State.ILL, str(trouble), None, ExitCode.ENGINE)
        return
    languages = {voice.language.split("-")[0] for voice in voices}
    yield Finding(State.WELL, f"{len(voices)} voices in {len(languages)} languages")


def _packages() -> Iterator[Finding]:
    """Import what encodes and writes."""
    for module, package, serves in (
        ("lameenc", "lameenc", "MP3"),
        ("mutagen", "mutagen", "tags"),
        ("soundfile", "soundfile", "WAV, FLAC, and sounds of your own"),
        ("soxr", "soxr", "changes of sampling rate"),
    ):
        try:
            import_module(module)
        except (ImportError, OSError) as trouble:
            remedy = f"python -m pip install --force-reinstall {package}"
            yield Finding(State.ILL, f"{package} ({serves}): {trouble}", remedy, ExitCode.ENGINE)
        else:
            yield Finding(State.WELL, f"{package} {metadata.version(package)} ({serves})")


def _ffmpeg() -> Iterator[Finding]:
    place = shutil.which("ffmpeg")
    if place:
        yield Finding(State.WELL, f"ffmpeg ({place})")
    else:
        remedy = "for sounds of your own in M4A, AAC, WMA or WebM, install ffmpeg"
        yield Finding(State.SPARE, "ffmpeg", remedy)


def _caches() -> Iterator[Finding]:
    """Size of the cache, and whether it can be written."""
    from audioguide.cache.entry import Kind
    from audioguide.cache.sizes import cache_limit_bytes, format_size
    from audioguide.cache.survey import survey

    found = survey()
    numbers = {one.kind: one.n_entries for one in found.kinds}
    says = (
        f"{found.folder}: {numbers[Kind.CLIP]} clips, {numbers[Kind.ISLAND]} islands, "
        f"{format_size(found.n_bytes)}"
    )
    try:
        limit = format_size(cache_limit_bytes())
    except AudioguideError as trouble:
        yield Finding(State.ILL, str(trouble), None, trouble.exit_code)
        return
    try:
        if not found.folder.is_absolute():
            raise OSError("there is no home folder")
        found.folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=found.folder).close()
    except OSError as trouble:
        remedy = "make it writable, or set AUDIOGUIDE_CACHE_DIR; builds work, but slower"
        yield Finding(State.SPARE, f"{says}: {trouble.strerror or trouble}", remedy)
    else:
        yield Finding(State.WELL, f"{says} of {limit}; it may be deleted at any time")


def _configuration() -> Iterator[Finding]:
    """The user's configuration file, if there is one, and what is wrong in it."""
    from audioguide.compiler.front import load_config
    from audioguide.compiler.user_files import config_path
    from audioguide.disk import Disk

    path = config_path()
    if not path.exists():
        yield Finding(State.SPARE, f"{path}: not there, so the defaults hold")
        return
    try:
        _, diagnostics = load_config(Disk())
    except AudioguideError as trouble:
        yield Finding(State.ILL, str(trouble), "make it readable", trouble.exit_code)
        return
    for diagnostic in diagnostics:
        yield Finding(State.ILL, first_line(diagnostic), diagnostic.hint, ExitCode.SCRIPT)
    if not diagnostics:
        yield Finding(State.WELL, str(path))


def _poses() -> Iterator[Finding]:
    """Every pose file there is, read."""
    from audioguide.compiler.front import open_poses

    try:
        library = open_poses()
        diagnostics = library.diagnostics()
    except AudioguideError as trouble:
        yield Finding(State.ILL, str(trouble), None, trouble.exit_code)
        return
    for diagnostic in diagnostics:
        yield Finding(State.ILL, first_line(diagnostic), diagnostic.hint, ExitCode.SCRIPT)
    yield Finding(State.WELL, f"{len(library.poses())} poses")


def _output() -> Iterator[Finding]:
    """Whether tracks can be written where they go by default."""
    here = Path.cwd()
    if os.access(here, os.W_OK):
        yield Finding(State.WELL, f"tracks go to {here / 'output'}")
    else:
        yield Finding(State.SPARE, f"{here} cannot be written", "build with `-o FOLDER`")


EXAMINATIONS: dict[str, tuple[Examination, ...]] = {
    "Versions": (_versions,),
    "Speech": (_engines, _voices),
    "Encoders": (_packages, _ffmpeg),
    "Caches": (_caches,),
    "Configuration and poses": (_configuration, _poses),
    "Output": (_output,),
}
"""Examinations by the heading that they are shown under."""
