"""The cover of a track: its title, its length, and its poses in a grid."""

from collections.abc import Sequence

from audioguide.contents import Picture
from audioguide.figure import Figure
from audioguide.picture.encoding import JPEG, jpeg_within
from audioguide.picture.grid import chosen_evenly
from audioguide.picture.kept import kept_picture, named
from audioguide.picture.raster import MOST_BYTES

SIDE_PX = 600
"""Fills the screen of a car or a player, and the lists of a phone twice over."""
MOST_FIGURES = 8


def cover(
    title: str,
    length: str,
    figures: Sequence[Figure],
    *,
    alt: str = "",
    width_px: int = SIDE_PX,
    most_bytes: int = MOST_BYTES,
) -> Picture:
    """The cover as a baseline JPEG, kept in the cache.

    Args:
        title: Any text; letters that no font has are left out.
        length: Such as `10 min`.
        figures: Each once, in order; with none, there is a sign of breath.
        alt: What it shows, in words.
        width_px: Of the picture, which is square; narrower where the bytes do not suffice.
        most_bytes: How large it may be.
    """
    chosen = chosen_evenly(figures, MOST_FIGURES)

    def make() -> bytes:
        from audioguide.picture.cover_layout import laid_out
        from audioguide.picture.drawing import drawn

        svg, with_system_fonts = laid_out(title, length, chosen)
        return jpeg_within(
            lambda width: drawn(svg, width_px=width, with_system_fonts=with_system_fonts),
            width_px=width_px,
            most_bytes=most_bytes,
        )

    content = kept_picture(("cover", title, length, width_px, most_bytes, named(chosen)), make)
    return Picture(JPEG, content, alt)


def cover_svg(title: str, length: str, figures: Sequence[Figure]) -> str:
    """The cover as an SVG with a square view box; see `cover`."""
    from audioguide.picture.cover_layout import laid_out

    return laid_out(title, length, chosen_evenly(figures, MOST_FIGURES))[0]
