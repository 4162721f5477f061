"""Pictures by way of the compiler: which cover a track gets, and what chapters show."""

import io
import os

import pytest
from mutagen.id3 import ID3
from PIL import Image

import audioguide
from audioguide.cache.entry import Kind, default_folder
from audioguide.compiler.contents import contents_of
from audioguide.compiler.pictures import MOST_CHAPTER_BYTES, with_pictures
from audioguide.contents import ChapterMark
from audioguide.errors import ScriptError, UsageError
from audioguide.picture import drawing

STEPS = """
guidance: silent
steps:
  - section: First
    steps:
      - pose: cat-cow
        flow: 3 rounds
      - pose: childs-pose
        hold: 10s
  - section: Second
    steps:
      - breathe: 2 breaths
  - section: Third
    steps:
      - pose: cat-cow
        flow: 3 rounds
"""
SCRIPT = "title: Cats\n" + STEPS


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("AUDIOGUIDE_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("AUDIOGUIDE_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config").mkdir()
    return tmp_path


@pytest.fixture
def no_more_drawing(monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("this was drawn again")

    return lambda: monkeypatch.setattr(drawing, "drawn", refuse)


def script(home, text=SCRIPT, name="a.yaml"):
    path = home / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def photo(path, colour="red", size=(900, 300)):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, colour).save(path)
    return path


def pictured(path, **options):
    planned = audioguide.plan(path, options=options)
    assert planned.timeline is not None, planned.diagnostics
    contents = contents_of(planned.timeline, planned.routine)
    return with_pictures(contents, planned.timeline, planned.routine, own_cover=None)


def cover_of(track):
    covers = ID3(track).getall("APIC")
    return covers[0].data if covers else None


def colour_of(track):
    return Image.open(io.BytesIO(cover_of(track))).getpixel((300, 300))


def test_chapters_show_their_poses_and_name_them(home):
    contents = pictured(script(home))
    alts = [mark.picture and mark.picture.alt for mark in contents.chapters]
    assert alts == ["Cat and cow, Child's pose", None, "Cat and cow"]
    assert contents.cover.alt == "Cats: Cat and cow, Child's pose"
    assert all(
        len(mark.picture.data) < 10_000 for mark in contents.chapters if mark.picture is not None
    )


def test_names_are_those_of_the_language(home):
    contents = pictured(script(home), language="de")
    assert contents.chapters[2].picture.alt == "Katze und Kuh"


def test_a_track_of_breath_alone_has_a_cover_and_nothing_else(home):
    contents = pictured(script(home, "title: Air\nsteps:\n  - breathe: 3 breaths\n"))
    assert contents.cover.alt == "Air"
    assert all(mark.picture is None for mark in contents.chapters)


def test_very_many_chapters_share_the_room(home):
    """Equal pictures are drawn once, and all of them together have a limit."""
    path = script(home)
    planned = audioguide.plan(path)
    contents = contents_of(planned.timeline, planned.routine)
    first = contents.chapters[0]
    many = tuple(ChapterMark("again", first.start_ms, first.end_ms) for _ in range(255))
    from msgspec.structs import replace

    contents = with_pictures(
        replace(contents, chapters=many), planned.timeline, planned.routine, own_cover=None
    )
    sizes = [len(mark.picture.data) if mark.picture else 0 for mark in contents.chapters]
    assert 0.9 * MOST_CHAPTER_BYTES < sum(sizes) <= MOST_CHAPTER_BYTES
    assert sizes[0]
    assert len(list(default_folder(Kind.PICTURE).iterdir())) == 2  # With the cover.


def test_the_tag_has_the_pictures_and_stays_small(home):
    audioguide.build(script(home), "a.mp3")
    tag = ID3("a.mp3")
    assert tag.size < 100_000
    chapters = tag.getall("CHAP")
    shown = [[one.mime for one in chapter.sub_frames.getall("APIC")] for chapter in chapters]
    assert shown == [["image/png"], [], ["image/png"]]
    assert tag.getall("APIC")[0].mime == "image/jpeg"


def test_cold_and_warm_builds_are_equal_and_a_warm_one_draws_nothing(
    home, monkeypatch, no_more_drawing
):
    path = script(home)
    audioguide.build(path, "a.mp3")
    monkeypatch.setenv("AUDIOGUIDE_CACHE_DIR", str(home / "other"))
    audioguide.build(path, "b.mp3")
    no_more_drawing()
    audioguide.build(path, "c.mp3", force=True)
    tracks = [(home / name).read_bytes() for name in ("a.mp3", "b.mp3", "c.mp3")]
    assert tracks[0] == tracks[1] == tracks[2]


def test_a_cover_is_drawn_anew_for_a_new_title_alone(home):
    audioguide.build(script(home), "a.mp3")
    before = cover_of("a.mp3")
    audioguide.build(script(home, SCRIPT.replace("Cats", "Cows")), "a.mp3")
    assert cover_of("a.mp3") != before
    audioguide.build(script(home, SCRIPT), "a.mp3")
    assert cover_of("a.mp3") == before


def test_the_strongest_says_which_cover(home):
    photo(home / "red.png")
    photo(home / "config" / "blue.png", "blue")
    (home / "config" / "config.yaml").write_text(
        "cover: blue.png\nprofiles:\n  plain: {cover: none}\n", "utf-8"
    )
    path = script(home)
    audioguide.build(path, "a.mp3")
    assert colour_of("a.mp3")[2] > 200
    audioguide.build(script(home, "cover: red.png\n" + SCRIPT), "a.mp3")
    assert colour_of("a.mp3")[0] > 200
    audioguide.build(path, "a.mp3", options={"profile": "plain"})
    assert cover_of("a.mp3") is None
    photo(home / "green.png", "#00ff00")
    audioguide.build(path, "a.mp3", options={"cover": "green.png", "profile": "plain"})
    assert colour_of("a.mp3")[1] > 200
    audioguide.build(path, "a.mp3", options={"cover": "auto"})
    assert ID3("a.mp3").getall("APIC")[0].desc.startswith("Cats")


def test_a_cover_lies_beside_the_file_that_names_it(home, monkeypatch):
    photo(home / "far" / "pictures" / "red.png")
    path = script(home, "cover: pictures/red.png\n" + SCRIPT, "far/a.yaml")
    audioguide.build(path, home / "a.mp3")
    assert colour_of(home / "a.mp3")[0] > 200


def test_a_track_follows_its_cover(home):
    path = script(home, "cover: mine.png\n" + SCRIPT)
    photo(home / "mine.png")
    audioguide.build(path, "a.mp3")
    assert audioguide.build(path, "a.mp3").up_to_date
    photo(home / "mine.png", "blue")
    outcome = audioguide.build(path, "a.mp3")
    assert not outcome.up_to_date
    assert colour_of("a.mp3")[2] > 200
    assert audioguide.build(path, "a.mp3").up_to_date


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("../red.png", "cover-outside"),
        ("/dev/zero", "cover-outside"),
        ("https://localhost/a.png", "cover-outside"),
        ("gone.png", "cover-missing"),
        (".", "cover-outside"),
        ("folder", "cover-missing"),
        ("Auto", "cover-missing"),
        ('"a\\0b.png"', "not-text"),
        ("a.yaml", "bad-cover"),
        ("fake.jpg", "bad-cover"),
        ("[red.png]", "wrong-shape"),
        ("{file: red.png}", "wrong-shape"),
        ('""', "bad-text"),
    ],
)
def test_trouble_with_a_cover_is_told_where_it_is_named(home, written, code):
    photo(home.parent / "red.png")
    (home / "folder").mkdir()
    (home / "fake.jpg").write_bytes(b"GIF89a" + bytes(1000))
    path = script(home, f"cover: {written}\n" + SCRIPT)
    found = audioguide.check(path).diagnostics
    assert [(one.code, one.span.line, one.span.column) for one in found] == [(code, 1, 8)]
    assert audioguide.build(path, "a.mp3").diagnostics == found
    assert not (home / "a.mp3").exists()


@pytest.mark.skipif(os.name == "nt", reason="there are no named pipes")
def test_a_pipe_is_no_cover(home):
    os.mkfifo(home / "pipe.png")
    found = audioguide.check(script(home, "cover: pipe.png\n" + SCRIPT)).diagnostics
    assert [one.code for one in found] == ["cover-missing"]


@pytest.mark.parametrize("named", ["gone.png", "a.yaml", "a\0b", "x" * 5000])
def test_a_wrong_cover_of_the_command_line_is_wrong_usage(home, named):
    with pytest.raises(UsageError, match=r"^--cover: "):
        audioguide.build(script(home), "a.mp3", options={"cover": named})


@pytest.mark.parametrize("named", ["", " "])
def test_a_cover_without_a_name_is_told_as_such(home, named):
    with pytest.raises(UsageError, match="its name is empty; write auto, none or a picture"):
        audioguide.check(script(home), options={"cover": named})


def test_a_cover_of_the_configuration_is_told_of_there(home):
    (home / "config" / "config.yaml").write_text("pace: gentle\ncover: gone.png\n", "utf-8")
    (found,) = audioguide.check(script(home)).diagnostics
    assert (found.code, found.span.line, found.span.column) == ("cover-missing", 2, 8)
    assert found.span.file.path.endswith("config.yaml")


def test_a_segment_needs_no_picture(home):
    path = script(home, "cover: gone.png\n" + SCRIPT)
    with pytest.raises(ScriptError, match="cover-missing"):
        audioguide.segment(path)
