"""Numbers with dashes between them: ranges, and patterns of the breath."""

import re
from collections.abc import Iterator

from audioguide.reading.rules import ReadingRules
from audioguide.reading.units import END, GAP, NO_MORE, NUMBER, START, Pass, Units, one_of

_DASHES = "-–"
_DASH = f"[{_DASHES}]"
_HIGHEST_COUNT = 99
"""Of a breath; higher numbers with dashes between them are something else."""


class DashReader:
    """Reads `5-10`, `4-6 rhythm` and `4-7-8`."""

    def __init__(self, rules: ReadingRules, units: Units) -> None:
        """Take the words and the units."""
        self._rules = rules
        self._units = units

    def passes(self) -> Iterator[Pass]:
        """What is read, and how."""
        yield _DASHES, rf"{START}\d{{1,2}}(?:{_DASH}\d{{1,2}}){{2,4}}{NO_MORE}(?!\w)", self._pattern
        again = rf"(?={_DASH}{NUMBER}{GAP}(?P=unit){END})"
        same_unit = rf"(?:{GAP}(?P<unit>{self._units.symbols}){again})?"
        breath = rf"(?P<word>\s{one_of(self._rules.patterns)}{END})?"
        yield (
            _DASHES,
            rf"{START}(?P<low>{NUMBER}){same_unit}{_DASH}(?P<high>{NUMBER}){NO_MORE}{breath}",
            self._range,
        )

    def _pattern(self, found: re.Match[str]) -> str:
        numbers = re.split(_DASH, found[0])
        return found[0] if any(map(_is_of_date, numbers)) else ", ".join(numbers)

    def _range(self, found: re.Match[str]) -> str:
        low, high, breath = found["low"], found["high"], found["word"] or ""
        least, most = self._units.value(low), self._units.value(high)
        if least is None or most is None or _is_of_date(low) or _is_of_date(high):
            return found[0]
        if least < most and not breath:
            return f"{low} {self._rules.to} {high}"
        if max(least, most) <= _HIGHEST_COUNT:
            return f"{low}, {high}{breath}"
        return found[0]


def _is_of_date(number: str) -> bool:
    return re.match(r"0\d", number) is not None
