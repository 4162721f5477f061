"""Scheduling against real speech: ask, speak all that was asked for, and ask again.

The scheduler is pure and wants lengths; speech has none until it is spoken. The first pass
guesses and notes every line it asks about, all of which are then spoken in parallel; the next
pass knows them. A pass that asked for nothing new has the true timeline.
"""

from collections.abc import Callable, Iterable, Mapping

from audioguide.clip import Utterance
from audioguide.diagnostics import Diagnostic
from audioguide.routine.routine import Routine
from audioguide.timeline.estimate import estimate
from audioguide.timeline.schedule import schedule
from audioguide.timeline.timeline import Timeline
from audioguide.units import Samples

Speak = Callable[[Iterable[Utterance]], Mapping[Utterance, Samples]]
"""Speaks utterances, each once, and tells how long each sounds."""


class _Lengths:
    """Lengths that are known, and the lines that were asked about and are not."""

    def __init__(self) -> None:
        self.known: dict[Utterance, Samples] = {}
        self.asked: dict[Utterance, None] = {}

    def measure(self, utterance: Utterance) -> Samples:
        if utterance in self.known:
            return self.known[utterance]
        self.asked[utterance] = None
        return estimate(utterance)


def schedule_spoken(
    routine: Routine, *, speak: Speak, sound_lengths: Mapping[str, Samples]
) -> tuple[Timeline | None, tuple[Diagnostic, ...]]:
    """The timeline with every line at its real length.

    Ends, since a routine has a finite number of lines, each with a finite number of ways to
    say it, and each round makes at least one more of them known.
    """
    lengths = _Lengths()
    while True:
        lengths.asked.clear()
        outcome = schedule(routine, measure=lengths.measure, sound_lengths=sound_lengths)
        if not lengths.asked:
            return outcome
        lengths.known.update(speak(tuple(lengths.asked)))
