"""Amounts of a `progress` rule: a step such as `+5s`, and an end such as `45s`."""

import re
from collections.abc import Callable
from fractions import Fraction
from functools import partial

from msgspec import Struct

from audioguide.syntax.counts import (
    FLOW_PATTERN,
    HOLD_PATTERN,
    parse_count,
    parse_flow,
    parse_hold,
)
from audioguide.syntax.durations import DURATION_PATTERN, parse_duration
from audioguide.syntax.progress import Amount, Quantity, Unit
from audioguide.syntax.scalar_text import NUMBER, WHOLE, BadScalar, shown, with_hyphen
from audioguide.syntax.scalars import RATE_PATTERN, parse_rate


def _seconds(text: str, *, zero_allowed: bool = False) -> Amount:
    return Amount(parse_duration(text, zero_allowed=zero_allowed), Unit.SECONDS)


def _hold(text: str) -> Amount:
    hold = parse_hold(text)
    if hold.seconds is not None:
        return Amount(hold.seconds, Unit.SECONDS)
    return Amount(Fraction(hold.n_breaths or 1), Unit.BREATHS)


def _flow(text: str) -> Amount:
    flow = parse_flow(text)
    if flow.seconds is not None:
        return Amount(flow.seconds, Unit.SECONDS)
    return Amount(Fraction(flow.n_rounds or 1), Unit.ROUNDS)


def _counted(text: str, *, unit: Unit) -> Amount:
    return Amount(Fraction(parse_count(text, unit=str(unit)[:-1], unit_required=False)), unit)


def _rate(text: str) -> Amount:
    return Amount(parse_rate(text), Unit.BPM)


def _rate_step(text: str) -> Amount:
    """A change of rate; unlike a rate it may be small."""
    text = text.strip()
    if re.fullmatch(NUMBER, text):
        raise BadScalar("missing-unit", f"{text} of what?", f"write {text} bpm")
    if not re.fullmatch(RATE_PATTERN, text):
        hint = "write it like +2 bpm"
        raise BadScalar("bad-rate", f"{shown(text)} is not a change of rate", hint)
    number, unit = re.findall(f"({NUMBER}) ?(.*)", text)[0]
    return Amount(Fraction(number) * (60 if unit.lower() == "hz" else 1), Unit.BPM)


class AmountForm(Struct, frozen=True):
    """How the amounts of one quantity are written."""

    pattern: str
    """Of an amount, which a step has its sign before."""
    example: str
    """A step."""
    parse_size: Callable[[str], Amount]
    """Reads a step without its sign."""
    parse_end: Callable[[str], Amount]

    def parse_step(self, text: str) -> Amount:
        """`+5s` or `-5s`. Raises `BadScalar`: `bad-progress`, and the codes of the amount."""
        text = with_hyphen(text.strip())
        if not re.match("[+-]", text):
            hint = f"begin with + for more or - for less, like {self.example}"
            raise BadScalar("bad-progress", f"{shown(text)} is not a change", hint)
        try:
            amount = self.parse_size(text[1:].strip())
        except BadScalar as bad:
            raise BadScalar(bad.code, bad.message, f"write it like {self.example}") from bad
        if not amount.value:
            message = f"{shown(text)} changes nothing"
            raise BadScalar("bad-progress", message, f"write it like {self.example}")
        return Amount(-amount.value, amount.unit) if text[0] == "-" else amount


def _count_form(unit: Unit) -> AmountForm:
    parse = partial(_counted, unit=unit)
    return AmountForm(f"{WHOLE}(?: ?{unit}?)?", "+1", parse, parse)


_DURATION = AmountForm(DURATION_PATTERN, "+5s", _seconds, _seconds)
_RATE = AmountForm(RATE_PATTERN, "+2 bpm", _rate_step, _rate)
AMOUNT_FORMS: dict[Quantity, AmountForm] = {
    Quantity.HOLD: AmountForm(HOLD_PATTERN, "+5s or +1 breath", _hold, _hold),
    Quantity.FLOW: AmountForm(FLOW_PATTERN, "+1 round", _flow, _flow),
    Quantity.RHYTHM: _RATE,
    Quantity.RAMP_TO: _RATE,
    Quantity.FOR: _DURATION,
    Quantity.BEATS: _count_form(Unit.BEATS),
    Quantity.REPS: _count_form(Unit.REPS),
    Quantity.WORK: _DURATION,
    Quantity.RELEASE: _DURATION,
    Quantity.SETS: _count_form(Unit.SETS),
    Quantity.REST: AmountForm(
        DURATION_PATTERN, "-5s", _seconds, partial(_seconds, zero_allowed=True)
    ),
}
BARE_NUMBERS = (Quantity.BEATS, Quantity.REPS, Quantity.SETS)
"""Quantities that may stand without their unit."""
