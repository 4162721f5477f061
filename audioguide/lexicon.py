"""How words are to be said: plain respellings and IPA, for a voice that would say them wrong."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from msgspec import Struct

from audioguide.text import Text

_SPELLING = re.compile(r"/([^/]*)/\s*(.*)", re.DOTALL)


def ipa_and_plain(spelling: str) -> tuple[str, str]:
    """The parts of a spelling as it is written: IPA between slashes, a plain respelling behind it.

    Either may be missing, and is empty then.

    >>> ipa_and_plain("/ˈɑːsənə/ aa sana")
    ('ˈɑːsənə', 'aa sana')
    >>> ipa_and_plain("aa sana")
    ('', 'aa sana')
    """
    found = _SPELLING.fullmatch(spelling.strip())
    return (found[1].strip(), found[2]) if found else ("", spelling)


class Lexicon(Struct, frozen=True):
    """Words and phrases, each with a spelling that is said as the word should be."""

    words: tuple[tuple[str, str], ...] = ()
    """Where one stands twice, the first counts."""
    ipa: tuple[tuple[str, str], ...] = ()
    """Words with their pronunciation, which goes before their plain spelling where a voice takes
    it."""

    @classmethod
    def of(cls, spellings: Iterable[tuple[str, str]]) -> "Lexicon":
        """A lexicon of words and their spellings as they are written, the strongest first.

        >>> Lexicon.of([("a", "/eɪ/"), ("a", "ay"), ("b", "bee"), ("b", "/biː/")])
        Lexicon(words=(('a', 'ay'), ('b', 'bee')), ipa=(('a', 'eɪ'),))
        """
        words: dict[str, tuple[str, str]] = {}
        ipa: dict[str, tuple[str, str]] = {}
        for word, spelling in spellings:
            sounds, plain = ipa_and_plain(spelling)
            key = folded(word)
            if sounds and key not in words:
                ipa.setdefault(key, (word, sounds))
            if plain:
                words.setdefault(key, (word, plain))
        return cls(tuple(words.values()), tuple(ipa.values()))

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

    def split(self, text: str) -> tuple[tuple[str, bool], ...]:
        """The text in pieces in order, each with whether it is none of the words.

        >>> Lexicon((("dos", "dau"),)).split("Le dos.")
        (('Le ', True), ('dos', False), ('.', True))
        """
        if not self.words:
            return ((text, True),)
        pieces, start = [], 0
        for found in _pattern(self).finditer(text):
            pieces += [(text[start : found.start()], True), (found[0], False)]
            start = found.end()
        return (*pieces, (text[start:], True))


def spelled_in(language: str, entries: Iterable[tuple[str, Text]]) -> Iterator[tuple[str, str]]:
    """The words of lexicons that have a spelling in a language, each with it.

    >>> list(spelled_in("de", [("Ruth", Text.plain("Ruht")), ("asana", Text((("en", "a"),)))]))
    [('Ruth', 'Ruht')]
    """
    for word, text in entries:
        spelling = text.in_language(language)
        if spelling:
            yield word, spelling


def has_word(text: str, word: str) -> bool:
    """Whether a word stands in a text, whole, in any case of its letters."""
    return any(not other for _, other in Lexicon(((word, word),)).split(text))


@cache
def _by_word(lexicon: Lexicon) -> dict[str, str]:
    return {folded(word): spelling for word, spelling in reversed(lexicon.words)}


@cache
def _pattern(lexicon: Lexicon) -> re.Pattern[str]:
    longest_first = sorted(_by_word(lexicon), key=len, reverse=True)
    # No `\b`, which sees an end of the word before the vowel signs of Indic scripts.
    edges = r"(?<![\w{marks}]){words}(?![\w{marks}])"
    words = "|".join(map(re.escape, longest_first))
    return re.compile(edges.format(marks=MARKS, words=f"(?:{words})"), re.IGNORECASE)


def folded(word: str) -> str:
    """A word as it is looked for: in any case of its letters, and in one form of its marks."""
    return unicodedata.normalize("NFC", word.strip()).casefold()


MARKS = "\u0300-\u036f\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963"
"""Combining marks, and the signs of Devanagari that Python counts to no word; for patterns."""
