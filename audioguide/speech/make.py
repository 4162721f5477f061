"""From an utterance to the samples that are kept: what a worker does with an engine."""

import numpy as np
from numpy.typing import NDArray

from audioguide.clip import Utterance
from audioguide.loudness import heard_lufs
from audioguide.speech.convert import converted
from audioguide.speech.engines.contract import Engine
from audioguide.speech.level import levelled
from audioguide.speech.plausible import doubt
from audioguide.speech.trim import trimmed

_FULL_SCALE = 1 << 15  # [twin: clip-samples] in speak.py


def make_clip(engine: Engine, utterance: Utterance, *, voice_lufs: float) -> NDArray[np.int16]:
    """The finished clip of an utterance, shape `(n_samples,)`, at `SAMPLE_RATE_HZ`.

    Raises:
        NothingToSpeakError: the text has no sound.
        EngineError: what the engine gave cannot be that text.
    """
    clip = levelled(_spoken(engine, utterance), voice_lufs=voice_lufs)
    scaled = np.rint(clip * _FULL_SCALE)
    return np.clip(scaled, -_FULL_SCALE, _FULL_SCALE - 1).astype("<i2")


def loudness_of(engine: Engine, utterance: Utterance) -> float:
    """How loud the engine speaks an utterance, in LUFS, before any gain."""
    return heard_lufs(_spoken(engine, utterance))


def _spoken(engine: Engine, utterance: Utterance) -> NDArray[np.float32]:
    pcm = trimmed(converted(engine.synthesize(utterance)))
    doubt(pcm, utterance)
    return pcm
