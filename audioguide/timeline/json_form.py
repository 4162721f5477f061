"""The timeline file, format 1: what other programs and outside checks read."""

import json
from typing import Any

from audioguide.diagnostics import Diagnostic
from audioguide.source import Span
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
from audioguide.units import SAMPLE_RATE_HZ

FORMAT = 1


def dumps(timeline: Timeline) -> str:
    """The timeline as JSON text, one event, move, chapter or note a line."""
    head: dict[str, Any] = {
        "format": FORMAT,
        "title": timeline.title,
        "language": timeline.language,
        "sample_rate": SAMPLE_RATE_HZ,
        "length": timeline.length,
    }
    lists = {
        "events": [_event(event) for event in timeline.events],
        "moves": [_move(move) for move in timeline.moves],
        "chapters": [_chapter(chapter) for chapter in timeline.chapters],
        "notes": [_note(note) for note in timeline.notes],
    }
    rows = [f" {json.dumps(key)}: {_dump(value)}" for key, value in head.items()]
    for key, entries in lists.items():
        body = ",\n".join(f"  {_dump(entry)}" for entry in entries)
        rows.append(f" {json.dumps(key)}: [\n{body}]" if entries else f" {json.dumps(key)}: []")
    return "{\n" + ",\n".join(rows) + "}\n"


def _dump(value: object) -> str:
    """JSON in UTF-8; half a character, as a path that is no text has, is an escape in it."""
    text = json.dumps(value, ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _source(span: Span) -> dict[str, Any]:
    return {"file": span.file.path, "line": span.line, "column": span.column}


def _event(event: Event) -> dict[str, Any]:
    own: dict[str, Any]
    match event:
        case Speech():
            own = {"kind": "speech", "role": str(event.role)}
        case ClickBeat():
            own = {"kind": "click", "accent": event.accent}
        case Breath():
            own = {"kind": "breath", "phase": str(event.phase)}
        case Chime():
            own = {"kind": "chime", "name": event.name}
        case Bed():
            own = {"kind": "bed", "name": event.name}
    row = own | {"start": event.start, "end": event.end}
    if isinstance(event, Speech):
        row |= {"text": event.utterance.text, "voice": event.utterance.voice.id}
        row |= {"pan": float(event.pan)} if event.pan else {}
    if isinstance(event, Bed):
        row |= _bed(event)
    side = str(event.side) if event.side else None
    return row | {"move": event.move, "side": side, "source": _source(event.source)}


def _bed(bed: Bed) -> dict[str, Any]:
    """Levels in decibels; times in samples."""
    return {
        "file": bed.path,
        "gain": bed.gain_db,
        "duck": bed.duck_db,
        "attack": bed.attack,
        "release": bed.release,
        "fade_in": bed.fade_in,
        "fade_out": bed.fade_out,
    }


def _move(move: Move) -> dict[str, Any]:
    return {
        "index": move.index,
        "pose": move.pose,
        "name": move.name,
        "side": str(move.side) if move.side else None,
        "set": move.set_number,
        "dose": str(move.dose),
        "start": move.start,
        "end": move.end,
        "dose_start": move.dose_start,
        "dose_end": move.dose_end,
        "chapter": move.chapter,
    }


def _chapter(chapter: Chapter) -> dict[str, Any]:
    return {
        "index": chapter.index,
        "title": chapter.title,
        "start": chapter.start,
        "end": chapter.end,
    }


def _note(note: Diagnostic) -> dict[str, Any]:
    return {
        "code": note.code,
        "severity": str(note.severity),
        "message": note.message,
        "source": _source(note.span),
    }
