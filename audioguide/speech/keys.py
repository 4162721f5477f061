"""Names of cache entries: a hash over everything that made them, and over nothing else."""

import hashlib
import json

from audioguide.clip import Utterance
from audioguide.fingerprints import wheel_version
from audioguide.speech import carrier
from audioguide.speech.engines.table import Engines, EngineSetup
from audioguide.speech.reference import reference_of

FORMAT = 3
"""Raised whenever the same sound of an engine becomes another clip."""


class Keys:
    """Keys of utterances, whose text is plain already.

    Every method raises `EngineError` where the engine is unknown or not installed.
    """

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    def clip(self, utterance: Utterance) -> str:
        """The entry of a clip. `Voice.level_db` has no part in it, nor in the clip."""
        return f"{self._digest(utterance)}.clip"

    def calibration(self, utterance: Utterance) -> str:
        """The entry of how loud the voice of `utterance` is, in its language."""
        return f"{self._digest(reference_of(utterance))}.level"

    def engine_setup(self, utterance: Utterance) -> EngineSetup:
        """What makes the engine of an utterance's voice."""
        return self._engines.setup(utterance.voice.engine)

    def ingredients(self, utterance: Utterance) -> dict[str, str | int]:
        """Everything that decides a clip, by name."""
        voice = utterance.voice
        made_from: dict[str, str | int] = {
            "engine": self._fingerprint(utterance),
            "voice": voice.name,
            "rate_wpm": voice.rate_wpm,
            "pitch": voice.pitch,
            "language": utterance.language,
            "text": utterance.text,
        }
        if utterance.pronounced:
            made_from["pronounced"] = "; ".join(
                f"{word}: {sounds}" for word, sounds in utterance.pronounced
            )
        return made_from

    def _digest(self, utterance: Utterance) -> str:
        parts = tuple(self.ingredients(utterance).values())
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def _fingerprint(self, utterance: Utterance) -> str:
        """What an engine and the steps behind it are, without loading any of it."""
        place = self.engine_setup(utterance).place
        engine = self._engines.engine(utterance.voice.engine)
        made_by = engine.fingerprint(utterance)
        if engine.abilities(utterance.voice.name).needs_carrier:
            made_by += f", carriers {carrier.FORMAT}"
        return f"clips {FORMAT}, soxr {wheel_version('soxr')}, {place}, {made_by}"
