"""All files of a site: which there are, under which paths, and what they say."""

import io
import json
import os
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest
import site_stand
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from audioguide.contents import Picture
from audioguide.delivery.shelf import Shelf, ShelvedTrack
from audioguide.errors import FileError
from audioguide.web.policy import HAND_OUT_POLICY, PAGE_POLICY, policy_of
from audioguide.web.site import site_files
from audioguide.web.site_file import SiteFile
from audioguide.web.words import TABLE, words_of
from audioguide.web.zipped import write_zip

ASSETS = TABLE.parent
LANGUAGES = ("en", "de", "es", "fr", "hi")
MODULES = sorted(ASSETS.glob("*.js"))
PLAIN_PATH = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)?")


def shelf_of(folder, *titles, **more):
    """Tracks that are no sound, with contents that are not read from them."""
    tracks = []
    for number, title in enumerate(titles, 1):
        path = folder / f"{number:02} ünit.mp3"
        path.write_bytes(b"sound %d" % number)
        held = site_stand.contents(title, number=number, **more)
        tracks.append(ShelvedTrack(path, path.name, path.stat().st_size, held))
    return Shelf(folder, "Backs & <b>more</b>", tuple(tracks))


def files_of(shelf, address=None, **more):
    return site_files(shelf, address=address, **more)


def programme_of(files):
    return json.loads(files["programme.json"].content)


class Page(HTMLParser):
    """What stands in a page: its tags with their attributes, and text within scripts and styles."""

    def __init__(self, file):
        super().__init__()
        self.tags = []
        self.inline = []
        self.feed(file.content.decode())

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        if self.tags and self.tags[-1][0] in ("script", "style") and data.strip():
            self.inline.append(data)

    def values(self, name):
        return [attributes[name] for _, attributes in self.tags if name in attributes]


def test_every_path_is_plain(tmp_path):
    files = files_of(shelf_of(tmp_path, *site_stand.HOSTILE), address="http://a.test/")
    for path, file in files.items():
        assert PLAIN_PATH.fullmatch(path), path
        content = file.content
        assert file.n_bytes == (
            len(content) if isinstance(content, bytes) else content.stat().st_size
        )


def test_what_belongs_to_a_track(tmp_path):
    files = files_of(shelf_of(tmp_path, "Evening"))
    assert files["tracks/01-unit.mp3"].content == tmp_path / "01 ünit.mp3"
    assert files["tracks/01-unit.mp3"].media_type == "audio/mpeg"
    words = files["tracks/01-unit.vtt"]
    assert words.media_type == "text/vtt; charset=utf-8"
    assert (
        b"00:00:12.340 --> 00:00:15.000\nCat-cow. Six rounds, with the breath.\n" in words.content
    )
    assert b"00:00:40,007" in files["tracks/01-unit.srt"].content
    [track] = programme_of(files)["tracks"]
    assert track["file_name"] == "01 ünit.mp3"
    assert [mark["start_ms"] for mark in track["chapters"]] == [0, 12_340, 40_007, 71_500]
    for mark in track["chapters"]:
        assert files[mark["picture"]["path"]].media_type == "image/png"
    assert track["cover"]["alt"] == "Drawing: cover 1"


def test_chapters_of_podcast_apps_have_pictures_with_whole_addresses(tmp_path):
    shelf = shelf_of(tmp_path, "Evening")
    files = files_of(shelf, address="https://a.test/b/")
    told = json.loads(files["tracks/01-unit.chapters.json"].content)
    for chapter in told["chapters"]:
        assert chapter["img"].startswith("https://a.test/b/pictures/")
        assert chapter["img"].removeprefix("https://a.test/b/") in files
    without = json.loads(files_of(shelf)["tracks/01-unit.chapters.json"].content)
    assert not any("img" in chapter for chapter in without["chapters"])


def test_a_feed_needs_an_address(tmp_path):
    shelf = shelf_of(tmp_path, "Evening")
    assert "feed.xml" not in files_of(shelf)
    assert programme_of(files_of(shelf))["feed"] is None
    assert "feed" not in files_of(shelf)["index.html"].content.decode()
    there = files_of(shelf, address="http://a.test/")
    assert programme_of(there)["feed"] == "feed.xml"
    assert "feed.xml" in Page(there["index.html"]).values("href")


def test_all_tracks_are_offered_where_they_are(tmp_path):
    shelf = shelf_of(tmp_path, "Evening")
    assert programme_of(files_of(shelf))["everything"] is None
    everything = SiteFile.of_bytes(b"PK", "application/zip")
    there = files_of(shelf, everything=everything)
    assert there["all.zip"] == everything
    assert "all.zip" in Page(there["index.html"]).values("href")


def test_a_playlist_has_the_tracks_in_order(tmp_path):
    shelf = shelf_of(tmp_path, "Evening", "Morning")
    told = files_of(shelf, "http://a.test/b/")["programme.m3u8"].content.decode().splitlines()
    assert told[-4:] == [
        "#EXTINF:90,Evening",
        "http://a.test/b/tracks/01-unit.mp3",
        "#EXTINF:90,Morning",
        "http://a.test/b/tracks/02-unit.mp3",
    ]
    without = files_of(shelf)["programme.m3u8"].content.decode()
    assert without.endswith("\ntracks/02-unit.mp3\n")


def test_it_is_the_same_each_time(tmp_path):
    shelf = shelf_of(tmp_path, "Evening", "Morning")
    assert files_of(shelf, "http://a.test/") == files_of(shelf, "http://a.test/")


def test_a_version_is_that_of_the_bytes_of_the_track(tmp_path):
    def version():
        return programme_of(files_of(shelf))["tracks"][0]["version"]

    shelf = shelf_of(tmp_path, "Evening")
    before = version()
    [track] = shelf.tracks
    os.utime(track.path, (1, 1))
    assert version() == before
    # Another sound of the same length under the same name, as after a chime was replaced.
    track.path.write_bytes(b"sounD 1")
    assert version() != before


def test_a_track_that_went_is_told_of(tmp_path):
    shelf = shelf_of(tmp_path, "Evening")
    shelf.tracks[0].path.unlink()
    with pytest.raises(FileError, match="01 ünit"):
        files_of(shelf)


def test_tracks_of_names_that_fold_to_one_have_paths_of_their_own(tmp_path):
    names = ("ä.mp3", "a.mp3", "A!.mp3")
    tracks = []
    for name in names:
        (tmp_path / name).write_bytes(name.encode())
        contents = site_stand.contents(name)
        tracks.append(ShelvedTrack(tmp_path / name, name, len(name.encode()), contents))
    files = files_of(Shelf(tmp_path, "Names", tuple(tracks)))
    served = [files[track["audio"]].content.name for track in programme_of(files)["tracks"]]
    assert served == list(names)


def test_a_shelf_without_tracks_is_a_page(tmp_path):
    files = files_of(Shelf(tmp_path, "Nothing", ()))
    assert words_of("en")["empty"] in files["index.html"].content.decode()


def test_equal_pictures_are_one_file(tmp_path):
    one = site_stand.picture("same", "teal")
    files = files_of(shelf_of(tmp_path, "a", "b", cover=one, chapters=()))
    assert len([path for path in files if path.startswith("pictures/")]) == 1


@pytest.mark.parametrize(
    "picture",
    [
        Picture("image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        Picture("image/png", b"<html><script>"),
        Picture("image/jpeg", b""),
    ],
)
def test_what_is_no_picture_is_not_on_the_site(tmp_path, picture):
    files = files_of(shelf_of(tmp_path, "a", cover=picture, chapters=()))
    assert not [path for path in files if path.startswith("pictures/")]
    assert programme_of(files)["tracks"][0]["cover"] is None


def test_the_suffix_and_type_of_a_picture_are_what_it_is(tmp_path):
    lying = Picture("text/html", b"\xff\xd8\xff\xe0 jpeg")
    files = files_of(shelf_of(tmp_path, "a", cover=lying, chapters=()))
    [path] = [path for path in files if path.startswith("pictures/")]
    assert path.endswith(".jpg")
    assert files[path].media_type == "image/jpeg"


def test_hand_outs_beside_a_track_are_on_the_site(tmp_path):
    shelf = shelf_of(tmp_path, "a", "b")
    (tmp_path / "01 ünit.html").write_text("<p>")
    (tmp_path / "01 ünit.pdf").write_bytes(b"%PDF")
    (tmp_path / "other.html").write_text("<p>")
    files = files_of(shelf)
    assert files["tracks/01-unit.html"].content == tmp_path / "01 ünit.html"
    assert files["tracks/01-unit.pdf"].media_type == "application/pdf"
    assert [len(track["hand_outs"]) for track in programme_of(files)["tracks"]] == [2, 0]
    on_disk = {file.content.name for file in files.values() if isinstance(file.content, Path)}
    assert on_disk == {"01 ünit.mp3", "01 ünit.html", "01 ünit.pdf", "02 ünit.mp3"}


def test_a_hand_out_that_is_a_link_is_not_on_the_site(tmp_path):
    shelf = shelf_of(tmp_path, "a")
    secret = tmp_path / "secret"
    secret.write_text("secret")
    (tmp_path / "01 ünit.html").symlink_to(secret)
    assert "tracks/01-unit.html" not in files_of(shelf)


def test_hand_outs_run_no_scripts_and_pages_none_of_their_own():
    assert policy_of("tracks/a.html") == HAND_OUT_POLICY
    assert "script-src" not in HAND_OUT_POLICY
    assert HAND_OUT_POLICY.startswith("sandbox")
    assert "allow-scripts" not in HAND_OUT_POLICY
    assert policy_of("index.html") == policy_of("tracks/a.pdf") == PAGE_POLICY
    assert "unsafe" not in PAGE_POLICY


def test_the_page_has_no_script_or_style_in_itself(tmp_path):
    page = Page(files_of(shelf_of(tmp_path, *site_stand.HOSTILE))["index.html"])
    assert page.inline == []
    assert page.values("style") == []
    handlers = [name for _, names in page.tags for name in names if name.startswith("on")]
    assert handlers == []
    policies = [names["content"] for _, names in page.tags if "http-equiv" in names]
    assert policies == [PAGE_POLICY]


def test_the_page_takes_everything_from_its_own_site(tmp_path):
    files = files_of(shelf_of(tmp_path, "a"), address="http://a.test/")
    page = Page(files["index.html"])
    for link in page.values("href") + page.values("src"):
        assert link in files or link in ("#", ""), link
    for module in MODULES:
        for path in re.findall(
            r'(?:from|import\(|fetch\(|register\()\s*"([^"]+)"', module.read_text()
        ):
            assert path.removeprefix("./") in files, f"{module.name}: {path}"
    shell = programme_of(files)["shell"]
    assert {path for path in shell if path != "./"} <= files.keys()
    assert {module.name for module in MODULES} - {"sw.js"} <= set(shell)


def test_scripts_take_text_for_text_and_nothing_from_elsewhere():
    for module in MODULES:
        text = module.read_text()
        for way in ("innerHTML", "outerHTML", "AdjacentHTML", "document.write", "eval(", "import("):
            assert way not in text, f"{module.name}: {way}"
        addresses = re.findall(r"https?://[^\s`\"'?]+", text)
        assert set(addresses) <= {"https://antennapod.org/deeplink/subscribe"}, module.name
    style = (ASSETS / "style.css").read_text()
    assert "url(" not in style
    assert "@import" not in style


def test_the_page_is_installable(tmp_path):
    files = files_of(shelf_of(tmp_path, "a"))
    manifest = json.loads(files["manifest.webmanifest"].content)
    assert files["manifest.webmanifest"].media_type.startswith("application/manifest+json")
    assert (manifest["name"], manifest["start_url"], manifest["scope"]) == (
        "Backs & <b>more</b>",
        "./",
        "./",
    )
    for icon in manifest["icons"]:
        assert files[icon["src"]].media_type == "image/png"
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}


MARKUP = "<>&\"'{}%#/\\\u202e\u2066\u2028\x00\x1b🙂א\n"


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(title=st.text(alphabet=st.one_of(st.sampled_from(MARKUP), st.characters()), max_size=40))
def test_no_title_is_markup(tmp_path, title):
    title = title.encode("utf-8", "replace").decode()
    plain, files = (
        files_of(replace(shelf_of(tmp_path, one), title=one)) for one in ("plain", title)
    )
    tags = [tag for tag, _ in Page(plain["index.html"]).tags]
    assert [tag for tag, _ in Page(files["index.html"]).tags] == tags
    assert programme_of(files)["title"] == title
    assert programme_of(files)["tracks"][0]["title"] == title


def placeholders(entry):
    texts = entry.values() if isinstance(entry, dict) else [entry]
    return {frozenset(re.findall(r"\{(\w+)\}", text)) for text in texts}


def test_every_language_has_every_word():
    table = json.loads(TABLE.read_bytes())
    assert tuple(table) == LANGUAGES
    for language, entries in table.items():
        assert list(entries) == list(table["en"]), language
        for name, entry in entries.items():
            assert placeholders(entry) == placeholders(table["en"][name]), f"{language}: {name}"
            assert type(entry) is type(table["en"][name]), f"{language}: {name}"


def test_every_word_is_used_and_every_use_is_a_word():
    text = "".join(path.read_text() for path in MODULES)
    page = (ASSETS.parent / "page.html").read_text()
    named = set(re.findall(r'words\["(\w+)"\]|words\.counted\("(\w+)"', page))
    used = {name for pair in named for name in pair if name}
    used |= set(re.findall(r'data-word(?:-label)?="(\w+)"', page))
    used |= set(re.findall(r'say(?:Counted)?\(\s*"(\w+)"', text))
    # Names that stand in a choice: `say(isSo ? "one" : "other")`.
    used |= {
        one for one in re.findall(r'[?:] "(\w+)"', text + page) if one in words_of("en").entries
    }
    used |= {"hand_out", "hand_out_pdf"}
    assert used == set(words_of("en").entries)


def test_words_of_a_language_that_has_none_are_english():
    assert words_of("fi-FI").language == "en"
    assert words_of("de-AT")["play"] == "Abspielen"
    assert words_of("hi").counted("tracks", 3) == "3 ट्रैक"
    assert words_of("en").counted("tracks", 1) == "1 track"


def test_a_zip_of_all_is_the_same_each_time(tmp_path):
    shelf = shelf_of(tmp_path, "a", "b")

    def zipped():
        stream = io.BytesIO()
        write_zip(shelf, stream)
        return stream.getvalue()

    assert zipped() == zipped()
    with zipfile.ZipFile(io.BytesIO(zipped())) as found:
        assert found.testzip() is None
        assert {one: found.read(one) for one in found.namelist()} == {
            "01 ünit.mp3": b"sound 1",
            "02 ünit.mp3": b"sound 2",
        }
        # No descriptor behind a stored entry, which readers of streams cannot find the end of.
        assert not any(one.flag_bits & 0x08 for one in found.infolist())
