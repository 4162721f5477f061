"""Time to get ready, between settling and a dose."""

from audioguide.dose import Guidance
from audioguide.roles import Role
from audioguide.routine.routine import Settings
from audioguide.source import Span
from audioguide.timeline.cue import ChimeMark, CueLine, DoseScore, Rank
from audioguide.timeline.tape import Tape
from audioguide.units import Samples, to_samples


def lay_ready(tape: Tape, settings: Settings, source: Span) -> None:
    """Leave exactly the time that is asked for, with a word or tone at its start.

    The word is left out where it does not fit, and `pace` changes nothing.
    """
    length = to_samples(settings.cueing.ready_seconds)
    if not length:
        return
    role = Role.ENTER if tape.speaks(Role.ENTER, settings) else Role.SHORT
    text = tape.phrases.say("get_ready")
    cue = CueLine(role, (text,), Samples(0), length, Rank.EXTRA)
    marks: tuple[ChimeMark, ...] = ()
    if settings.guidance is Guidance.BELLS and tape.sound_lengths["ping"] <= length:
        marks = (ChimeMark("ping", Samples(0)),)
    tape.lay_dose(DoseScore(length, marks, (cue,)), settings, source)
