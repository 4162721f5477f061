"""Durations: `30s`, `1min 30s`, `1:30`."""

import re
from fractions import Fraction

from audioguide.syntax.scalar_text import NUMBER, BadScalar, shown, with_hyphen

_UNIT_SECONDS = {
    "h": Fraction(3600),
    "min": Fraction(60),
    "s": Fraction(1),
    "ms": Fraction(1, 1000),
}

UNITS_PATTERN = (
    "(?=.)" + f"(?:{NUMBER} ?h)?(?: ?{NUMBER} ?min)?(?: ?{NUMBER} ?s)?(?: ?{NUMBER} ?ms)?"
)
"""Numbers with their units, the largest unit first, each unit at most once."""

CLOCK_PATTERN = r"[0-9]{1,4}:[0-5][0-9](?::[0-5][0-9])?"
"""`m:ss` or `h:mm:ss`; `01:30` is `1:30`."""

DURATION_PATTERN = f"(?:{CLOCK_PATTERN}|{UNITS_PATTERN})"

LONGEST_SECONDS = 24 * 3600
"""Durations are shorter than this."""

_UNITS = re.compile(UNITS_PATTERN)
_CLOCK = re.compile(CLOCK_PATTERN)
_CLOCK_LIKE = re.compile(r"[0-9]+(:[0-9]+)+")
_BARE = re.compile(NUMBER)
_PART = re.compile(rf"({NUMBER}) ?([a-z]+)")
_OTHER_SPELLINGS = {
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), "h"),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), "min"),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), "s"),
    **dict.fromkeys(("ms", "msec", "millisecond", "milliseconds"), "ms"),
}
_FORMS = "write it like 30s, 1min 30s or 1:30"


def parse_duration(text: str, *, zero_allowed: bool = False) -> Fraction:
    """Exact seconds.

    Args:
        text: `30s`, `30 s`, `1.5s`, `500ms`, `2min`, `1h`, `1min 30s`, `1:30`, `1:02:03`.
        zero_allowed: whether no time at all makes sense, as for `pause` and `rest`.

    Raises:
        BadScalar: `missing-unit` for a bare number; `bad-duration` for anything else.

    >>> parse_duration("1min 30s"), parse_duration("1:30"), parse_duration("500ms")
    (Fraction(90, 1), Fraction(90, 1), Fraction(1, 2))
    """
    text = text.strip()
    if _BARE.fullmatch(text):
        raise BadScalar("missing-unit", f"{text} of what?", f"write {text}s")
    if _CLOCK.fullmatch(text):
        seconds = _clock_seconds(text)
    elif _UNITS.fullmatch(text):
        seconds = sum(
            (Fraction(number) * _UNIT_SECONDS[unit] for number, unit in _PART.findall(text)),
            Fraction(0),
        )
    else:
        raise BadScalar("bad-duration", f"{shown(text)} is not a duration", _way_to_mend(text))
    if not seconds and not zero_allowed:
        raise BadScalar("bad-duration", f"{shown(text)} is no time at all", "leave it out instead")
    if seconds >= LONGEST_SECONDS:
        raise BadScalar(
            "bad-duration", f"{shown(text)} is too long", "a duration is shorter than 24 hours"
        )
    return seconds


def parse_target(text: str) -> Fraction:
    """Exact seconds of a whole track.

    Raises:
        BadScalar: as `parse_duration`; who gives no unit means minutes here.
    """
    bare = text.strip()
    if _BARE.fullmatch(bare):
        raise BadScalar("missing-unit", f"{bare} of what?", f"write {bare}min")
    return parse_duration(text)


def parse_signed_duration(text: str) -> Fraction:
    """Exact seconds, negative where the text begins with a minus sign.

    Raises:
        BadScalar: as `parse_duration`.
    """
    text = with_hyphen(text.strip())
    if text.startswith("-"):
        return -parse_duration(text[1:])
    return parse_duration(text)


def format_duration(seconds: Fraction) -> str:
    """A duration as an author would write it; `parse_duration` reads it back.

    >>> format_duration(Fraction(90)), format_duration(Fraction(1, 2)), format_duration(Fraction(0))
    ('1min 30s', '500ms', '0s')
    """
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    whole, rest = divmod(rest, 1)
    milliseconds = f"{float(rest * 1000):.6f}".rstrip("0").rstrip(".")
    parts = [f"{hours}h" * bool(hours), f"{minutes}min" * bool(minutes), f"{whole}s" * bool(whole)]
    parts.append(f"{milliseconds}ms" * bool(rest))
    return " ".join(part for part in parts if part) or "0s"


def _clock_seconds(text: str) -> Fraction:
    """Seconds of `m:ss` or `h:mm:ss`."""
    seconds = 0
    for part in text.split(":"):
        seconds = seconds * 60 + int(part)
    return Fraction(seconds)


def _way_to_mend(text: str) -> str:
    """The hint for a text that is no duration."""
    if text.startswith(("-", "−")):
        return "a duration cannot be negative"
    if _CLOCK_LIKE.fullmatch(text):
        return "minutes and seconds after a colon are two digits, 00 to 59"
    if re.fullmatch(r"[0-9]+,[0-9]+ ?[a-z]+", text):
        return "write a decimal point, not a comma"
    lowered = text[:100].lower()
    parts = _PART.findall(lowered)
    spelled = {_OTHER_SPELLINGS.get(unit, ""): number for number, unit in parts}
    leftover = _PART.sub("", lowered).strip()
    if spelled and not leftover and "" not in spelled and len(spelled) == len(parts):
        right = [spelled[unit] + unit for unit in _UNIT_SECONDS if unit in spelled]
        return f"write {' '.join(right)}"
    return _FORMS
