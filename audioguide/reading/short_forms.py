"""Short forms and signs that stand for words: `e.g.`, `&`, `No. 3`."""

import re
from collections.abc import Iterator

from audioguide.reading.rules import ReadingRules
from audioguide.reading.units import Pass, one_of, word


class ShortFormReader:
    """Reads short forms in any case of their letters."""

    def __init__(self, rules: ReadingRules) -> None:
        """Take the words."""
        self._words = {written.casefold(): said for written, said in rules.words}
        self._before = {written.casefold(): said for written, said in rules.before_number}
        self._pattern = r"(?<!\.)" + word(rf"(?i:{one_of(self._words)})")
        self._any = re.compile(self._pattern)

    def any_in(self, text: str) -> bool:
        """Whether a text has one, apart from those that need a number."""
        return self._any.search(text) is not None

    def passes(self) -> Iterator[Pass]:
        """What is read, and how; thousands are put together first."""
        yield (
            "",
            r"(?<=\d)(?:[\u00a0\u202f\u2009](?=\d{3})| (?=000))(?=\d{3}(?!\d))",
            lambda _: "",
        )
        yield "", self._pattern, self._said
        before = rf"(?i:{one_of(self._before)})(?=\s?\d)"
        pattern = word(before, end="") + r"\s?"
        yield "", pattern, lambda found: f"{self._before[_key(found)]} "

    def _said(self, found: re.Match[str]) -> str:
        said = self._words[_key(found)]
        ends_text = found[0].endswith(".") and found.end() == len(found.string)
        return f"{said}." if ends_text else said


def _key(found: re.Match[str]) -> str:
    return found[0].strip().casefold()
