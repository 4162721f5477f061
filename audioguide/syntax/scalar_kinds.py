"""The scalar kinds of the language, each with the function that types it and what editors see."""

from functools import partial

from audioguide.dose import Guidance, Side
from audioguide.syntax import breaths, counts, durations, scalars, words
from audioguide.syntax.kinds import ScalarKind, Schema, choice, pattern
from audioguide.syntax.scalar_text import WHOLE


def _number(low: float, high: float, *, whole: bool = False) -> Schema:
    """A bare number, which an editor types before the schema sees it."""
    return {"type": "integer" if whole else "number", "minimum": low, "maximum": high}


_COUNT = _number(1, counts.HIGHEST_COUNT, whole=True)
_DURATION = pattern(durations.DURATION_PATTERN)

DURATION = ScalarKind(
    "duration", "a duration such as 30s or 1:30", durations.parse_duration, (_DURATION,)
)
TARGET = ScalarKind("target", "a length such as 20min", durations.parse_target, (_DURATION,))
DURATION_OR_NONE = ScalarKind(
    "duration_or_none",
    "a duration such as 30s, or 0s",
    partial(durations.parse_duration, zero_allowed=True),
    (_DURATION,),
)
HOLD = ScalarKind(
    "hold", "a hold such as 30s or 10 breaths", counts.parse_hold, (pattern(counts.HOLD_PATTERN),)
)
FLOW = ScalarKind(
    "flow", "a flow such as 8 rounds or 2min", counts.parse_flow, (pattern(counts.FLOW_PATTERN),)
)
BREATHS = ScalarKind(
    "breaths",
    "a count such as 6 breaths",
    counts.parse_breaths,
    (pattern(counts.BREATHS_PATTERN),),
)
ROUNDS = ScalarKind(
    "rounds", "a count such as 8 rounds", counts.parse_rounds, (pattern(counts.ROUNDS_PATTERN),)
)
REPS = ScalarKind(
    "reps", "a count such as 4", counts.parse_reps, (_COUNT, pattern(f"{WHOLE}(?: ?reps?)?"))
)
BEATS = ScalarKind(
    "beats", "a count such as 120", counts.parse_beats, (_COUNT, pattern(f"{WHOLE}(?: ?beats?)?"))
)
WHOLE_NUMBER = ScalarKind(
    "whole", "a whole number such as 4", counts.parse_whole, (_COUNT, pattern(WHOLE))
)
RATE = ScalarKind(
    "rate",
    "a rate such as 66 bpm, 1.1 Hz or 66/min",
    scalars.parse_rate,
    (pattern(scalars.RATE_PATTERN),),
)
SPEAKING_RATE = ScalarKind(
    "speaking_rate",
    "a speaking rate such as 140 wpm",
    scalars.parse_speaking_rate,
    (pattern(scalars.SPEAKING_RATE_PATTERN),),
)
LEVEL = ScalarKind(
    "level", "a level such as -6 dB", scalars.parse_level, (pattern(scalars.LEVEL_PATTERN),)
)
PITCH = ScalarKind(
    "pitch",
    "a pitch from 0 to 99",
    scalars.parse_pitch,
    (_number(0, 99, whole=True), pattern(WHOLE)),
)
BREATH = ScalarKind(
    "breath",
    "a breath such as 4-6 (in, out), 4-0-6-2 (in, hold, out, rest), 6 breaths/min, box, "
    "or from 4-4 to 5-7",
    breaths.parse_breathing,
    (
        {"enum": list(breaths.BREATH_NAMES)},
        pattern(breaths.RATE_PATTERN),
        pattern(breaths.SECONDS_PATTERN),
        pattern(breaths.CHANGE_PATTERN),
    ),
)
PACE = ScalarKind(
    "pace",
    "a pace: gentle, steady, brisk or a factor",
    scalars.parse_pace,
    ({"enum": list(scalars.PACES)}, _number(0.5, 2), pattern(scalars.FACTOR_PATTERN)),
)
LANGUAGE = ScalarKind(
    "language",
    "a language such as en-GB",
    scalars.parse_language,
    (pattern(scalars.LANGUAGE_PATTERN),),
)
FLAG = ScalarKind(
    "flag", "true or false", words.parse_flag, ({"type": "boolean"}, {"enum": ["true", "false"]})
)
GUIDANCE = choice("guidance", Guidance)
SIDE = choice("side", Side, code="bad-side")
ANY_TEXT = ScalarKind("any_text", "a value", str, ({"type": ["string", "number", "boolean"]},))
