"""From an utterance to the samples that are kept: what a worker does with an engine."""

from contextlib import suppress

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from audioguide.clip import Utterance
from audioguide.errors import EngineError
from audioguide.loudness import heard_lufs
from audioguide.speech.carrier import ended, in_carrier, is_cue
from audioguide.speech.carrier_cut import cut_out
from audioguide.speech.convert import mono, resampled
from audioguide.speech.engines.contract import Engine
from audioguide.speech.level import levelled
from audioguide.speech.plausible import doubt
from audioguide.speech.trim import trimmed

_FULL_SCALE = 1 << 15  # [twin: clip-samples] in speak.py


def make_clip(
    engine: Engine, utterance: Utterance, *, voice_lufs: float | None
) -> NDArray[np.int16]:
    """The finished clip of an utterance, shape `(n_samples,)`, at `SAMPLE_RATE_HZ`.

    Args:
        engine: speaks it.
        utterance: short, of plain text.
        voice_lufs: the voice's calibration; None: the clip's own loudness is all that counts.

    Raises:
        NothingToSpeakError: the text has no sound.
        EngineError: what the engine gave cannot be that text.
    """
    # Measured before it is resampled, as there are fewer samples then.
    pcm, rate_hz = _spoken(engine, utterance)
    lufs = heard_lufs(pcm, rate_hz)
    calibration = lufs if voice_lufs is None else voice_lufs
    clip = levelled(resampled(pcm, rate_hz), lufs=lufs, voice_lufs=calibration)
    scaled = np.rint(clip * np.float32(_FULL_SCALE))
    np.clip(scaled, -_FULL_SCALE, _FULL_SCALE - 1, out=scaled)
    return np.asarray(scaled, "<i2")


def loudness_of(engine: Engine, utterance: Utterance) -> float:
    """How loud the engine speaks an utterance, in LUFS, before any gain."""
    return heard_lufs(*_spoken(engine, utterance))


def _spoken(engine: Engine, utterance: Utterance) -> tuple[NDArray[np.float32], int]:
    """The trimmed sound, and its rate in Hz: the engine's own."""
    if is_cue(utterance.text) and engine.abilities(utterance.voice.name).needs_carrier:
        return _spoken_cue(engine, utterance)
    raw = engine.synthesize(utterance)
    pcm = trimmed(mono(raw), raw.rate_hz)
    doubt(pcm, raw.rate_hz, utterance)
    return pcm, raw.rate_hz


def _spoken_cue(engine: Engine, utterance: Utterance) -> tuple[NDArray[np.float32], int]:
    """The same for a cue that has to be cut out of its carrier; alone, where it cannot be."""
    carried = in_carrier(utterance)
    raw = engine.synthesize(carried.utterance)
    cue = cut_out(mono(raw), raw.rate_hz, raw.words, carried)
    if cue is not None:
        pcm = trimmed(cue, raw.rate_hz)
        with suppress(EngineError):
            doubt(pcm, raw.rate_hz, utterance, is_cue=True)
            return pcm, raw.rate_hz
    raw = engine.synthesize(replace(utterance, text=ended(utterance.text)))
    pcm = trimmed(mono(raw), raw.rate_hz)
    doubt(pcm, raw.rate_hz, utterance, is_cue=True)
    return pcm, raw.rate_hz
