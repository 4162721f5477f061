"""What every scalar of the language has in common: how numbers are spelled, how one is refused."""

NUMBER = r"[0-9]{1,9}(?:\.[0-9]{1,9})?"
"""A decimal number in plain digits; a leading zero means nothing (`010` is ten). The bound on
digits keeps absurd numbers out of arithmetic."""

WHOLE = r"[0-9]{1,9}"
"""A whole number in plain digits."""

MINUS = "[-\u2212]"
"""A hyphen, or the minus sign proper, which some keyboards and editors put in its place."""

PARAMETER_NAME = "[A-Za-z_][A-Za-z0-9_-]*"
"""What may stand between `${` and `}`."""

_SHOWN_CHARACTERS = 40


class BadScalar(Exception):  # noqa: N818 - it says what was read; it never reaches a user as such
    """A scalar that its field refuses, with the code, message and hint of its diagnostic."""

    def __init__(self, code: str, message: str, hint: str | None = None) -> None:
        self.code = code
        self.message = message
        self.hint = hint
        super().__init__(message)


def with_hyphen(text: str) -> str:
    r"""A text with its minus sign, if it begins with one, as a hyphen.

    >>> with_hyphen("\u22126 dB")
    '-6 dB'
    """
    return f"-{text[1:]}" if text.startswith("\u2212") else text


def shown(text: str) -> str:
    """`text` in quotes, cut where it would flood the line.

    >>> shown("30"), len(shown("9" * 5000))
    ('"30"', 43)
    """
    if len(text) > _SHOWN_CHARACTERS:
        text = text[:_SHOWN_CHARACTERS] + "…"
    return f'"{text}"'


def listed(words: tuple[str, ...], *, last: str = "or") -> str:
    """Words as a sentence lists them.

    >>> listed(("full", "short", "bells"))
    'full, short or bells'
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
