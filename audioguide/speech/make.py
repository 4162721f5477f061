"""From an utterance to the samples that are kept: what a worker does with an engine."""

import numpy as np
from numpy.typing import NDArray

from audioguide.clip import Utterance
from audioguide.loudness import heard_lufs
from audioguide.speech.convert import mono, resampled
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
    # Measured before it is resampled, as there are fewer samples then.
    pcm, rate_hz = _spoken(engine, utterance)
    lufs = heard_lufs(pcm, rate_hz)
    clip = levelled(resampled(pcm, rate_hz), lufs=lufs, voice_lufs=voice_lufs)
    scaled = np.rint(clip * np.float32(_FULL_SCALE))
    np.clip(scaled, -_FULL_SCALE, _FULL_SCALE - 1, out=scaled)
    return np.asarray(scaled, "<i2")


def loudness_of(engine: Engine, utterance: Utterance) -> float:
    """How loud the engine speaks an utterance, in LUFS, before any gain."""
    return heard_lufs(*_spoken(engine, utterance))


def _spoken(engine: Engine, utterance: Utterance) -> tuple[NDArray[np.float32], int]:
    """The trimmed sound, and its rate in Hz: the engine's own."""
    raw = engine.synthesize(utterance)
    pcm = trimmed(mono(raw), raw.rate_hz)
    doubt(pcm, raw.rate_hz, utterance)
    return pcm, raw.rate_hz
