"""A picture of a track made smaller, for devices that stumble over a large one."""

from hashlib import sha256
from io import BytesIO

from audioguide.contents import Picture
from audioguide.picture.encoding import JPEG, jpeg_within
from audioguide.picture.kept import kept_picture
from audioguide.picture.own_cover import own_cover


def smaller(picture: Picture, *, width_px: int, most_bytes: int) -> Picture:
    """A picture as a square baseline JPEG within a size, kept in the cache.

    Args:
        picture: Any JPEG or PNG; its bytes may be a stranger's.
        width_px: 32 to 600.
        most_bytes: From 2000.

    Raises:
        BadCoverError: it is no picture, or too large.
    """

    def make() -> bytes:
        from PIL import Image

        image = Image.open(BytesIO(own_cover(picture.data).data), formats=["JPEG"])
        return jpeg_within(
            lambda width: image.resize((width, width)), width_px=width_px, most_bytes=most_bytes
        )

    made_from = ("smaller", sha256(picture.data).hexdigest(), width_px, most_bytes)
    return Picture(JPEG, kept_picture(made_from, make), picture.alt)
