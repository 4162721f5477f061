"""Letters measured by drawing them: which ones a machine can draw, and how wide words are.

Fonts stand in for each other in ways that only the drawing shows, so nothing is looked up in one.
"""

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from audioguide.picture.drawing import FONT_FAMILY, drawn

if TYPE_CHECKING:
    from PIL.Image import Image

WEIGHT = 600
_SIZE_PX = 20
_ROW_PX = 2 * _SIZE_PX
_CELL_PX = 3 * _SIZE_PX
_LEFT_PX = _SIZE_PX
_N_IN_ROW = 16
_NO_LETTER = "\U0010ffff"
"""Never a letter: in its place stands what stands in the place of any that no font has."""
_LAST_KNOWN = "\u024f"
"""Our font has all letters up to here, the end of Latin Extended-B's older half."""


def drawable(text: str, *, with_system_fonts: bool) -> frozenset[str]:
    """Those characters of a text that some font has, or that need none."""
    known = {letter for letter in text if letter <= _LAST_KNOWN}
    asked = sorted(set(text) - known)
    if not asked:
        return frozenset(known)
    cells = _cells((_NO_LETTER, *asked), with_system_fonts=with_system_fonts)
    return frozenset(
        known | {one for one, cell in zip(asked, cells[1:], strict=True) if cell != cells[0]}
    )


def ink_widths(texts: Sequence[str], *, with_system_fonts: bool) -> tuple[float, ...]:
    """How wide each text is from its first ink to its last, in units of the font's size."""
    if not texts:
        return ()
    width_px = _LEFT_PX + _SIZE_PX * max(2 * len(text) + 2 for text in texts)
    placed = [(_LEFT_PX, row, text) for row, text in enumerate(texts)]
    image = _image(placed, width_px, len(texts), with_system_fonts=with_system_fonts)
    boxes = [
        image.crop((0, row * _ROW_PX, width_px, (row + 1) * _ROW_PX)).getbbox()
        for row in range(len(texts))
    ]
    return tuple((box[2] - box[0]) / _SIZE_PX if box else 0.0 for box in boxes)


def _cells(letters: Sequence[str], *, with_system_fonts: bool) -> list[bytes]:
    """The pixels of each letter, alone in a cell."""
    places = [(number % _N_IN_ROW, number // _N_IN_ROW) for number in range(len(letters))]
    image = _image(
        [
            (_LEFT_PX + column * _CELL_PX, row, letter)
            for (column, row), letter in zip(places, letters, strict=True)
        ],
        _N_IN_ROW * _CELL_PX,
        places[-1][1] + 1,
        with_system_fonts=with_system_fonts,
    )
    return [
        image.crop(
            (column * _CELL_PX, row * _ROW_PX, (column + 1) * _CELL_PX, (row + 1) * _ROW_PX)
        ).tobytes()
        for column, row in places
    ]


def _image(
    placed: Iterable[tuple[int, int, str]], width_px: int, n_rows: int, *, with_system_fonts: bool
) -> "Image":
    """White texts on black: each at its x, on the line of its row."""
    height_px = n_rows * _ROW_PX
    texts = "".join(
        f'<text x="{x}" y="{row * _ROW_PX + 1.4 * _SIZE_PX:g}">{escape(text)}</text>'
        for x, row, text in placed
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width_px} {height_px}">'
        f'<rect width="{width_px}" height="{height_px}"/>'
        f'<g fill="white" font-family="{FONT_FAMILY}" font-weight="{WEIGHT}"'
        f' font-size="{_SIZE_PX}">{texts}</g></svg>'
    )
    return drawn(svg, width_px=width_px, with_system_fonts=with_system_fonts).convert("L")
