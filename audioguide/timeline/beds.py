"""Beds: what sounds under everything, from which sample to which.

Items that follow one another with the same bed have one bed together, over their whole time. The
head's bed covers the whole track. Where one bed follows another they cross, half of the fade
before the item that changes it and half after, so that there is no hole between them.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from msgspec import Struct
from msgspec.structs import replace

from audioguide.diagnostics import Diagnostic, note
from audioguide.dose import Side
from audioguide.routine.routine import Bed, Settings
from audioguide.source import Span
from audioguide.timeline.timeline import Bed as BedEvent
from audioguide.timeline.timeline import Event, Speech
from audioguide.units import Samples, to_samples

CLEAR_DB = 7.5  # [twin: loudest of a bed]
"""How much a bed at gain 0 has to fall at least, so that speech stands 12 dB above its loudest
three seconds with half a decibel of room."""

_SIGN = {Side.LEFT: -1, Side.RIGHT: 1}
_LEAST_FADE = 882
"""A bed that is cut off where it is loud would click: 20 ms."""


class Ground(Struct, frozen=True):
    """From which sample on which bed holds; it begins what the next one ends."""

    start: Samples
    bed: Bed | None
    source: Span


class _Run(Struct, frozen=True):
    """One bed over the half-open range in which it is set."""

    bed: Bed
    start: int
    end: int
    source: Span

    @property
    def fade(self) -> int:
        """How long it comes in and goes out where there is room, in samples."""
        return max(_LEAST_FADE, to_samples(self.bed.fade_seconds))


def ground_of(start: Samples, settings: Settings, otherwise: Span) -> Ground:
    """The ground that settings lay; `otherwise` is its place where no file says it."""
    return Ground(start, settings.bed, settings.bed_span or otherwise)


def lay_beds(
    grounds: Sequence[Ground], events: Sequence[Event], length: Samples
) -> tuple[tuple[BedEvent, ...], tuple[Diagnostic, ...]]:
    """The beds of a track, and a note on each that has to fall farther than it was told.

    Args:
        grounds: In order; the first one holds from the track's start, the last one to its end.
        events: What else is on the track.
        length: Of the track.
    """
    runs = tuple(_runs(grounds, length))
    meets = [0, *(_crossing(one, other) for one, other in pairwise(runs)), 0]
    beds, notes = [], []
    for run, before, after in zip(runs, meets, meets[1:], strict=False):
        edge = min(run.fade, (run.end - run.start) // 2)
        start, end = Samples(run.start - before // 2), Samples(run.end + after // 2)
        duck_db = max(run.bed.duck_db, _least_duck_db(run.bed, events, start, end))
        if duck_db > run.bed.duck_db:
            notes.append(_ducked_deeper(run, duck_db))
        beds.append(
            BedEvent(
                name=run.bed.name,
                path=run.bed.path,
                gain_db=run.bed.gain_db,
                duck_db=duck_db,
                attack=to_samples(run.bed.attack_seconds),
                release=to_samples(run.bed.release_seconds),
                fade_in=Samples(before or edge),
                fade_out=Samples(after or edge),
                start=start,
                end=end,
                source=run.source,
            )
        )
    return tuple(beds), tuple(dict.fromkeys(notes))


def _runs(grounds: Sequence[Ground], length: Samples) -> Iterator[_Run]:
    """The beds, each once for all neighbours that share it."""
    edges = [Samples(0), *(ground.start for ground in grounds[1:]), length]
    lasting = [
        (ground, start, end)
        for ground, start, end in zip(grounds, edges, edges[1:], strict=False)
        if start < end
    ]
    for bed, group in groupby(lasting, key=lambda one: one[0].bed):
        if bed is not None:
            together = list(group)
            first, start, _ = together[0]
            yield _Run(bed, start, together[-1][2], first.source)


def _crossing(one: _Run, other: _Run) -> int:
    """How long two beds cross, an even number of samples; 0 where they do not meet."""
    if one.end != other.start:
        return 0
    longest = min(one.fade, other.fade, one.end - one.start, other.end - other.start)
    return longest // 2 * 2


def _least_duck_db(bed: Bed, events: Sequence[Event], start: int, end: int) -> float:
    """By how much a bed falls at least, so that the softest voice over it is clear."""
    levels = [
        event.utterance.voice.level_db
        for event in events
        if isinstance(event, Speech) and event.start < end and event.end > start
    ]
    return bed.gain_db + CLEAR_DB - min(0.0, *levels) if levels else 0.0


def _ducked_deeper(run: _Run, duck_db: float) -> Diagnostic:
    message = (
        f"{run.bed.name} falls by {duck_db:g} dB under speech, not by {run.bed.duck_db:g} dB: "
        "words have to stand 12 dB above it"
    )
    return note("bed-ducked", message, run.source)


def panned(events: Sequence[Event], settings: Settings) -> list[Event]:
    """The events of an item, lines with a side moved to it as far as its settings say."""
    if not settings.pan:
        return list(events)
    return [
        replace(event, pan=settings.pan * _SIGN[event.side])
        if isinstance(event, Speech) and event.side
        else event
        for event in events
    ]
