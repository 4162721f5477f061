"""How words are to be said: plain respellings, for a voice that would say them wrong."""

import re
import unicodedata
from functools import cache

from msgspec import Struct


class Lexicon(Struct, frozen=True):
    """Words and phrases, each with a spelling that is said as the word should be."""

    words: tuple[tuple[str, str], ...] = ()
    """Where one stands twice, the first counts."""

    def respelled(self, text: str) -> str:
        """The text as a voice shall read it; what people see stays as it is.

        Whole words, in any case of their letters; the longest that fits goes first.

        >>> Lexicon((("dos", "dau"),)).respelled("Le dos. Dos à dos, dosage.")
        'Le dau. dau à dau, dosage.'
        """
        text = unicodedata.normalize("NFC", text)
        if not self.words:
            return text
        return _pattern(self).sub(lambda found: _by_word(self)[found[0].casefold()], text)


@cache
def _by_word(lexicon: Lexicon) -> dict[str, str]:
    return {_folded(word): spelling for word, spelling in reversed(lexicon.words)}


@cache
def _pattern(lexicon: Lexicon) -> re.Pattern[str]:
    longest_first = sorted(_by_word(lexicon), key=len, reverse=True)
    # No `\b`, which sees an end of the word before the vowel signs of Indic scripts.
    edges = r"(?<![\w{marks}]){words}(?![\w{marks}])"
    words = "|".join(map(re.escape, longest_first))
    return re.compile(edges.format(marks=_MARKS, words=f"(?:{words})"), re.IGNORECASE)


def _folded(word: str) -> str:
    return unicodedata.normalize("NFC", word.strip()).casefold()


_MARKS = "\u0300-\u036f\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963"
"""Combining marks, and the signs of Devanagari that Python counts to no word."""
