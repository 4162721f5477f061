"""Names of cache entries: a hash over everything that made them, and over nothing else."""

import hashlib
import json
from collections.abc import Mapping

from audioguide.clip import Utterance
from audioguide.fingerprints import wheel_version
from audioguide.speech.engines.table import engine_place, load_engine
from audioguide.speech.reference import reference_of

FORMAT = 3
"""Raised whenever the same sound of an engine becomes another clip."""


class Keys:
    """Keys of utterances, whose text is plain already.

    Every method raises `EngineError` where the engine is unknown or not installed.
    """

    def __init__(self, engines: Mapping[str, str]) -> None:
        self._engines = engines
        self._made_by: dict[str, str] = {}

    def clip(self, utterance: Utterance) -> str:
        """The entry of a clip. `Voice.level_db` has no part in it, nor in the clip."""
        return f"{self._digest(utterance)}.clip"

    def calibration(self, utterance: Utterance) -> str:
        """The entry of how loud the voice of `utterance` is, in its language."""
        return f"{self._digest(reference_of(utterance))}.level"

    def engine_place(self, utterance: Utterance) -> str:
        """`module:class` of the engine of an utterance's voice."""
        return engine_place(utterance.voice.engine, self._engines)

    def ingredients(self, utterance: Utterance) -> dict[str, str | int]:
        """Everything that decides a clip, by name."""
        voice = utterance.voice
        return {
            "engine": self._fingerprint(self.engine_place(utterance)),
            "voice": voice.name,
            "rate_wpm": voice.rate_wpm,
            "pitch": voice.pitch,
            "language": utterance.language,
            "text": utterance.text,
        }

    def _digest(self, utterance: Utterance) -> str:
        parts = tuple(self.ingredients(utterance).values())
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def _fingerprint(self, place: str) -> str:
        """What an engine and the steps behind it are, without loading any of it."""
        if place not in self._made_by:
            engine = load_engine(place).fingerprint()
            soxr = wheel_version("soxr")
            self._made_by[place] = f"clips {FORMAT}, soxr {soxr}, {place}, {engine}"
        return self._made_by[place]
