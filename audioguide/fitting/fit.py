"""A settled routine and the length that it is to have in, a routine of that length out.

Doses are scaled first, rests, pauses and gaps last. How long a routine is only its schedule
knows, and spoken lines have no length until they are spoken. But a dose lasts as long as it says,
whatever is spoken in it: so from one schedule it is known how long the doses have to be, and only
announcements, which name the dose, make another one necessary.

Errors: `target-out-of-reach`, `target-between`, and `too-long`. Note: `fitted-to-target`.
"""

from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from audioguide.diagnostics import Diagnostic, has_errors
from audioguide.fitting.held_words import Schedule
from audioguide.fitting.pauses import LEAST_PAUSES, MOST_PAUSES
from audioguide.fitting.shares import (
    CLOSE_SECONDS,
    ROUGHLY_CLOSE_SECONDS,
    every_sum,
    fair_shares,
)
from audioguide.fitting.telling import tell_between, tell_fitted, tell_out_of_reach
from audioguide.fitting.trials import Trial, Trials
from audioguide.routine.routine import Routine
from audioguide.routine.too_long import refuse_too_long
from audioguide.timeline.timeline import Timeline

TOLERANCE_SECONDS = Fraction(2)
"""How far from its target a track may be."""

_MOST_TRIES = 6
"""Schedules with other doses; each knows the announcements of the one before."""
_MOST_PAUSINGS = 12
"""Schedules with other pauses; halving alone would be enough."""
_FINEST_FACTOR = 10_000
"""Pauses are scaled by whole parts of so many."""


class Fitted(Struct, frozen=True):
    """A routine of the wanted length."""

    routine: Routine
    timeline: Timeline
    """Its schedule."""


def fit(
    routine: Routine, target_seconds: Fraction, *, schedule: Schedule, guess: Schedule
) -> tuple[Fitted | None, tuple[Diagnostic, ...]]:
    """Scale a routine to a length, within `TOLERANCE_SECONDS` of it.

    No dose leaves its pose's limits, equal sides stay equal, counts stay whole. Nothing is left
    out, and nothing is made so short that it draws advice for the body.

    Args:
        routine: As written.
        target_seconds: How long it is to be.
        schedule: Settles every moment; the length that it finds is the true one.
        guess: The same, but it speaks nothing, takes every line that was not spoken yet for
            about as long as it may be, and warns where a line may not fit.

    Returns:
        The fitted routine, or None; with the diagnostics of its schedule, or why there is none.
    """
    trials = Trials(routine, target_seconds, schedule=schedule, guess=guess)
    trial = _with_fair_doses(trials)
    if not trial.is_within(CLOSE_SECONDS):
        trial = _with_pauses(trials, trial)
    if has_errors(trial.found):
        return None, trial.found
    if not trial.is_within(TOLERANCE_SECONDS):
        reach = trials.reach()
        if not reach.shortest_seconds < target_seconds < reach.longest_seconds:
            return None, (tell_out_of_reach(routine, trials.portions, reach),)
        trial = _with_other_doses(trials, trial)
        if not trial.is_within(TOLERANCE_SECONDS):
            return None, (tell_between(routine, trials.portions, reach, trials.lengths()),)
    return _outcome(trials, trial)


def _outcome(trials: Trials, trial: Trial) -> tuple[Fitted | None, tuple[Diagnostic, ...]]:
    too_long = refuse_too_long(trial.routine.items)
    if trial.timeline is None or too_long:
        return None, (*trial.found, *too_long)
    told = tell_fitted(trials.routine, trials.portions, trial.amounts, trial.factor, trial.seconds)
    timeline = replace(trial.timeline, notes=(told, *trial.timeline.notes))
    return Fitted(trial.routine, timeline), (told, *trial.found)


def _with_fair_doses(trials: Trials) -> Trial:
    """Doses alone: share what is wanted, look what it comes to, share again."""
    wanted = trials.wanted_at_first()
    tried: list[Trial] = []
    for _ in range(_MOST_TRIES):
        trials.forget_words()
        amounts = fair_shares(trials.portions, wanted)
        if any(amounts == one.amounts for one in tried):
            break
        trial = trials.attempt(amounts)
        tried.append(trial)
        if trial.is_within(ROUGHLY_CLOSE_SECONDS):
            break
        wanted = trials.doses_seconds(amounts) + trial.error_seconds
    return min(tried, key=_badness)


def _with_pauses(trials: Trials, start: Trial) -> Trial:
    """The same doses with other pauses; the nearest there is."""
    goes_longer = start.error_seconds > 0
    end = trials.attempt(start.amounts, MOST_PAUSES if goes_longer else LEAST_PAUSES)
    low, high = (start, end) if goes_longer else (end, start)
    best = min((start, end), key=_badness)
    for number in range(_MOST_PAUSINGS):
        if best.is_within(CLOSE_SECONDS) or low.error_seconds <= 0 or high.error_seconds >= 0:
            break
        # The length is not quite straight in the factor: now and then halve, so that it ends.
        share = low.error_seconds / (high.seconds - low.seconds)
        part = Fraction(1, 2) if number % 3 == 2 else share
        factor = _rounded(low.factor + (high.factor - low.factor) * part)
        if factor in (low.factor, high.factor):
            break
        trial = trials.attempt(start.amounts, factor)
        low, high = (trial, high) if trial.error_seconds > 0 else (low, trial)
        best = min((best, trial), key=_badness)
    return best


def _with_other_doses(trials: Trials, fair: Trial) -> Trial:
    """Where rounding the fair doses does not land: any doses that do, with any pauses.

    Where none do, the nearest on both sides are among the trials then.
    """
    doses_seconds = trials.doses_seconds(fair.amounts)
    longest = trials.attempt(fair.amounts, MOST_PAUSES)
    shortest = trials.attempt(fair.amounts, LEAST_PAUSES)
    low = doses_seconds + longest.error_seconds - CLOSE_SECONDS
    high = doses_seconds + shortest.error_seconds + CLOSE_SECONDS
    sums = every_sum(trials.portions, fair.amounts)
    inside = [one for one in sums if low <= one <= high]
    if inside:
        other = sums[min(inside, key=lambda one: (abs(one - doses_seconds), one))]
        trial = trials.attempt(other)
        return min((fair, trial, _with_pauses(trials, trial)), key=_badness)
    below = max((one for one in sums if one < low), default=None)
    above = min((one for one in sums if one > high), default=None)
    ends = ((below, MOST_PAUSES), (above, LEAST_PAUSES))
    tried = [trials.attempt(sums[one], pauses) for one, pauses in ends if one is not None]
    return min((fair, *tried), key=_badness)


def _badness(trial: Trial) -> tuple[bool, Fraction]:
    return trial.timeline is None, abs(trial.error_seconds)


def _rounded(factor: Fraction) -> Fraction:
    return Fraction(round(factor * _FINEST_FACTOR), _FINEST_FACTOR)
