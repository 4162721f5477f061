"""QR codes for paper: as large as a phone reads from a sheet, and what of a text they hold."""

from collections.abc import Sequence

from audioguide.one_line import one_line

_LEVEL = "m"
"""A code that lost 15 % of its area, to a fold or a blot, can still be read."""
MOST_BYTES = 560
"""What a code of 18 sizes holds at that level: 89 modules a side, half a millimetre each on paper.
Source: ISO/IEC 18004, table 7, version 18-M in byte mode."""
_QUIET_MODULES = 4
"""The white edge. Source: ISO/IEC 18004, 5.3.8."""
_MORE = "…"


def qr_svg(text: str) -> str:
    """A QR code as an inline `svg` element, black on white.

    Args:
        text: Of at most `MOST_BYTES` in UTF-8, where it is to be read from paper.
    """
    import segno

    code = segno.make(text, error=_LEVEL, encoding="utf-8", micro=False, boost_error=False)
    drawn: str = code.svg_inline(border=_QUIET_MODULES, omitsize=True, light="#fff", dark="#000")
    return drawn


def summary(title: str, lines: Sequence[str], *, most_bytes: int = MOST_BYTES) -> str:
    r"""A title and lines under it, as many of them as there is room for, then `…`.

    >>> summary("Morning", ["1. Cat and cow", "2. Sphinx"], most_bytes=30)
    'Morning\n1. Cat and cow\n…'
    """
    whole = [_cut(one_line(title), most_bytes - len(_MORE.encode()) - 1), *map(one_line, lines)]
    if _n_bytes(whole) <= most_bytes:
        return "\n".join(whole)
    while len(whole) > 1 and _n_bytes([*whole, _MORE]) > most_bytes:
        whole.pop()
    return "\n".join([*whole, _MORE])


def _n_bytes(lines: Sequence[str]) -> int:
    return len("\n".join(lines).encode())


def _cut(text: str, most_bytes: int) -> str:
    """The text without the words at its end that are too many."""
    encoded = text.encode()
    if len(encoded) <= most_bytes:
        return text
    room = most_bytes - len(_MORE.encode())
    cut = encoded[: max(0, room)].decode(errors="ignore")
    at_word = cut.rfind(" ")
    return (cut[:at_word] if at_word > len(cut) // 2 else cut) + _MORE
