"""A pyttsx3 driver for espeak-ng that returns when the sound is there, and says what failed.

The driver that ships with pyttsx3 opens espeak asynchronously and leaves its loop before the
file is written: first clips go missing, settings reach the wrong clip, unknown voices become
the default one. This one speaks while the queue is run, so a clip has the properties that
were set before it. What fails arrives at pyttsx3's topic `error`.
"""

# ruff: noqa: N802 - pyttsx3 names the methods of a driver

from __future__ import annotations

import io
import sys
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from pyttsx3.voice import Voice

from audioguide.errors import EngineError
from audioguide.speech.engines import espeak_files
from audioguide.speech.engines.espeak_library import Manner, Spoken, speak
from audioguide.speech.engines.espeak_voices import ABILITIES, find_voice, list_voices

if TYPE_CHECKING:
    from os import PathLike

NAME = "audioguide_espeak"
"""What `pyttsx3.init` is given, once `register` was called."""

_RANGES = {
    "rate": (ABILITIES.slowest_wpm, ABILITIES.fastest_wpm),
    "pitch": (0, 99),
    "volume": (0, 1),
    "phonemes": (0, 1),
}


class _Proxy(Protocol):
    """What pyttsx3 hands to a driver."""

    def notify(self, topic: str, **values: object) -> None: ...
    def setBusy(self, busy: bool) -> None: ...


def library_path() -> Path:
    """The shared library inside the wheel."""
    import espeakng_loader

    return Path(espeakng_loader.get_library_path())


class EspeakDriver:
    """Speaks into files.

    Properties: `voice`, `rate`, `volume`, `pitch`, `phonemes` (1: `[[` begins espeak-ng's own
    mnemonics) and, to read, `voices`.
    """

    def __init__(self, proxy: _Proxy) -> None:
        self._proxy = proxy
        self._manner: dict[str, str | float] = {
            "voice": "gmw/en",
            "rate": 175,
            "volume": 1.0,
            "pitch": 50,
            "phonemes": 0,
        }

    def startLoop(self) -> None:
        """Run the queue; every command in it is done when this returns."""
        self._proxy.setBusy(False)

    def iterate(self) -> Iterator[None]:
        """The same for a caller with a loop of its own."""
        self._proxy.setBusy(False)
        yield

    def endLoop(self) -> None:
        """Nothing is left to end: the queue runs in the caller's thread."""

    def stop(self) -> None:
        """Nothing can be under way when somebody calls this."""

    def say(self, text: str) -> None:
        """Refused: there is no player here."""
        raise EngineError(f"the driver {NAME} speaks into files only; use save_to_file")

    def save_to_file(self, text: str, filename: str | PathLike[str] | IO[bytes]) -> None:
        """Write a WAV to a path, or to an open binary file."""
        self._proxy.notify("started-utterance")
        spoken = speak(
            text,
            Manner(
                voice=str(self._manner["voice"]),
                rate_wpm=int(self._manner["rate"]),
                pitch=int(self._manner["pitch"]),
                volume=float(self._manner["volume"]),
                phonemes=bool(self._manner["phonemes"]),
            ),
            library=library_path(),
            voices=espeak_files.voice_folder(),
        )
        for word in spoken.words:
            self._proxy.notify(
                "started-word",
                location=word.location,
                length=word.length,
                start_seconds=word.start / spoken.rate_hz,
            )
        if hasattr(filename, "write"):
            filename.write(_wav(spoken))
        else:
            Path(filename).write_bytes(_wav(spoken))
        self._proxy.notify("finished-utterance", completed=True)

    def getProperty(self, name: str) -> object:
        """A property's value; KeyError for one that there is not."""
        if name == "voices":
            return [
                Voice(entry.name, entry.title, list(entry.languages), entry.gender)
                for entry in list_voices()
            ]
        return self._manner[name]

    def setProperty(self, name: str, value: str | float) -> None:
        """Set a property for what is spoken from here on; nothing is clipped into its range."""
        if name not in self._manner:
            raise KeyError(f"unknown property {name}")
        if name == "voice":
            found = find_voice(str(value))
            if found is None:
                raise EngineError(f'espeak-ng has no voice "{value}"')
            value = found.name
        else:
            least, most = _RANGES[name]
            if not least <= float(value) <= most:
                raise EngineError(f"{name} is {least} to {most}, not {value}")
        self._manner[name] = value

    def destroy(self) -> None:
        """Nothing stays loaded between two texts."""


def _wav(spoken: Spoken) -> bytes:
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(spoken.rate_hz)
        file.writeframes(spoken.pcm)
    return content.getvalue()


def buildDriver(proxy: _Proxy) -> EspeakDriver:
    """What pyttsx3 calls to get a driver."""
    return EspeakDriver(proxy)


def register() -> str:
    """Make this module known to pyttsx3, and return the name to ask for."""
    sys.modules[f"pyttsx3.drivers.{NAME}"] = sys.modules[__name__]
    return NAME
