"""What a hand-out says of a dose, in the words of announcements."""

from collections.abc import Iterator
from fractions import Fraction

from msgspec.structs import replace

from audioguide.dose import BreathsHold, Dose, Flow, Reps, Rhythm, SecondsHold, Side
from audioguide.library.phrases import Phrases
from audioguide.routine.routine import Exercise
from audioguide.syntax.limits import written
from audioguide.syntax.pose import Limit
from audioguide.timeline.spoken import (
    spoken_amount,
    spoken_breaths,
    spoken_dose,
    spoken_duration,
)


def dose_lines(exercise: Exercise, phrases: Phrases) -> tuple[str, ...]:
    """How much there is to do: a line; one for each side where they differ, or only one is done."""
    amount = spoken_amount(exercise, phrases)
    sides = {side for side, _ in exercise.doses if side}
    if amount is not None and len(sides) != 1:
        return (amount,)
    return tuple(
        f"{_side_name(side, phrases)}: {spoken_dose(exercise, dose, phrases)}"
        for side, dose in exercise.doses
        if side
    )


def _side_name(side: Side, phrases: Phrases) -> str:
    name = phrases.say(f"side_{side}")
    return f"{name[:1].upper()}{name[1:]}"


def dose_notes(exercise: Exercise, phrases: Phrases) -> Iterator[str]:
    """What else there is to know of it: how long a repetition is, the click, sets, the most."""
    dose = exercise.doses[0][1]
    match dose:
        case Reps():
            work, release = (
                spoken_duration(seconds, phrases)
                for seconds in (dose.work_seconds, dose.release_seconds)
            )
            text = phrases.say("handout_reps", work=work, release=release)
            yield f"{text[:1].upper()}{text[1:]}"
        case Rhythm():
            ends = (dose.rate_bpm, dose.ramp_to_bpm)
            yield " – ".join(written(one, Limit.RHYTHM) for one in ends if one is not None)
    if exercise.n_sets > 1:
        yield phrases.say("handout_sets", n=exercise.n_sets)
        if exercise.set_rest_seconds is not None:
            rest = spoken_duration(exercise.set_rest_seconds, phrases)
            yield f"{phrases.say('handout_between')}: {rest}"
    most = _most(exercise, dose, phrases)
    if most is not None:
        yield f"{phrases.say('handout_most')}: {most}"


def _most(exercise: Exercise, dose: Dose, phrases: Phrases) -> str | None:
    """The most that the pose's limits let anybody do, in words; None where they have no end."""
    highest = {limit: bound.high for limit, bound in exercise.pose.limits.ranges}
    bounded = _bounded(dose, highest)
    if isinstance(bounded, SecondsHold | Rhythm) and bounded.seconds is not None:
        return spoken_duration(bounded.seconds, phrases)
    if bounded is not None:
        return spoken_dose(exercise, bounded, phrases)
    breaths = highest.get(Limit.BREATHS)
    if breaths is not None and isinstance(dose, SecondsHold):
        return spoken_breaths(int(breaths), phrases)
    return None


def _bounded(dose: Dose, highest: dict[Limit, Fraction | None]) -> Dose | None:
    """The dose with the highest amount of its kind; None where there is no bound."""

    def bound(limit: Limit) -> Fraction | None:
        return highest.get(limit)

    match dose:
        case SecondsHold():
            seconds = bound(Limit.HOLD)
            return None if seconds is None else SecondsHold(seconds)
        case BreathsHold():
            breaths = bound(Limit.BREATHS)
            if breaths is None:
                seconds = bound(Limit.HOLD)
                return None if seconds is None else SecondsHold(seconds)
            return replace(dose, n_breaths=int(breaths))
        case Flow():
            rounds = bound(Limit.ROUNDS)
            return None if rounds is None else replace(dose, n_rounds=int(rounds))
        case Rhythm():
            seconds = bound(Limit.FOR)
            return None if seconds is None else replace(dose, seconds=seconds, n_beats=None)
        case Reps():
            n_reps = bound(Limit.REPS)
            return None if n_reps is None else replace(dose, n_reps=int(n_reps))
