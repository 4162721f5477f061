"""Numbers and the units behind them: which form, which gender, which words."""

import re
from collections.abc import Callable, Iterable
from fractions import Fraction

from audioguide.lexicon import MARKS
from audioguide.reading.rules import Forms, ReadingRules, Unit

_MOST_FIGURES = 20

Handler = Callable[[re.Match[str]], str]
Pass = tuple[str, str, Handler]
"""Signs of which a text has one where there is anything to read (none: any text may have), a
pattern, and what reads each place that fits it."""

GAP = "[ \u00a0\u202f\u2009]?"
"""What may stand between a number and its unit."""
NUMBER = r"\d+(?:[.,]\d+)*"
START = rf"(?<![\w{MARKS}:])(?<!\w[–-])(?<!\d[.,/])"
"""Where a number may begin: not inside a word (`C4`), a date or another number."""
NO_MORE = r"(?![\d/:])(?![.,–-]\d)"
"""Behind a number that is whole."""
END = rf"(?![\w{MARKS}'’])(?!/[^\W\d_])"
"""Where a unit or a noun ends."""


class Units:
    """The units of a language, found by symbol and by name."""

    def __init__(self, rules: ReadingRules) -> None:
        """Sort them, and keep the rules for their numbers."""
        self._rules = rules
        self._by_symbol = {symbol: unit for unit in rules.units for symbol in unit.symbols}
        self._by_name = {
            name.casefold(): unit for unit in rules.units for name in (unit.one, unit.many)
        }
        self._agreeing = {gender: dict(words) for gender, words in rules.agreeing}
        self.symbols = one_of(self._by_symbol)
        self.names = rf"(?i:{one_of(self._by_name)})"
        self.any_behind = rf"(?:{GAP}(?P<unit>{self.symbols}|{self.names}){END})?"

    def called(self, written: str) -> Unit:
        """The unit of a symbol or a name."""
        return self._by_symbol.get(written) or self._by_name[written.casefold()]

    def value(self, number: str) -> Fraction | None:
        """What a number means as this language writes it, or with the other decimal sign.

        None where it has several of these signs, or more figures than anybody reads.
        """
        if len(number) > _MOST_FIGURES:
            return None
        decimal, thousands = re.escape(self._rules.decimal), re.escape(self._rules.thousands)
        if re.fullmatch(rf"\d{{1,3}}(?:{thousands}\d{{3}})+(?:{decimal}\d+)?", number):
            number = number.replace(self._rules.thousands, "")
        if not re.fullmatch(r"\d+(?:[.,]\d+)?", number):
            return None
        whole, _, rest = number.replace(",", ".").partition(".")
        return Fraction(int(whole + rest), 10 ** len(rest))

    def counted(self, number: str, unit: Unit) -> str | None:
        """A number with the unit behind it, in the form that the number asks for."""
        value = self.value(number)
        if value is None:
            return None
        if re.fullmatch(r"\d+[.,]\d{1,2}", number):
            number = re.sub("[.,]", self._rules.decimal, number)
        return f"{number} {self.form(value, unit)}"

    def so_many(self, number: int, symbol: str) -> str:
        """A whole number with the unit of a symbol."""
        return self.counted(str(number), self.called(symbol)) or str(number)

    def form(self, value: Fraction, unit: Unit) -> str:
        """The unit's name behind so many."""
        is_one = value == 1 or value < self._rules.singular_below
        return unit.one if is_one else unit.many

    def agreed(self, number: int, gender: str, *, begins_range: bool = False) -> str | None:
        """A whole number up to 999 before a noun; None where any voice reads the figures right."""
        words = self._agreeing.get("to") if begins_range else None
        words = self._agreeing.get(gender, {}) if words is None else words
        hundreds = dict(self._rules.hundreds)
        above, rest = divmod(number, 100)
        if number in words:
            return words[number]
        if rest in words and above in hundreds:
            return f"{words.get(above * 100) or hundreds[above]} {words[rest]}"
        if above * 100 in words:
            return f"{words[above * 100]} {rest}"
        return None


def one_of(words: Iterable[str]) -> str:
    """A pattern for any of some words, the longest first; for none, one that never fits."""
    listed = sorted(words, key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, listed))})" if listed else r"(?!)"


def word(pattern: str, *, end: str = rf"(?![\w{MARKS}])") -> str:
    """A pattern that fits whole words alone; `end` is what may not follow."""
    return rf"(?<![\w{MARKS}]){pattern}{end}"


def in_gender(forms: Forms, gender: str) -> str | None:
    """The form for a gender, else the one for any, else the first."""
    by_gender = dict(forms)
    return by_gender.get(gender) or by_gender.get("") or next(iter(by_gender.values()), None)
