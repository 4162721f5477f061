"""The cues of one routine: the built-in sounds, and those that the user put in their place.

A recording is brought to the loudness of the sound that it replaces, since people's files are
as loud as they happen to be; the level that the user asks for comes on top.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from hashlib import sha256
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from audioguide.dose import BreathPhase
from audioguide.loudness import heard_lufs
from audioguide.peaks import limit_peaks
from audioguide.sound.breaths import BREATH_LUFS, synthesize_breath
from audioguide.sound.edges import edges
from audioguide.sound.lengths import BREATH_NAMES, BUILT_IN_LENGTHS
from audioguide.sound.replacement import Replacement
from audioguide.sound.tones import synthesize
from audioguide.units import SAMPLE_RATE_HZ, Samples

_CUT_SECONDS = 0.25
"""A sound that is longer than its place fades out over this long, or half of the place."""
_MAX_GAIN_DB = 20.0
"""More would raise the noise of a faint recording rather than its sound."""

_MOST_BREATHS_KEPT = 16
"""A breath that changes has lengths of its own in every breath, and memory must not grow with
the track."""


class Palette:
    """Sounds by name; one-shots are made or read once, breaths as long as few lengths are about."""

    def __init__(self, replacements: Iterable[Replacement] = ()) -> None:
        self._gains: dict[str, float] = {}
        self._recordings: dict[str, NDArray[np.float32]] = {}
        for replacement in replacements:
            self._gains[replacement.name] = 10 ** (replacement.level_db / 20)
            if replacement.path is not None:
                # Its libraries take longer to import than most builds take to link.
                from audioguide.sound.recording import read_recording

                self._recordings[replacement.name] = _at_usual_loudness(
                    read_recording(replacement.name, replacement.path), replacement.name
                )
        self._one_shots: dict[str, NDArray[np.float32]] = {}
        self._breaths: dict[tuple[BreathPhase, int], NDArray[np.float32]] = {}

    def identity(self, name: str) -> str:
        """What a cue is made from: equal for cues that sound alike, over builds."""
        recording = self._recordings.get(name)
        made_from = "built in" if recording is None else sha256(recording.tobytes()).hexdigest()
        return f"{name} {made_from} {self._gains.get(name, 1.0)!r}"

    @cached_property
    def lengths(self) -> Mapping[str, Samples]:
        """Length of every one-shot cue, by name."""
        own = {
            name: Samples(len(pcm))
            for name, pcm in self._recordings.items()
            if name not in BREATH_NAMES
        }
        return MappingProxyType({**BUILT_IN_LENGTHS, **own})

    def length(self, name: str) -> Samples:
        """Length of a one-shot cue."""
        return self.lengths[name]

    def one_shot(self, name: str, n_samples: int | None = None) -> NDArray[np.float32]:
        """A cue of fixed length, shape `(length(name),)`; cut, with a fade, to `n_samples`."""
        if name not in self._one_shots:
            pcm = self._recordings[name] if name in self._recordings else synthesize(name)
            self._one_shots[name] = self._at_level(name, pcm)
        pcm = self._one_shots[name]
        return pcm if n_samples is None or n_samples >= len(pcm) else _cut(pcm, n_samples)

    def breath(self, phase: BreathPhase, n_samples: int) -> NDArray[np.float32]:
        """The sound of an inhale or exhale, shape `(n_samples,)`."""
        key = (phase, n_samples)
        kept = self._breaths.get(key)
        if kept is not None:
            return kept
        name = str(phase)
        if name in self._recordings:
            pcm = _fitted(self._recordings[name], n_samples)
        else:
            pcm = synthesize_breath(phase, n_samples)
        pcm = self._at_level(name, pcm)
        if len(self._breaths) >= _MOST_BREATHS_KEPT:
            self._breaths.clear()
        self._breaths[key] = pcm
        return pcm

    def _at_level(self, name: str, pcm: NDArray[np.float32]) -> NDArray[np.float32]:
        gain = self._gains.get(name, 1.0)
        return pcm if gain == 1.0 else limit_peaks((pcm * gain).astype(np.float32))


def _fitted(pcm: NDArray[np.float32], n_samples: int) -> NDArray[np.float32]:
    """A recording cut, with a fade, or filled up with silence."""
    if len(pcm) <= n_samples:
        return np.pad(pcm, (0, n_samples - len(pcm)))
    return _cut(pcm, n_samples)


def _cut(pcm: NDArray[np.float32], n_samples: int) -> NDArray[np.float32]:
    fade_seconds = min(_CUT_SECONDS, n_samples / 2 / SAMPLE_RATE_HZ)
    gain = edges(n_samples, head_seconds=0.0, tail_seconds=fade_seconds)
    return (pcm[:n_samples] * gain).astype(np.float32)


def _at_usual_loudness(pcm: NDArray[np.float32], name: str) -> NDArray[np.float32]:
    """A recording as loud as the built-in sound called `name`."""
    usual_lufs = BREATH_LUFS if name in BREATH_NAMES else heard_lufs(synthesize(name))
    gain_db = min(usual_lufs - heard_lufs(pcm), _MAX_GAIN_DB)
    return limit_peaks((pcm * 10 ** (gain_db / 20)).astype(np.float32))


def load_palette(replacements: Iterable[Replacement] = ()) -> Palette:
    """The cues of a routine.

    Raises:
        BadSoundError: a user's file cannot be a cue.
    """
    return Palette(replacements)
