"""A drawing as a picture for tags and pages, within a size, kept in the cache."""

from audioguide.contents import Picture
from audioguide.picture.encoding import PNG, png_within
from audioguide.picture.kept import kept_picture

MOST_BYTES = 60_000
"""Of any picture in a tag."""


def rasterised(svg: str, *, width_px: int, most_bytes: int = MOST_BYTES, alt: str = "") -> Picture:
    """A drawing of our own as a PNG; equal ones are made once.

    Args:
        svg: A whole document that refers to nothing outside it.
        width_px: 32 to 2000; narrower where the bytes do not suffice.
        most_bytes: How large the picture may be, from 1000.
        alt: What it shows, in words.

    Raises:
        ValueError: no picture is so small.
    """

    def make() -> bytes:
        from audioguide.picture.drawing import drawn

        return png_within(
            lambda width: drawn(svg, width_px=width), width_px=width_px, most_bytes=most_bytes
        )

    return Picture(PNG, kept_picture(("drawing", svg, width_px, most_bytes), make), alt)
