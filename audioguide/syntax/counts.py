"""Counts: `4`, `10 breaths`, `8 rounds`; and the doses that are a count or a duration."""

import re

from audioguide.dose import FlowSpec, HoldSpec
from audioguide.syntax.durations import DURATION_PATTERN, parse_duration
from audioguide.syntax.scalar_text import NUMBER, WHOLE, BadScalar, shown

HIGHEST_COUNT = 10_000
BREATHS_PATTERN = f"{WHOLE} ?breaths?"
ROUNDS_PATTERN = f"{WHOLE} ?rounds?"
HOLD_PATTERN = f"(?:{BREATHS_PATTERN}|{DURATION_PATTERN})"
FLOW_PATTERN = f"(?:{ROUNDS_PATTERN}|{DURATION_PATTERN})"


def parse_count(text: str, *, unit: str, unit_required: bool = True) -> int:
    """A whole number from 1 to 10 000, with its unit in the singular or plural.

    Args:
        text: such as `10 breaths`.
        unit: the unit's singular, such as `breath`; empty for a number that takes none.
        unit_required: whether a bare number is refused.

    Raises:
        BadScalar: `missing-unit` or `bad-count`.

    >>> parse_count("10 breaths", unit="breath"), parse_count("4", unit="rep", unit_required=False)
    (10, 4)
    """
    text = text.strip()
    number = text
    if unit:
        number = re.sub(rf" ?{unit}s?\Z", "", text)
    if re.fullmatch(NUMBER, text) and unit_required:
        raise BadScalar("missing-unit", f"{text} of what?", f"write {text} {unit}s")
    wanted = f"{unit}s" if unit else "a count"
    if not re.fullmatch(WHOLE, number) or not 1 <= int(number) <= HIGHEST_COUNT:
        what = f"a number of {wanted}" if unit else wanted
        example = f", such as 4 {unit}s" if unit else ", such as 4"
        raise BadScalar(
            "bad-count", f"{shown(text)} is not {what}", f"a whole number from 1 to 10000{example}"
        )
    return int(number)


def parse_breaths(text: str) -> int:
    """`6 breaths`. Raises `BadScalar`: `missing-unit`, `bad-count`."""
    return parse_count(text, unit="breath")


def parse_rounds(text: str) -> int:
    """`8 rounds`. Raises `BadScalar`: `missing-unit`, `bad-count`."""
    return parse_count(text, unit="round")


def parse_reps(text: str) -> int:
    """`4` or `4 reps`. Raises `BadScalar`: `bad-count`."""
    return parse_count(text, unit="rep", unit_required=False)


def parse_beats(text: str) -> int:
    """`120` or `120 beats`. Raises `BadScalar`: `bad-count`."""
    return parse_count(text, unit="beat", unit_required=False)


def parse_whole(text: str) -> int:
    """`4`. Raises `BadScalar`: `bad-count`."""
    return parse_count(text, unit="", unit_required=False)


def parse_hold(text: str) -> HoldSpec:
    """`30s` or `10 breaths`. Raises `BadScalar`: `missing-unit`, `bad-count`, `bad-duration`."""
    text = text.strip()
    if re.fullmatch(NUMBER, text):
        raise BadScalar("missing-unit", f"{text} of what?", f"write {text}s or {text} breaths")
    if re.search("rounds?$", text):
        hint = f"write 30s or 10 breaths, or use flow: {text[:20]}"
        raise BadScalar("bad-duration", f"{shown(text)} is not a hold", hint)
    if re.search("breaths?$", text):
        return HoldSpec(n_breaths=parse_breaths(text))
    return HoldSpec(seconds=parse_duration(text))


def parse_flow(text: str) -> FlowSpec:
    """`8 rounds` or `2min`. Raises `BadScalar`: `missing-unit`, `bad-count`, `bad-duration`."""
    text = text.strip()
    if re.fullmatch(NUMBER, text):
        raise BadScalar("missing-unit", f"{text} of what?", f"write {text} rounds")
    if re.search("breaths?$", text):
        hint = f"write 8 rounds or 2min, or use hold: {text[:20]}"
        raise BadScalar("bad-duration", f"{shown(text)} is not a flow", hint)
    if re.search("rounds?$", text):
        return FlowSpec(n_rounds=parse_rounds(text))
    return FlowSpec(seconds=parse_duration(text))
