"""The key `reading` of a language's file: typed, with what is wrong in it."""

import re
from string import Formatter

from audioguide.diagnostics import Diagnostic
from audioguide.reading.rules import (
    HOUR,
    MINUTE,
    SECOND,
    TIMES,
    Forms,
    Ordinals,
    ReadingRules,
    Share,
    Unit,
)
from audioguide.source import Span
from audioguide.syntax.fields import Field, Found, Record
from audioguide.syntax.kinds import Either, Kind, ListOf, Made, Named, ScalarKind
from audioguide.syntax.reading import Reading
from audioguide.syntax.scalar_text import BadScalar, shown
from audioguide.syntax.text_kinds import WORDS
from audioguide.syntax.tree import Node
from audioguide.syntax.words import parse_words

_GENDERS = ("f", "m", "n")
_SHARE_HOLES = frozenset({"n", "next", "unit", "units", "counted", "of"})
_CLOCK_HOLES = frozenset({"hours", "minutes"})
_NEEDED = (HOUR, MINUTE, SECOND, TIMES)


def _gender(text: str) -> str:
    if text not in _GENDERS:
        raise BadScalar("bad-choice", f"{shown(text)} is no gender", "write f, m or n")
    return text


def _gender_or_to(text: str) -> str:
    return text if text == "to" else _gender(text)


def _whole(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,3}", text):
        raise BadScalar("bad-count", f"{shown(text)} is no whole number up to 999")
    return int(text)


def _number_key(text: str) -> str:
    return str(_whole(text))


def _share_key(text: str) -> str:
    found = re.fullmatch(r"([1-9])/([1-9][0-9]?)", text)
    if not found or int(found[1]) >= int(found[2]):
        raise BadScalar("bad-key", f"{shown(text)} is no fraction below one", "write 1/2 or 3/4")
    return text


def _with_holes(known: frozenset[str]) -> ScalarKind[str]:
    def parse(text: str) -> str:
        try:
            holes = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        except ValueError as trouble:
            raise BadScalar("bad-text", f"{shown(text)}: {trouble}") from trouble
        if not holes <= known:
            some = ", ".join(f"{{{name}}}" for name in sorted(known))
            raise BadScalar("bad-text", f"{shown(text)} has an unknown placeholder", f"use {some}")
        return parse_words(text)

    return ScalarKind("template", "a text", parse, ({"type": "string"},))


def _for_any(text: str, _: Span) -> Forms:
    return (("", text),)


_TEXT = ScalarKind("said", "a text", str, ({"type": "string"},))
_TEMPLATE = _with_holes(_SHARE_HOLES)
_FORMS: Kind[Forms] = Either(
    Made(_TEMPLATE, _for_any), Named(_TEMPLATE, "f|m|n", _gender, "a text for each gender")
)
_MAP = Named(WORDS, r".*\S.*", parse_words, "words, each with what it is said as")
_LIST = ListOf(WORDS, "a list of words", "write [one, two]")
_COUNT = ScalarKind("whole", "a whole number", _whole, ({"type": "integer"},))
_NUMBERS = Named(WORDS, "[0-9]+", _number_key, "numbers, each with its word")
_ONE = Field("one", WORDS, "The singular.", required=True)
_MANY = Field("many", WORDS, "The plural.", required=True)
_GENDER = Field("gender", ScalarKind("gender", "f, m or n", _gender, ()), "Its gender.")
_OF = Field("of", WORDS, "The unit as it follows a share.")
_OF_ANY = Field("of", _with_holes(frozenset({"unit"})), "A unit as it follows a share.")
_ALONE = Field("alone", WORDS, "The fraction without a unit.", required=True)
_PART = Field("part", _FORMS, "The fraction of a unit.", required=True)
_MORE = Field("more", _FORMS, "The fraction above a whole number.", required=True)
_WHOLES = Field(
    "wholes",
    Named(_TEMPLATE, "[0-9]+", _number_key, "whole numbers, each with a text"),
    "Texts of their own for some whole numbers.",
)
_ORDINAL_WORDS = Field("words", _NUMBERS, "The ordinals.", required=True)
_ENDINGS = Field(
    "endings",
    Named(_TEXT, r".*\S.*", parse_words, "words, each with an ending"),
    "Words before.",
    required=True,
)
_BEFORE = Field("before", _LIST, "Words behind.", required=True)


def _make_unit(found: Found, _: Reading) -> Unit:
    gender, of = found.get(_GENDER), found.get(_OF)
    return Unit((), found.need(_ONE), found.need(_MANY), gender or "", of or "")


def _make_share(found: Found, _: Reading) -> Share:
    wholes = tuple((int(number), text) for number, text in found.get(_WHOLES) or ())
    return Share("", found.need(_ALONE), found.need(_PART), found.need(_MORE), wholes)


def _make_ordinals(found: Found, _: Reading) -> Ordinals:
    words = tuple((int(number), word) for number, word in found.need(_ORDINAL_WORDS))
    return Ordinals(words, found.need(_ENDINGS), found.need(_BEFORE))


_UNIT = Record("unit", "a unit: one and many", (_ONE, _MANY, _GENDER, _OF), _make_unit)
_SHARE = Record(
    "share", "a fraction: alone, part, more", (_ALONE, _PART, _MORE, _WHOLES), _make_share
)
_DECIMAL = Field("decimal", WORDS, "Before the tenths.", required=True)
_THOUSANDS = Field("thousands", WORDS, "Between thousands.", required=True)
_TO = Field("to", WORDS, "Between the ends of a range.", required=True)
_PER = Field("per", WORDS, "The slash behind a unit.")
_SINGULAR = Field("singular_below", _COUNT, "Below which number the singular stands.")
_UNITS = Field(
    "units",
    Named(_UNIT, r".*\S.*", parse_words, "symbols, each with a unit"),
    "Units by their symbols.",
    required=True,
)
_NOUNS = Field(
    "nouns",
    Named(_MAP, "f|m|n", _gender, "genders, each with nouns"),
    "Other nouns that are counted: singular and plural.",
)
_WORDS = Field("words", _MAP, "Short forms and signs.")
_BEFORE_NUMBER = Field("before_number", _MAP, "The same, before a number.")
_CLOCK_WORDS = Field("clock_words", _LIST, "Words behind a time of the day.")
_CLOCK_BEFORE = Field("clock_before", _LIST, "Words before a time of the day.")
_CLOCK = Field("clock", _with_holes(_CLOCK_HOLES), "How a time of the day is said.")
_PATTERNS = Field("patterns", _LIST, "Words behind a pattern of the breath.")
_AGES = Field("ages_after", _LIST, "Words behind which 30s are years.")
_SHARES = Field("shares", Named(_SHARE, "[1-9]/[1-9]", _share_key, "fractions"), "Fractions.")
_AGREEING = Field(
    "agreeing",
    Named(_NUMBERS, "f|m|n|to", _gender_or_to, "genders, each with numbers"),
    "Numbers that change with the gender.",
)
_HUNDREDS = Field("hundreds", _NUMBERS, "How a number from 100 on begins.")
_ORDINALS = Field(
    "ordinals",
    Record(
        "ordinals", "words, endings, before", (_ORDINAL_WORDS, _ENDINGS, _BEFORE), _make_ordinals
    ),
    "Numbers with a full stop that are ordinals.",
)


def _make_rules(found: Found, reading: Reading) -> ReadingRules | None:
    units = [
        Unit(tuple(symbols.split()), unit.one, unit.many, unit.gender, unit.of)
        for symbols, unit in found.need(_UNITS)
    ]
    known = {symbol for unit in units for symbol in unit.symbols}
    missing = [symbol for symbol in _NEEDED if symbol not in known]
    if missing:
        message = f"there is no unit with the symbol {', '.join(missing)}"
        reading.error("missing-key", message, found.span(_UNITS.name))
        return None
    nouns = [
        Unit((), one, many, gender)
        for gender, pairs in found.get(_NOUNS) or ()
        for one, many in pairs
    ]
    return ReadingRules(
        decimal=found.need(_DECIMAL),
        thousands=found.need(_THOUSANDS),
        to=found.need(_TO),
        units=(*units, *nouns),
        per=found.get(_PER) or "",
        of=found.get(_OF_ANY) or "{unit}",
        singular_below=found.get(_SINGULAR) or 0,
        words=found.get(_WORDS) or (),
        before_number=found.get(_BEFORE_NUMBER) or (),
        clock_words=found.get(_CLOCK_WORDS) or (),
        clock_before=found.get(_CLOCK_BEFORE) or (),
        clock=found.get(_CLOCK) or "",
        patterns=found.get(_PATTERNS) or (),
        ages_after=found.get(_AGES) or (),
        shares=tuple(
            Share(written, share.alone, share.part, share.more, share.wholes)
            for written, share in found.get(_SHARES) or ()
        ),
        agreeing=tuple(
            (gender, tuple((int(number), word) for number, word in pairs))
            for gender, pairs in found.get(_AGREEING) or ()
        ),
        hundreds=tuple((int(number), word) for number, word in found.get(_HUNDREDS) or ()),
        ordinals=found.get(_ORDINALS),
    )


_READING = Record(
    "reading",
    "how figures and short forms are said",
    (
        _DECIMAL,
        _THOUSANDS,
        _TO,
        _PER,
        _OF_ANY,
        _SINGULAR,
        _UNITS,
        _NOUNS,
        _WORDS,
        _BEFORE_NUMBER,
        _CLOCK_WORDS,
        _CLOCK_BEFORE,
        _CLOCK,
        _PATTERNS,
        _AGES,
        _SHARES,
        _AGREEING,
        _HUNDREDS,
        _ORDINALS,
    ),
    _make_rules,
)


def read_reading(node: Node) -> tuple[ReadingRules | None, tuple[Diagnostic, ...]]:
    """The rules that stand under `reading`.

    Returns:
        The rules, absent after an error, and every problem.
    """
    reading = Reading(None)
    rules = _READING.read(node, reading)
    return rules, reading.diagnostics
