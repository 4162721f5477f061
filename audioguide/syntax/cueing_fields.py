"""`cueing:`: counts, chimes, time left, the next pose, time to get ready, encouragement."""

import re
from fractions import Fraction
from typing import TypeVar

from audioguide.cueing import (
    COUNTINGS,
    LEAST_CHIME_SECONDS,
    LEAST_TIME_LEFT_SECONDS,
    MOST_READY_SECONDS,
    CountDirection,
    Counting,
    Encouragement,
)
from audioguide.near import slip_hint
from audioguide.source import Span, Spanned
from audioguide.syntax.counts import HIGHEST_COUNT, parse_whole
from audioguide.syntax.durations import DURATION_PATTERN, parse_duration
from audioguide.syntax.fields import Field, Found, Record
from audioguide.syntax.kinds import Either, ListOf, Made, ScalarKind, choice, pattern
from audioguide.syntax.reading import Reading
from audioguide.syntax.scalar_text import WHOLE, BadScalar, listed, shown
from audioguide.syntax.script import CueingSpec
from audioguide.syntax.tree import Sequence

T = TypeVar("T")

_OFF = ("off", "false")
"""An editor that reads YAML 1.1 takes the first for the second."""


def parse_counting(text: str) -> Counting:
    """`reps`, `every`, `auto`, `off`, or `5` for every fifth.

    Raises:
        BadScalar: `bad-choice` or `bad-count`.

    >>> parse_counting("5")
    Counting(reps_step=5, beats_step=5)
    """
    text = text.strip()
    if re.fullmatch(WHOLE, text):
        step = parse_whole(text)
        return Counting(step, step)
    text = "off" if text in _OFF else text
    if text not in COUNTINGS:
        hint = slip_hint(text, COUNTINGS) or f"write {listed((*COUNTINGS, '5 for every fifth'))}"
        raise BadScalar("bad-choice", f"{shown(text)} cannot stand here", hint)
    return COUNTINGS[text]


def _parse_on_or_off(text: str) -> bool:
    text = text.strip()
    if text not in ("on", "true", *_OFF):
        raise BadScalar("bad-choice", f"{shown(text)} cannot stand here", "write on or off")
    return text in ("on", "true")


def _parse_seconds_or_off(text: str) -> Fraction:
    return Fraction(0) if text.strip() in _OFF else parse_duration(text, zero_allowed=True)


def _parse_interval(text: str) -> Fraction:
    seconds = _parse_seconds_or_off(text)
    if 0 < seconds < LEAST_CHIME_SECONDS:
        hint = f"chimes stand {LEAST_CHIME_SECONDS}s or more apart"
        raise BadScalar("bad-duration", f"{shown(text)} is too short", hint)
    return seconds


def _parse_ready(text: str) -> Fraction:
    seconds = _parse_seconds_or_off(text)
    if seconds > MOST_READY_SECONDS:
        hint = f"at most {MOST_READY_SECONDS}s, for people are in the pose already"
        raise BadScalar("bad-duration", f"{shown(text)} is too long to get ready", hint)
    return seconds


def _parse_time_left(text: str) -> Fraction:
    seconds = parse_duration(text)
    if seconds < LEAST_TIME_LEFT_SECONDS or seconds.denominator != 1:
        hint = f"write whole seconds, {LEAST_TIME_LEFT_SECONDS}s or more"
        raise BadScalar("bad-duration", f"{shown(text)} cannot be told as time left", hint)
    return seconds


def _parse_time_left_or_off(text: str) -> tuple[Fraction, ...]:
    return () if text.strip() in _OFF else (_parse_time_left(text),)


def _longest_first(times: tuple[Fraction, ...], _: Span) -> tuple[Fraction, ...]:
    return tuple(sorted(set(times), reverse=True))


_DURATION = pattern(DURATION_PATTERN)
_IS_OFF = {"enum": ["off", False]}

COUNTS = Field(
    "counts",
    ScalarKind(
        "counts",
        "reps, every, auto, off, or a whole number such as 5",
        parse_counting,
        (
            {"enum": [*COUNTINGS, False]},
            {"type": "integer", "minimum": 1, "maximum": HIGHEST_COUNT},
            pattern(WHOLE),
        ),
    ),
    "What is counted aloud: reps; every rep and beat; auto; off; or 5 for every fifth.",
)
DIRECTION = Field("direction", choice("direction", CountDirection), "Whether counts go up or down.")
CHIME_EVERY = Field(
    "chime_every",
    ScalarKind("interval", "a duration such as 30s, or off", _parse_interval, (_DURATION, _IS_OFF)),
    "A soft chime in holds, this far apart: 30s; or off.",
)
TIME_LEFT = Field(
    "time_left",
    Either(
        ScalarKind(
            "time_left_or_off",
            "durations such as [1min, 30s], or off",
            _parse_time_left_or_off,
            (_DURATION, _IS_OFF),
        ),
        Made(
            ListOf(
                ScalarKind("time_left", "a duration such as 30s", _parse_time_left, (_DURATION,)),
                "a list of durations",
                "write [1min, 30s]",
            ),
            _longest_first,
        ),
        Sequence,
    ),
    "Moments of a hold at which the time left is said: [1min, 30s, 10s]; or off.",
)
NEXT = Field(
    "next",
    ScalarKind(
        "on_or_off", "on or off", _parse_on_or_off, ({"type": "boolean"}, {"enum": ["on", "off"]})
    ),
    "Whether a rest says which pose comes next.",
)
READY = Field(
    "ready",
    ScalarKind(
        "seconds_or_off",
        "a duration such as 5s, or off",
        _parse_ready,
        (_DURATION, _IS_OFF),
    ),
    "Time to get ready before a dose: 5s, at most 30s; or off.",
)
ENCOURAGE = Field(
    "encourage", choice("encourage", Encouragement), "How often a friendly word is said."
)


def _entry(found: Found, field: Field[T]) -> Spanned[T] | None:
    """The value of a field, with its key as its place."""
    value = found.get(field)
    return None if value is None else Spanned(value, found.entry_span(field.name))


def _make_cueing(found: Found, _: Reading) -> CueingSpec:
    return CueingSpec(
        counts=_entry(found, COUNTS),
        direction=_entry(found, DIRECTION),
        chime_every_seconds=_entry(found, CHIME_EVERY),
        time_left_seconds=_entry(found, TIME_LEFT),
        names_next=_entry(found, NEXT),
        ready_seconds=_entry(found, READY),
        encouragement=_entry(found, ENCOURAGE),
    )


CUEING = Field(
    "cueing",
    Record(
        "cueing",
        "settings of cueing such as counts and ready",
        (COUNTS, DIRECTION, CHIME_EVERY, TIME_LEFT, NEXT, READY, ENCOURAGE),
        _make_cueing,
    ),
    "What is counted, chimed and told beside the words of the poses.",
)
