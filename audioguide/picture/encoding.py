"""Pixels to files.

A cover is a baseline JPEG with three colours and no profile: of the two formats that ID3 knows
it is the one that every player with a screen decodes, while PNG, progressive JPEG and JPEG for
print fail in some cars and cheap players. Only apps on phones and computers show pictures of
chapters, and those take PNG, where a drawing in flat colours has a fifth of the bytes: 3 kB for a
figure at 300 pixels, against 15 kB.
"""

from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

JPEG = "image/jpeg"
PNG = "image/png"

_QUALITIES = (88, 80, 70, 60)
"""The best first. Below, lines have visible seams, and fewer pixels look better."""
_N_COLOURS = (64, 16)
"""Of a palette: with so many, edges are smooth."""
_SHRINK = 0.8
_LEAST_PX = 32

Draw = Callable[[int], "Image"]
"""Gives the picture, whose width in pixels it is told."""


def jpeg_within(draw: Draw, *, width_px: int, most_bytes: int) -> bytes:
    """The best baseline JPEG of at most `most_bytes`; narrower where they do not suffice.

    Raises:
        ValueError: not even a tiny picture is small enough; 2000 bytes always are.
    """
    return _within(draw, _jpeg, _QUALITIES, width_px=width_px, most_bytes=most_bytes)


def png_within(draw: Draw, *, width_px: int, most_bytes: int) -> bytes:
    """The best PNG with a palette of at most `most_bytes`; see `jpeg_within`."""
    return _within(draw, _png, _N_COLOURS, width_px=width_px, most_bytes=most_bytes)


def _within(
    draw: Draw,
    encode: "Callable[[Image, int], bytes]",
    levels: tuple[int, ...],
    *,
    width_px: int,
    most_bytes: int,
) -> bytes:
    while width_px >= _LEAST_PX:
        image = draw(width_px)
        for level in levels:
            content = encode(image, level)
            if len(content) <= most_bytes:
                return content
        width_px = int(width_px * _SHRINK)
    raise ValueError(f"no picture has only {most_bytes} bytes")


def _jpeg(image: "Image", quality: int) -> bytes:
    stream = BytesIO()
    # Thin coloured lines smear where colours have half the resolution.
    image.save(stream, "JPEG", quality=quality, subsampling=0, optimize=True, progressive=False)
    return stream.getvalue()


def _png(image: "Image", n_colours: int) -> bytes:
    from PIL.Image import Dither

    stream = BytesIO()
    image.quantize(n_colours, dither=Dither.NONE).save(stream, "PNG", optimize=True)
    return stream.getvalue()
