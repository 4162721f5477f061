"""A track as a site has it: which of the site's files belong to it, and what they hold."""

from msgspec import Struct

from audioguide.contents import Contents


class SitePicture(Struct, frozen=True):
    """A picture by its path within the site."""

    path: str
    alt: str
    """What it shows, in words; empty where nobody said."""


class SiteChapter(Struct, frozen=True):
    """A part of the track; it ends where the next one begins."""

    title: str
    start_ms: int
    end_ms: int
    picture: SitePicture | None


class HandOut(Struct, frozen=True):
    """A page to print that lies beside the track."""

    path: str
    media_type: str
    """`text/html; charset=utf-8` or `application/pdf`."""
    file_name: str
    """Under which it is saved."""


class SiteTrack(Struct, frozen=True, kw_only=True):
    """A track and its files. Paths are those of the site: relative, in plain ASCII."""

    key: str
    """Names the track within the site, as in the address of its view: `01-evening`."""
    contents: Contents
    audio: str
    """Path of the MP3."""
    file_name: str
    """Under which the MP3 is saved: as it is called in its folder."""
    n_bytes: int
    """Of the MP3."""
    version: str
    """Of the bytes of the MP3: another one whenever the track is another one."""
    words: str
    """Path of its lines as WebVTT."""
    subtitles: str
    """Path of the same as SRT, which podcast apps read."""
    chapter_list: str
    """Path of its chapters as podcast apps read them."""
    cover: SitePicture | None
    chapters: tuple[SiteChapter, ...]
    hand_outs: tuple[HandOut, ...]
