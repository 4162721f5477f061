"""One piper voice that speaks: its files, its model once it is loaded, and its speakers' pace."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from audioguide.errors import EngineError
from audioguide.speech.engines import espeak_files, espeak_voices
from audioguide.speech.engines.contract import NothingToSpeakError, RawSound
from audioguide.speech.engines.espeak import with_short_runs
from audioguide.speech.engines.espeak_phonemes import Clause, clauses
from audioguide.speech.engines.piper_model import Pace, PiperModel
from audioguide.speech.engines.piper_sounds import numbers_of, runs_of

if TYPE_CHECKING:
    from audioguide.clip import Utterance
    from audioguide.speech.engines.piper_config import PiperConfig
    from audioguide.speech.engines.piper_files import VoiceFiles

_PAUSE_SECONDS = 0.2
"""Between two runs. Source: what piper's own program leaves between sentences."""
_PASSAGE = "Lie on your back, bend your knees, and place your feet on the floor."
"""What a voice's pace is measured on, whatever its language: the reference passage's beginning."""
_LETTERS_PER_WORD = 6
"""Of the text that speaking rates are defined on, with the space."""


class PiperSpeech:
    """Speaks with the model of one voice, which it loads once."""

    def __init__(self, files: VoiceFiles, config: PiperConfig) -> None:
        self._files = files
        self._config = config
        self._paces: dict[int, Pace] = {}

    def speak(self, utterance: Utterance, speaker: int, *, deadline: float) -> RawSound:
        """The sound of a text, sentence by sentence; short ones are said in one breath.

        Args:
            utterance: of plain text.
            speaker: the model's number of one.
            deadline: by `time.monotonic`, when it is to be given up.

        Raises:
            NothingToSpeakError: the text has no sound.
            EngineError: the model is not whole, fails, or takes too long.
        """
        runs = self._runs(utterance.text, utterance.pronounced)
        if not runs:
            raise NothingToSpeakError
        self._model.deadline = deadline
        rate_hz = self._config.audio.sample_rate
        scale = self._pace(speaker).scale_at(utterance.voice.rate_wpm)
        pause = np.zeros(round(_PAUSE_SECONDS * rate_hz), np.float32)
        pieces = [self._model.run(run, scale=scale, speaker=speaker) for run in runs]
        joined = [pieces[0], *(part for piece in pieces[1:] for part in (pause, piece))]
        return RawSound(np.concatenate(joined), rate_hz)

    @cached_property
    def _model(self) -> PiperModel:
        return PiperModel(self._files.model)

    def _pace(self, speaker: int) -> Pace:
        if speaker not in self._paces:
            passage = self._config.alphabet or _PASSAGE
            self._paces[speaker] = self._model.pace(
                self._runs(passage, ()),
                len(passage) / _LETTERS_PER_WORD,
                rate_hz=self._config.audio.sample_rate,
                speaker=speaker,
            )
        return self._paces[speaker]

    def _runs(self, text: str, pronounced: tuple[tuple[str, str], ...]) -> tuple[list[int], ...]:
        runs = runs_of(with_short_runs(text), pronounced, self._config, self._spell)
        return tuple(numbers_of(run, self._config) for run in runs)

    def _spell(self, text: str) -> tuple[Clause, ...]:
        from audioguide.speech.engines import espeak_driver

        name = self._config.espeak.voice
        found = espeak_voices.find_voice(name)
        if found is None:
            raise EngineError(f'espeak-ng has no voice "{name}"')
        library, voices = espeak_driver.library_path(), espeak_files.voice_folder()
        return clauses(text, found.name, library=library, voices=voices)
