"""The cover of a track: its title, its length, and its poses in a grid."""

from collections.abc import Sequence

from audioguide.contents import Picture
from audioguide.figure import Figure
from audioguide.picture.encoding import JPEG, jpeg_within
from audioguide.picture.kept import kept_picture, named
from audioguide.picture.raster import MOST_BYTES

SIDE_PX = 600
"""Fills the screen of a car or a player, and the lists of a phone twice over."""


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
        length: As `length_words` has it.
        figures: Each once, in order; with none, there is a sign of breath.
        alt: What it shows, in words.
        width_px: Of the picture, which is square; narrower where the bytes do not suffice.
        most_bytes: How large it may be.
    """

    def make() -> bytes:
        from audioguide.picture.cover_layout import laid_out
        from audioguide.picture.drawing import drawn

        svg, with_system_fonts = laid_out(title, length, figures)
        return jpeg_within(
            lambda width: drawn(svg, width_px=width, with_system_fonts=with_system_fonts),
            width_px=width_px,
            most_bytes=most_bytes,
        )

    content = kept_picture(("cover", title, length, width_px, most_bytes, named(figures)), make)
    return Picture(JPEG, content, alt)


def length_words(length_ms: int) -> str:
    """How long a track is, as a cover says it.

    >>> length_words(45_000), length_words(599_000), length_words(3_900_000)
    ('45 s', '10 min', '1 h 5 min')
    """
    if length_ms < 59_500:
        return f"{round(length_ms / 1000)} s"
    n_minutes = round(length_ms / 60_000)
    n_hours, rest = divmod(n_minutes, 60)
    parts = [f"{n_hours} h"] * bool(n_hours) + [f"{rest} min"] * bool(rest)
    return " ".join(parts)
