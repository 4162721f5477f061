"""A picture file of the user's as a cover: read within limits, and encoded anew.

Whatever is in the file, what goes into a tag is a small square baseline JPEG that we wrote, so
no player ever sees the user's file.
"""

import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING

from audioguide.contents import Picture
from audioguide.picture.cover import SIDE_PX
from audioguide.picture.encoding import JPEG, jpeg_within
from audioguide.picture.kept import kept_picture
from audioguide.picture.palette import GROUND
from audioguide.picture.raster import MOST_BYTES

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_FILE_BYTES = 24 << 20
MOST_POINTS = 20_000_000
"""Of a PNG, or of a progressive JPEG, which are whole in memory: at most 160 MB."""
MOST_POINTS_BY_ROW = 60_000_000
"""Of any other JPEG, which is made smaller while it is read."""

_TROUBLE = (
    *(OSError, SyntaxError, ValueError, EOFError, OverflowError, IndexError, KeyError),
    *(TypeError, AttributeError, struct.error, zlib.error, MemoryError),
)
"""What Pillow raises where a file is not what it seems; it has no base for that."""

_ORIENTATION = 0x0112
"""The tag of EXIF that says how a camera was held. Source: EXIF 2.32, 4.6.4."""
_TURNS: dict[object, int] = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}
"""By its value, what makes it upright, as a number of Pillow's `Transpose`."""
_BYTE_OF_SHORT = 1 / 256


class BadCoverError(Exception):
    """A file cannot be a cover; the message says why, and fits after the file's name."""


def own_cover(content: bytes, *, alt: str = "") -> Picture:
    """A user's picture as a cover of at most 60 kB, kept in the cache.

    The whole picture is shown, on a ground that makes it a square.

    Args:
        content: Of the file, or its first `MOST_FILE_BYTES + 1`.
        alt: What it shows, in words.

    Raises:
        BadCoverError: it is no picture, or too large.
    """
    if len(content) > MOST_FILE_BYTES:
        raise BadCoverError(f"is larger than {MOST_FILE_BYTES >> 20} MiB")
    made_from = ("own cover", sha256(content).hexdigest(), SIDE_PX)
    return Picture(JPEG, kept_picture(made_from, lambda: _encoded(content)), alt)


def _encoded(content: bytes) -> bytes:
    try:
        image = _square(_upright(content))
    except _TROUBLE as trouble:
        raise BadCoverError(
            "cannot be read as a JPEG or PNG picture; it may be damaged"
        ) from trouble
    return jpeg_within(
        lambda width: image.resize((width, width)), width_px=SIDE_PX, most_bytes=MOST_BYTES
    )


def _upright(content: bytes) -> "Image":
    """The picture as it was meant to be seen, at most some twice as large as needed."""
    from PIL import Image

    with _cut_files_refused(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # We have limits of our own, and some files are only odd.
        try:
            image = Image.open(BytesIO(content), formats=["JPEG", "PNG"])
        except Image.DecompressionBombError as trouble:
            raise BadCoverError(_too_large(MOST_POINTS)) from trouble
        with image:
            _refuse_if_too_large(image)
            image.draft("RGB", (2 * SIDE_PX, 2 * SIDE_PX))
            turn = _TURNS.get(image.getexif().get(_ORIENTATION))
            small = _smaller(image)
    return small if turn is None else small.transpose(Image.Transpose(turn))


@contextmanager
def _cut_files_refused() -> Iterator[None]:
    """Pillow takes no cut file here, whatever else in this process wants them taken.

    The setting is Pillow's, one for a process; weasyprint changes it when it is imported.
    """
    from PIL import ImageFile

    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _smaller(image: "Image") -> "Image":
    """The picture with less points than it has, in a mode of eight bits."""
    from PIL.Image import Resampling

    factor = max(1, max(image.size) // (2 * SIDE_PX))
    if image.mode.startswith("I"):
        size = (-(-image.width // factor), -(-image.height // factor))
        thin = image.resize(size, Resampling.NEAREST).convert("I")
        return thin.point(lambda value: value * _BYTE_OF_SHORT).convert("L")
    if image.mode in ("1", "P", "PA"):
        return image.convert("RGBA").reduce(factor)
    return image.reduce(factor)


def _refuse_if_too_large(image: "Image") -> None:
    """By what its first bytes say, before any memory is taken.

    Raises:
        BadCoverError: it has more points than can be held.
    """
    width_px, height_px = image.size
    is_by_row = image.format == "JPEG" and not image.info.get("progressive")
    most = MOST_POINTS_BY_ROW if is_by_row else MOST_POINTS
    if width_px * height_px > most:
        raise BadCoverError(_too_large(most))


def _too_large(most: int) -> str:
    return f"has more than {most // 10**6} million points"


def _square(image: "Image") -> "Image":
    """The whole picture in the middle of a square, in three colours."""
    from PIL import Image, ImageOps

    fitting = ImageOps.contain(image.convert("RGBA"), (SIDE_PX, SIDE_PX))
    square = Image.new("RGBA", (SIDE_PX, SIDE_PX), GROUND)
    place = ((SIDE_PX - fitting.width) // 2, (SIDE_PX - fitting.height) // 2)
    square.alpha_composite(fitting, place)
    return square.convert("RGB")
