"""The course of a quantity: what a rule of progress makes of it, week by week."""

from collections.abc import Callable
from fractions import Fraction
from math import trunc

from msgspec import Struct
from msgspec.structs import replace

from audioguide.diagnostics import Diagnostic, error
from audioguide.dose import FlowSpec, HoldSpec, RepsSpec, RhythmSpec
from audioguide.syntax.durations import LONGEST_SECONDS
from audioguide.syntax.limits import Excess
from audioguide.syntax.progress import ProgressRule, Quantity, Unit
from audioguide.syntax.scalar_text import listed
from audioguide.syntax.whole_doses import OneSideSpec

Refused = Excess | str
"""Why a dose may not have a value: the limit that it leaves, or words."""
Refusal = Callable[[Fraction], Refused | None]
"""Says of a value why it is refused; None: it is not."""
Outside = Callable[[OneSideSpec], tuple[Excess, ...] | None]
"""What of a dose lies outside the limits; None: such a dose cannot be done at all."""

_PLACES: dict[tuple[Quantity, Unit], tuple[type[OneSideSpec], str]] = {
    (Quantity.HOLD, Unit.SECONDS): (HoldSpec, "seconds"),
    (Quantity.HOLD, Unit.BREATHS): (HoldSpec, "n_breaths"),
    (Quantity.FLOW, Unit.SECONDS): (FlowSpec, "seconds"),
    (Quantity.FLOW, Unit.ROUNDS): (FlowSpec, "n_rounds"),
    (Quantity.RHYTHM, Unit.BPM): (RhythmSpec, "rate_bpm"),
    (Quantity.RAMP_TO, Unit.BPM): (RhythmSpec, "ramp_to_bpm"),
    (Quantity.FOR, Unit.SECONDS): (RhythmSpec, "seconds"),
    (Quantity.BEATS, Unit.BEATS): (RhythmSpec, "n_beats"),
    (Quantity.REPS, Unit.REPS): (RepsSpec, "n_reps"),
    (Quantity.WORK, Unit.SECONDS): (RepsSpec, "work_seconds"),
    (Quantity.RELEASE, Unit.SECONDS): (RepsSpec, "release_seconds"),
}
"""Where a dose has a quantity: the attribute of its specification."""

_FRACTIONAL = (Unit.SECONDS, Unit.BPM)
_COUNTS = (Fraction(1), Fraction(10_000))
_WRITABLE = {
    Unit.SECONDS: (Fraction(0), LONGEST_SECONDS - Fraction(1, 1000)),
    Unit.BPM: (Fraction(10), Fraction(300)),
}
"""Least and most of counts, and of the other units; see `syntax.counts` and `syntax.scalars`."""


class Reached(Struct, frozen=True):
    """What a quantity has come to in a week."""

    value: Fraction
    stopped_in_week: int | None = None
    """The week from which on it cannot go where its rule would take it."""
    why: Refused | None = None
    """Why it stopped."""


def amount_in(spec: OneSideSpec, rule: ProgressRule) -> Fraction | None:
    """The quantity of a rule in a dose with every hole filled; None where it has none such."""
    place = _PLACES.get((rule.quantity, rule.step.value.unit))
    if place is None or not isinstance(spec, place[0]):
        return None
    value = getattr(spec, place[1])
    return None if value is None else Fraction(value)


def with_amount(spec: OneSideSpec, rule: ProgressRule, value: Fraction) -> OneSideSpec:
    """A dose that has the quantity of a rule, with another value for it."""
    unit = rule.step.value.unit
    _, name = _PLACES[rule.quantity, unit]
    return replace(spec, **{name: value if unit in _FRACTIONAL else int(value)})


def cannot_be(value: Fraction, rule: ProgressRule) -> str | None:
    """Why no script could have such an amount, whatever the limits; None where it could."""
    low, high = _WRITABLE.get(rule.step.value.unit, _COUNTS)
    if low <= value <= high and (value > 0 or rule.quantity is Quantity.REST):
        return None
    return "there is no less" if rule.step.value.value < 0 else "there is no more"


def refusal_of(spec: OneSideSpec, rule: ProgressRule, outside: Outside) -> Refusal:
    """Which values of a rule's quantity a dose may not have.

    What is only gentler than the limits ask for passes, as it does in a script; but a rule
    without an end stops there.
    """
    known = {excess.limit for excess in outside(spec) or ()}

    def refusal(value: Fraction) -> Refused | None:
        reason = cannot_be(value, rule)
        if reason is not None:
            return reason
        found = outside(with_amount(spec, rule, value))
        if found is None:
            return "not one round would fit"
        for excess in found:
            if not excess.is_gentler or (rule.to is None and excess.limit not in known):
                return excess
        return None

    return refusal


def reached(
    start: Fraction, rule: ProgressRule, week: int, *, refusal: Refusal, in_pairs: bool = False
) -> Reached:
    """What a quantity has come to in `week`.

    Args:
        start: The quantity in week 1, which is allowed.
        rule: How it changes. One whose end lies behind `start` changes nothing.
        week: Counted from 1.
        refusal: Why a value is refused. Between two that are allowed all are.
        in_pairs: Whether it changes by even numbers only, since two sides share it.
    """
    n_steps = max(0, week - 1) // rule.every_weeks
    beyond: Refused | None = None
    for n in range(n_steps, -1, -1):
        value = _after(n, start, rule, in_pairs=in_pairs)
        refused = None if value == start else refusal(value)
        if refused is not None:
            beyond = refused
            continue
        if beyond is None:
            return Reached(value)
        bound = _bound(beyond, _after(n + 1, start, rule, in_pairs=False), rule)
        if bound is not None and not in_pairs and bound != value and refusal(bound) is None:
            return Reached(bound, 1 + (n + 1) * rule.every_weeks, beyond)
        return Reached(value, 1 + n * rule.every_weeks, beyond)
    raise AssertionError("what a dose has in week 1 is never refused")


def _after(n_steps: int, start: Fraction, rule: ProgressRule, *, in_pairs: bool) -> Fraction:
    """The quantity after so many steps, no further than the rule's end."""
    step = rule.step.value.value
    change = n_steps * step
    if rule.to is not None:
        left = rule.to.value.value - start
        if left * step <= 0:
            return start
        change = min(change, left) if step > 0 else max(change, left)
    return start + (2 * trunc(change / 2) if in_pairs else change)


def _bound(beyond: Refused, value: Fraction, rule: ProgressRule) -> Fraction | None:
    """The end of the limit that `value` leaves, where that is a limit of the quantity itself."""
    if isinstance(beyond, str) or (beyond.key, beyond.value) != (rule.quantity, value):
        return None
    bound = beyond.bound.high if rule.step.value.value > 0 else beyond.bound.low
    is_whole = bound is not None and bound.denominator == 1
    return bound if is_whole or rule.step.value.unit in _FRACTIONAL else None


def fault_of(
    rule: ProgressRule, start: Fraction | None, refusal: Refusal, *, has: tuple[str, ...]
) -> Diagnostic | None:
    """Why a rule cannot be meant: `bad-progress` where it does not fit, else `outside-limits`.

    Args:
        rule: As written.
        start: The quantity in week 1; None where there is none such.
        refusal: Why a value is refused.
        has: What there is to change, in words.
    """
    if start is None:
        unit = rule.step.value.unit
        counted = "" if str(rule.quantity) == str(unit) else f" in {unit}"
        message = f"there is no `{rule.quantity}`{counted} here that could change"
        hint = f"what may change here: {listed(has, last='and')}" if has else None
        return error("bad-progress", message, rule.step.span, hint)
    if rule.to is None:
        return None
    end, step = rule.to.value.value, rule.step.value.value
    if (end - start) * step < 0:
        message = f"it begins at {replace(rule.to.value, value=start)}, which is past its end"
        hint = "a rule leads from the dose that is written to its `to`"
        return error("bad-progress", message, rule.to.span, hint)
    refused = None if end == start else refusal(end)
    return None if refused is None else error("outside-limits", str(refused), rule.to.span)


def changeable(spec: OneSideSpec) -> tuple[str, ...]:
    """What a rule may change in a dose, in words: `hold` in seconds."""
    return tuple(
        f"`{quantity}`" if str(quantity) == str(unit) else f"`{quantity}` in {unit}"
        for (quantity, unit), (kind, name) in _PLACES.items()
        if isinstance(spec, kind) and getattr(spec, name) is not None
    )
