"""A text as it stands in a file whose lines mean something."""

import re
import unicodedata

_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half of a character, which no file in UTF-8 can have."""


def one_line(text: str) -> str:
    r"""The text on one line: white space is one space each, and control characters are gone.

    Marks of direction and what joins emoji stay.

    >>> one_line("  Cat\tand\n\ncow\x07 ")
    'Cat and cow'
    """
    whole = _SURROGATE.sub("\ufffd", text)
    seen = (one for one in whole if one.isspace() or unicodedata.category(one) != "Cc")
    return " ".join("".join(seen).split())
