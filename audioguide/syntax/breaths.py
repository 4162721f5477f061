"""Breaths: one pattern such as `4-6`, or a change `from 4-4 to 5-7`."""

import re
from fractions import Fraction

from audioguide.dose import Breathing, BreathPattern
from audioguide.syntax.scalar_text import NUMBER, BadScalar, shown

SECONDS_PATTERN = f"{NUMBER}-{NUMBER}(?:-{NUMBER}-{NUMBER})?"
RATE_PATTERN = f"{NUMBER} ?breaths?/ ?min"

_COHERENT_SECONDS = Fraction(60) / Fraction("5.5") / 2
BREATH_NAMES = {
    "box": BreathPattern(Fraction(4), Fraction(4), Fraction(4), Fraction(4)),
    "4-7-8": BreathPattern(Fraction(4), Fraction(7), Fraction(8), Fraction(0)),
    "coherent": BreathPattern(_COHERENT_SECONDS, Fraction(0), _COHERENT_SECONDS, Fraction(0)),
}
"""Breaths by the names that teachers have for them. Coherent breathing is five and a half breaths
a minute, as long in as out. Source: Lin, Tai and Fan, "Breathing at a rate of 5.5 breaths per
minute with equal inhalation-to-exhalation ratio increases heart rate variability" (2014)."""

_ONE_PATTERN = f"(?:{'|'.join(BREATH_NAMES)}|{RATE_PATTERN}|{SECONDS_PATTERN})"
CHANGE_PATTERN = f"from {_ONE_PATTERN} to {_ONE_PATTERN}"

_LONGEST_CYCLE_SECONDS = 60


def parse_breath(text: str) -> BreathPattern:
    """Seconds in and out (`4-6`), or in, hold, out and rest (`4-0-6-2`); a rate, or a name.

    Raises:
        BadScalar: `bad-breath`; in and out last at least 1 s, a cycle at most 60 s.

    >>> str(parse_breath("4-0-6-2")), str(parse_breath("4.5-6")), str(parse_breath("box"))
    ('4-0-6-2', '4.5-6', '4-4-4-4')
    >>> str(parse_breath("6 breaths/min"))
    '4-6'
    """
    text = text.strip()
    pattern = BREATH_NAMES.get(text) or _breath_at_rate(text)
    if pattern is None and not re.fullmatch(SECONDS_PATTERN, text):
        raise BadScalar(
            "bad-breath",
            f"{shown(text)} is not a breath pattern",
            "write seconds in and out like 4-6, or in, hold, out and rest like 4-0-6-2; "
            f"6 breaths/min; or {', '.join(BREATH_NAMES)}",
        )
    if pattern is None:
        parts = [Fraction(part) for part in text.split("-")]
        inhale, hold, exhale, rest = parts if len(parts) == 4 else (parts[0], 0, parts[1], 0)
        pattern = BreathPattern(Fraction(inhale), Fraction(hold), Fraction(exhale), Fraction(rest))
    if min(pattern.inhale_seconds, pattern.exhale_seconds) < 1:
        raise BadScalar(
            "bad-breath", f"{shown(text)} is too quick", "in and out last a second or more each"
        )
    if pattern.cycle_seconds > _LONGEST_CYCLE_SECONDS:
        raise BadScalar(
            "bad-breath", f"{shown(text)} is too slow", "one whole breath is at most 60 seconds"
        )
    return pattern


def parse_breathing(text: str) -> Breathing:
    """The breaths of a stretch: one pattern for all of them, or `from` one `to` another.

    Raises:
        BadScalar: `bad-breath`, as `parse_breath`.

    >>> str(parse_breathing("4-6")), str(parse_breathing("from 4-4 to 5-7"))
    ('4-6', 'from 4-4 to 5-7')
    """
    words = text.split()
    if words[:1] != ["from"] and "to" not in words:
        return Breathing.steady(parse_breath(text))
    first, to, last = " ".join(words[1:]).partition(" to ")
    if words[:1] != ["from"] or not to:
        raise BadScalar(
            "bad-breath",
            f"{shown(text.strip())} is not a change of breath",
            "write the first breath and the last, like from 4-4 to 5-7",
        )
    return Breathing(parse_breath(first), parse_breath(last))


def _breath_at_rate(text: str) -> BreathPattern | None:
    """`6 breaths/min` with the breath in and out as two to three, as in `4-6`; exact."""
    if not re.fullmatch(RATE_PATTERN, text):
        return None
    rate = Fraction(text.split("breath")[0].strip())
    if not rate:
        raise BadScalar("bad-breath", f"{shown(text)} is too slow", "write it like 6 breaths/min")
    cycle_seconds = 60 / rate
    return BreathPattern(cycle_seconds * 2 / 5, Fraction(0), cycle_seconds * 3 / 5, Fraction(0))
