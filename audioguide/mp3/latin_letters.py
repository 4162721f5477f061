"""Text in Latin-1, the only letters that tags of version 1 have."""

import unicodedata

_LATIN_1_END = "\u0100"
_SIGNS = ("So", "Sk")
"""Categories of emoji and their colours, which would be spelled by their long names."""


def in_latin_letters(text: str) -> str:
    """A text in Latin-1, other letters spelled by those that sound or look like them.

    Emoji are left out.

    >>> in_latin_letters("Grüße – Child’s pose 🙂 today")
    "Grüße - Child's pose today"
    >>> in_latin_letters("הרפיה")
    'hrfyh'
    """
    composed = unicodedata.normalize("NFC", text)
    if composed.isascii():
        return composed
    from anyascii import anyascii

    kept = (
        one if one < _LATIN_1_END else anyascii(one)
        for one in composed
        if one < _LATIN_1_END or unicodedata.category(one) not in _SIGNS
    )
    return " ".join("".join(kept).split())
