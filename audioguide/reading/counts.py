"""Numbers with what they count: units, times, ordinals, and the gender of a noun."""

import re
from collections.abc import Iterator

from audioguide.reading.rules import TIMES, ReadingRules
from audioguide.reading.units import END, GAP, NUMBER, START, Pass, Units, one_of, word

_N_YEAR_FIGURES = 4
"""`1990s` are years."""


class CountReader:
    """Reads `30 s`, `3x`, `am 2. Tag` and the French `21 minutes`."""

    def __init__(self, rules: ReadingRules, units: Units) -> None:
        """Take the words and the units."""
        self._rules = rules
        self._units = units
        self._ordinals = dict(rules.ordinals.words) if rules.ordinals else {}
        self._endings = dict(rules.ordinals.endings) if rules.ordinals else {}

    def passes(self) -> Iterator[Pass]:
        """What is read, and how."""
        symbols = self._units.symbols
        per = rf"/(?P<per>{symbols}){END}|(?P<slash>/)(?=[^\W\d_])|" if self._rules.per else ""
        end = rf"(?:{per}(?P<dot>\.(?!\w))?{END})"
        yield "", rf"{START}(?P<number>{NUMBER}){GAP}(?P<unit>{symbols}){end}", self._unit
        yield "x×", rf"{START}(?P<number>\d{{1,6}}){GAP}[x×]{GAP}(?=\d)", self._times
        yield "x×", word(rf"[x×]{GAP}(?P<number>\d{{1,6}})") + r"(?![.,]\d)", self._times
        if self._rules.ordinals:
            before = rf"(?:{word(rf'(?P<before>(?i:{one_of(self._endings)}))')}\s)?"
            noun = rf"(?P<noun>{one_of(self._rules.ordinals.before)}){END}"
            number = rf"{START}(?P<number>\d{{1,2}})\.(?=\s(?:{noun}|\w))"
            yield ".", before + number, self._ordinal

    def agreeing(self) -> Iterator[Pass]:
        """The last pass: numbers in the gender of the noun behind them."""
        if not self._rules.agreeing:
            return
        joint = rf"(?P<joint> {re.escape(self._rules.to)} \d+)?"
        noun = rf"(?P<noun>{self._units.names}){END}"
        yield "", rf"{START}(?<!\d )(?P<number>\d{{1,3}})(?={joint} {noun})", self._agreed

    def _unit(self, found: re.Match[str]) -> str:
        number, symbol = found["number"], found["unit"]
        if found[0] == f"{number}s" and self._are_years(found):
            return found[0]
        said = self._units.counted(number, self._units.called(symbol))
        return found[0] if said is None else said + self._behind(found)

    def _behind(self, found: re.Match[str]) -> str:
        """What follows the unit: another one it is measured by, or the end of a sentence."""
        groups = found.groupdict()
        if groups.get("per"):
            return f" {self._rules.per} {self._units.called(groups['per']).one}"
        if groups.get("slash"):
            return f" {self._rules.per} "
        rest = found.string[found.end() :].lstrip()
        return "." if found["dot"] and (not rest or rest[0].isupper()) else ""

    def _are_years(self, found: re.Match[str]) -> bool:
        before = found.string[: found.start()].split()
        is_age = bool(before) and before[-1].casefold() in self._rules.ages_after
        return is_age or len(found["number"]) == _N_YEAR_FIGURES

    def _times(self, found: re.Match[str]) -> str:
        said = self._units.so_many(int(found["number"]), TIMES)
        return said if found[0][-1].isdigit() else f"{said} "

    def _ordinal(self, found: re.Match[str]) -> str:
        said, before = self._ordinals.get(int(found["number"])), found["before"]
        if said is None or not (before or found["noun"]):
            return found[0]
        return f"{before} {said}{self._endings[before.casefold()]}" if before else said

    def _agreed(self, found: re.Match[str]) -> str:
        number = int(found["number"])
        gender = self._units.called(found["noun"]).gender
        said = self._units.agreed(number, gender, begins_range=bool(found["joint"]))
        return found[0] if said is None else said
