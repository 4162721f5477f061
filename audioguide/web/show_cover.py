"""The picture of a whole programme, as directories of podcasts and apps show it."""

from collections.abc import Sequence

from audioguide.web.site_file import SiteFile
from audioguide.web.site_track import SiteTrack

WIDTH_PX = 1400
"""Source: "A Podcaster's Guide to RSS" of Apple: a square of 1400 to 3000 pixels, JPEG or PNG."""

_MOST_BYTES = 500_000
"""Source: the same, which asks for less than 512 kB."""


def show_cover(title: str, tracks: Sequence[SiteTrack]) -> SiteFile:
    """A JPEG with the title of a programme and the length of all its tracks together."""
    from audioguide.picture.cover import cover, length_words

    length_ms = sum(track.contents.length_ms for track in tracks)
    picture = cover(title, length_words(length_ms), (), width_px=WIDTH_PX, most_bytes=_MOST_BYTES)
    return SiteFile.of_bytes(picture.data, picture.media_type)
