"""What is on a track, from its timeline: its names, chapters and words, for tags and files beside.

Its pictures are added by `pictures.py`.
"""

import hashlib
from collections.abc import Iterator
from itertools import groupby, pairwise

import msgspec
from msgspec.structs import replace

from audioguide.compiler.marking import ALONE, Marking
from audioguide.contents import MOST_CHAPTERS, ChapterMark, Contents, TimedLine
from audioguide.diagnostics import Diagnostic, warning
from audioguide.one_line import visible_line
from audioguide.routine.routine import Routine
from audioguide.syntax.script import ChaptersBy
from audioguide.timeline.timeline import (
    Bed,
    Breath,
    Chapter,
    Chime,
    ClickBeat,
    Event,
    Move,
    Speech,
    Timeline,
)
from audioguide.units import to_milliseconds

ARTIST = "audioguide"
"""Who made a track, and what it belongs to, where nobody says."""
GENRE = "Speech"
"""Number 101 of ID3v1. Source: Winamp's extension of the list of genres."""

_HASH_CHARS = 16
"""64 bits: two of a million routines are alike by chance once in ten million."""


def contents_of(timeline: Timeline, routine: Routine, *, marking: Marking = ALONE) -> Contents:
    """What is on the track of a routine.

    Args:
        timeline: Of the routine, in its voice.
        routine: What it was scheduled from.
        marking: Its place in a programme.
    """
    names = routine.tags
    return Contents(
        title=_title(timeline, marking),
        language=timeline.language,
        length_ms=to_milliseconds(timeline.length),
        artist=names.artist or ARTIST,
        album=marking.album or names.album or marking.usual_album or ARTIST,
        genre=names.genre or GENRE,
        track_number=marking.track_number,
        n_tracks=marking.n_tracks,
        routine_hash=_routine_hash(timeline),
        chapters=tuple(map(_mark, chapters_of(timeline, routine))),
        lines=tuple(_lines(timeline)),
    )


def _title(timeline: Timeline, marking: Marking) -> str:
    """The routine's, with the week that tells it from the same routine's other tracks."""
    title = visible_line(timeline.title)
    return title if marking.week is None else f"{title} · {marking.week}"


def chapter_problems(timeline: Timeline, routine: Routine) -> tuple[Diagnostic, ...]:
    """The warning `too-many-chapters`, where some have no place in the tags."""
    n_chapters = len(_all_chapters(timeline, routine))
    if n_chapters <= MOST_CHAPTERS:
        return ()
    message = (
        f"the track has {n_chapters} chapters, and players know {MOST_CHAPTERS}; "
        "the last one runs to the end"
    )
    hint = "put a section around more steps"
    if routine.chapters_by is ChaptersBy.POSES:
        hint = "chapters: sections makes fewer of them"
    return (warning("too-many-chapters", message, routine.span, hint),)


def chapters_of(timeline: Timeline, routine: Routine) -> tuple[Chapter, ...]:
    """The chapters that players are told of, by whatever a chapter is; the last has the rest.

    A title is what is seen of it, so that it is the same in tags and beside the track.
    """
    told = _all_chapters(timeline, routine)[:MOST_CHAPTERS]
    if told:
        told = (*told[:-1], replace(told[-1], end=timeline.length))
    return tuple(replace(one, title=visible_line(one.title)) for one in told)


def _all_chapters(timeline: Timeline, routine: Routine) -> tuple[Chapter, ...]:
    if routine.chapters_by is ChaptersBy.SECTIONS:
        return timeline.chapters
    # Breaths and clicks have no pose, so each such step stands alone.
    in_a_row = groupby(timeline.moves, key=lambda move: move.pose or move.index)
    firsts = [next(moves) for _, moves in in_a_row]
    bounds = pairwise([*(first.start for first in firsts), timeline.length])
    return tuple(
        Chapter(index, _called(first, routine), start, end)
        for index, (first, (start, end)) in enumerate(zip(firsts, bounds, strict=True))
    )


def _mark(chapter: Chapter) -> ChapterMark:
    start, end = to_milliseconds(chapter.start), to_milliseconds(chapter.end)
    return ChapterMark(chapter.title, start, end)


def _called(move: Move, routine: Routine) -> str:
    """What a move is called; the timeline has no words for one without a pose."""
    return move.name if move.pose else routine.phrases.say(f"chapter_{move.dose}")


def _lines(timeline: Timeline) -> Iterator[TimedLine]:
    for event in timeline.events:
        if isinstance(event, Speech):
            start, end = to_milliseconds(event.start), to_milliseconds(event.end)
            yield TimedLine(start, end, event.utterance.text)


def _routine_hash(timeline: Timeline) -> str:
    """Names all that a listener would notice, without a path or a place in a script."""
    heard = (
        timeline.language,
        timeline.length,
        [_noticed(event) for event in timeline.events],
        [(move.pose, move.side, move.start, move.end) for move in timeline.moves],
    )
    return hashlib.sha256(msgspec.json.encode(heard)).hexdigest()[:_HASH_CHARS]


def _noticed(event: Event) -> tuple[object, ...]:
    kind, range_ = type(event).__name__, (event.start, event.end)
    match event:
        case Speech():
            line, voice = event.utterance, event.utterance.voice
            sounds = (voice.id, voice.rate_wpm, voice.pitch, voice.level_db, str(event.pan))
            return (kind, *range_, event.role, line.text, line.pronounced, *sounds)
        case ClickBeat():
            return (kind, *range_, event.accent)
        case Breath():
            return (kind, *range_, event.phase)
        case Chime():
            return (kind, *range_, event.name)
        case Bed():
            levels = (event.gain_db, event.duck_db)
            times = (event.attack, event.release, event.fade_in, event.fade_out)
            return (kind, *range_, event.name, *levels, *times)
