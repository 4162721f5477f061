"""A drawing in letters: each is a pattern of braille, two dots wide and four dots high."""

from collections.abc import Sequence

from audioguide.picture.drawing import drawn

_BLANK = 0x2800
_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""Of the dots in a letter, row by row. Source: Unicode 16, chapter 21.1, braille patterns."""
_LIGHT = 200
"""Brightness, 0 to 255, from which a point is paper. So are ghosts, which without colours would
be parts of the body; the arrows stay."""


def braille(svg: str, *, n_columns: int) -> tuple[str, ...]:
    """A drawing on white paper as lines of at most `n_columns` letters.

    Empty lines above and below are left out, and spaces at the ends of lines.

    Args:
        svg: As `figure_svg` makes it, square.
        n_columns: 4 or more; half as many lines are as high as that is wide.
    """
    image = drawn(svg, width_px=2 * n_columns).convert("L")
    rows = [
        image.crop((0, top, image.width, top + 1)).tobytes().ljust(2 * n_columns, b"\xff")
        for top in range(image.height)
    ]
    lines = [_line(rows[top : top + 4]) for top in range(0, len(rows), 4)]
    full = [number for number, line in enumerate(lines) if line]
    return tuple(lines[full[0] : full[-1] + 1]) if full else ()


def _line(rows: Sequence[bytes]) -> str:
    """Up to four rows of brightness as letters."""
    letters = (_letter(rows, left) for left in range(0, len(rows[0]), 2))
    return "".join(letters).replace(chr(_BLANK), " ").rstrip()


def _letter(rows: Sequence[bytes], left: int) -> str:
    pattern = _BLANK
    for row, bits in zip(rows, _BITS, strict=False):
        for brightness, bit in zip(row[left : left + 2], bits, strict=True):
            if brightness < _LIGHT:
                pattern |= bit
    return chr(pattern)
