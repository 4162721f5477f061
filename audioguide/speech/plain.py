"""Text as an engine gets it: plain words that cannot be taken for anything else."""

import re
import unicodedata

_SILENT_CATEGORIES = frozenset({"Cc", "Cf", "Co", "Cs"})
"""Control, format, private use, surrogate: no sound of their own, but engines take some as
commands (espeak-ng: U+0001 changes its speed in the middle of a text)."""
_JOINERS = frozenset("\u200c\u200d")
"""Zero-width, yet Persian, Hindi and emoji are spelt with them."""
_BLANK_LINE = re.compile(r"\n\s*\n")
_SYLLABLES = ("CJK", "HANGUL", "HIRAGANA", "KATAKANA")
_LETTERS_PER_SYLLABLE, _LETTERS_PER_FIGURE = 3, 5
"""What one such character takes to say, measured on espeak-ng; `27` is twelve letters."""


def plain_text(text: str) -> str:
    r"""The words of a text: NFC, no control characters, single spaces, paragraphs kept.

    Markup stays what it looks like, characters: engines read `<` by name.

    >>> plain_text("  cafe\u0301\x01\tand\n tea ")
    'café and tea'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(_sounded(character) for character in lines)
    paragraphs = _BLANK_LINE.split(unicodedata.normalize("NFC", kept))
    return "\n\n".join(" ".join(one.split()) for one in paragraphs if not one.isspace()).strip()


def _sounded(character: str) -> str:
    """The character, or what stands for one without a sound."""
    if character.isspace() or character in _JOINERS:
        return character
    category = unicodedata.category(character)
    if category == "Cc":
        return " "
    return "" if category in _SILENT_CATEGORIES else character


def n_sounds(text: str) -> int:
    """How much there is to say, in letters; signs of vowels count, figures and syllables more.

    >>> n_sounds("Inhale."), n_sounds("साँस"), n_sounds("吸气"), n_sounds("27")
    (6, 4, 6, 10)
    """
    return sum(map(_n_letters, text))


def _n_letters(character: str) -> int:
    if character.isdigit():
        return _LETTERS_PER_FIGURE
    if unicodedata.name(character, "").startswith(_SYLLABLES):
        return _LETTERS_PER_SYLLABLE if character.isalnum() else 0
    return int(character.isalnum() or unicodedata.category(character).startswith("M"))


def shortened(text: str, n_characters: int = 60) -> str:
    """The beginning of a text in quotes, for a message; unprintable characters escaped."""
    printable = "".join(c if c.isprintable() else repr(c)[1:-1] for c in text[:n_characters])
    return f'"{printable}{"…" if len(text) > n_characters else ""}"'
