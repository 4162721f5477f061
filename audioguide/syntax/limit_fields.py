"""The safety bounds of a pose."""

from enum import StrEnum
from fractions import Fraction
from typing import Any

from audioguide.dose import DoseKind
from audioguide.syntax import scalar_kinds as kinds
from audioguide.syntax.fields import Field, Found, Record
from audioguide.syntax.kinds import Kind, ListOf, choice
from audioguide.syntax.pose import Limit, Limits, Range
from audioguide.syntax.reading import Reading
from audioguide.syntax.text_kinds import NOTE


class _Allowed(StrEnum):
    """The doses a pose can be given."""

    HOLD = "hold"
    FLOW = "flow"
    RHYTHM = "rhythm"
    REPS = "reps"


def _bound(limit: Limit, kind: Kind[Any], says: str) -> Field[Range]:
    """The field of one quantity, its ends in the quantity's own unit."""
    low = Field("from", kind, "The least that is safe or makes sense.")
    high = Field("to", kind, "The most that is safe.")

    def make(found: Found, reading: Reading) -> Range | None:
        ends = [found.get(field) for field in (low, high)]
        least, most = (None if end is None else Fraction(end) for end in ends)
        if least is None and most is None:
            reading.error("missing-key", 'a bound needs "from" or "to"', found.node.span)
        elif least is not None and most is not None and least > most:
            hint = "the least comes first"
            reading.error("bad-range", '"from" lies above "to"', found.span("from"), hint)
        else:
            return Range(least, most)
        return None

    return Field(
        str(limit), Record(f"{limit}_bound", "{from: ..., to: ...}", (low, high), make), says
    )


_ALLOW = Field(
    "allow",
    ListOf(choice("allowed", _Allowed), "a list of doses", "write [hold]", n_least=1),
    "The doses it may be given: hold, flow, rhythm, reps; else its own and those bounded here.",
)
_BECAUSE = Field("because", NOTE, "Why, in a sentence for the listener.")
_BOUNDS = {
    Limit.HOLD: _bound(Limit.HOLD, kinds.DURATION, "How long a hold may be: {to: 5min}."),
    Limit.BREATHS: _bound(Limit.BREATHS, kinds.BREATHS, "How many breaths a hold may have."),
    Limit.ROUNDS: _bound(Limit.ROUNDS, kinds.ROUNDS, "How many rounds a flow may have."),
    Limit.RHYTHM: _bound(Limit.RHYTHM, kinds.RATE, "How quick a click may be: {to: 80 bpm}."),
    Limit.FOR: _bound(Limit.FOR, kinds.DURATION, "How long a rhythm may go on: {to: 3min}."),
    Limit.REPS: _bound(Limit.REPS, kinds.REPS, "How many repetitions there may be in a set."),
    Limit.WORK: _bound(Limit.WORK, kinds.DURATION, "How long one repetition may work: {to: 6s}."),
    Limit.RELEASE: _bound(Limit.RELEASE, kinds.DURATION, "How long a release may be: {from: 3s}."),
}

_KIND_BOUNDED = {
    Limit.HOLD: DoseKind.HOLD,
    Limit.BREATHS: DoseKind.HOLD,
    Limit.ROUNDS: DoseKind.FLOW,
    Limit.RHYTHM: DoseKind.RHYTHM,
    Limit.FOR: DoseKind.RHYTHM,
    Limit.REPS: DoseKind.REPS,
    Limit.WORK: DoseKind.REPS,
    Limit.RELEASE: DoseKind.REPS,
}
"""Which dose each limit bounds."""


def _make_limits(found: Found, _: Reading) -> Limits:
    bounds = ((limit, found.get(field)) for limit, field in _BOUNDS.items())
    ranges = tuple((limit, bound) for limit, bound in bounds if bound is not None)
    allowed = found.get(_ALLOW)
    kinds_allowed = (
        frozenset(_KIND_BOUNDED[limit] for limit, _ in ranges)
        if allowed is None
        else frozenset(DoseKind(one) for one in allowed)
    )
    return Limits(kinds_allowed, ranges, found.get(_BECAUSE))


LIMITS = Field(
    "limits",
    Record("limits", "the safety bounds", (_ALLOW, *_BOUNDS.values(), _BECAUSE), _make_limits),
    "Safety bounds, which a routine may not leave.",
)
