"""Lengths as a clock shows them (`1:30`, `1h30`), and times of the day, which are none."""

import re
from collections.abc import Iterator

from audioguide.reading.rules import HOUR, MINUTE, SECOND, ReadingRules
from audioguide.reading.units import END, GAP, NO_MORE, START, Pass, Units, one_of, word


class TimeReader:
    """Reads what has a colon, or an `h` between figures."""

    def __init__(self, rules: ReadingRules, units: Units) -> None:
        """Take the words and the units."""
        self._rules = rules
        self._units = units
        self._clock_before = re.compile(word(rf"(?i:{one_of(rules.clock_before)})") + r"\s$")

    def passes(self) -> Iterator[Pass]:
        """What is read, and how."""
        clock = r"(?:(?P<hours>\d{1,2}):)?(?P<minutes>\d{1,3}):(?P<seconds>[0-5]\d)"
        behind = rf"(?:{GAP}(?P<word>{one_of(self._rules.clock_words)}){END})?"
        yield ":", rf"{START}{clock}{NO_MORE}{behind}{self._units.any_behind}(?!\w)", self._time
        yield (
            "h",
            rf"{START}(?P<hours>\d{{1,3}}){GAP}h{GAP}(?P<minutes>[0-5]\d)"
            rf"(?:{GAP}(?P<unit>min)\b)?{NO_MORE}(?!\w)",
            self._hours,
        )

    def _time(self, found: re.Match[str]) -> str:
        minutes, seconds = int(found["minutes"]), int(found["seconds"])
        if found["word"]:
            if found["hours"] or not self._rules.clock:
                return found[0]
            return self._rules.clock.format(hours=minutes, minutes=seconds)
        if self._clock_before.search(found.string[: found.start()]):
            return found[0]
        names = (HOUR, MINUTE, SECOND)
        numbers = (int(found["hours"] or 0), minutes, seconds)
        unit = self._units.called(found["unit"]) if found["unit"] else None
        if unit is self._units.called(HOUR) and not found["hours"]:
            numbers = (minutes, seconds, 0)
        elif unit not in (None, *map(self._units.called, names)):
            return found[0]
        parts = [(number, name) for number, name in zip(numbers, names, strict=True) if number]
        return " ".join(self._units.so_many(*part) for part in parts or [(0, SECOND)])

    def _hours(self, found: re.Match[str]) -> str:
        minutes = int(found["minutes"])
        rest = self._units.so_many(minutes, MINUTE) if found["unit"] else str(minutes)
        return f"{self._units.so_many(int(found['hours']), HOUR)} {rest}"
