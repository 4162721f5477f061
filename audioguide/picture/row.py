"""Several figures in one picture, such as those of a chapter."""

from collections.abc import Sequence

from audioguide.contents import Picture
from audioguide.figure import Figure
from audioguide.picture.encoding import PNG, png_within
from audioguide.picture.frame import SIDE
from audioguide.picture.grid import Box, chosen_evenly, grid
from audioguide.picture.kept import kept_picture, named
from audioguide.picture.raster import MOST_BYTES
from audioguide.picture.style import PAPER

MOST_FIGURES = 6
"""More would be too small to tell apart on a phone."""


def row(figures: Sequence[Figure], *, width_px: int, alt: str = "") -> Picture:
    """Figures as a PNG of at most 60 kB, kept in the cache.

    Args:
        figures: One or more, in order; of many, `MOST_FIGURES` at even steps.
        width_px: 32 to 2000.
        alt: What it shows, in words.
    """
    chosen = chosen_evenly(figures, MOST_FIGURES)

    def make() -> bytes:
        from audioguide.picture.drawing import drawn

        svg = row_svg(chosen)
        return png_within(
            lambda width: drawn(svg, width_px=width), width_px=width_px, most_bytes=MOST_BYTES
        )

    return Picture(PNG, kept_picture(("row", named(chosen), width_px), make), alt)


def row_svg(figures: Sequence[Figure]) -> str:
    """Figures as one SVG with a square view box; see `row`."""
    from audioguide.picture.figure_svg import figure_group

    groups = [figure_group(figure) for figure in chosen_evenly(figures, MOST_FIGURES)]
    body = placed_groups(groups, grid(len(groups), Box(0, 0, SIDE, SIDE)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}">'
        f'<rect width="{SIDE}" height="{SIDE}" fill="{PAPER}"/>{body}</svg>'
    )


def placed_groups(groups: Sequence[str], cells: Sequence[Box]) -> str:
    """Drawings of figures, each in a square of its own, without its paper."""
    return "".join(
        f'<g transform="translate({cell.x:.2f} {cell.y:.2f}) scale({cell.width / SIDE:.4f})">'
        f"{group}</g>"
        for group, cell in zip(groups, cells, strict=True)
    )
