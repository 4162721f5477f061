"""Text that a player would take for markup, in formats that can escape nothing."""

import re

WORD_JOINER = "\u2060"
"""Takes no room and is not seen. Source: Unicode, U+2060."""


def without_meaning(text: str, sign: re.Pattern[str]) -> str:
    """The text with a word joiner after each match of `sign`, which then is markup no longer."""
    return sign.sub(lambda found: found[0] + WORD_JOINER, text)
