"""A sound too soft to hear in the silences that are so long that a speaker might go to sleep."""

from collections.abc import Iterator, Sequence

from audioguide.source import Span
from audioguide.timeline.timeline import Bed, Event
from audioguide.units import Samples, to_samples

KEEP_AWAKE = "keep-awake"  # [twin: name of what keeps awake]

_SILENCE = to_samples(10)
"""Shorter ones are left alone. Headphones cut a link short after some seconds without a signal,
speakers sleep after minutes: fifteen, by the manuals of Sony's SRS-XB series."""
_MARGIN = to_samples(1)
"""Silence that stays on both sides, so that words stand out of true silence."""


def lay_awake(events: Sequence[Event], length: Samples, source: Span) -> Iterator[Bed]:
    """One event for each long silence.

    Args:
        events: All that sounds, beds among it, by start.
        length: Of the track.
        source: What asks for it.
    """
    heard_until = 0
    for start, end in [*((event.start, event.end) for event in events), (length, length)]:
        if start - heard_until >= _SILENCE:
            yield Bed(
                name=KEEP_AWAKE,
                start=Samples(heard_until + _MARGIN),
                end=Samples(start - _MARGIN),
                source=source,
            )
        heard_until = max(heard_until, end)
