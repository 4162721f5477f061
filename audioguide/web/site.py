"""All files of a site, by their paths: the page, what it needs, and the tracks.

Nothing but these is ever served or published: a path that is asked for is a key of this mapping,
never a path on the disk.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from audioguide.delivery.playlist import Entry, m3u8
from audioguide.web.page import page_files
from audioguide.web.paths import EVERYTHING, FEED, PLAYLIST
from audioguide.web.pictures import SitePictures
from audioguide.web.site_file import SiteFile
from audioguide.web.site_track import SiteTrack
from audioguide.web.tracks import site_tracks, track_files

if TYPE_CHECKING:
    from audioguide.delivery.shelf import Shelf


def site_files(
    shelf: "Shelf", *, address: str | None, everything: SiteFile | None = None
) -> Mapping[str, SiteFile]:
    """The files of the site of a programme.

    All addresses in them are relative, so the site works under any prefix; only the feed needs
    to know where it is.

    Args:
        shelf: The programme.
        address: That of the site, with a slash at its end; without it there is no feed.
        everything: All tracks in one ZIP file, if that is offered.

    Raises:
        FileError: a track is gone, or is no regular file.
    """
    pictures = SitePictures()
    tracks = site_tracks(shelf, pictures)
    files = dict(track_files(shelf, tracks, address=address))
    files[PLAYLIST] = _playlist(shelf.title, tracks, address or "")
    if everything is not None:
        files[EVERYTHING] = everything
    if address is not None:
        from audioguide.web.feed import feed_xml
        from audioguide.web.feed_pictures import feed_pictures

        found = feed_pictures(shelf.title, tracks, pictures)
        feed = feed_xml(shelf.title, tracks, files, found, address=address)
        files[FEED] = SiteFile.of_bytes(feed, "application/rss+xml; charset=utf-8")
    files.update(pictures.files)
    files.update(page_files(shelf.title, tracks, others=frozenset(files)))
    return files


def _playlist(title: str, tracks: Sequence[SiteTrack], address: str) -> SiteFile:
    """With whole addresses where they are known: a player may keep it, and forget where it was.

    Its media type is not that of HTTP Live Streaming, whose playlists are called alike.
    """
    entries = [
        Entry(f"{address}{track.audio}", track.contents.title, track.contents.length_ms)
        for track in tracks
    ]
    return SiteFile.of_bytes(m3u8(title, entries).encode(), "audio/x-mpegurl; charset=utf-8")
