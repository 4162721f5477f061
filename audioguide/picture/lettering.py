"""A title in a few lines, as large as they may be."""

import re
import unicodedata

from msgspec import Struct

from audioguide.one_line import JOINERS, visible_line
from audioguide.picture.letters import drawable, ink_widths

_MOST_CHARS = 160
"""More never fit into three lines."""
_MOST_IN_PIECE = 14
"""Characters; what is longer may be broken, as must be what has no spaces."""
_SPACE = 0.26
"""Of the font's size."""
_JOINED = re.compile(r"\S(?:[\ufe0f\U0001f3fb-\U0001f3ff]*\u200d\S)*[\ufe0f\U0001f3fb-\U0001f3ff]*")
"""A letter, or what is one picture of several: a person with the sign of a woman."""
_ELLIPSIS = "…"
_ROOMY = 0.97
"""Words are measured one by one, and may be a little wider side by side."""
_NARROWER = 0.97
"""Lines of a title are made equally long in steps of this."""


class Lettering(Struct, frozen=True):
    """Lines of a title, in the order they are read."""

    lines: tuple[str, ...]
    size_px: float
    with_system_fonts: bool
    """Whether some letter of them is not in our own font."""


class _Piece(Struct, frozen=True):
    """What cannot be broken."""

    text: str
    after_space: bool
    width: float = 0.0
    """In units of the font's size."""


def lettered(
    title: str, *, width_px: float, sizes_px: tuple[float, ...], most_lines: int = 3
) -> Lettering:
    """Any text as lines that fit; what no font has is left out, and what is too long is cut.

    Args:
        title: May hold anything.
        width_px: Of a line.
        sizes_px: To choose from, the largest first.
        most_lines: How many lines there may be.
    """
    text = _plain(title)
    with_system_fonts = _needs_system_fonts(text)
    if with_system_fonts:
        there = drawable(text, with_system_fonts=True)
        whole = _JOINED.sub(lambda found: found[0] if there.issuperset(found[0]) else "", text)
        text = " ".join(whole.split())
        with_system_fonts = _needs_system_fonts(text)
    pieces = _measured(text, with_system_fonts=with_system_fonts)
    for size_px in sizes_px:
        width = width_px * _ROOMY / size_px
        lines = _broken(pieces, width)
        if len(lines) <= most_lines:
            return Lettering(tuple(_balanced(pieces, width)), size_px, with_system_fonts)
    return Lettering(tuple(_cut(lines, most_lines)), sizes_px[-1], with_system_fonts)


def _needs_system_fonts(text: str) -> bool:
    return len(drawable(text, with_system_fonts=False)) < len(set(text))


def _plain(title: str) -> str:
    """What is seen of a title, cut to what could ever fit."""
    text = unicodedata.normalize("NFC", visible_line(title[: 4 * _MOST_CHARS]))
    if len(text) <= _MOST_CHARS:
        return text
    return _whole_letters(text[:_MOST_CHARS], text[_MOST_CHARS]) + _ELLIPSIS


def _whole_letters(text: str, following: str) -> str:
    """A text without its last letter, where what followed belonged to that."""
    while text and _belongs_to_last(following):
        following, text = text[-1], text[:-1]
    return text


def _belongs_to_last(char: str) -> bool:
    return char in JOINERS or unicodedata.category(char).startswith("M")


def _measured(text: str, *, with_system_fonts: bool) -> list[_Piece]:
    pieces = [
        _Piece(part, after_space=number == 0)
        for word in text.split()
        for number, part in enumerate(_parts(word))
    ]
    widths = ink_widths([one.text for one in pieces], with_system_fonts=with_system_fonts)
    return [
        _Piece(one.text, one.after_space, width) for one, width in zip(pieces, widths, strict=True)
    ]


def _parts(word: str) -> list[str]:
    """A word in parts that may stand on lines of their own."""
    parts, rest = [], word
    while len(rest) > _MOST_IN_PIECE:
        part = _whole_letters(rest[:_MOST_IN_PIECE], rest[_MOST_IN_PIECE]) or rest[:_MOST_IN_PIECE]
        parts.append(part)
        rest = rest[len(part) :]
    return [*parts, rest] if rest else parts


def _broken(pieces: list[_Piece], width: float) -> list[str]:
    """Lines of at most `width`, each as full as it can be."""
    lines: list[str] = []
    used = 0.0
    for piece in pieces:
        space = _SPACE if piece.after_space else 0.0
        if lines and used + space + piece.width <= width:
            lines[-1] += " " * piece.after_space + piece.text
            used += space + piece.width
        else:
            lines.append(piece.text)
            used = piece.width
    return lines


def _balanced(pieces: list[_Piece], width: float) -> list[str]:
    """As few lines as fit the width, and as narrow as so many can be."""
    lines = _broken(pieces, width)
    while pieces and width > max(piece.width for piece in pieces):
        width *= _NARROWER
        narrower = _broken(pieces, width)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _cut(lines: list[str], most_lines: int) -> list[str]:
    if len(lines) <= most_lines:
        return lines
    last = lines[most_lines - 1].rstrip(" .,;:-–—" + _ELLIPSIS)
    return [*lines[: most_lines - 1], last + _ELLIPSIS]
