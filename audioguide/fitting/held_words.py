"""Whether an item that was made shorter or longer still holds what its author put into it."""

from collections.abc import Callable
from fractions import Fraction

from msgspec.structs import replace

from audioguide.diagnostics import Diagnostic
from audioguide.dose import Dose
from audioguide.routine.length import dose_seconds
from audioguide.routine.routine import Exercise, Item, Rest, Routine
from audioguide.source import Span
from audioguide.timeline.timeline import Speech, Timeline

Schedule = Callable[[Routine], tuple[Timeline | None, tuple[Diagnostic, ...]]]
"""Settles every moment of a routine."""


class HeldWords:
    """Looks at the words of one item at a time; of others than rests and cues nothing is asked."""

    def __init__(self, routine: Routine, guess: Schedule) -> None:
        """Remember what words are scheduled by.

        Args:
            routine: What the items are from.
            guess: A schedule that leaves out what may not fit, and speaks nothing.
        """
        self._routine = routine
        self._guess = guess

    def hold(self, item: Item, as_written: Item) -> bool:
        """Whether `item` has room for every line of its author, as calmly as where it is written.

        What does not even fit into the item as it is written need not fit here.
        """
        match item:
            case Exercise(cues=cues) if cues:
                spans = frozenset(cue.span for cue in cues)
                if not all(_begin_inside(item, dose) for _, dose in item.doses):
                    return False
            case Rest(text=text) if text:
                spans = frozenset({text.span})
            case _:
                return True
        wanted = self._rates(as_written, spans)
        spoken = self._rates(item, spans)
        return all(
            len(spoken.get(span, ())) >= len(rates) and max(spoken[span]) <= max(rates)
            for span, rates in wanted.items()
        )

    def _rates(self, item: Item, spans: frozenset[Span]) -> dict[Span, list[int]]:
        """How quickly the lines from some places are spoken, each time that they are."""
        timeline, _ = self._guess(replace(self._routine, items=(item,)))
        rates: dict[Span, list[int]] = {}
        for event in timeline.events if timeline else ():
            if isinstance(event, Speech) and event.source in spans:
                rates.setdefault(event.source, []).append(event.utterance.voice.rate_wpm)
        return rates


def _begin_inside(exercise: Exercise, dose: Dose) -> bool:
    """Whether each cue begins within the dose."""
    seconds = dose_seconds(dose)
    places: list[Fraction] = [cue.at_seconds for cue in exercise.cues if cue.at_seconds is not None]
    return all(-seconds <= at < seconds for at in places)
