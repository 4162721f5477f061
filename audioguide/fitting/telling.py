"""What was scaled, and why a length cannot be had, in a person's words."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from msgspec import Struct

from audioguide.diagnostics import Diagnostic, error, note
from audioguide.dose import Guidance
from audioguide.fitting.amounts import amount_in_words, leading_dose
from audioguide.fitting.bounds import MOST_TIMES
from audioguide.fitting.portions import Portion
from audioguide.fitting.shares import Amounts, total_seconds
from audioguide.routine.routine import Breathe, Exercise, Routine
from audioguide.source import Span
from audioguide.units import format_clock, round_half_up

_MOST_NAMED = 4
"""Poses in one message."""
_WORDY = (Guidance.FULL, Guidance.LEARNING)
"""Says more than `short` does."""


class Reach(Struct, frozen=True):
    """What a routine can be."""

    target_seconds: Fraction
    shortest_seconds: Fraction
    longest_seconds: Fraction
    shortest_doses_seconds: Fraction
    """How much of the shortest are doses."""


def tell_fitted(
    routine: Routine,
    portions: Sequence[Portion],
    amounts: Amounts,
    pauses: Fraction,
    seconds: Fraction,
) -> Diagnostic:
    """The note `fitted-to-target`: how long it is now, and by what doses and pauses changed."""
    doses = "doses unchanged"
    written = total_seconds(portions, tuple(portion.as_written for portion in portions))
    if any(amount != one.as_written for one, amount in zip(portions, amounts, strict=True)):
        factor = total_seconds(portions, amounts) / written
        each = [amount / one.as_written for one, amount in zip(portions, amounts, strict=True)]
        doses = f"doses ×{float(factor):.2f}"
        if max(each) - min(each) >= Fraction(1, 10):
            doses += f" (each ×{float(min(each)):.2g} to ×{float(max(each)):.2g})"
    changed = "pauses unchanged" if pauses == 1 else f"pauses ×{float(pauses):.4g}"
    return note(
        "fitted-to-target", f"fitted to {_clock(seconds)}: {doses}, {changed}", _at(routine)
    )


def tell_out_of_reach(routine: Routine, portions: Sequence[Portion], reach: Reach) -> Diagnostic:
    """The error `target-out-of-reach`: the shortest and the longest, and what limits it."""
    message = f"the routine cannot last {_clock(reach.target_seconds)}, only {_range(reach)}"
    if reach.target_seconds > reach.longest_seconds:
        limits = _limits([(one, one.greatest()) for one in portions])
        hint = f"every dose is at its most, {limits}; repeat a section, or add poses"
        if not portions:
            hint = "it has no doses that could be longer; add some"
    else:
        rest = _clock(reach.shortest_seconds - reach.shortest_doses_seconds)
        hint = f"words and the time to move alone take {rest}"
        limits = _limits([(one, one.least()) for one in portions])
        if portions:
            hint += f", and every dose is at its least, {limits}"
        hint += f"; {_ways_to_shorten(routine)}"
    return error("target-out-of-reach", message, _at(routine), hint)


def tell_between(
    routine: Routine, portions: Sequence[Portion], reach: Reach, lengths: Iterable[Fraction]
) -> Diagnostic:
    """The error `target-between`: the nearest lengths that were found, and why not between them."""
    every = sorted({reach.shortest_seconds, reach.longest_seconds, *lengths})
    below = max(one for one in every if one < reach.target_seconds)
    above = min(one for one in every if one > reach.target_seconds)
    message = (
        f"the routine cannot last {_clock(reach.target_seconds)}: "
        f"{_clock(below)} and {_clock(above)} are the nearest of {_range(reach)}"
    )
    counted = [one for one in portions if not one.is_timed]
    steps = (one.seconds(Fraction(2)) - one.seconds(Fraction(1)) for one in counted)
    named = zip(map(_name, counted), steps, strict=True)
    listed = _listed(f"{name} by {float(step):g} s" for name, step in named)
    hint = f"only whole breaths, rounds and repetitions are done: {listed} at a time"
    return error("target-between", message, _at(routine), hint)


def _ways_to_shorten(routine: Routine) -> str:
    """What would make the shortest shorter, of what there is in this routine."""
    has_poses = any(isinstance(item, Exercise) for item in routine.items)
    ways = f"leave a {'pose' if has_poses else 'step'} out"
    if has_poses and any(item.settings.guidance in _WORDY for item in routine.items):
        ways += ", or say less with `guidance: short`"
    return ways


def _at(routine: Routine) -> Span:
    return routine.target_seconds.span if routine.target_seconds else routine.span


def _clock(seconds: Fraction) -> str:
    """Minutes and whole seconds."""
    return format_clock(round_half_up(seconds)).removesuffix(".0")


def _range(reach: Reach) -> str:
    return f"{_clock(reach.shortest_seconds)} to {_clock(reach.longest_seconds)}"


def _name(portion: Portion) -> str:
    if isinstance(portion.item, Exercise):
        return f'"{portion.item.pose.id}"'
    return "`breathe`" if isinstance(portion.item, Breathe) else "`click`"


def _limits(ends: Sequence[tuple[Portion, Fraction]]) -> str:
    """Where doses end, those that take longest first."""
    longest = sorted(ends, key=lambda end: -end[0].seconds(end[1]))
    return _listed(f"{_name(portion)} {_in_words(portion, end)}" for portion, end in longest)


def _in_words(portion: Portion, amount: Fraction) -> str:
    """An amount, and where it comes from if no pose has it as a limit."""
    words = amount_in_words(leading_dose(portion.at(amount)))
    if amount > portion.as_written and not portion.is_limited:
        words += f" ({MOST_TIMES} times what is written)"
    return words


def _listed(texts: Iterable[str]) -> str:
    """The first few, and how many more there are."""
    every = list(dict.fromkeys(texts))
    more = len(every) - _MOST_NAMED
    return ", ".join(every[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
