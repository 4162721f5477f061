"""Covers: any title at all, in three lines at most, inside the picture."""

import io
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from test_picture_raster import figure

from audioguide.picture import drawing, letters
from audioguide.picture.cover import cover, length_words
from audioguide.picture.cover_layout import MOST_FIGURES, laid_out
from audioguide.picture.lettering import lettered
from audioguide.picture.palette import GROUND

SIZES = (64.0, 46.0, 28.0)
TITLES = {
    "one": "A",
    "usual": "Ten minutes in the morning",
    "long": "Everything for the lower back, the hips and the shoulders, slowly " * 5,
    "no spaces": "x" * 300,
    "devanagari": "शाम को पीठ के लिए आराम, धीरे-धीरे और बिना दर्द के",
    "right to left": "שלום לכל הגב התחתון",
    "arabic": "مرحبا بالعالم",
    "chinese": "背部伸展练习" * 10,
    "emoji": "Night 🧘‍♀️ and 👨‍👩‍👧 rest",
    "markup": '<&> "quoted" </svg> &amp;',
    "controls": "a\0b\x1b[31m\u202ec\ud800d\n\te",
    "empty": "",
    "marks": "e" + "\u0301" * 200,
}


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("AUDIOGUIDE_CACHE_DIR", str(tmp_path / "cache"))


@pytest.fixture
def bare(monkeypatch):
    """A machine without a font of its own."""
    drawn = drawing.drawn

    def without_fonts(svg, *, width_px, with_system_fonts=False):
        return drawn(svg, width_px=width_px)

    for module in (drawing, letters):
        monkeypatch.setattr(module, "drawn", without_fonts)


def opened(picture):
    return Image.open(io.BytesIO(picture.data))


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
@pytest.mark.parametrize("n_figures", [0, 3, 20])
def test_a_cover_is_a_small_square_jpeg_with_a_clear_edge(title, n_figures):
    picture = cover(title, "10 min", [figure(40.0 + n) for n in range(n_figures)], alt="what")
    assert (picture.media_type, picture.alt) == ("image/jpeg", "what")
    assert len(picture.data) <= 60_000
    image = opened(picture)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (600, 600))
    assert "progressive" not in image.info
    red, green, blue = (int(GROUND[n : n + 2], 16) for n in (1, 3, 5))
    for x in (*range(0, 16, 3), *range(584, 600, 3)):
        for y in range(0, 530, 5):
            pixel = image.getpixel((x, y))
            assert all(abs(a - b) < 12 for a, b in zip(pixel, (red, green, blue), strict=True))


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_a_title_has_three_lines_at_most(title):
    lettering = lettered(title, width_px=520, sizes_px=SIZES)
    assert len(lettering.lines) <= 3
    assert lettering.size_px in SIZES
    assert all(line.strip() == line != "" for line in lettering.lines)


def test_short_titles_are_large_and_whole_and_long_ones_small_and_cut():
    short = lettered(TITLES["usual"], width_px=520, sizes_px=SIZES)
    assert (" ".join(short.lines), short.size_px) == (TITLES["usual"], 64.0)
    long = lettered(TITLES["long"], width_px=520, sizes_px=SIZES)
    assert (len(long.lines), long.size_px) == (3, 28.0)
    assert long.lines[-1].endswith("…")
    assert TITLES["long"].startswith(" ".join(long.lines).rstrip("…"))


def test_lines_of_a_title_are_about_equally_long():
    lines = lettered("Full hour for the lower back", width_px=520, sizes_px=(64.0,)).lines
    assert len(lines) == 2
    assert min(map(len, lines)) > 0.6 * max(map(len, lines))


@pytest.mark.parametrize(
    ("title", "left"),
    [
        (TITLES["devanagari"], TITLES["devanagari"]),
        ("Ελλάδα Привет", "Ελλάδα Привет"),
        ("Night 🧘 rest", "Night rest"),
        ("שלום", ""),
        ("背 back", "back"),
        (TITLES["controls"], "a b [31m c d e"),
    ],
)
def test_on_a_bare_machine_only_what_no_font_has_is_left_out(bare, title, left):
    assert " ".join(lettered(title, width_px=2000, sizes_px=(20.0,)).lines) == left


def test_a_picture_of_several_signs_is_drawn_whole_or_not_at_all(monkeypatch):
    """A font has the sign of a woman, and not the person it stands behind."""

    def drawable(text, *, with_system_fonts):
        return frozenset(
            one for one in text if one <= "\u024f" or (with_system_fonts and one not in "🧘🏽")
        )

    monkeypatch.setattr("audioguide.picture.lettering.drawable", drawable)
    lettering = lettered("Rest 🧘🏽\u200d♀\ufe0f ♥\ufe0f", width_px=2000, sizes_px=(20.0,))
    assert (lettering.lines, lettering.with_system_fonts) == (("Rest ♥\ufe0f",), True)
    lettering = lettered("Rest 🧘🏽\u200d♀\ufe0f", width_px=2000, sizes_px=(20.0,))
    assert (lettering.lines, lettering.with_system_fonts) == (("Rest",), False)


def test_a_cover_of_a_bare_machine_has_no_boxes(bare):
    boxed = cover("Night 🧘 rest", "10 min", [figure()])
    assert boxed.data == cover("Night rest", "10 min", [figure()]).data


def test_words_are_not_broken_inside_a_letter():
    word = "क्षि" * 30  # Four code points a letter, of which two are marks.
    lines = lettered(word, width_px=300, sizes_px=(30.0,), most_lines=99).lines
    assert len(lines) > 1
    assert all(line.startswith("क") for line in lines)


@settings(max_examples=60, deadline=None)
@given(title=st.text(max_size=60), length=st.sampled_from(["", "1 h 5 min", "<&>"]))
def test_any_title_is_well_formed(title, length):
    svg, _ = laid_out(title, length, [figure()])
    texts = list(ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text"))
    assert texts[-1].text in (length, None)
    assert len(texts) <= 4


def test_a_cover_says_title_and_length():
    svg, _ = laid_out('A & <B> "C"', "10 min", [])
    root = ElementTree.fromstring(svg)
    texts = [one.text for one in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts == ['A & <B> "C"', "10 min"]


@pytest.mark.parametrize(
    ("length_ms", "words"),
    [
        *((0, "0 s"), (59_400, "59 s"), (59_900, "1 min"), (60_000, "1 min"), (89_000, "1 min")),
        *((3_570_001, "1 h"), (3_600_000, "1 h"), (7_260_000, "2 h 1 min")),
    ],
)
def test_a_cover_says_how_long_a_track_is(length_ms, words):
    assert length_words(length_ms) == words


def test_a_cover_shows_some_of_many_poses():
    svg, _ = laid_out("Many", "1 h", [figure(40.0 + n) for n in range(30)])
    assert svg.count("scale(") == MOST_FIGURES


def test_without_poses_there_is_a_sign_of_breath():
    svg, _ = laid_out("Breathing", "5 min", [])
    assert "scale(" not in svg
    assert svg.count("<circle") > 3


def test_a_cover_is_drawn_once_and_the_same_again(monkeypatch, tmp_path):
    figures = [figure(), figure(60.0)]
    cold = cover("Title", "10 min", figures)
    monkeypatch.setenv("AUDIOGUIDE_CACHE_DIR", str(tmp_path / "other"))
    assert cover("Title", "10 min", figures) == cold

    def refuse(*_, **__):
        raise AssertionError("this was drawn again")

    monkeypatch.setattr(drawing, "drawn", refuse)
    assert cover("Title", "10 min", figures) == cold
    for other in (
        ("Title.", "10 min", figures),
        ("Title", "11 min", figures),
        ("Title", "10 min", figures[:1]),
    ):
        with pytest.raises(AssertionError, match="drawn again"):
            cover(*other)
