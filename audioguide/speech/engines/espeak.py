"""The built-in voice: pyttsx3 on the espeak-ng that `espeakng-loader` ships."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from audioguide.errors import EngineError
from audioguide.fingerprints import wheel_version
from audioguide.speech.engines import espeak_files
from audioguide.speech.engines.contract import Abilities, RawSound

if TYPE_CHECKING:
    from audioguide.clip import Utterance

DRIVER_FORMAT = 1
"""Raised whenever the driver makes other samples of the same text."""

ABILITIES = Abilities(slowest_wpm=80, fastest_wpm=449)
"""Source: espeak-ng takes 80 and more; measured, 450 switches to another way of speaking fast
that is slower than 449."""

_FIGURE = r"[\d\u2e80-\ua4cf\uf900-\ufaff]"
_LETTER = r"[^\s、。，！？；：]"
_TOO_LONG_RUN = rf"(?:{_FIGURE}\s?){{30}}(?={_FIGURE})|{_LETTER}{{80}}(?={_LETTER})"
"""A pattern, compiled where it is used, since that takes longer than to look up all voices.
Without a pause to cut at, espeak-ng swallows what comes after some 130 letters in a word,
39 figures or 100 ideographs (measured), and reports nothing. Such a run gets commas."""


class EspeakEngine:
    """espeak-ng 1.52, about 5 ms a line, the same bytes every time."""

    abilities = ABILITIES

    def fingerprint(self) -> str:
        """Version of the wheel, which holds library and data, and of our driver."""
        espeak_files.voice_folder()
        return f"espeakng-loader {wheel_version(espeak_files.PACKAGE)}, driver {DRIVER_FORMAT}"

    def synthesize(self, utterance: Utterance) -> RawSound:
        """Speak through pyttsx3; brackets are silent, `<` and `&` are read by name."""
        import pyttsx3

        from audioguide.speech.engines import espeak_driver
        from audioguide.speech.engines.wav import read_wav

        speaker = pyttsx3.init(espeak_driver.register())
        troubles: list[Exception] = []
        # pyttsx3 reports what a driver raises to this topic and to nobody else.
        listener = speaker.connect("error", lambda name, exception: troubles.append(exception))
        wav = io.BytesIO()
        speaker.setProperty("voice", utterance.voice.name)
        speaker.setProperty("rate", utterance.voice.rate_wpm)
        speaker.setProperty("pitch", utterance.voice.pitch)
        speaker.save_to_file(re.sub(_TOO_LONG_RUN, r"\g<0>, ", utterance.text), wav)
        speaker.runAndWait()
        speaker.disconnect(listener)
        if troubles:
            raise EngineError(str(troubles[0])) from troubles[0]
        return read_wav(wav.getvalue())

    def is_worn(self) -> bool:
        """True where the platform keeps the library loaded, and with it its old state."""
        from audioguide.speech.engines import espeak_driver, espeak_library

        return espeak_library.is_loaded(espeak_driver.library_path())
