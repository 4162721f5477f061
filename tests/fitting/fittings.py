"""Routines fitted by a formula, without a voice, and what must hold of them."""

import re
from fractions import Fraction

from msgspec.structs import replace
from routines import SOUNDS, exercise, measure, pose, routine

from audioguide.dose import BreathsHold, DoseKind, Reps, Rhythm, SecondsHold
from audioguide.fitting.fit import TOLERANCE_SECONDS, fit
from audioguide.routine.checks import advise, sets_add_up
from audioguide.routine.length import beats_of
from audioguide.routine.routine import Breathe, Click, Exercise
from audioguide.syntax.limits import exceeded
from audioguide.syntax.pose import Limit, Limits, Range
from audioguide.timeline.schedule import schedule
from audioguide.units import to_seconds

ANY = frozenset(DoseKind)


def limits(**bounds):
    """Limits by key: `hold=(10, 60)`, an end None where it is open."""
    ranges = tuple(
        (Limit("for" if key == "for_" else key), Range(*map(_fraction, ends)))
        for key, ends in bounds.items()
    )
    return Limits(ANY, ranges, None)


def _fraction(number):
    return None if number is None else Fraction(number)


def limited(*doses, **bounds):
    """An exercise whose pose has only limits."""
    return exercise(*doses, pose=pose(limits=limits(**bounds)))


def hold(seconds):
    return SecondsHold(Fraction(seconds))


class Lengths:
    """A way to schedule that counts how often it is asked."""

    def __init__(self):
        self.n_schedules = 0

    def schedule(self, wanted):
        self.n_schedules += 1
        return schedule(wanted, measure=measure, sound_lengths=SOUNDS)

    def guess(self, wanted):
        return schedule(wanted, measure=measure, sound_lengths=SOUNDS, estimated=True)


def natural_seconds(whole):
    timeline, found = Lengths().schedule(whole)
    assert timeline is not None, found
    return to_seconds(timeline.length)


def fitted(whole, seconds, lengths=None):
    """The outcome of fitting to a length."""
    lengths = lengths or Lengths()
    return fit(whole, Fraction(seconds), schedule=lengths.schedule, guess=lengths.guess)


def landed(whole, seconds):
    """The fitted routine, which has to be within the tolerance."""
    outcome, found = fitted(whole, seconds)
    assert outcome is not None, [one.message for one in found]
    assert abs(to_seconds(outcome.timeline.length) - seconds) <= TOLERANCE_SECONDS
    return outcome.routine


def longer(*items, by):
    """Items of a routine that lasts so many seconds more."""
    whole = routine(*items)
    return landed(whole, natural_seconds(whole) + by).items


def seconds_of_clock(text):
    total = 0
    for part in text.split(":"):
        total = total * 60 + int(part)
    return total


def reach(whole, code="target-out-of-reach"):
    """The shortest and the longest, as a person is told."""
    outcome, found = fitted(whole, 1)
    assert outcome is None
    told = next(one for one in found if one.code == code)
    shortest, longest = re.search(r"only ([\d:]+) to ([\d:]+)$", told.message).groups()
    return seconds_of_clock(shortest), seconds_of_clock(longest)


def amounts(item):
    """Seconds or counts of an item's doses."""
    if isinstance(item, Breathe):
        return (item.n_breaths,)
    if isinstance(item, Click):
        return (item.n_beats if item.seconds is None else item.seconds,)
    found = []
    for _, dose in item.doses:
        match dose:
            case SecondsHold():
                found.append(dose.seconds)
            case BreathsHold():
                found.append(dose.n_breaths)
            case Reps():
                found.append(dose.n_reps)
            case Rhythm():
                found.append(dose.n_beats if dose.seconds is None else dose.seconds)
            case _:
                found.append(dose.n_rounds)
    return tuple(found)


def assert_kept(before, after):
    """All that a fitted routine owes the one it was made of."""
    assert len(before.items) == len(after.items)
    for old, new in zip(before.items, after.items, strict=True):
        assert type(old) is type(new)
        assert old.settings.voice == new.settings.voice
        assert old.settings.breath == new.settings.breath
        assert old.settings.guidance == new.settings.guidance
        if isinstance(old, Exercise):
            assert_exercise_kept(old, new)
        if isinstance(old, Breathe | Click):
            assert all(float(one).is_integer() for one in amounts(new)) or old == new
    assert not new_advice(before, after)


def assert_exercise_kept(old, new):
    for (side, one), (other_side, other) in zip(old.doses, new.doses, strict=True):
        assert side == other_side
        assert type(one) is type(other)
        before = {(excess.key, excess.limit): excess.value for excess in _excesses(old, one)}
        for excess in _excesses(new, other):  # what was gentler may be so still, but not more
            written = before[excess.key, excess.limit]
            passes = excess.bound.high is not None and excess.value > excess.bound.high
            assert excess.value <= written if passes else excess.value >= written
        for field in ("breath", "breaths_per_round", "rate_bpm", "work_seconds", "release_seconds"):
            assert getattr(one, field, None) == getattr(other, field, None)
    for amount, was in zip(amounts(new), amounts(old), strict=True):
        assert amount > 0
        assert amount == was or float(amount).is_integer()
    if len(set(amounts(old))) == 1:
        assert len(set(amounts(new))) == 1
    if new.alternating and _changes(old) % 2 == 0:
        assert _changes(new) % 2 == 0
    excess = sets_add_up.excess_of_sets(new)
    assert excess is None or sets_add_up.excess_of_sets(old) is not None
    keys = ("pose", "alternating", "n_sets", "text", "cues")
    assert all(getattr(old, key) == getattr(new, key) for key in keys)


def _excesses(item, dose):
    if item.alternating and isinstance(dose, Reps):  # a limit is for one side
        dose = replace(dose, n_reps=(dose.n_reps + 1) // 2)
    return exceeded(dose, item.pose.limits, breath=item.settings.breath)


def _changes(item):
    dose = item.doses[0][1]
    return beats_of(dose) if isinstance(dose, Rhythm) else dose.n_reps


def new_advice(before, after):
    """Advice that the fitted routine draws, and the one as written does not.

    Whether a routine is so long that it wants a rest at its end depends on the target alone.
    """
    known = {(one.code, one.span) for one in advise(before)} | {("no-final-rest", None)}
    found = {(one.code, None if one.code == "no-final-rest" else one.span) for one in advise(after)}
    return found - known
