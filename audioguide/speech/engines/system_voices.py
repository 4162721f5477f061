"""The system's voices, listed by a short-lived process: to load a driver is heavy, and may hang."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec
from msgspec import Struct

import audioguide
from audioguide.errors import EngineError

LISTING_SECONDS = 30.0
"""Where nothing else runs a system lists its voices in less than two."""

_BOOT = """
import sys
sys.path[:] = sys.argv[3:]
from audioguide.speech.engines.system_voices import tell
tell(sys.argv[1], sys.argv[2])
"""
_MARK = b"\x1evoices "
"""Before the list, since drivers print; nothing else has this sign."""
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_LAST_BYTES = 300


class NativeVoice(Struct, frozen=True):
    """A voice as a driver of pyttsx3 describes it."""

    id: str
    title: str
    languages: tuple[str, ...] = ()
    """BCP 47 tags."""
    gender: str | None = None


@lru_cache(maxsize=8)
def listed_voices(module: str, driver: str) -> tuple[NativeVoice, ...]:
    """The voices of a driver, by title.

    Args:
        module: Imported first; what makes the driver known.
        driver: Its name below `pyttsx3.drivers`.

    Raises:
        EngineError: the process that was to list them failed, or took too long.
    """
    root = Path(audioguide.__file__).parent.parent
    paths = [str(Path(path).absolute()) for path in sys.path]
    command = [sys.executable, "-c", _BOOT, module, driver, str(root), *paths]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LISTING_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        message = f"the system did not list its voices within {LISTING_SECONDS:g} s"
        raise EngineError(message) from None
    except OSError as trouble:
        raise EngineError(f"the system's voices cannot be listed: {trouble.strerror}") from trouble
    _, mark, told = done.stdout.rpartition(_MARK)
    try:
        if done.returncode or not mark:
            raise ValueError
        # What is printed after the list stands on lines of its own.
        found = msgspec.json.decode(told.partition(b"\n")[0], type=list[NativeVoice])
    except ValueError:  # msgspec's errors are of this kind too
        words = " ".join(done.stderr[-_LAST_BYTES:].decode("utf-8", "replace").split())
        raise EngineError(f"the system's voices cannot be listed: {words}") from None
    return tuple(sorted(found, key=lambda voice: (voice.title, voice.id)))


def tell(module: str, driver: str) -> None:
    """Print the voices of a driver; the other end of `listed_voices`."""
    from importlib import import_module

    import pyttsx3

    import_module(module)
    voices = [_native(voice) for voice in pyttsx3.init(driver).getProperty("voices")]
    sys.stdout.flush()
    sys.stdout.buffer.write(b"\n" + _MARK + msgspec.json.encode(voices) + b"\n")
    sys.stdout.flush()


def _native(voice: object) -> NativeVoice:
    """What pyttsx3 says of a voice; drivers leave out and mix what they like."""
    name = str(getattr(voice, "id", ""))
    gender = str(getattr(voice, "gender", None) or "").lower()
    return NativeVoice(
        id=name,
        title=str(getattr(voice, "name", None) or name),
        languages=tuple(_tags(getattr(voice, "languages", ()))),
        # `VoiceGenderFemale` on macOS, `Female` on Windows.
        gender=next((one for one in ("female", "male") if gender.endswith(one)), None),
    )


def _tags(languages: object) -> Iterator[str]:
    for language in languages if isinstance(languages, list | tuple) else ():
        text = language.decode("ascii", "replace") if isinstance(language, bytes) else str(language)
        tag = text.replace("_", "-").strip("\x05 ")
        if _TAG.fullmatch(tag):
            yield tag
