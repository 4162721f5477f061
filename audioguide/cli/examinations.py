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
    """Let the built-in engine speak a line, past the cache; say of the others whether they can."""
    from audioguide.compiler.front import configured_engines
    from audioguide.speech.engines.table import BUILT_IN

    engines = configured_engines()
    for name in engines.names():
        try:
            engine = engines.engine(name)
            missing = engine.missing()
            n_voices = 0 if missing else len(engine.voices())
            if name == BUILT_IN and missing is None:
                yield Finding(State.WELL, f"{name}: spoke a line of {_spoken_seconds(name):.1f} s")
        except AudioguideError as failure:
            remedy = "python -m pip install --force-reinstall espeakng-loader pyttsx3"
            says = f"{name}: {str(failure).splitlines()[0]}"
            yield _of_engine(name, says, remedy if name == BUILT_IN else None)
            continue
        if missing is not None:
            yield _of_engine(name, f"{name}: {missing.reason}", missing.remedy)
        elif name != BUILT_IN:
            yield Finding(State.WELL, f"{name}: {n_voices} voice{'s' if n_voices != 1 else ''}")
            for trouble in engine.troubles():
                yield Finding(State.SPARE, trouble.reason, trouble.remedy)


def _of_engine(name: str, says: str, remedy: str | None) -> Finding:
    """What is wrong with an engine: nobody needs more than the built-in one."""
    from audioguide.speech.engines.table import BUILT_IN

    if name == BUILT_IN:
        return Finding(State.ILL, says, remedy, ExitCode.ENGINE)
    return Finding(State.SPARE, says, remedy)


def _spoken_seconds(engine: str) -> float:
    """How long a line is that an engine speaks."""
    from audioguide.clip import Utterance, Voice
    from audioguide.speech.engines.espeak_voices import default_voice
    from audioguide.speech.speak import Speaker
    from audioguide.units import to_seconds

    entry = default_voice("en")
    name = entry.name if entry else ""
    line = Utterance(_TRIAL_TEXT, "en", Voice(engine, name, rate_wpm=140, pitch=50))
    with tempfile.TemporaryDirectory() as folder, Speaker(cache_folder=Path(folder)) as speaker:
        return float(to_seconds(speaker.speak([line])[line]))


def _voices() -> Iterator[Finding]:
    from audioguide.compiler.front import configured_engines
    from audioguide.speech.voices import list_voices

    try:
        voices = list_voices(configured_engines())
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


def _players() -> Iterator[Finding]:
    """What `audioguide play` can play with."""
    from audioguide.playback.players import players_here, remedy

    found = list(players_here())
    for one in found:
        yield Finding(State.WELL, f"{one.name} ({one.place})")
    if not found:
        yield Finding(State.SPARE, "nothing that `audioguide play` could play with", remedy())


def _caches() -> Iterator[Finding]:
    """Size of the cache, and whether it can be written."""
    from audioguide.cache.entry import Kind
    from audioguide.cache.limit import cache_limit_bytes
    from audioguide.cache.survey import survey
    from audioguide.sizes import format_size

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


def _sharing() -> Iterator[Finding]:
    """Whether tracks can be shared with a phone."""
    from audioguide.web.needs import PACKAGES, require_web

    try:
        require_web()
    except AudioguideError as trouble:
        says, _, remedy = str(trouble).partition(": ")
        yield Finding(State.SPARE, says, remedy)
    else:
        versions = ", ".join(f"{name} {metadata.version(name)}" for name in PACKAGES)
        yield Finding(State.WELL, f"tracks can be shared ({versions})")


def _printing() -> Iterator[Finding]:
    """Whether a hand-out can be written as PDF."""
    from audioguide.handout.printers import printers_here, remedy

    printer = next(printers_here(), None)
    if printer is None:
        yield Finding(State.SPARE, "nothing that could write a hand-out as PDF", remedy())
    else:
        yield Finding(State.WELL, f"hand-outs as PDF by {printer.name} ({printer.place})")


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
    "Players": (_players,),
    "Caches": (_caches,),
    "Configuration and poses": (_configuration, _poses),
    "Output": (_output, _sharing, _printing),
}
"""Examinations by the heading that they are shown under."""
