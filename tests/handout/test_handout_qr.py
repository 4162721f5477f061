"""QR codes, read by somebody else's reader."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audioguide.handout.qr import MOST_BYTES, qr_svg, summary
from audioguide.picture.drawing import drawn

zxingcpp = pytest.importorskip("zxingcpp")

TEXTS = [
    "https://example.org/back/#track=01-full-hour",
    "Morning\n1. Cat and cow: 8 rounds\n2. Sphinx: 5 breaths",
    "Rückendehnungen\n1. Wärme für den Rücken: Halte 20 Sekunden",
    "सुबह के दस मिनट\n1. पेल्विक टिल्ट: 8 बार",
    "Élan · niño · 🧘 · مرحبا · 背中",
]


def read(svg):
    whole = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    pixels = np.asarray(drawn(whole, width_px=600).convert("L"))
    (found,) = zxingcpp.read_barcodes(pixels)
    return found


@pytest.mark.parametrize("text", TEXTS)
def test_a_phone_reads_what_was_meant(text):
    found = read(qr_svg(text))
    assert found.bytes.decode() == text
    assert found.text == text


def test_the_longest_is_no_larger_than_said():
    svg = qr_svg("ä" * (MOST_BYTES // 2))
    assert read(svg).text == "ä" * (MOST_BYTES // 2)
    assert 'viewBox="0 0 97 97"' in svg  # 89 modules, and four of white on either side.
    assert 'viewBox="0 0 97 97"' not in qr_svg("ä" * (MOST_BYTES // 2 + 1))


def test_lines_are_left_out_from_the_end():
    lines = [f"{n}. {'pose ' * 10}" for n in range(30)]
    kept = summary("Title", lines).split("\n")
    assert kept[0] == "Title"
    assert kept[-1] == "…"
    assert kept[1:-1] == [line.strip() for line in lines[: len(kept) - 2]]
    assert len("\n".join([*kept[:-1], lines[len(kept) - 2], "…"]).encode()) > MOST_BYTES


def test_nothing_is_left_out_where_there_is_room():
    assert summary("Title", ["a", "b"]) == "Title\na\nb"


@settings(deadline=None)
@given(st.text(max_size=400), st.lists(st.text(max_size=80), max_size=30))
def test_any_text_fits(title, lines):
    text = summary(title, lines)
    assert len(text.encode()) <= MOST_BYTES


@pytest.mark.parametrize("title", ["x" * 600, "word " * 200, "पीठ" * 200, "🧘" * 200])
def test_a_title_that_is_too_long_is_cut(title):
    text = summary(title, ["1. Cat and cow"])
    assert text.endswith("…")
    assert title.startswith(text.split("…")[0])
    assert read(qr_svg(text)).text == text
