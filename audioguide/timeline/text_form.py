"""The timeline as a table for people."""

from itertools import groupby

from audioguide.diagnostics import printable
from audioguide.timeline.timeline import Breath, Chime, ClickBeat, Event, Speech, Timeline
from audioguide.units import format_clock, to_seconds

_KIND_WIDTH = 16


def _kind(event: Event) -> str:
    match event:
        case Speech():
            return str(event.role)
        case ClickBeat():
            return "accent" if event.accent else "click"
        case Breath():
            return str(event.phase)
        case Chime():
            return f"~{event.name}"


def _words(event: Event) -> str:
    if isinstance(event, Speech):
        return f'"{event.utterance.text}"'
    return (
        f"{float(to_seconds(event.end - event.start)):.1f} s" if isinstance(event, Breath) else ""
    )


def render(timeline: Timeline) -> str:
    """Every event a row, under its chapter and move; runs of clicks folded into one row."""
    rows = [
        f"{printable(timeline.title)} ({timeline.language})",
        f"length {format_clock(to_seconds(timeline.length))}, {timeline.length} samples",
    ]
    chapters = {chapter.start: chapter for chapter in reversed(timeline.chapters)}
    pending = sorted(chapters, reverse=True)
    titled: set[int] = set()
    for (move, is_click), group in groupby(
        timeline.events, key=lambda event: (event.move, isinstance(event, ClickBeat))
    ):
        events = list(group)
        while pending and pending[-1] <= events[0].start:
            rows += ["", f"== {printable(chapters[pending.pop()].title)}"]
        if move is not None and move not in titled:
            titled.add(move)
            rows.append(_move_row(timeline, move))
        if is_click and len(events) > 1:
            clock = format_clock(to_seconds(events[0].start))
            until = format_clock(to_seconds(events[-1].start))
            rows.append(f"{clock:>10}  {'click':<{_KIND_WIDTH}}{len(events)} beats until {until}")
        else:
            rows += [_event_row(event) for event in events]
    return "\n".join(rows) + "\n"


def _event_row(event: Event) -> str:
    clock = format_clock(to_seconds(event.start))
    return f"{clock:>10}  {_kind(event):<{_KIND_WIDTH}}{printable(_words(event))}".rstrip()


def _move_row(timeline: Timeline, index: int) -> str:
    move = timeline.moves[index]
    side = f", {move.side}" if move.side else ""
    start, end = (format_clock(to_seconds(at)) for at in (move.dose_start, move.dose_end))
    return f"-- {index + 1}. {printable(move.name)}{side}: {move.dose} from {start} to {end}"
