"""Amounts as they are announced: `2 minutes and 30 seconds`, `8 rounds, on the breath`."""

from fractions import Fraction

from audioguide.dose import BreathsHold, Dose, Flow, Reps, Rhythm, SecondsHold
from audioguide.library.phrases import Phrases
from audioguide.routine.routine import Exercise

_ONE_OF_A_KIND = (1, 60, 3600)
"""Seconds that are one second, one minute, one hour."""


def spoken_duration(seconds: Fraction, phrases: Phrases) -> str:
    """A length of time in words; whole seconds, and at most two units."""
    whole = max(1, round(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    units = (("hour", "hours", hours), ("minute", "minutes", minutes), ("second", "seconds", left))
    parts = [
        phrases.say(one if number == 1 else many, n=number) for one, many, number in units if number
    ]
    return phrases.say("duration_joint").join(parts[:2])


def time_left(seconds: Fraction, phrases: Phrases) -> tuple[str, ...]:
    """What is said when so many whole seconds of a hold are left; the length alone is shorter.

    Some languages bend the verb, so one of a kind has a phrase of its own.
    """
    duration = spoken_duration(seconds, phrases)
    is_one = seconds in _ONE_OF_A_KIND
    return (
        phrases.say("time_left_one" if is_one else "time_left", duration=duration),
        phrases.say("time_left_short", duration=duration),
    )


def _counted(phrases: Phrases, one: str, many: str, number: int) -> str:
    return phrases.say(one if number == 1 else many, n=number)


def spoken_breaths(n_breaths: int, phrases: Phrases) -> str:
    """A number of breaths."""
    return _counted(phrases, "dose_breath", "dose_breaths", n_breaths)


def spoken_clicks(seconds: Fraction | None, n_beats: int | None, phrases: Phrases) -> str:
    """A time on the click, or a number of beats."""
    if seconds is None:
        return phrases.say("dose_beats", n=n_beats)
    return phrases.say("dose_rhythm", duration=spoken_duration(seconds, phrases))


def spoken_dose(exercise: Exercise, dose: Dose, phrases: Phrases) -> str:
    """What there is to do, without the sides."""
    match dose:
        case SecondsHold():
            kind = "dose_hold"
            if exercise.pose.restful:
                kind = "dose_restful"
            elif exercise.pose.moving:
                kind = "dose_moving"
            return phrases.say(kind, duration=spoken_duration(dose.seconds, phrases))
        case BreathsHold():
            return spoken_breaths(dose.n_breaths, phrases)
        case Flow():
            return _counted(phrases, "dose_flow_one", "dose_flow", dose.n_rounds)
        case Reps():
            return _counted(phrases, "dose_reps_one", "dose_reps", dose.n_reps)
        case Rhythm():
            return spoken_clicks(dose.seconds, dose.n_beats, phrases)


def announcement(exercise: Exercise, phrases: Phrases, language: str) -> str:
    """The name of the pose, and how much of it, on which sides."""
    name = exercise.pose.name.in_language(language) or exercise.pose.id
    said = spoken_amount(exercise, phrases)
    if said is None:
        return phrases.say("announce_bare", name=name)
    return phrases.say("announce", name=name, dose=said)


def spoken_amount(exercise: Exercise, phrases: Phrases) -> str | None:
    """What there is to do, on which sides; None where the sides have not the same."""
    amounts = {dose for _, dose in exercise.doses}
    if len(amounts) > 1:
        return None
    said = spoken_dose(exercise, exercise.doses[0][1], phrases)
    if exercise.alternating:
        return phrases.say("alternating", dose=said)
    if len({side for side, _ in exercise.doses if side}) > 1:
        return phrases.say("each_side", dose=said)
    return said
