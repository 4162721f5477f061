"""The voices that come with Windows and macOS, through pyttsx3's own drivers."""

from __future__ import annotations

import platform
import re
import sys
import tempfile
from collections.abc import Mapping
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from msgspec import Struct

from audioguide.errors import EngineError
from audioguide.fingerprints import wheel_version
from audioguide.speech.engines.contract import (
    Abilities,
    Engine,
    Missing,
    NothingToSpeakError,
    RawSound,
    VoiceEntry,
    folded,
)
from audioguide.speech.engines.system_voices import NativeVoice, listed_voices

if TYPE_CHECKING:
    from audioguide.clip import Utterance

NAME = "system"

FORMAT = 1
"""Raised whenever the same text becomes another sound."""

ABILITIES = Abilities(slowest_wpm=80, fastest_wpm=400, pitch=False)
"""Source: SAPI5 goes from 55 to 445 words a minute in 21 steps, as pyttsx3 counts them; macOS
takes any rate. Neither driver takes a pitch."""

_MARKUP = re.compile(r"[<>]|\[\[|\]\]")
"""SAPI5 reads a text that begins with `<` as XML, macOS what stands in `[[` and `]]` as commands.
Source: Microsoft's reference of `SpVoice.Speak`; Apple's Speech Synthesis Programming Guide."""


class NativeDriver(Struct, frozen=True):
    """A driver of pyttsx3 for one system."""

    name: str
    """Below `pyttsx3.drivers`."""
    needs: str | None
    """The package by which it reaches the system."""
    suffix: str
    """Of the file that the system writes, whatever it is told."""


DRIVERS: Mapping[str, NativeDriver] = {
    "win32": NativeDriver("sapi5", "comtypes", ".wav"),
    "darwin": NativeDriver("nsss", "objc", ".aiff"),
}
"""By `sys.platform`."""


class SystemEngine(Engine):
    """One process a clip, since the drivers keep state, lose files and hang."""

    driver: ClassVar[NativeDriver | None] = DRIVERS.get(sys.platform)

    def __init__(self, settings: Mapping[str, Any]) -> None:
        """There is nothing to set.

        Raises:
            EngineError: something is.
        """
        super().__init__(settings)
        for key in settings:
            raise EngineError(f"engines.{NAME}.{key}: there is nothing to set here")

    def missing(self) -> Missing | None:
        """Another system, or a package of pyttsx3 that is not installed."""
        if self.driver is None:
            return Missing(
                "pyttsx3 drives the voices of Windows and macOS alone",
                "the built-in espeak voice needs nothing",
            )
        if self.driver.needs and find_spec(self.driver.needs) is None:
            remedy = "python -m pip install --force-reinstall pyttsx3"
            return Missing(f"it needs {self.driver.needs}, which is not installed", remedy)
        return None

    def voices(self) -> tuple[VoiceEntry, ...]:
        """Those that the system names, asked for once, by a process of its own."""
        return tuple(_entry(voice) for voice in self._listed)

    def find(self, name: str | None, language: str | None) -> VoiceEntry | None:
        """By id, by the last part of an id, or by the name that the system shows."""
        found = super().find(name, language)
        if found is None and name:
            wanted = folded(name)
            found = next((one for one in self.voices() if wanted in _short_names(one)), None)
        return found

    def near(self, name: str) -> tuple[str, ...]:
        """The most alike by what the system shows."""
        from audioguide.near import near_names

        return near_names(name, [one.title for one in self.voices()])

    def abilities(self, voice: str) -> Abilities:
        """The same for every voice."""
        return ABILITIES

    def fingerprint(self, utterance: Utterance) -> str:
        """Versions of pyttsx3 and of the system, with which its voices change."""
        driver = self.driver.name if self.driver else "none"
        made_by = f"pyttsx3 {wheel_version('pyttsx3')}, {driver}"
        return f"{NAME} {FORMAT}, {made_by}, {platform.system()} {platform.version()}"

    def synthesize(self, utterance: Utterance) -> RawSound:
        """Speak through pyttsx3 into a file, and doubt that it did."""
        import pyttsx3

        from audioguide.speech.engines.sound_file import read_any

        if self.driver is None:
            raise EngineError(str(self.missing()))
        text = " ".join(_MARKUP.sub(" ", utterance.text).split())
        if not text:
            raise NothingToSpeakError
        speaker = pyttsx3.init(self.driver.name)
        known = {voice.id for voice in speaker.getProperty("voices")}
        if utterance.voice.name not in known:
            raise EngineError(f'the system has no voice "{utterance.voice.name}"')
        troubles: list[Exception] = []
        # pyttsx3 reports what a driver raises to this topic and to nobody else.
        speaker.connect("error", lambda name, exception: troubles.append(exception))
        with tempfile.TemporaryDirectory(prefix="audioguide-", ignore_cleanup_errors=True) as own:
            path = Path(own, f"out{self.driver.suffix}")
            # The rate after the voice, which brings a rate of its own.
            speaker.setProperty("voice", utterance.voice.name)
            speaker.setProperty("rate", utterance.voice.rate_wpm)
            speaker.setProperty("volume", 1.0)
            speaker.save_to_file(text, str(path))
            speaker.runAndWait()
            if troubles:
                raise EngineError(f"{type(troubles[0]).__name__}: {troubles[0]}") from troubles[0]
            if not path.is_file():
                raise EngineError("it wrote no file")
            return read_any(path.read_bytes())

    def is_worn(self) -> bool:
        """True: state is kept from clip to clip."""
        return True

    @cached_property
    def _listed(self) -> tuple[NativeVoice, ...]:
        missing = self.missing()
        if missing is not None or self.driver is None:
            raise EngineError(str(missing))
        return listed_voices(type(self).__module__, self.driver.name)


def _entry(voice: NativeVoice) -> VoiceEntry:
    return VoiceEntry(
        engine=NAME,
        name=voice.id,
        title=voice.title,
        languages=voice.languages,
        gender=voice.gender,
        abilities=ABILITIES,
    )


def _short_names(voice: VoiceEntry) -> tuple[str, ...]:
    """Names that people may use: `Alex`, `Microsoft David Desktop`, `TTS_MS_EN-US_DAVID_11.0`."""
    last = re.split(r"[\\/]", voice.name)[-1]
    bare = voice.title.partition(" - ")[0]
    return tuple(map(folded, (voice.title, bare, last, voice.name.rpartition(".")[2])))
