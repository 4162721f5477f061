"""Timeline -> placements: which sound stands behind each event, and where it comes from."""

from collections.abc import Callable, Hashable
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from audioguide.clip import Clip, Utterance
from audioguide.dose import BreathPhase
from audioguide.sound.score import Placement
from audioguide.timeline.timeline import Breath, Chime, ClickBeat, Event, Speech, Timeline
from audioguide.units import Samples

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from audioguide.sound.palette import Palette

LoadClip = Callable[[Utterance], Clip]


class SpokenKey(Struct, frozen=True):
    """A line's clip, at the level of its voice."""

    utterance: Utterance


class OneShotKey(Struct, frozen=True):
    """A sound of fixed length."""

    name: str


class BreathKey(Struct, frozen=True):
    """A breath sound as long as its phase."""

    phase: BreathPhase
    n_samples: Samples


SoundKey = SpokenKey | OneShotKey | BreathKey

_MARKED = {BreathPhase.HOLD: "hold", BreathPhase.REST: "rest"}
"""Phases that a soft mark at their start stands for, not a sound that lasts."""


def placements(timeline: Timeline, palette: "Palette") -> tuple[Placement, ...]:
    """Every sound of the track, by start."""
    return tuple(_placement(event, palette) for event in timeline.events)


def _placement(event: Event, palette: "Palette") -> Placement:
    length = Samples(event.end - event.start)
    match event:
        case Speech():
            return Placement(event.start, length, SpokenKey(event.utterance))
        case ClickBeat():
            return Placement(event.start, length, OneShotKey("accent" if event.accent else "click"))
        case Chime():
            return Placement(event.start, length, OneShotKey(event.name))
        case Breath() if event.phase in _MARKED:
            name = _MARKED[event.phase]
            length = min(length, palette.length(name))
            return Placement(event.start, length, OneShotKey(name))
        case Breath():
            return Placement(event.start, length, BreathKey(event.phase, length))


def identifier(
    palette: "Palette", identity_of: Callable[[Utterance], str]
) -> Callable[[Placement], str]:
    """Says what each placement sounds like: equal answers, equal samples."""

    @cache
    def identity(key: Hashable) -> str:
        match key:
            case SpokenKey(utterance):
                return f"speech {identity_of(utterance)} {utterance.voice.level_db!r}"
            case OneShotKey(name):
                return f"cue {palette.identity(name)}"
            case BreathKey(phase, n_samples):
                return f"breath {palette.identity(str(phase))} {n_samples}"
        raise TypeError(f"no sound is known by {key!r}")

    return lambda placement: identity(placement.key)


def loader(palette: "Palette", load_clip: LoadClip) -> Callable[[Placement], "NDArray[np.float32]"]:
    """What the renderer asks for the samples of a placement."""
    from audioguide.peaks import limit_peaks

    def load(placement: Placement) -> "NDArray[np.float32]":
        match placement.key:
            case SpokenKey(utterance):
                gain = 10.0 ** (utterance.voice.level_db / 20.0)
                pcm = load_clip(utterance).pcm
                if gain <= 1.0:
                    return pcm if gain == 1.0 else (pcm * gain).astype(pcm.dtype)
                return limit_peaks((pcm * gain).astype(pcm.dtype))
            case OneShotKey(name):
                return palette.one_shot(name, placement.n_samples)
            case BreathKey(phase, n_samples):
                return palette.breath(phase, n_samples)
        raise TypeError(f"no sound is known by {placement.key!r}")

    return load
