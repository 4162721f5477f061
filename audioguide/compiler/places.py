"""Where in the script an utterance comes from, for trouble that befalls it."""

from collections.abc import Iterable

from audioguide.clip import Utterance
from audioguide.routine.routine import Routine
from audioguide.sound.lengths import BUILT_IN_LENGTHS
from audioguide.source import Span
from audioguide.timeline.estimate import estimate
from audioguide.timeline.schedule import schedule
from audioguide.timeline.timeline import Speech


def places_of(utterances: Iterable[Utterance], routine: Routine) -> tuple[Span, ...]:
    """The first place that speaks each utterance; the script's top if no schedule has it.

    Looked up in a schedule of estimates, since the true one cannot be made without its speech.
    """
    timeline, _ = schedule(
        routine, measure=estimate, sound_lengths=BUILT_IN_LENGTHS, estimated=True
    )
    places: dict[str, Span] = {}
    for event in timeline.events if timeline else ():
        if isinstance(event, Speech):
            places.setdefault(event.utterance.text, event.source)
    return tuple(places.get(utterance.text, routine.span) for utterance in utterances)
