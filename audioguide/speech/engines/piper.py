"""Neural voices of the piper project: files that the user has, run by onnxruntime."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from audioguide.errors import EngineError
from audioguide.extras import installation
from audioguide.fingerprints import wheel_version
from audioguide.speech.engines import espeak_files
from audioguide.speech.engines.contract import (
    Abilities,
    Engine,
    Missing,
    RawSound,
    VoiceEntry,
    folded,
)
from audioguide.speech.engines.piper_config import PiperConfig
from audioguide.speech.engines.piper_files import VoiceFiles, files_of, list_files, voices_folder
from audioguide.speech.engines.typed import Timeout, typed

if TYPE_CHECKING:
    from audioguide.clip import Utterance
    from audioguide.speech.engines.piper_speech import PiperSpeech

NAME = "piper"
DRIVER_FORMAT = 1
"""Raised whenever the same model makes other samples of the same text."""
ABILITIES = Abilities(
    slowest_wpm=80, fastest_wpm=260, pitch=False, takes_ipa=True, needs_carrier=True
)
"""Source: voices read at 150 to 190 words a minute as they were trained; at half that pace they
drawl, at one and a half times they begin to swallow."""
RUNTIME = "onnxruntime"
EXTRA = "neural"


class _Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """What the configuration says."""

    folder: str | None = None
    timeout: Timeout = 300.0
    """Source: a small computer needs three times as long as the largest voices speak, for up to
    40 s of speech, and some seconds to load them."""


class PiperEngine(Engine):
    """The voices in one folder, by the names of their files; `NAME/speaker` where there are more.

    A model is loaded once in each process. Noise is off and one thread computes, so the same
    text gives the same samples. The pace of each speaker is measured once in a process.
    """

    def __init__(self, settings: Mapping[str, Any]) -> None:
        """Take the folder, and how long a line may take."""
        super().__init__(settings)
        wanted = typed(dict(settings), _Settings, place=f"engines.{NAME}")
        self.folder = voices_folder(wanted.folder)
        """Where voices lie."""
        self._timeout_seconds = wanted.timeout
        self._speaking: dict[str, PiperSpeech] = {}
        self._configs: dict[str, PiperConfig] = {}

    def missing(self) -> Missing | None:
        """No onnxruntime, no espeak-ng for the sounds of a text, or no voice."""
        if find_spec(RUNTIME) is None:
            return Missing(f"it needs {RUNTIME}, which is not installed", installation(EXTRA))
        try:
            espeak_files.voice_folder()
            voices = self.voices()
        except EngineError as trouble:
            reason, _, remedy = str(trouble).partition("; ")
            return Missing(reason, remedy)
        if not voices:
            return Missing(
                f"there is no voice in {self.folder}", "add one with: audioguide voices add FILE"
            )
        return None

    def voices(self) -> tuple[VoiceEntry, ...]:
        """Every voice whose files are whole as far as can be seen, and each of its speakers."""
        return self._voices

    @cached_property
    def _voices(self) -> tuple[VoiceEntry, ...]:
        return tuple(entry for files in list_files(self.folder) for entry in self._entries(files))

    def find(self, name: str | None, language: str | None) -> VoiceEntry | None:
        """By name, or for a language.

        Raises:
            EngineError: the voice that is meant is broken.
        """
        found = super().find(name, language)
        if found is None and name:
            wanted = folded(name.partition("/")[0])
            for files in list_files(self.folder):
                if folded(files.name) == wanted:
                    files.read_config()
        return found

    def abilities(self, voice: str) -> Abilities:
        """The same for every voice."""
        return ABILITIES

    def pronunciations(self, voice: str, ipa: tuple[str, ...]) -> dict[str, str]:
        """IPA as espeak-ng writes it, where the voice has all of its sounds."""
        from audioguide.speech.engines.piper_sounds import written_for_piper

        written = ((one, written_for_piper(one, self._config(voice))) for one in ipa)
        return {one: sounds for one, sounds in written if sounds}

    def fingerprint(self, utterance: Utterance) -> str:
        """The wheels, the voice's two files and our driver."""
        runtime = wheel_version(RUNTIME)
        if not runtime:
            raise EngineError(f"it needs {RUNTIME}, which is not installed; {installation(EXTRA)}")
        espeak = wheel_version(espeak_files.PACKAGE)
        digest = self._files(utterance.voice.name).digest()
        return f"{RUNTIME} {runtime}, espeakng-loader {espeak}, {digest}, driver {DRIVER_FORMAT}"

    def sources(self, utterance: Utterance) -> tuple[Path, ...]:
        """The voice's two files."""
        files = self._files(utterance.voice.name)
        return (files.model, files.config)

    def timeout_seconds(self, utterance: Utterance) -> float:
        """What the user has set, or five minutes."""
        return self._timeout_seconds

    def synthesize(self, utterance: Utterance) -> RawSound:
        """Speak sentence by sentence; short ones are said in one breath."""
        from audioguide.speech.engines.piper_speech import PiperSpeech

        deadline = monotonic() + self._timeout_seconds
        files = self._files(utterance.voice.name)
        config = self._config(utterance.voice.name)
        if files.name not in self._speaking:
            self._speaking[files.name] = PiperSpeech(files, config)
        speaker = _speaker(utterance.voice.name, config)
        return self._speaking[files.name].speak(utterance, speaker, deadline=deadline)

    def _entries(self, files: VoiceFiles) -> Iterator[VoiceEntry]:
        """A voice and its speakers; nothing for one that is broken."""
        try:
            config = self._config(files.name)
        except EngineError:
            return
        tag = config.language_tag
        languages = (tag,) if tag else ()
        title = config.title or files.name
        yield VoiceEntry(NAME, files.name, title, languages, None, ABILITIES)
        for speaker in config.speakers:
            name, shown = f"{files.name}/{speaker}", f"{title}: {speaker}"
            yield VoiceEntry(NAME, name, shown, languages, None, ABILITIES)

    def _files(self, voice: str) -> VoiceFiles:
        return files_of(self.folder, voice.partition("/")[0])

    def _config(self, voice: str) -> PiperConfig:
        files = self._files(voice)
        if files.name not in self._configs:
            self._configs[files.name] = files.read_config()
        return self._configs[files.name]


def _speaker(voice: str, config: PiperConfig) -> int:
    """The model's number of the speaker that a name means."""
    _, slash, speaker = voice.partition("/")
    if not slash:
        return config.default_speaker_id
    if speaker not in config.speakers:
        raise EngineError(f'the voice has no speaker "{speaker}"')
    return config.speakers[speaker]
