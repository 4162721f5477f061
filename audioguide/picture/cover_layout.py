"""How a cover is laid out: the title, the poses each on a paper of their own, the length."""

from collections.abc import Sequence
from html import escape

from audioguide.figure import Figure
from audioguide.picture.breath_sign import breath_sign
from audioguide.picture.drawing import FONT_FAMILY
from audioguide.picture.figure_svg import figure_group
from audioguide.picture.grid import Box, chosen_evenly, grid
from audioguide.picture.lettering import lettered
from audioguide.picture.letters import WEIGHT
from audioguide.picture.palette import GROUND, INK, STRIP
from audioguide.picture.row import placed_groups
from audioguide.picture.style import PAPER

SIDE = 600
"""Of the view box, both ways."""
MOST_FIGURES = 8
"""More would be too small to tell apart on a phone."""

_MARGIN = 36
_SIZES = (64.0, 58.0, 52.0, 46.0, 41.0, 36.0, 32.0, 28.0)
_LINE = 1.3
"""From one line to the next, in sizes of the letters; signs above and below them need so much."""
_ASCENT = 1.05
"""From the top of a line to the foot of its letters, in their size."""
_FOOT = 62
"""Height of the strip with the length."""
_LENGTH_SIZE = 30
_GAP = 12
_ROUND = 0.06
"""Radius of a paper's corners, as a share of its side."""


def laid_out(title: str, length: str, figures: Sequence[Figure]) -> tuple[str, bool]:
    """The cover as a square SVG, and whether it needs fonts of this machine.

    Args:
        title: Any text; letters that no font has are left out.
        length: Such as `10 min`.
        figures: In order, of many `MOST_FIGURES` at even steps; with none, there is a sign of
            breath.
    """
    groups = [figure_group(figure) for figure in chosen_evenly(figures, MOST_FIGURES)]
    width = SIDE - 2 * _MARGIN
    lettering = lettered(title, width_px=width, sizes_px=_SIZES)
    line = _LINE * lettering.size_px
    texts = "".join(
        _text(words, _MARGIN + row * line + _ASCENT * lettering.size_px, lettering.size_px)
        for row, words in enumerate(lettering.lines)
    )
    top = _MARGIN + len(lettering.lines) * line + _GAP
    middle = Box(_MARGIN, top, width, SIDE - _FOOT - top - _GAP)
    cells = grid(len(groups), middle, gap=_GAP)
    body = _cards(groups, cells) if groups else breath_sign(middle)
    foot = SIDE - _FOOT
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}">'
        f'<rect width="{SIDE}" height="{SIDE}" fill="{GROUND}"/>{body}'
        f'<g fill="{INK}">{texts}</g>'
        f'<rect y="{foot}" width="{SIDE}" height="{_FOOT}" fill="{STRIP}"/>'
        f'<g fill="{PAPER}">{_text(length, foot + 42, _LENGTH_SIZE)}</g></svg>'
    )
    return svg, lettering.with_system_fonts


def _cards(groups: Sequence[str], cells: Sequence[Box]) -> str:
    """Figures, each on white paper of its own."""
    papers = "".join(
        f'<rect x="{cell.x:.1f}" y="{cell.y:.1f}" width="{cell.width:.1f}"'
        f' height="{cell.height:.1f}" rx="{_ROUND * cell.width:.1f}" fill="{PAPER}"/>'
        for cell in cells
    )
    return papers + placed_groups(groups, cells)


def _text(words: str, y: float, size: float) -> str:
    return (
        f'<text x="{SIDE / 2:g}" y="{y:.1f}" text-anchor="middle" font-size="{size:g}"'
        f' font-family="{FONT_FAMILY}" font-weight="{WEIGHT}">{escape(words)}</text>'
    )
