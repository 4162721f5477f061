"""The timeline as labels that Audacity imports."""

from collections.abc import Iterable, Iterator

from audioguide.one_line import one_line
from audioguide.timeline.timeline import Chapter, Move, Speech, Timeline
from audioguide.units import Samples, round_half_up, to_seconds

_MICROSECONDS = 1_000_000


def labels(timeline: Timeline, *, chapters: Iterable[Chapter]) -> str:
    """Every chapter, move and spoken line as `start, end, words`, with tabs between them.

    Times are seconds with six decimals, rounded half up. By start; where two are equal the
    chapter is first, then the move. Before a line stands its role, as in a plan.

    Args:
        timeline: Has the moves and lines.
        chapters: What players are told to be one, which need not be the timeline's sections.

    **Source**: Audacity's manual, "Importing and Exporting Labels".
    """
    rows = [*_chapters(chapters), *_moves(timeline), *_lines(timeline)]
    rows.sort(key=lambda row: row[0])
    return "".join(
        f"{_seconds(start)}\t{_seconds(end)}\t{one_line(text)}\n" for start, end, text in rows
    )


_Row = tuple[Samples, Samples, str]


def _chapters(chapters: Iterable[Chapter]) -> Iterator[_Row]:
    for chapter in chapters:
        yield chapter.start, chapter.end, f"chapter: {chapter.title}"


def _moves(timeline: Timeline) -> Iterator[_Row]:
    for move in timeline.moves:
        yield move.start, move.end, f"move: {_named(move)}"


def _named(move: Move) -> str:
    """A move as `Cat and cow, left, set 2`."""
    side = f", {move.side}" if move.side else ""
    number = f", set {move.set_number}" if move.set_number > 1 else ""
    return f"{move.name}{side}{number}"


def _lines(timeline: Timeline) -> Iterator[_Row]:
    for event in timeline.events:
        if isinstance(event, Speech):
            yield event.start, event.end, f"{event.role}: {event.utterance.text}"


def _seconds(samples: Samples) -> str:
    """Seconds with six decimals.

    >>> _seconds(Samples(66_150))
    '1.500000'
    """
    seconds, microseconds = divmod(
        round_half_up(to_seconds(samples) * _MICROSECONDS), _MICROSECONDS
    )
    return f"{seconds}.{microseconds:06d}"
