"""The podcast feed, by the rules of the specifications and by another reader of feeds."""

import io
import re
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import feedparser
import pytest
import site_stand
from feed_rules import ATOM, ITUNES, PODCAST, broken_rules
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PIL import Image

from audioguide.contents import ChapterMark, Contents, Picture, TimedLine
from audioguide.web.feed import feed_xml
from audioguide.web.feed_dates import dates_in_order
from audioguide.web.feed_pictures import FeedPictures, feed_pictures
from audioguide.web.feed_words import as_html, lines_within
from audioguide.web.pictures import SitePictures
from audioguide.web.site_file import FileState, SiteFile
from audioguide.web.site_track import SitePicture, SiteTrack

ADDRESS = "https://example.org/back/"
TITLES = [
    "Rücken & <b>Nacken</b>",
    "🧘 Morning \"flow\" 'soft'",
    "שלום עולם \u202eabc\u202c",
    "नमस्ते",
    "x" * 300,
    "]]> <!-- &amp; %20",
    "../x",
]


def track(key, title="Evening", **settings):
    contents = Contents(
        title=title,
        language="en-GB",
        length_ms=605_400,
        artist="Ann & Co",
        album="Back",
        genre="Speech",
        chapters=(ChapterMark("Warm <up>", 0, 65_000), ChapterMark("Rest", 65_000, 605_400)),
        lines=(TimedLine(0, 1000, "Lie down."),),
    )
    place = f"tracks/{key}"
    return SiteTrack(
        key=key,
        contents=replace(contents, **settings),
        audio=f"{place}.mp3",
        file_name=f"{key}.mp3",
        n_bytes=1,
        version="1",
        words=f"{place}.vtt",
        subtitles=f"{place}.srt",
        chapter_list=f"{place}.chapters.json",
        cover=SitePicture("pictures/a.png", ""),
        chapters=(),
        hand_outs=(),
    )


def files_of(tracks, *, seconds=()):
    """A file for each track, 1001 bytes long and one more each time."""
    moments = [*seconds, *[1_700_000_000] * len(tracks)]
    return {
        one.audio: SiteFile(
            "audio/mpeg", 1001 + place, b"", FileState(0, 0, 0, moments[place] * 10**9)
        )
        for place, one in enumerate(tracks)
    }


def feed_of(*tracks, title="Back", address=ADDRESS, **settings):
    pictures = FeedPictures("pictures/show.jpg", ("pictures/a.png",) * len(tracks))
    return feed_xml(title, tracks, files_of(tracks, **settings), pictures, address=address)


def items(feed):
    return ElementTree.fromstring(feed).findall("channel/item")


def test_a_feed_keeps_the_rules():
    feed = feed_of(track("01"), track("02", chapters=(), lines=()))
    assert broken_rules(feed) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<link>https://", b"<link>"),
        (b'length="1001"', b'length="1 kB"'),
        (b"audio/mpeg", b"audio/flac"),
        (b"+0000", b"UTC"),
        (b"<itunes:episode>2", b"<itunes:episode>3"),
        (b'rel="self"', b'rel="me"'),
        (b"generator>", b"language>"),
        (b"generator>", b"producer>"),
        (b"Health &amp; Fitness", b""),
        (b"x-subrip", b"srt"),
        (b'isPermaLink="false"', b""),
    ],
)
def test_the_rules_can_be_broken(old, new):
    assert broken_rules(feed_of(track("01"), track("02")).replace(old, new))


def test_an_enclosure_is_the_file():
    [one, two] = items(feed_of(track("01"), track("02")))
    assert one.find("enclosure").attrib == {
        "url": f"{ADDRESS}tracks/01.mp3",
        "length": "1001",
        "type": "audio/mpeg",
    }
    assert two.find("enclosure").get("length") == "1002"
    assert one.findtext(f"{ITUNES}duration") == "605"


def test_chapters_and_transcripts_where_there_are_any():
    [one, two] = items(feed_of(track("01"), track("02", chapters=(), lines=())))
    assert one.find(f"{PODCAST}chapters").attrib == {
        "url": f"{ADDRESS}tracks/01.chapters.json",
        "type": "application/json+chapters",
    }
    transcripts = [each.attrib for each in one.findall(f"{PODCAST}transcript")]
    assert [(each["url"], each["type"]) for each in transcripts] == [
        (f"{ADDRESS}tracks/01.vtt", "text/vtt"),
        (f"{ADDRESS}tracks/01.srt", "application/x-subrip"),
    ]
    assert {each["language"] for each in transcripts} == {"en-GB"}
    assert two.find(f"{PODCAST}chapters") is None
    assert two.find(f"{PODCAST}transcript") is None


def test_times_in_a_description_are_those_of_the_chapters():
    [one] = items(feed_of(track("01")))
    assert one.findtext("description") == ("<p>Evening<br>0:00 Warm &lt;up&gt;<br>1:05 Rest</p>")
    assert one.findtext(f"{ITUNES}summary") == "Evening\n0:00 Warm <up>\n1:05 Rest"


@pytest.mark.parametrize("title", TITLES)
def test_a_title_survives(title):
    feed = feed_of(track("01", title), title=title)
    assert broken_rules(feed) == []
    channel = ElementTree.fromstring(feed)[0]
    assert channel.findtext("title") == title
    assert channel.findtext("item/title") == title
    read = feedparser.parse(feed)
    assert not read.bozo
    if "<" not in title and "&" not in title:
        assert read.feed.title == title
        assert read.entries[0].title == title


def test_another_reader_finds_everything():
    read = feedparser.parse(feed_of(track("01"), track("02")))
    assert not read.bozo
    assert read.version == "rss20"
    assert read.feed.author == "Ann & Co"
    assert [tag.term for tag in read.feed.tags] == ["Health & Fitness"]
    entry = read.entries[1]
    assert entry.itunes_episode == "2"
    assert entry.itunes_duration == "605"
    [enclosure] = entry.enclosures
    assert (enclosure.href, enclosure.length, enclosure.type) == (
        f"{ADDRESS}tracks/02.mp3",
        "1002",
        "audio/mpeg",
    )
    assert not entry.guidislink
    assert entry.image.href == f"{ADDRESS}pictures/a.png"


@given(st.text())
def test_any_title_is_xml(title):
    feed = feed_of(track("01", title), title=title)
    found = ElementTree.fromstring(feed).findtext("channel/item/title")
    kept = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", title)
    assert found == kept.replace("\r\n", "\n").replace("\r", "\n")


def test_tracks_of_others_make_a_feed_too():
    bare = {"language": "und", "artist": "", "album": "", "chapters": (), "lines": ()}
    feed = feed_of(track("01", **bare))
    assert broken_rules(feed) == []
    assert ElementTree.fromstring(feed).findtext("channel/language") == "en"
    spoken = track("01", language="und")
    for transcript in items(feed_of(spoken))[0].findall(f"{PODCAST}transcript"):
        assert "language" not in transcript.attrib


def test_an_episode_is_the_same_under_another_number():
    before = items(feed_of(track("01-evening"), track("02-morning")))
    after = items(feed_of(track("01-noon"), track("02-evening"), track("03-morning")))
    named = [[one.findtext("guid") for one in each] for each in (before, after)]
    assert named[1][1:] == named[0]
    assert len(set(named[1])) == 3


@pytest.mark.parametrize("keys", [("1-a", "2-a", "3-1-a"), ("a", "1-a"), ("7", "8", "7-8")])
def test_no_two_episodes_have_one_name(keys):
    guids = {one.findtext("guid") for one in items(feed_of(*map(track, keys)))}
    assert len(guids) == len(keys)


def test_a_show_is_named_by_where_it_is():
    feeds = [
        feed_of(track("01")),
        feed_of(track("01"), title="Other"),
        feed_of(track("01"), address="http://example.org/back/"),
        feed_of(track("01"), address="https://example.org/neck/"),
    ]
    guids = [ElementTree.fromstring(one).findtext(f"channel/{PODCAST}guid") for one in feeds]
    assert len(set(guids[:3])) == 1
    assert guids[3] != guids[0]


def test_an_episode_keeps_its_name_when_it_is_built_anew():
    before = feed_of(track("01"), track("02"))
    after = feed_of(track("01", "Other", routine_hash="b"), track("02"), track("03"))
    names = [one.findtext("guid") for one in items(before)]
    assert [one.findtext("guid") for one in items(after)][:2] == names


def test_a_feed_is_the_same_twice():
    assert feed_of(track("01")) == feed_of(track("01"))


def test_pictures_are_named_where_they_are_there():
    feed = feed_of(track("01"))
    named = ElementTree.fromstring(feed).findall(f".//{ITUNES}image")
    assert [one.get("href") for one in named] == [
        f"{ADDRESS}pictures/show.jpg",
        f"{ADDRESS}pictures/a.png",
    ]
    bare = FeedPictures(None, (None,))
    feed = feed_xml("Back", [track("01")], files_of([track("01")]), bare, address=ADDRESS)
    assert ElementTree.fromstring(feed).findall(f".//{ITUNES}image") == []


def size_px(file):
    with Image.open(io.BytesIO(file.content)) as image:
        assert image.format == "JPEG"
        assert image.mode == "RGB"
        return image.size


@pytest.mark.parametrize("title", [*TITLES, "W" * 40, "a " * 200, ""])
def test_the_picture_of_a_show_is_as_large_as_apple_asks(title):
    pictures = SitePictures()
    found = feed_pictures(title, [track("01")], pictures)
    assert found.episodes == (None,)
    file = pictures.files[found.show]
    assert size_px(file) == (1400, 1400)
    assert file.n_bytes < 512_000


def test_the_picture_of_an_episode_is_its_cover_as_large_as_apple_asks():
    cover = site_stand.picture("cover", "teal")
    pictures = SitePictures()
    tracks = [
        track("01", cover=cover),
        track("02", cover=None),
        track("03", cover=Picture("image/png", b"\x89PNG\r\n\x1a\nno more")),
    ]
    [path, *others] = feed_pictures("Back", tracks, pictures).episodes
    assert others == [None, None]
    assert size_px(pictures.files[path]) == (1400, 1400)
    with Image.open(io.BytesIO(pictures.files[path].content)) as image:
        # The line at the foot of the drawing, where it was.
        assert image.getpixel((700, 280 * 1400 // 320)) < (60, 60, 60)
        assert image.getpixel((700, 1380)) > (200, 200, 200)


def test_another_picture_of_the_show_has_another_address():
    pictures = SitePictures()
    found = {feed_pictures(title, [track("01")], pictures).show for title in ("Back", "Neck")}
    assert len(found) == 2


def test_what_is_said_of_many_tracks_is_no_longer_than_apple_takes():
    marks = tuple(ChapterMark(f"{'&ü' * 40} {n}", n * 1000, (n + 1) * 1000) for n in range(255))
    feed = feed_of(*(track(f"{n}", title=f"{'Long ' * 12}{n}", chapters=marks) for n in range(60)))
    channel = ElementTree.fromstring(feed)[0]
    for element, most_bytes in ((channel, 4000), (channel.find("item"), 10_000)):
        for name in ("description", f"{ITUNES}summary"):
            said = element.findtext(name)
            assert most_bytes * 0.9 < len(said.encode()) <= most_bytes or name != "description"
            assert len(said.encode()) <= most_bytes
            assert said.removesuffix("</p>").endswith("…")


@given(st.lists(st.text(alphabet="aü&<\n\u2028🧘", max_size=30)), st.integers(20, 200))
def test_lines_are_within_and_whole(lines, most_bytes):
    text = lines_within(lines, most_bytes)
    assert len(as_html(text).encode()) <= most_bytes
    whole = "\n".join(lines)
    assert text == whole or whole.startswith(text.removesuffix("…"))
    if len(as_html(whole).encode()) + 20 <= most_bytes:
        assert text == whole


def test_the_address_of_the_feed_is_in_it():
    [link] = ElementTree.fromstring(feed_of(track("01"))).findall(f"channel/{ATOM}link")
    assert link.get("href") == f"{ADDRESS}feed.xml"


def test_a_track_built_anew_leaves_the_dates_of_the_others():
    before = [
        parsedate_to_datetime(one.findtext("pubDate"))
        for one in items(feed_of(track("01"), track("02"), track("03"), seconds=(1000, 2000, 3000)))
    ]
    after = [
        parsedate_to_datetime(one.findtext("pubDate"))
        for one in items(feed_of(track("01"), track("02"), track("03"), seconds=(9000, 2000, 3000)))
    ]
    assert after[1:] == before[1:]
    assert [date.timestamp() for date in before] == [1000, 2000, 3000]
    assert after[0] < after[1]


@given(st.lists(st.integers(-(10**22), 10**22)))
def test_dates_are_in_order_and_never_to_come(mtimes_ns):
    """Any that a file system may have."""
    changed = [10**6 + FileState(0, 0, 0, one).modified_seconds // 2 for one in mtimes_ns]
    dates = dates_in_order(changed)
    assert list(dates) == sorted(set(dates))
    for date, seconds in zip(dates, changed, strict=True):
        assert date.timestamp() <= seconds


@pytest.mark.parametrize("seconds", [-5, 0, 10**12])
def test_a_file_of_another_age_has_a_date(seconds):
    assert broken_rules(feed_of(track("01"), seconds=(seconds,))) == []


def test_episodes_of_one_title_can_be_told_apart():
    feed = feed_of(track("01", "Neck"), track("02", "Back"), track("03", "Neck"))
    assert [one.findtext("title") for one in items(feed)] == ["Neck (1)", "Back", "Neck (3)"]


def test_a_programme_without_tracks_is_a_feed_all_the_same():
    assert items(feed_of()) == []
