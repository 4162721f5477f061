"""The pictures of a feed, in the size that directories of podcasts ask for.

**Source**: "A Podcaster's Guide to RSS" and "Artwork requirements" of Apple: of a show and of an
episode alike, a square of 1400 to 3000 pixels, JPEG or PNG, in 512 kB; what is different goes under
another address.
"""

import hashlib
from collections.abc import Sequence
from io import BytesIO

from msgspec import Struct

from audioguide.contents import Picture
from audioguide.web.pictures import SitePictures
from audioguide.web.site_track import SiteTrack

WIDTH_PX = 1400

_MOST_BYTES = 500_000
"""A picture of one colour for each point, which no cover is, has more: then it is narrower."""


class FeedPictures(Struct, frozen=True):
    """Where the pictures of a feed are, as paths within the site."""

    show: str | None = None
    """Of the whole programme."""
    episodes: tuple[str | None, ...] = ()
    """Of each track in order; None where it has no cover."""


def feed_pictures(title: str, tracks: Sequence[SiteTrack], pictures: SitePictures) -> FeedPictures:
    """The pictures of a feed; each track's is its cover.

    Args:
        title: Of the programme.
        tracks: Its tracks, in order.
        pictures: To which they are added.
    """
    show = pictures.add(_of_show(title, tracks))
    covers = [pictures.add(_of_episode(track.contents.cover)) for track in tracks]
    return FeedPictures(
        show.path if show else None, tuple(one.path if one else None for one in covers)
    )


def _of_show(title: str, tracks: Sequence[SiteTrack]) -> Picture:
    """The title of a programme, and the length of all its tracks together."""
    from audioguide.picture.cover import cover, length_words

    length_ms = sum(track.contents.length_ms for track in tracks)
    return cover(title, length_words(length_ms), (), width_px=WIDTH_PX, most_bytes=_MOST_BYTES)


def _of_episode(picture: Picture | None) -> Picture | None:
    """A cover, which a player's screen needs smaller, in the size of a feed."""
    from audioguide.picture.encoding import JPEG, jpeg_within
    from audioguide.picture.kept import kept_picture
    from audioguide.picture.own_cover import BadCoverError, own_cover

    if picture is None:
        return None

    def make() -> bytes:
        from PIL import Image

        image = Image.open(BytesIO(own_cover(picture.data).data), formats=["JPEG"])
        return jpeg_within(
            lambda width: image.resize((width, width), Image.Resampling.LANCZOS),
            width_px=WIDTH_PX,
            most_bytes=_MOST_BYTES,
        )

    made_from = ("of a feed", hashlib.sha256(picture.data).hexdigest(), WIDTH_PX, _MOST_BYTES)
    try:
        return Picture(JPEG, kept_picture(made_from, make))
    except BadCoverError:
        return None
