"""What a track is put together from: spoken lines and islands, and what decides each of them.

A record keeps the parts of a build, so that the next one can say of each part that it had to make
anew what is different.
"""

from collections.abc import Callable, Sequence

from msgspec import Struct

from audioguide.clip import Utterance
from audioguide.compiler.sounding import AwakeKey, BedKey, BreathKey, OneShotKey, SpokenKey
from audioguide.compiler.track_sound import TrackSound
from audioguide.mp3.stretch import Stretch
from audioguide.sound.score import Island, Placement
from audioguide.source import Span
from audioguide.timeline.awake import KEEP_AWAKE
from audioguide.timeline.timeline import Speech, Timeline
from audioguide.units import format_clock, to_seconds


class Line(Struct, frozen=True):
    """A spoken line; equal lines are one."""

    place: str
    """`path:line` of the script, where it is first spoken."""
    made_from: dict[str, str | int]
    """What decides its sound, by name, its `text` among it."""

    @property
    def text(self) -> str:
        """What is said."""
        return str(self.made_from["text"])


class Sound(Struct, frozen=True, array_like=True):
    """One sound of an island."""

    offset: int
    """Samples from the island's start."""
    n_samples: int
    identity: str
    """Equal ones sound alike."""
    label: str
    """What it is, for people."""


class IslandPart(Struct, frozen=True):
    """An island of a track."""

    place: str
    """`path:line` of the script that its first sound comes from, and when it sounds."""
    key: str
    """Hash over all that decides its samples."""
    n_frames: int
    sounds: tuple[Sound, ...]


class Parts(Struct, frozen=True):
    """Everything that sounds on a track, in order."""

    lines: tuple[Line, ...]
    islands: tuple[IslandPart, ...]
    bitrate_kbps: int | None
    """None for a track that is no MP3, which has no islands."""


def parts_of(
    timeline: Timeline,
    sound: TrackSound,
    stretches: Sequence[Stretch],
    *,
    ingredients: Callable[[Utterance], dict[str, str | int]],
    bitrate_kbps: int | None,
) -> Parts:
    """The parts of a track.

    Args:
        timeline: When everything on it happens.
        sound: What sounds on it.
        stretches: Its islands as they were linked; none for a track that is no MP3.
        ingredients: Says what decides the sound of a line.
        bitrate_kbps: None for a track that is no MP3.
    """
    sources = iter(sound.sources)
    found = []
    for island, stretch in zip(sound.islands, stretches, strict=bool(stretches)):
        own = [next(sources) for _ in island.placements]
        sounds = tuple(_sound(one, island, sound.identity) for one in island.placements)
        when = format_clock(to_seconds(island.start))
        place = f"{place_of(own[0])}, at {when}"
        found.append(IslandPart(place, stretch.key, stretch.n_frames, sounds))
    return Parts(_lines(timeline, ingredients), tuple(found), bitrate_kbps)


def place_of(source: Span) -> str:
    """`path:line` of a span, with escapes for bytes of the path that are no text."""
    path = source.file.path.encode("utf-8", "backslashreplace").decode("utf-8")
    return f"{path}:{source.line}"


def _lines(
    timeline: Timeline, ingredients: Callable[[Utterance], dict[str, str | int]]
) -> tuple[Line, ...]:
    first: dict[Utterance, Span] = {}
    for event in timeline.events:
        if isinstance(event, Speech):
            first.setdefault(event.utterance, event.source)
    return tuple(
        Line(place_of(source), ingredients(utterance)) for utterance, source in first.items()
    )


def _sound(placement: Placement, island: Island, identity: Callable[[Placement], str]) -> Sound:
    offset = placement.start - island.start
    return Sound(offset, placement.n_samples, identity(placement), _label(placement))


def _label(placement: Placement) -> str:
    match placement.key:
        case SpokenKey(utterance, _):
            return f'"{utterance.text}"'
        case OneShotKey(name):
            return name
        case BreathKey(phase, _):
            return str(phase)
        case BedKey(name, _, _):
            return f"bed {name}"
        case AwakeKey():
            return KEEP_AWAKE
    raise TypeError(f"no sound is known by {placement.key!r}")
