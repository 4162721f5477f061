"""Rates, levels, breaths, paces and choices: from text to an exact value.

The patterns are what an editor checks (`json_schema`) and what the functions accept; ranges come
on top. All of them raise `BadScalar` for a text that they refuse, and nothing else.
"""

import re
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from audioguide.dose import BreathPattern
from audioguide.near import slip_hint
from audioguide.syntax.scalar_text import NUMBER, WHOLE, BadScalar, listed, shown

E = TypeVar("E", bound=StrEnum)

RATE_PATTERN = f"{NUMBER} ?(?:bpm|BPM|Hz|hz|/ ?min)"
SPEAKING_RATE_PATTERN = f"{WHOLE} ?(?:wpm|WPM)"
LEVEL_PATTERN = f"[+-]?{NUMBER} ?(?:dB|db|DB)"
BREATH_PATTERN = f"{NUMBER}-{NUMBER}(?:-{NUMBER}-{NUMBER})?"
BREATH_RATE_PATTERN = f"{NUMBER} ?breaths?/ ?min"
FACTOR_PATTERN = f"{NUMBER} ?%?"
LANGUAGE_PATTERN = "[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"

_COHERENT_SECONDS = Fraction(60) / Fraction("5.5") / 2
BREATH_NAMES = {
    "box": BreathPattern(Fraction(4), Fraction(4), Fraction(4), Fraction(4)),
    "4-7-8": BreathPattern(Fraction(4), Fraction(7), Fraction(8), Fraction(0)),
    "coherent": BreathPattern(_COHERENT_SECONDS, Fraction(0), _COHERENT_SECONDS, Fraction(0)),
}
"""Breaths by the names that teachers have for them. Coherent breathing is five and a half breaths
a minute, as long in as out. Source: Lin, Tai and Fan, "Breathing at a rate of 5.5 breaths per
minute with equal inhalation-to-exhalation ratio increases heart rate variability" (2014)."""
PACES = {"gentle": Fraction(85, 100), "steady": Fraction(1), "brisk": Fraction(115, 100)}

_LONGEST_CYCLE_SECONDS = 60


def parse_rate(text: str) -> Fraction:
    """Beats a minute, 10 to 300, from `66 bpm`, `1.1 Hz` or `66/min`.

    Raises:
        BadScalar: `missing-unit` or `bad-rate`.

    >>> parse_rate("1.1 Hz")
    Fraction(66, 1)
    """
    text = text.strip()
    if re.fullmatch(NUMBER, text):
        raise BadScalar("missing-unit", f"{text} of what?", f"write {text} bpm")
    if not re.fullmatch(RATE_PATTERN, text):
        raise BadScalar(
            "bad-rate", f"{shown(text)} is not a rate", "write it like 66 bpm, 1.1 Hz or 66/min"
        )
    number, unit = re.findall(f"({NUMBER}) ?(.*)", text)[0]
    rate_bpm = Fraction(number) * (60 if unit.lower() == "hz" else 1)
    if not 10 <= rate_bpm <= 300:
        raise BadScalar(
            "bad-rate", f"{shown(text)} is out of range", "a rate is 10 to 300 beats a minute"
        )
    return rate_bpm


def parse_speaking_rate(text: str) -> int:
    """Words a minute, 80 to 400. Raises `BadScalar`: `missing-unit`, `bad-speaking-rate`."""
    text = text.strip()
    if re.fullmatch(WHOLE, text):
        raise BadScalar("missing-unit", f"{text} of what?", f"write {text} wpm")
    if re.fullmatch(SPEAKING_RATE_PATTERN, text):
        rate_wpm = int(text[:-3])
        if 80 <= rate_wpm <= 400:
            return rate_wpm
    raise BadScalar(
        "bad-speaking-rate",
        f"{shown(text)} is not a speaking rate",
        "write words a minute from 80 wpm to 400 wpm",
    )


def parse_level(text: str) -> float:
    """Decibels, -60 to +12. Raises `BadScalar`: `missing-unit`, `bad-level`."""
    text = text.strip()
    if re.fullmatch(f"[+-]?{NUMBER}", text):
        raise BadScalar("missing-unit", f"{text} of what?", f"write {text} dB")
    if re.fullmatch(LEVEL_PATTERN, text):
        level_db = float(text[:-2])
        if -60 <= level_db <= 12:
            return level_db
    raise BadScalar("bad-level", f"{shown(text)} is not a level", "write it from -60 dB to +12 dB")


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
    if pattern is None and not re.fullmatch(BREATH_PATTERN, text):
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


def _breath_at_rate(text: str) -> BreathPattern | None:
    """`6 breaths/min` with the breath in and out as two to three, as in `4-6`; exact."""
    if not re.fullmatch(BREATH_RATE_PATTERN, text):
        return None
    rate = Fraction(text.split("breath")[0].strip())
    if not rate:
        raise BadScalar("bad-breath", f"{shown(text)} is too slow", "write it like 6 breaths/min")
    cycle_seconds = 60 / rate
    return BreathPattern(cycle_seconds * 2 / 5, Fraction(0), cycle_seconds * 3 / 5, Fraction(0))


def parse_factor(text: str) -> Fraction:
    """A factor from 0.25 to 4, as `0.9` or `90%`. Raises `BadScalar`: `bad-factor`."""
    text = text.strip()
    if re.fullmatch(FACTOR_PATTERN, text):
        number = Fraction(text.rstrip("% ")) / (100 if text.endswith("%") else 1)
        if Fraction(1, 4) <= number <= 4:
            return number
    raise BadScalar(
        "bad-factor", f"{shown(text)} is not a factor", "write it from 0.25 to 4, or 25% to 400%"
    )


def parse_pace(text: str) -> Fraction:
    """A factor from 0.5 to 2, or its name. Raises `BadScalar`: `bad-pace`.

    >>> parse_pace("gentle"), parse_pace("90%")
    (Fraction(17, 20), Fraction(9, 10))
    """
    text = text.strip()
    try:
        pace = PACES[text] if text in PACES else parse_factor(text)
    except BadScalar:
        pace = Fraction(0)
    if not Fraction(1, 2) <= pace <= 2:
        hint = slip_hint(text, PACES) or f"write {listed((*PACES, 'a factor from 0.5 to 2'))}"
        raise BadScalar("bad-pace", f"{shown(text)} is not a pace", hint)
    return pace


def parse_pitch(text: str) -> int:
    """A pitch from 0 to 99. Raises `BadScalar`: `bad-pitch`."""
    text = text.strip()
    if re.fullmatch(WHOLE, text) and int(text) <= 99:
        return int(text)
    raise BadScalar("bad-pitch", f"{shown(text)} is not a pitch", "write a whole number, 0 to 99")


def parse_language(text: str) -> str:
    """A BCP 47 tag such as `en-GB`. Raises `BadScalar`: `bad-language`."""
    text = text.strip()
    if re.fullmatch(LANGUAGE_PATTERN, text):
        return text
    raise BadScalar(
        "bad-language", f"{shown(text)} is not a language", "write a tag such as en, en-GB or de"
    )


def parse_choice(text: str, choices: type[E], *, code: str = "bad-choice") -> E:
    """One of an enum's words.

    Raises:
        BadScalar: `code`; the hint names the nearest word, or all of them.
    """
    text = text.strip()
    words = tuple(str(choice) for choice in choices)
    if text not in words:
        hint = slip_hint(text, words) or f"write {listed(words)}"
        raise BadScalar(code, f"{shown(text)} cannot stand here", hint)
    return choices(text)
