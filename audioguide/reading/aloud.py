"""Numbers, times, fractions, units and short forms as a person would say them.

A text is read in passes, each of which turns one kind of writing into words or into what a later
pass knows. Figures stay where every voice reads them right. What is read already stays as it is.
"""

import re
import unicodedata
from functools import cache

from audioguide.lexicon import Lexicon
from audioguide.reading.counts import CountReader
from audioguide.reading.dashes import DashReader
from audioguide.reading.rules import ReadingRules
from audioguide.reading.shares import SHARE_SIGNS, ShareReader
from audioguide.reading.short_forms import ShortFormReader
from audioguide.reading.times import TimeReader
from audioguide.reading.units import Units

_MOST_ROUNDS = 8
_SIGNS = re.compile(rf"[\d&°×%~≈#{SHARE_SIGNS}]")


def read_aloud(text: str, rules: ReadingRules | None, lexicon: Lexicon) -> str:
    """A text as a voice shall get it: figures and units in words, then words as a lexicon has them.

    What a lexicon has that would be read, such as `bpm` or `4-7-8`, is left to the lexicon.

    Args:
        text: as it is written.
        rules: of its language; None: figures stay as they are.
        lexicon: how words are said.
    """
    text = unicodedata.normalize("NFC", text)
    if rules is not None:
        reader = _reader(rules)
        if reader.has_news(text):
            pieces = _left_to_it(lexicon, reader).split(text)
            text = "".join(reader.read(piece) if other else piece for piece, other in pieces)
    return lexicon.respelled(text)


class Reader:
    """Reads the texts of one language."""

    def __init__(self, rules: ReadingRules) -> None:
        """Prepare the passes."""
        units = Units(rules)
        self._short_forms = ShortFormReader(rules)
        counts = CountReader(rules, units)
        self._passes = (
            *self._short_forms.passes(),
            *TimeReader(rules, units).passes(),
            *DashReader(rules, units).passes(),
            *ShareReader(rules, units).passes(),
            *counts.passes(),
            *counts.agreeing(),
        )
        self._compiled: dict[str, re.Pattern[str]] = {}

    def read(self, text: str) -> str:
        """The text in words.

        Reading what was read changes nothing, and so does reading a text without figures, signs
        or short forms.
        """
        if not self.has_news(text):
            return text
        # A pass may make what an earlier one reads (`# x 5`), so once more while there is news.
        for _ in range(_MOST_ROUNDS):
            before = text
            for signs, pattern, handler in self._passes:
                if not signs or any(sign in text for sign in signs):
                    text = self._pattern(pattern).sub(handler, text)
            if text == before:
                break
        return text

    def _pattern(self, pattern: str) -> re.Pattern[str]:
        """A pattern, compiled when it is first wanted: together they take 10 ms."""
        if pattern not in self._compiled:
            self._compiled[pattern] = re.compile(pattern)
        return self._compiled[pattern]

    def has_news(self, text: str) -> bool:
        """Whether a text has anything that may have to be read."""
        return bool(_SIGNS.search(text)) or self._short_forms.any_in(text)

    def changes(self, word: str) -> bool:
        """Whether a word is read in another way than it is written, alone or behind a number."""
        behind = f"3 {word}"
        return bool(_SIGNS.search(word)) or self.read(word) != word or self.read(behind) != behind


@cache
def _reader(rules: ReadingRules) -> Reader:
    return Reader(rules)


@cache
def _left_to_it(lexicon: Lexicon, reader: Reader) -> Lexicon:
    return Lexicon(tuple(pair for pair in lexicon.words if reader.changes(pair[0])))
