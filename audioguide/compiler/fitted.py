"""A routine at the length that it is to have: fitted where it has a target, else as it is."""

from collections.abc import Callable, Mapping
from functools import partial

from msgspec import Struct

from audioguide.clip import Utterance
from audioguide.compiler.contents import chapter_problems
from audioguide.diagnostics import Diagnostic
from audioguide.routine.routine import Routine
from audioguide.timeline.estimate import estimate
from audioguide.timeline.schedule import schedule
from audioguide.timeline.timeline import Timeline
from audioguide.units import Samples

Schedule = Callable[[Routine], tuple[Timeline | None, tuple[Diagnostic, ...]]]

OUT_OF_REACH = "target-out-of-reach"

_SPEECH_FACTORS = ((1, 1), (1, 2), (2, 1))
"""Parts of the estimate that a line may really take: as estimated, half of it, twice as long."""


class AtLength(Struct, frozen=True):
    """A routine with its schedule."""

    routine: Routine
    timeline: Timeline | None
    """None where the diagnostics have an error."""
    diagnostics: tuple[Diagnostic, ...]
    """Those of the schedule and of the fitting; with a target also the advice for the body."""


def at_length(routine: Routine, *, schedule: Schedule, guess: Schedule) -> AtLength:
    """Schedule a routine, fitted to its target where it has one.

    What is advised for the body depends on the doses, so with a target it is said here.
    """
    if routine.target_seconds is None:
        return AtLength(routine, *schedule(routine))
    from audioguide.fitting.fit import fit
    from audioguide.routine.checks import advise

    fitted, found = fit(routine, routine.target_seconds.value, schedule=schedule, guess=guess)
    if fitted is None:
        return AtLength(routine, None, (*advise(routine), *found))
    return AtLength(fitted.routine, fitted.timeline, (*advise(fitted.routine), *found))


def check_length(
    routine: Routine, *, sound_lengths: Mapping[str, Samples]
) -> tuple[Diagnostic, ...]:
    """What is wrong with a routine's times and chapters, and its target as far as that is certain.

    Without speech nobody knows quite how long a routine is. So a target is out of reach where it
    is so whether speech takes half as long as estimated or twice as long.
    """
    guesses = [
        partial(_estimated, part=part, sound_lengths=sound_lengths) for part in _SPEECH_FACTORS
    ]
    guess = guesses[0]
    if routine.target_seconds is None:
        return _told(routine, guess)
    from audioguide.fitting.fit import fit
    from audioguide.routine.checks import advise

    target_seconds = routine.target_seconds.value
    fitted, found = fit(routine, target_seconds, schedule=guess, guess=guess)
    if fitted is None:
        others = [fit(routine, target_seconds, schedule=one, guess=one)[1] for one in guesses[1:]]
        if not all(map(_is_out_of_reach, (found, *others))):
            found = _told(routine, guess)
        return (*advise(routine), *found)
    return (*advise(fitted.routine), *_told(fitted.routine, guess))


def _told(routine: Routine, guess: Schedule) -> tuple[Diagnostic, ...]:
    """What a guessed schedule says; how many chapters there are is certain."""
    timeline, found = guess(routine)
    return found if timeline is None else (*found, *chapter_problems(timeline, routine))


def _is_out_of_reach(found: tuple[Diagnostic, ...]) -> bool:
    return any(one.code == OUT_OF_REACH for one in found)


def _estimated(
    routine: Routine, *, part: tuple[int, int], sound_lengths: Mapping[str, Samples]
) -> tuple[Timeline | None, tuple[Diagnostic, ...]]:
    """The schedule with every line taking a part of its estimate."""
    times, of = part

    def measure(utterance: Utterance) -> Samples:
        return Samples(estimate(utterance) * times // of)

    return schedule(routine, measure=measure, sound_lengths=sound_lengths, estimated=True)
