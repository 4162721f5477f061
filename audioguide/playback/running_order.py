"""What is heard when, as somebody who listens is shown it. All times are in milliseconds."""

from bisect import bisect_right
from pathlib import Path

from msgspec import Struct

from audioguide.contents import Contents
from audioguide.errors import FileError
from audioguide.files import MP3_SUFFIX
from audioguide.timeline.timeline import Breath, Move, Speech, Timeline
from audioguide.units import to_milliseconds


class Part(Struct, frozen=True):
    """Something with a name over a half-open range."""

    start_ms: int
    end_ms: int
    text: str


class RunningOrder(Struct, frozen=True, kw_only=True):
    """What is on a track when, as broadcasters write it. Each row is in order of time."""

    title: str
    length_ms: int
    chapters: tuple[Part, ...] = ()
    lines: tuple[Part, ...] = ()
    """What is spoken."""
    moves: tuple[Part, ...] = ()
    """The poses with their sides; they are known from a timeline alone, and so is the rest."""
    doses: tuple[Part, ...] = ()
    phases: tuple[Part, ...] = ()
    """Of the breath."""


class Moment(Struct, frozen=True):
    """What there is at one moment; None where there is nothing, or nothing is known."""

    chapter: Part | None
    move: Part | None
    dose: Part | None
    phase: Part | None
    line: Part | None
    """What was said last, which may be over."""


def moment_at(order: RunningOrder, at_ms: int) -> Moment:
    """What there is at a moment."""
    return Moment(
        chapter=_at(order.chapters, at_ms),
        move=_at(order.moves, at_ms),
        dose=_at(order.doses, at_ms),
        phase=_at(order.phases, at_ms),
        line=_begun(order.lines, at_ms),
    )


def _begun(parts: tuple[Part, ...], at_ms: int) -> Part | None:
    """The last part that has begun."""
    n_begun = bisect_right(parts, at_ms, key=lambda part: part.start_ms)
    return parts[n_begun - 1] if n_begun else None


def _at(parts: tuple[Part, ...], at_ms: int) -> Part | None:
    """The part that a moment lies in."""
    part = _begun(parts, at_ms)
    return part if part is not None and at_ms < part.end_ms else None


def order_of_file(path: Path) -> RunningOrder:
    """What the tags of an MP3 tell, or of a WAV or FLAC file its length.

    Raises:
        FileError: the file cannot be read, or is none of these.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        raise FileError(f"could not read {path}: it is not a regular file")
    if path.suffix.lower() == MP3_SUFFIX:
        from audioguide.mp3.tag_reader import read_contents

        return order_of_contents(read_contents(path))
    import soundfile

    try:
        with path.open("rb") as file:
            info = soundfile.info(file)
    except OSError as trouble:
        raise FileError.from_os("read", path, trouble) from trouble
    except soundfile.LibsndfileError as trouble:
        raise FileError(f"could not read {path}: it is no sound file") from trouble
    return RunningOrder(title=path.stem, length_ms=round(info.frames * 1000 / info.samplerate))


def order_of_contents(contents: Contents) -> RunningOrder:
    """What is told by the tags of a track: chapters and words."""
    return RunningOrder(
        title=contents.title,
        length_ms=contents.length_ms,
        chapters=tuple(Part(one.start_ms, one.end_ms, one.title) for one in contents.chapters),
        lines=tuple(Part(one.start_ms, one.end_ms, one.text) for one in contents.lines),
    )


def order_of_timeline(timeline: Timeline) -> RunningOrder:
    """What a timeline tells: all of it."""
    breaths = (event for event in timeline.events if isinstance(event, Breath))
    lines = (event for event in timeline.events if isinstance(event, Speech))
    moves = timeline.moves
    return RunningOrder(
        title=timeline.title,
        length_ms=to_milliseconds(timeline.length),
        chapters=tuple(_part(one.start, one.end, one.title) for one in timeline.chapters),
        lines=tuple(_part(one.start, one.end, one.utterance.text) for one in lines),
        moves=tuple(_part(one.start, one.end, _named(one)) for one in moves),
        doses=tuple(_part(one.dose_start, one.dose_end, str(one.dose)) for one in moves),
        phases=tuple(_part(one.start, one.end, str(one.phase)) for one in breaths),
    )


def _named(move: Move) -> str:
    """What a move is called, with its side if it has one."""
    return f"{move.name}, {move.side}" if move.side else move.name


def _part(start: int, end: int, text: str) -> Part:
    """A range of samples as a part."""
    return Part(to_milliseconds(start), to_milliseconds(end), text)
