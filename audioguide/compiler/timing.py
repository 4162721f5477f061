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

Scheduled = tuple[Timeline | None, tuple[Diagnostic, ...]]


class SpokenSchedule:
    """Schedules routines with every line at its real length; a line is spoken once for them all."""

    def __init__(self, *, speak: Speak, sound_lengths: Mapping[str, Samples]) -> None:
        """Know no line yet.

        Args:
            speak: Speaks what is asked about.
            sound_lengths: Of every one-shot sound, by name.
        """
        self._speak = speak
        self._sound_lengths = sound_lengths
        self._known: dict[Utterance, Samples] = {}
        self._asked: dict[Utterance, None] = {}

    def schedule(self, routine: Routine) -> Scheduled:
        """The true timeline.

        Ends, since a routine has a finite number of lines, each with a finite number of ways to
        say it, and each round makes at least one more of them known.
        """
        while True:
            self._asked.clear()
            outcome = schedule(routine, measure=self._ask, sound_lengths=self._sound_lengths)
            if not self._asked:
                return outcome
            self._known.update(self._speak(tuple(self._asked)))

    def guess(self, routine: Routine) -> Scheduled:
        """The timeline with lines that were not spoken yet at their estimates; speaks nothing."""
        return schedule(
            routine,
            measure=self._known_or_estimate,
            sound_lengths=self._sound_lengths,
            estimated=True,
        )

    def _ask(self, utterance: Utterance) -> Samples:
        if utterance not in self._known:
            self._asked[utterance] = None
        return self._known_or_estimate(utterance)

    def _known_or_estimate(self, utterance: Utterance) -> Samples:
        length = self._known.get(utterance)
        return estimate(utterance) if length is None else length
