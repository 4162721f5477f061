"""The built-in voice: pyttsx3 on the espeak-ng that `espeakng-loader` ships."""

from __future__ import annotations

import io
import re
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from audioguide.errors import EngineError
from audioguide.fingerprints import wheel_version
from audioguide.speech.engines import espeak_files, espeak_voices
from audioguide.speech.engines.contract import (
    Abilities,
    Engine,
    Missing,
    RawSound,
    VoiceEntry,
    Word,
)

if TYPE_CHECKING:
    from audioguide.clip import Utterance

DRIVER_FORMAT = 2
"""Raised whenever the driver makes other samples of the same text."""

_FIGURE = r"[\d\u2e80-\ua4cf\uf900-\ufaff]"
_LETTER = r"[^\s、。，！？；：]"
_TOO_LONG_RUN = rf"(?:{_FIGURE}\s?){{30}}(?={_FIGURE})|{_LETTER}{{80}}(?={_LETTER})"
"""A pattern, compiled where it is used, since that takes longer than to look up all voices.
Without a pause to cut at, espeak-ng swallows what comes after some 130 letters in a word,
39 figures or 100 ideographs (measured), and reports nothing. Such a run gets commas."""


class EspeakEngine(Engine):
    """espeak-ng 1.52, about 5 ms a line, the same bytes every time."""

    def missing(self) -> Missing | None:
        """Absent or not whole is the wheel, never the engine alone."""
        try:
            espeak_files.voice_folder()
        except EngineError as trouble:
            reason, _, remedy = str(trouble).partition("; ")
            return Missing(reason, remedy)
        return None

    def voices(self) -> tuple[VoiceEntry, ...]:
        """One for each language or accent; variants are not multiplied out."""
        return espeak_voices.list_voices()

    def find(self, name: str | None, language: str | None) -> VoiceEntry | None:
        """By id, tag or title, with a variant behind a `+` or not."""
        if name:
            return espeak_voices.find_voice(name)
        return espeak_voices.default_voice(language) if language else None

    def near(self, name: str) -> tuple[str, ...]:
        """The most alike, or the most alike variants of a voice that there is."""
        return tuple(espeak_voices.near_voices(name))

    def pronunciations(self, voice: str, ipa: tuple[str, ...]) -> dict[str, str]:
        """espeak-ng's own mnemonics, where they are heard as the IPA says.

        It takes a process and a fifth of a second for each voice: only a lexicon with IPA asks.
        """
        from audioguide.speech.engines.espeak_pronouncing import mnemonics_for

        return mnemonics_for(voice, ipa)

    def variants(self) -> tuple[str, ...]:
        """Ways to vary every voice."""
        return espeak_voices.list_variants()

    def abilities(self, voice: str) -> Abilities:
        """The same for every voice."""
        return espeak_voices.ABILITIES

    def fingerprint(self, utterance: Utterance) -> str:
        """Version of the wheel, which holds library and data, and of our driver."""
        return self._made_of

    @cached_property
    def _made_of(self) -> str:
        espeak_files.voice_folder()
        return f"espeakng-loader {wheel_version(espeak_files.PACKAGE)}, driver {DRIVER_FORMAT}"

    def synthesize(self, utterance: Utterance) -> RawSound:
        """Speak through pyttsx3; brackets are silent, `<` and `&` are read by name."""
        import pyttsx3

        from audioguide.speech.engines import espeak_driver
        from audioguide.speech.engines.espeak_ipa import Bracketed, bracketed
        from audioguide.speech.engines.wav import read_wav

        text = with_short_runs(utterance.text)
        pronounced = utterance.pronounced
        spelled = bracketed(text, pronounced) if pronounced else Bracketed(text)
        speaker = pyttsx3.init(espeak_driver.register())
        troubles: list[Exception] = []
        # pyttsx3 reports what a driver raises to this topic and to nobody else.
        listener = speaker.connect("error", lambda name, exception: troubles.append(exception))
        wav = io.BytesIO()
        words: list[Word] = []
        hearing = speaker.connect(
            "started-word",
            lambda name, location, length, start_seconds: words.append(
                Word(spelled.place(location), length, start_seconds)
            ),
        )
        speaker.setProperty("voice", utterance.voice.name)
        speaker.setProperty("rate", utterance.voice.rate_wpm)
        speaker.setProperty("pitch", utterance.voice.pitch)
        speaker.setProperty("phonemes", int(bool(utterance.pronounced)))
        speaker.save_to_file(spelled.text, wav)
        speaker.runAndWait()
        speaker.disconnect(listener)
        speaker.disconnect(hearing)
        if troubles:
            raise EngineError(str(troubles[0])) from troubles[0]
        return replace(read_wav(wav.getvalue()), words=tuple(words))

    def is_worn(self) -> bool:
        """True where the platform keeps the library loaded, and with it its old state."""
        from audioguide.speech.engines import espeak_driver, espeak_library

        return espeak_library.is_loaded(espeak_driver.library_path())


def with_short_runs(text: str) -> str:
    """The text with commas in what is too long for the library to read without a pause."""
    return re.sub(_TOO_LONG_RUN, r"\g<0>, ", text)
