"""What a podcast feed has to be, from the specifications and not from our code.

RSS 2.0 (rssboard.org/rss-specification), "A Podcaster's Guide to RSS" of Apple, the podcast
namespace (github.com/Podcastindex-org/podcast-namespace), RFC 4287.
"""

import re
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

ATOM = "{http://www.w3.org/2005/Atom}"
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"

OF_CHANNEL = {
    *("title", "link", "description", "language", "copyright", "managingEditor", "webMaster"),
    *("pubDate", "lastBuildDate", "category", "generator", "docs", "cloud", "ttl", "image"),
    *("rating", "textInput", "skipHours", "skipDays", "item"),
}
OF_ITEM = {
    *("title", "link", "description", "author", "category", "comments", "enclosure", "guid"),
    *("pubDate", "source"),
}
RFC_822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d "
    r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d (GMT|[+-]\d{4})"
)
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
AUDIO = {"audio/mpeg", "audio/x-m4a", "video/mp4", "video/quicktime"}
TRANSCRIPTS = {"text/plain", "text/html", "text/vtt", "application/json", "application/x-subrip"}
MEDIUMS = {"podcast", "music", "video", "film", "audiobook", "newsletter", "blog", "course"}


def broken_rules(feed):
    """What is wrong with a feed, a line for each rule that it breaks."""
    rss = ElementTree.fromstring(feed)
    if rss.tag != "rss" or rss.get("version") != "2.0":
        return ["the root is not <rss version='2.0'>"]
    if [child.tag for child in rss] != ["channel"]:
        return ["<rss> has not one <channel>"]
    channel = rss[0]
    wrong = list(_of_channel(channel))
    items = channel.findall("item")
    for item in items:
        wrong += _of_item(item)
    guids = [item.findtext("guid") for item in items]
    if len(set(guids)) < len(guids):
        wrong.append("two items have one guid")
    numbers = [item.findtext(f"{ITUNES}episode") for item in items]
    if numbers != [str(number) for number in range(1, len(items) + 1)]:
        wrong.append(f"a serial counts its episodes: {numbers}")
    dates = [parsedate_to_datetime(item.findtext("pubDate")) for item in items]
    if dates != sorted(set(dates)):
        wrong.append(f"dates are not in order: {dates}")
    return wrong


def _of_channel(channel):
    yield from _each_once(channel, OF_CHANNEL - {"item", "category"})
    for name in ("title", "link", "description", "language"):
        if not (channel.findtext(name) or "").strip():
            yield f"the channel has no {name}"
    for child in channel:
        if not child.tag.startswith("{") and child.tag not in OF_CHANNEL:
            yield f"RSS has no {child.tag} in a channel"
    yield from _absolute(channel.findtext("link"))
    links = [link for link in channel.findall(f"{ATOM}link") if link.get("rel") == "self"]
    if len(links) != 1 or links[0].get("type") != "application/rss+xml":
        yield "there is not one link to the feed itself"
    for link in links:
        yield from _absolute(link.get("href"))
    if channel.findtext(f"{ITUNES}explicit") not in ("true", "false"):
        yield "it does not say whether it is explicit"
    if channel.findtext(f"{ITUNES}type") not in ("episodic", "serial"):
        yield "it is neither episodic nor serial"
    if not [one for one in channel.findall(f"{ITUNES}category") if one.get("text")]:
        yield "it has no category"
    if not channel.findtext(f"{ITUNES}author"):
        yield "it has no author"
    if not UUID.fullmatch(channel.findtext(f"{PODCAST}guid") or ""):
        yield "it has no guid of version 5"
    if channel.findtext(f"{PODCAST}locked") not in ("yes", "no"):
        yield "it is neither locked nor not"
    if channel.findtext(f"{PODCAST}medium") not in MEDIUMS:
        yield "it is no medium"
    if not RFC_822.fullmatch(channel.findtext("lastBuildDate") or ""):
        yield "it has no date"


def _of_item(item):
    yield from _each_once(item, OF_ITEM - {"category"})
    if not (item.findtext("title") or item.findtext("description")):
        yield "an item has neither title nor description"
    for child in item:
        if not child.tag.startswith("{") and child.tag not in OF_ITEM:
            yield f"RSS has no {child.tag} in an item"
    enclosure = item.find("enclosure")
    if enclosure is None or not (enclosure.get("length") or "").isdecimal():
        yield "an item has no enclosure with its length"
        return
    if enclosure.get("type") not in AUDIO:
        yield f"no player plays {enclosure.get('type')}"
    yield from _absolute(enclosure.get("url"))
    yield from _absolute(item.findtext("link"))
    guid = item.find("guid")
    if guid is None or not guid.text or guid.get("isPermaLink") not in ("true", "false"):
        yield "an item has no guid"
    if not RFC_822.fullmatch(item.findtext("pubDate") or ""):
        yield "an item has no date"
    if not (item.findtext(f"{ITUNES}duration") or "").isdecimal():
        yield "an item has no length in seconds"
    if item.findtext(f"{ITUNES}episodeType") not in ("full", "trailer", "bonus"):
        yield "an item is no kind of episode"
    for chapters in item.findall(f"{PODCAST}chapters"):
        yield from _absolute(chapters.get("url"))
        if chapters.get("type") != "application/json+chapters":
            yield "chapters have another type"
    for transcript in item.findall(f"{PODCAST}transcript"):
        yield from _absolute(transcript.get("url"))
        if transcript.get("type") not in TRANSCRIPTS:
            yield f"a transcript is no {transcript.get('type')}"


def _each_once(parent, names):
    tags = [child.tag for child in parent]
    yield from (f"{name} is there twice" for name in names if tags.count(name) > 1)


def _absolute(url):
    parts = urlsplit(url or "")
    if parts.scheme not in ("http", "https") or not parts.netloc or not url.isascii() or " " in url:
        yield f"{url} is no web address"
