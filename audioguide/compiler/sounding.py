"""Timeline -> placements: which sound stands behind each event, and where it comes from."""

import hashlib
from collections.abc import Callable, Hashable, Iterator, Sequence
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from audioguide.clip import Clip, Utterance
from audioguide.dose import BreathPhase
from audioguide.sound.awake import AWAKE_PERIOD_SAMPLES, AWAKE_SAMPLES, synthesize_awake
from audioguide.sound.bed import BedShape, BedSound, ranges_within
from audioguide.sound.ducking import Range, bridged
from audioguide.sound.loops import MonoLoop
from audioguide.sound.panning import panned
from audioguide.sound.score import Placement
from audioguide.source import Span
from audioguide.timeline.awake import KEEP_AWAKE
from audioguide.timeline.timeline import Bed, Breath, Chime, ClickBeat, Speech, Timeline
from audioguide.units import FRAME_SAMPLES, Samples

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from audioguide.sound.beds import Beds
    from audioguide.sound.palette import Palette
    from audioguide.sound.render import Load, Streamed

LoadClip = Callable[[Utterance], Clip]


class SpokenKey(Struct, frozen=True):
    """A line's clip, at the level of its voice."""

    utterance: Utterance
    pan: Fraction = Fraction(0)
    """From -1, the left, to 1, the right."""


class OneShotKey(Struct, frozen=True):
    """A sound of fixed length."""

    name: str


class BreathKey(Struct, frozen=True):
    """A breath sound as long as its phase."""

    phase: BreathPhase
    n_samples: Samples


class BedKey(Struct, frozen=True):
    """A bed, with all that gives it its shape."""

    name: str
    path: str | None
    shape: BedShape


class AwakeKey(Struct, frozen=True):
    """A piece of what keeps a speaker awake."""


_MARKED = {BreathPhase.HOLD: "hold", BreathPhase.REST: "rest"}
"""Phases that a soft mark at their start stands for, not a sound that lasts."""


def in_the_middle(timeline: Timeline) -> Timeline:
    """A timeline whose lines are all heard in the middle."""
    events = (
        replace(event, pan=Fraction(0)) if isinstance(event, Speech) else event
        for event in timeline.events
    )
    return replace(timeline, events=tuple(events))


def placements(timeline: Timeline, palette: "Palette") -> tuple[tuple[Placement, Span], ...]:
    """Every sound of the track with the place that it comes from, by start."""
    guiding = [
        (event.start, event.end) for event in timeline.events if isinstance(event, Speech | Breath)
    ]
    placed: list[tuple[Placement, Span]] = []
    for event in timeline.events:
        if not isinstance(event, Bed):
            placed.append((_placement(event, palette), event.source))
        elif event.name == KEEP_AWAKE:
            placed.extend((piece, event.source) for piece in _awake(event))
        else:
            placed.append((_bed(event, guiding), event.source))
    return tuple(sorted(placed, key=lambda one: one[0].start))


def _bed(bed: Bed, guiding: Sequence[Range]) -> Placement:
    """A bed that is down under everything that guides: words, and the breath."""
    length = Samples(bed.end - bed.start)
    down = bridged(guiding, attack=bed.attack, release=bed.release)
    shape = BedShape(
        n_samples=length,
        gain_db=bed.gain_db,
        duck_db=bed.duck_db,
        attack=bed.attack,
        release=bed.release,
        fade_in=bed.fade_in,
        fade_out=bed.fade_out,
        ranges=ranges_within(down, bed.start, bed.end),
    )
    return Placement(bed.start, length, BedKey(bed.name, bed.path, shape))


def _awake(event: Bed) -> Iterator[Placement]:
    """As many whole pieces as there is room for, each at the start of a frame: all are alike."""
    start = -(-event.start // FRAME_SAMPLES) * FRAME_SAMPLES
    while start + AWAKE_SAMPLES <= event.end:
        yield Placement(Samples(start), Samples(AWAKE_SAMPLES), AwakeKey())
        start += AWAKE_PERIOD_SAMPLES


def count_channels(timeline: Timeline, beds: "Beds") -> int:
    """2 where anything on a track is in stereo, else 1.

    Raises:
        BadSoundError: a file cannot be a bed.
    """
    is_panned = any(isinstance(event, Speech) and event.pan for event in timeline.events)
    files = {
        (event.name, event.path)
        for event in timeline.events
        if isinstance(event, Bed) and event.path is not None
    }
    is_stereo = any(beds.loop(*file).n_channels == 2 for file in sorted(files))
    return 2 if is_panned or is_stereo else 1


def _placement(event: Speech | ClickBeat | Breath | Chime, palette: "Palette") -> Placement:
    length = Samples(event.end - event.start)
    match event:
        case Speech():
            return Placement(event.start, length, SpokenKey(event.utterance, event.pan))
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
    palette: "Palette", beds: "Beds", identity_of: Callable[[Utterance], str]
) -> Callable[[Placement], str]:
    """Says what each placement sounds like: equal answers, equal samples."""

    @cache
    def identity(key: Hashable) -> str:
        match key:
            case SpokenKey(utterance, pan):
                panned = f" at {pan}" if pan else ""
                return f"speech {identity_of(utterance)} {utterance.voice.level_db!r}{panned}"
            case OneShotKey(name):
                return f"cue {palette.identity(name)}"
            case BreathKey(phase, n_samples):
                return f"breath {palette.identity(str(phase))} {n_samples}"
            case BedKey(name, path, shape):
                made_from = repr((beds.identity(name, path), shape))
                return f"bed {hashlib.sha256(made_from.encode()).hexdigest()}"
            case AwakeKey():
                return "awake"
        raise TypeError(f"no sound is known by {key!r}")

    return lambda placement: identity(placement.key)


def loader(
    palette: "Palette", beds: "Beds", load_clip: LoadClip, *, is_mono: bool = False
) -> "Load":
    """What the renderer asks for the samples of a placement; in mono beds have one channel."""

    def load(placement: Placement) -> "NDArray[np.float32] | Streamed":
        match placement.key:
            case SpokenKey(utterance, pan):
                pcm = _at_level(load_clip(utterance).pcm, utterance.voice.level_db)
                return panned(pcm, pan) if pan else pcm
            case OneShotKey(name):
                return palette.one_shot(name, placement.n_samples)
            case BreathKey(phase, n_samples):
                return palette.breath(phase, n_samples)
            case BedKey(name, path, shape):
                loop = beds.loop(name, path)
                return BedSound(MonoLoop(loop) if is_mono else loop, shape)
            case AwakeKey():
                return synthesize_awake()
        raise TypeError(f"no sound is known by {placement.key!r}")

    return load


def _at_level(pcm: "NDArray[np.float32]", level_db: float) -> "NDArray[np.float32]":
    from audioguide.peaks import limit_peaks

    gain = 10.0 ** (level_db / 20.0)
    if gain <= 1.0:
        return pcm if gain == 1.0 else (pcm * gain).astype(pcm.dtype)
    return limit_peaks((pcm * gain).astype(pcm.dtype))
