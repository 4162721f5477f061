"""A text as files and people get it: on one line, or without what a kind of file cannot hold."""

import re
import unicodedata

_SURROGATE = "[\ud800-\udfff]"
"""Half of a character, which no file in UTF-8 can have. Compiled when it is first used, since most
commands need none."""

JOINERS = "\u200c\u200d"
"""What joins emoji and letters of India, and parts letters of Persian; it shows nothing itself."""

_NOT_IN_XML = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
"""What XML cannot hold, however it is written. Source: XML 1.0, production 2."""


def one_line(text: str) -> str:
    r"""The text on one line: white space is one space each, and control characters are gone.

    Marks of direction and what joins emoji stay.

    >>> one_line("  Cat\tand\n\ncow\x07 ")
    'Cat and cow'
    """
    whole = re.sub(_SURROGATE, "\ufffd", text)
    seen = (one for one in whole if one.isspace() or unicodedata.category(one) != "Cc")
    return " ".join("".join(seen).split())


def for_xml(text: str) -> str:
    r"""The text without the characters that XML cannot hold; it is not escaped.

    >>> for_xml("Cat\x07 & cow")
    'Cat & cow'
    """
    return re.sub(_NOT_IN_XML, "", text)


def visible_line(text: str) -> str:
    r"""The text on one line with nothing in it that is not seen, but for what joins letters.

    What would turn the direction of the text around it is gone too.

    >>> visible_line("Back\n relief\0 at\u202e night")
    'Back relief at night'
    """
    spaced = (one if one.isprintable() or one in JOINERS else " " for one in text)
    return " ".join("".join(spaced).split())
