"""The timeline as a table for people."""

from audioguide.diagnostics import printable
from audioguide.timeline.timeline import Bed, Breath, Chime, ClickBeat, Event, Speech, Timeline
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
        case Bed():
            return "bed"


def _words(event: Event) -> str:
    if isinstance(event, Speech):
        return f'"{event.utterance.text}"'
    if isinstance(event, Bed):
        return f"{event.name} until {format_clock(to_seconds(event.end))}"
    return (
        f"{float(to_seconds(event.end - event.start)):.1f} s" if isinstance(event, Breath) else ""
    )


def render(timeline: Timeline) -> str:
    """Every event a row, under its chapter and move; runs of clicks folded into one row."""
    rows = [
        f"{printable(timeline.title)} ({timeline.language})",
        f"length {format_clock(to_seconds(timeline.length))}, {timeline.length} samples",
    ]
    chapters = list(reversed(timeline.chapters))
    titled: set[int] = set()
    clicks: list[ClickBeat] = []
    for event in timeline.events:
        while chapters and chapters[-1].start <= event.start:
            rows += [*_click_rows(clicks), "", f"== {printable(chapters.pop().title)}"]
        if event.move is not None and event.move not in titled:
            titled.add(event.move)
            rows += [*_click_rows(clicks), _move_row(timeline, event.move)]
        if isinstance(event, ClickBeat):
            clicks.append(event)
        else:
            rows += [*_click_rows(clicks), _event_row(event)]
    return "\n".join(rows + _click_rows(clicks)) + "\n"


def _click_rows(clicks: list[ClickBeat]) -> list[str]:
    """One row for the beats that were gathered, which are then forgotten."""
    if not clicks:
        return []
    start, until = (format_clock(to_seconds(beat.start)) for beat in (clicks[0], clicks[-1]))
    row = f"{start:>10}  {_kind(clicks[0]):<{_KIND_WIDTH}}"
    if len(clicks) > 1:
        row = f"{start:>10}  {'click':<{_KIND_WIDTH}}{len(clicks)} beats until {until}"
    clicks.clear()
    return [row.rstrip()]


def _event_row(event: Event) -> str:
    clock = format_clock(to_seconds(event.start))
    return f"{clock:>10}  {_kind(event):<{_KIND_WIDTH}}{printable(_words(event))}".rstrip()


def _move_row(timeline: Timeline, index: int) -> str:
    move = timeline.moves[index]
    side = f", {move.side}" if move.side else ""
    start, end = (format_clock(to_seconds(at)) for at in (move.dose_start, move.dose_end))
    return f"-- {index + 1}. {printable(move.name)}{side}: {move.dose} from {start} to {end}"
