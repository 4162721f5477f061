"""Rates, levels, paces and choices: from text to an exact value.

The patterns are what an editor checks (`json_schema`) and what the functions accept; ranges come
on top. All of them raise `BadScalar` for a text that they refuse, and nothing else.
"""

import re
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from audioguide.near import slip_hint
from audioguide.syntax.scalar_text import (
    MINUS,
    NUMBER,
    WHOLE,
    BadScalar,
    listed,
    shown,
    with_hyphen,
)

E = TypeVar("E", bound=StrEnum)

RATE_PATTERN = f"{NUMBER} ?(?:bpm|BPM|Hz|hz|/ ?min)"
SPEAKING_RATE_PATTERN = f"{WHOLE} ?(?:wpm|WPM)"
LEVEL_PATTERN = f"(?:[+]|{MINUS})?{NUMBER} ?(?:dB|db|DB)"
FACTOR_PATTERN = f"{NUMBER} ?%?"
LANGUAGE_PATTERN = "[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"

LAST_WEEK = 520
"""Ten years of weeks."""
PACES = {"gentle": Fraction(85, 100), "steady": Fraction(1), "brisk": Fraction(115, 100)}


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
    text = with_hyphen(text.strip())
    if re.fullmatch(f"[+-]?{NUMBER}", text):
        raise BadScalar("missing-unit", f"{text} of what?", f"write {text} dB")
    if re.fullmatch(LEVEL_PATTERN, text):
        level_db = float(text[:-2])
        if -60 <= level_db <= 12:
            return level_db
    raise BadScalar("bad-level", f"{shown(text)} is not a level", "write it from -60 dB to +12 dB")


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


def parse_week(text: str) -> int:
    """A week, 1 to `LAST_WEEK`. Raises `BadScalar`: `bad-week`."""
    text = text.strip()
    if re.fullmatch(WHOLE, text) and 1 <= int(text) <= LAST_WEEK:
        return int(text)
    hint = f"write a whole number from 1 to {LAST_WEEK}"
    raise BadScalar("bad-week", f"{shown(text)} is not a week", hint)


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
