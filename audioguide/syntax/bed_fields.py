"""A bed: what sounds under everything. And `pan` and `keep_awake`, which stand beside it."""

import re
from fractions import Fraction
from functools import partial

from audioguide.near import slip_hint
from audioguide.source import Spanned
from audioguide.syntax.durations import DURATION_PATTERN, format_duration, parse_duration
from audioguide.syntax.fields import Field, Found, Record
from audioguide.syntax.kinds import Either, Made, ScalarKind, choice, pattern
from audioguide.syntax.reading import Reading
from audioguide.syntax.rules import AtMostOne
from audioguide.syntax.scalar_text import NUMBER, BadScalar, listed, shown
from audioguide.syntax.scalars import LEVEL_PATTERN, parse_level
from audioguide.syntax.script import BedName, BedSpec
from audioguide.syntax.text_kinds import WORDS

NO_BED = "none"
_BED_WORDS = (*map(str, BedName), NO_BED)
MOST_GAIN_DB = 6.0
"""Beyond it a bed would be louder than the voice wherever nobody speaks."""
_DEEPEST_DUCK_DB = 40
_DUCK_PATTERN = f"{NUMBER} ?(?:dB|db|DB)"
_PAN_PATTERN = f"{NUMBER} ?%"
_FLAGS = {"on": True, "true": True, "off": False, "false": False}


def parse_bed(text: str) -> BedSpec:
    """The bed that one word stands for. Raises `BadScalar`: `bad-choice`.

    >>> str(parse_bed("rain").sound), parse_bed("none") == BedSpec()
    ('rain', True)
    """
    text = text.strip()
    if text not in _BED_WORDS:
        hint = slip_hint(text, _BED_WORDS)
        own = "bed: {file: music.mp3} in a routine plays a file of your own"
        hint = hint or f"write {listed(_BED_WORDS)}; {own}"
        raise BadScalar("bad-choice", f"{shown(text)} is not a bed", hint)
    return BedSpec(None if text == NO_BED else BedName(text))


def parse_duck(text: str) -> float:
    """Decibels from 0 to 40. Raises `BadScalar`: `missing-unit`, `bad-level`."""
    text = text.strip()
    if re.fullmatch(NUMBER, text):
        raise BadScalar("missing-unit", f"{text} of what?", f"write {text} dB")
    if re.fullmatch(_DUCK_PATTERN, text) and float(text[:-2]) <= _DEEPEST_DUCK_DB:
        return float(text[:-2])
    hint = f"write by how much it falls, from 0 dB to {_DEEPEST_DUCK_DB} dB"
    raise BadScalar("bad-level", f"{shown(text)} is not a depth", hint)


def parse_pan(text: str) -> Fraction:
    """How far to a side, from 0 to 1, as `40%`. Raises `BadScalar`: `missing-unit`, `bad-factor`.

    >>> parse_pan("40%")
    Fraction(2, 5)
    """
    text = text.strip()
    if re.fullmatch(NUMBER, text):
        number = Fraction(text)
        # Who writes 0.4 means two fifths, as with a pace.
        percent = number * 100 if "." in text and number <= 1 else number
        raise BadScalar("missing-unit", f"{text} of what?", f"write {float(percent):g}%")
    if re.fullmatch(_PAN_PATTERN, text):
        share = Fraction(text.rstrip("% ")) / 100
        if share <= 1:
            return share
    raise BadScalar("bad-factor", f"{shown(text)} is not a share", "write it from 0% to 100%")


def _parse_gain(text: str) -> float:
    level_db = parse_level(text)
    if level_db > MOST_GAIN_DB:
        hint = f"a bed is at most {MOST_GAIN_DB:g} dB louder than usual; write +{MOST_GAIN_DB:g} dB"
        raise BadScalar("bad-level", f"{shown(text.strip())} is louder than the voice", hint)
    return level_db


def parse_on_off(text: str) -> bool:
    """`on` or `off`, or as a flag elsewhere. Raises `BadScalar`: `bad-choice`."""
    text = text.strip()
    if text not in _FLAGS:
        raise BadScalar("bad-choice", f"{shown(text)} cannot stand here", "write on or off")
    return _FLAGS[text]


def _parse_time(text: str, *, least: Fraction, most: Fraction) -> Fraction:
    seconds = parse_duration(text, zero_allowed=not least)
    if not least <= seconds <= most:
        hint = f"write it from {format_duration(least)} to {format_duration(most)}"
        raise BadScalar("bad-duration", f"{shown(text.strip())} is out of range here", hint)
    return seconds


def time_kind(name: str, least: Fraction, most: Fraction) -> ScalarKind[Fraction]:
    """A duration within bounds, both of them included."""
    expects = f"a duration from {format_duration(least)} to {format_duration(most)}"
    parse = partial(_parse_time, least=least, most=most)
    return ScalarKind(name, expects, parse, (pattern(DURATION_PATTERN),))


_BED_WORD = ScalarKind("bed_word", listed(_BED_WORDS), parse_bed, ({"enum": list(_BED_WORDS)},))
_DUCK = ScalarKind("duck", "a depth such as 8 dB", parse_duck, (pattern(_DUCK_PATTERN),))
_PAN = ScalarKind("pan", "a share such as 40%", parse_pan, (pattern(_PAN_PATTERN),))
_BED_LEVEL = ScalarKind(
    "bed_level", "a level such as -6 dB", _parse_gain, (pattern(LEVEL_PATTERN),)
)
ON_OFF = ScalarKind(
    "on_off", "on or off", parse_on_off, ({"type": "boolean"}, {"enum": list(_FLAGS)})
)

_SOUND = Field(
    "sound", choice("bed_sound", BedName), f"A sound that ships: {listed(_BED_WORDS[:-1])}."
)
_FILE = Field("file", Made(WORDS, Spanned), "A sound file, relative to this one.")
_GAIN = Field("gain", _BED_LEVEL, "Louder or softer than usual: -6 dB.")
_DUCK_FIELD = Field("duck", _DUCK, "By how much it falls under speech: 8 dB.")
_ATTACK = Field(
    "attack",
    time_kind("attack", Fraction(1, 20), Fraction(10)),
    "How long it takes to fall, before the first word: 500ms.",
)
_RELEASE = Field(
    "release",
    time_kind("release", Fraction(1, 20), Fraction(30)),
    "How long it takes to rise after the last word: 1.5s.",
)
_FADE = Field(
    "fade", time_kind("fade", Fraction(0), Fraction(120)), "How long it comes in and goes out: 3s."
)


def _make_bed(found: Found, reading: Reading) -> BedSpec | None:
    sound, file = found.get(_SOUND), found.get(_FILE)
    if sound is None and file is None:
        hint = "write sound: rain, or file: music.mp3"
        reading.error("missing-key", "a bed needs a sound or a file", found.node.span, hint)
        return None
    return BedSpec(
        sound=sound,
        file=file,
        gain_db=found.get(_GAIN),
        duck_db=found.get(_DUCK_FIELD),
        attack_seconds=found.get(_ATTACK),
        release_seconds=found.get(_RELEASE),
        fade_seconds=found.get(_FADE),
    )


BED = Field(
    "bed",
    Either(
        _BED_WORD,
        Record(
            "bed",
            "the name of a bed, or its settings",
            (_SOUND, _FILE, _GAIN, _DUCK_FIELD, _ATTACK, _RELEASE, _FADE),
            _make_bed,
            (AtMostOne(("sound", "file"), "two-sounds", "two sounds"),),
        ),
        single_key="sound",
    ),
    "What sounds under everything: rain, waves, brown-noise, drone or none; or "
    "{sound or file, gain, duck, attack, release, fade}.",
)
PAN = Field("pan", _PAN, "How far lines with a side move to that side: 40%.")
KEEP_AWAKE = Field(
    "keep_awake", ON_OFF, "on: long silences have a sound too soft to hear, for sleepy speakers."
)
