"""Where in the script an utterance comes from, for trouble that befalls it."""

from audioguide.clip import Utterance
from audioguide.routine.routine import Routine
from audioguide.source import Span
from audioguide.timeline.estimate import estimate
from audioguide.timeline.schedule import schedule
from audioguide.timeline.timeline import Speech


def place_of(utterance: Utterance, routine: Routine) -> Span:
    """The first place that speaks the utterance; the script's top if no schedule has it.

    Looked up in a schedule of estimates, since the true one cannot be made without its speech.
    """
    from audioguide.sound.lengths import BUILT_IN_LENGTHS

    timeline, _ = schedule(
        routine, measure=estimate, sound_lengths=BUILT_IN_LENGTHS, estimated=True
    )
    events = timeline.events if timeline else ()
    texts = (
        event.source
        for event in events
        if isinstance(event, Speech) and event.utterance.text == utterance.text
    )
    return next(texts, routine.span)
