"""What is heard when, as somebody who listens is shown it. All times are in milliseconds."""

from bisect import bisect_right
from pathlib import Path

from msgspec import Struct

from audioguide.contents import Contents
from audioguide.errors import FileError
from audioguide.timeline.timeline import Breath, Speech, Timeline
from audioguide.units import to_milliseconds


class Part(Struct, frozen=True):
    """Something with a name over a half-open range."""

    start_ms: int
    end_ms: int
    text: str


class Course(Struct, frozen=True, kw_only=True):
    """A track from its beginning to its end. Each row is in order of time."""

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


class Present(Struct, frozen=True):
    """What there is at one moment; None where there is nothing, or nothing is known."""

    chapter: Part | None
    move: Part | None
    dose: Part | None
    phase: Part | None
    line: Part | None
    """What was said last, which may be over."""


def present(course: Course, at_ms: int) -> Present:
    """What there is at a moment."""
    return Present(
        chapter=_at(course.chapters, at_ms),
        move=_at(course.moves, at_ms),
        dose=_at(course.doses, at_ms),
        phase=_at(course.phases, at_ms),
        line=_begun(course.lines, at_ms),
    )


def _begun(parts: tuple[Part, ...], at_ms: int) -> Part | None:
    """The last part that has begun."""
    n_begun = bisect_right(parts, at_ms, key=lambda part: part.start_ms)
    return parts[n_begun - 1] if n_begun else None


def _at(parts: tuple[Part, ...], at_ms: int) -> Part | None:
    """The part that a moment lies in."""
    part = _begun(parts, at_ms)
    return part if part is not None and at_ms < part.end_ms else None


def course_of_file(path: Path) -> Course:
    """What the tags of an MP3 tell, or of a WAV or FLAC file its length.

    Raises:
        FileError: the file cannot be read, or is none of these.
    """
    if path.suffix.lower() == ".mp3":
        from audioguide.mp3.tag_reader import read_contents

        return course_of_contents(read_contents(path))
    import soundfile

    try:
        with path.open("rb") as file:
            info = soundfile.info(file)
    except OSError as trouble:
        raise FileError.from_os("read", path, trouble) from trouble
    except soundfile.LibsndfileError as trouble:
        raise FileError(f"could not read {path}: it is no sound file") from trouble
    return Course(title=path.stem, length_ms=round(info.frames * 1000 / info.samplerate))


def course_of_contents(contents: Contents) -> Course:
    """What is told by the tags of a track: chapters and words."""
    return Course(
        title=contents.title,
        length_ms=contents.length_ms,
        chapters=tuple(Part(one.start_ms, one.end_ms, one.title) for one in contents.chapters),
        lines=tuple(Part(one.start_ms, one.end_ms, one.text) for one in contents.lines),
    )


def course_of_timeline(timeline: Timeline) -> Course:
    """What a timeline tells: all of it."""
    breaths = (event for event in timeline.events if isinstance(event, Breath))
    lines = (event for event in timeline.events if isinstance(event, Speech))
    sides = {None: ""} | {move.side: f", {move.side}" for move in timeline.moves if move.side}
    moves = timeline.moves
    return Course(
        title=timeline.title,
        length_ms=to_milliseconds(timeline.length),
        chapters=tuple(_part(one.start, one.end, one.title) for one in timeline.chapters),
        lines=tuple(_part(one.start, one.end, one.utterance.text) for one in lines),
        moves=tuple(_part(one.start, one.end, f"{one.name}{sides[one.side]}") for one in moves),
        doses=tuple(_part(one.dose_start, one.dose_end, str(one.dose)) for one in moves),
        phases=tuple(_part(one.start, one.end, str(one.phase)) for one in breaths),
    )


def _part(start: int, end: int, text: str) -> Part:
    """A range of samples as a part."""
    return Part(to_milliseconds(start), to_milliseconds(end), text)
