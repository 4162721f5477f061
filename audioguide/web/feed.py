"""The podcast feed of a site: RSS 2.0 with the words that podcast apps know.

A programme is a serial: the first track is episode 1, and apps that go by numbers, as Apple's
does, begin there. Others, as AntennaPod, go by dates, so the dates are in order too
(`web.feed_dates`).

**Source**: the RSS 2.0 specification of the RSS Advisory Board; "A Podcaster's Guide to RSS" of
Apple; the podcast namespace of Podcasting 2.0; RFC 4287 for `atom:link`.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid5
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from audioguide.beside.table import FORMATS
from audioguide.one_line import for_xml
from audioguide.units import format_whole_seconds
from audioguide.web.feed_dates import dates_in_order, rss_date
from audioguide.web.feed_names import distinct_titles, lasting_names
from audioguide.web.feed_pictures import FeedPictures
from audioguide.web.feed_words import as_html, lines_within
from audioguide.web.paths import FEED
from audioguide.web.site_file import SiteFile
from audioguide.web.site_track import SiteTrack

_ATOM = "http://www.w3.org/2005/Atom"
_ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
_PODCAST = "https://podcastindex.org/namespace/1.0"
_PREFIXES = {"atom": _ATOM, "itunes": _ITUNES, "podcast": _PODCAST}

_SHOWS = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The namespace of shows. Source: the podcast namespace, `guid`."""

_NO_LANGUAGES = ("", "und")

_MOST_SHOW_BYTES = 4000
_MOST_EPISODE_BYTES = 10_000
"""Of descriptions. Source: "A Podcaster's Guide to RSS" of Apple."""


def feed_xml(
    title: str,
    tracks: Sequence[SiteTrack],
    files: Mapping[str, SiteFile],
    pictures: FeedPictures,
    *,
    address: str,
) -> bytes:
    """The feed of a programme.

    The MP3s have no version in their addresses here: apps take what has another address for
    another recording, and ask for the one they know for as long as they know no other.

    Args:
        title: Of the programme.
        tracks: Its tracks, in order.
        files: Of the site, with those of the tracks among them.
        pictures: Where those of the feed are, one for each track.
        address: That of the site, with a slash at its end.
    """
    for prefix, name in _PREFIXES.items():
        ElementTree.register_namespace(prefix, name)
    guid = show_guid(f"{address}{FEED}")
    states = (files[track.audio].state for track in tracks)
    dates = dates_in_order([state.modified_seconds if state else 0 for state in states])
    rss = Element("rss", {"version": "2.0"})
    channel = ElementTree.SubElement(rss, "channel")
    channel.extend(_about(title, tracks, address=address, guid=guid))
    channel.extend(_image(pictures.show, address))
    if dates:
        channel.append(_text("lastBuildDate", rss_date(dates[-1])))
    names = lasting_names([track.key for track in tracks])
    titles = distinct_titles([track.contents.title for track in tracks])
    described = zip(tracks, dates, titles, pictures.episodes, strict=True)
    for number, (track, date, name, picture) in enumerate(described, 1):
        item = ElementTree.SubElement(channel, "item")
        item.append(_text("title", name))
        item.extend(_episode(track, files[track.audio], address=address))
        item.extend(_image(picture, address))
        item.append(_text("guid", str(uuid5(guid, names[number - 1])), isPermaLink="false"))
        item.append(_text("pubDate", rss_date(date)))
        item.append(_text(_itunes("episode"), str(number)))
    ElementTree.indent(rss)
    document: bytes = ElementTree.tostring(rss, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def show_guid(feed_address: str) -> UUID:
    """Names a show wherever it is listed: by its address without the scheme.

    >>> show_guid("https://podnews.net/rss")
    UUID('9b024349-ccf0-5f69-a609-6b82873eab3c')

    **Source**: the podcast namespace, `guid`, whose example this is.
    """
    return uuid5(_SHOWS, feed_address.partition("://")[2].rstrip("/"))


def _about(title: str, tracks: Sequence[SiteTrack], *, address: str, guid: UUID) -> list[Element]:
    """What is said of the show."""
    listed = (
        f"{number}. {track.contents.title} ({format_whole_seconds(track.contents.length_ms)})"
        for number, track in enumerate(tracks, 1)
    )
    summary = lines_within((title, *listed), _MOST_SHOW_BYTES)
    languages = (track.contents.language for track in tracks)
    author = next((track.contents.artist for track in tracks if track.contents.artist), title)
    return [
        _text("title", title),
        _text("link", address),
        _text("description", as_html(summary)),
        _text("language", next((one for one in languages if one not in _NO_LANGUAGES), "en")),
        _text("generator", "audioguide"),
        Element(
            f"{{{_ATOM}}}link",
            {"href": f"{address}{FEED}", "rel": "self", "type": "application/rss+xml"},
        ),
        _text(_itunes("author"), author),
        _text(_itunes("summary"), summary),
        _text(_itunes("type"), "serial"),
        _text(_itunes("explicit"), "false"),
        Element(_itunes("category"), {"text": "Health & Fitness"}),
        _text(_podcast("guid"), str(guid)),
        _text(_podcast("medium"), "podcast"),
        _text(_podcast("locked"), "yes"),
    ]


def _episode(track: SiteTrack, audio: SiteFile, *, address: str) -> list[Element]:
    """What is said of a track, apart from its place among the others."""
    contents = track.contents
    marks = (f"{format_whole_seconds(mark.start_ms)} {mark.title}" for mark in contents.chapters)
    summary = lines_within((contents.title, *marks), _MOST_EPISODE_BYTES)
    whole_seconds = str((contents.length_ms + 500) // 1000)
    elements = [
        _text("link", f"{address}#track={track.key}"),
        _text("description", as_html(summary)),
        Element(
            "enclosure",
            {
                "url": address + track.audio,
                "length": str(audio.n_bytes),
                "type": audio.media_type,
            },
        ),
        _text(_itunes("summary"), summary),
        _text(_itunes("duration"), whole_seconds),
        _text(_itunes("episodeType"), "full"),
        _text(_itunes("explicit"), "false"),
    ]
    if contents.chapters:
        chapters = {"url": address + track.chapter_list, "type": FORMATS["chapters"].media_type}
        elements.append(Element(_podcast("chapters"), chapters))
    if contents.lines:
        for path, name in ((track.words, "vtt"), (track.subtitles, "srt")):
            transcript = {"url": address + path, "type": FORMATS[name].media_type}
            if contents.language not in _NO_LANGUAGES:
                transcript["language"] = contents.language
            transcript["rel"] = "captions"
            elements.append(Element(_podcast("transcript"), transcript))
    return elements


def _image(path: str | None, address: str) -> list[Element]:
    return [] if path is None else [Element(_itunes("image"), {"href": address + path})]


def _text(tag: str, text: str, **attributes: str) -> Element:
    """An element with a text, without what XML cannot hold."""
    element = Element(tag, attributes)
    element.text = for_xml(text)
    return element


def _itunes(name: str) -> str:
    return f"{{{_ITUNES}}}{name}"


def _podcast(name: str) -> str:
    return f"{{{_PODCAST}}}{name}"
