"""The page of a hand-out, as a reader of HTML has it."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from msgspec.structs import replace
from sheets import ENTRY, SHEET

from audioguide.handout.handout import Code, Labels, Part, Row
from audioguide.handout.html import html

HOSTILE = [
    "<script>alert(1)</script>",
    "{{ 7 * 7 }} {% raw %}",
    "a & b \"c\" 'd' </title></style>",
    "x" * 300,
    "مرحبا بالعالم",
    "पीठ के लिए 🧘",
]
VOID = {"meta", "img", "path", "rect", "link"}


class Page(HTMLParser):
    """Elements with their attributes, and the text of each, by tag."""

    def __init__(self, text):
        super().__init__()
        self.elements = []
        self.texts = []
        self.open = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append((self.open[-1] if self.open else "", data))

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]

    def text(self, tag):
        return [data for name, data in self.texts if name == tag]

    @property
    def words(self):
        return " ".join(" ".join(data.split()) for name, data in self.texts if name != "style")


def test_all_that_the_sheet_has_stands_on_the_page():
    page = Page(html(SHEET))
    for text in (
        *("Morning", "10 minutes", "From Ruth", "Never into pain.", "Scan to listen"),
        *("Breathing", "4 breaths", "0:30", "Warm up", "Cat and cow", "2:10", "8 rounds"),
        *("At most: 20 rounds", "3 sets", "On hands and knees. Arch.", "Keep it small."),
        *("Fold the mat.", "Rest", "30 seconds", "again", "6 rounds", "9:00", "No advice."),
        *("You need:", "a mat", "How often:", "Two times a day.", "0123456789abcdef"),
    ):
        assert text in page.words
    assert page.text("li") == ["Keep it small.", "Fold the mat."]


def test_headings_and_names_lead_a_screen_reader():
    page = Page(html(SHEET))
    levels = [int(tag[1]) for tag, _ in page.elements if tag in ("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [one["id"] for _, one in page.elements if "id" in one]
    assert len(ids) == len(set(ids))
    named = [one["aria-labelledby"] for _, one in page.elements if "aria-labelledby" in one]
    assert set(named) <= set(ids)
    assert {one["href"].removeprefix("#") for one in page.all("a") if "#pose" in one["href"]} == {
        "pose-1"
    }
    (code,) = (one for one in page.all("div") if one.get("role") == "img")
    assert code["aria-label"] == "Scan to listen"
    assert "Cat and cow" in page.text("title")


def test_it_is_whole_in_itself():
    text = html(SHEET)
    page = Page(text)
    assert not {"script", "link", "iframe", "object", "img"} & {tag for tag, _ in page.elements}
    assert "url(" not in text
    assert "@import" not in text
    (policy,) = (one for one in page.all("meta") if "http-equiv" in one)
    assert "default-src 'none'" in policy["content"]


@pytest.mark.parametrize(
    ("language", "direction"), [("en-GB", "ltr"), ("hi", "ltr"), ("ar-EG", "rtl"), ("he", "rtl")]
)
def test_language_and_direction(language, direction):
    (root,) = Page(html(replace(SHEET, language=language))).all("html")
    assert root == {"lang": language, "dir": direction}


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_markup(text):
    entry = replace(ENTRY, name=text, doses=(text,), notes=(text,), how=(text,), cautions=(text,))
    parts = (Part(text, (entry, Row(text, "1:00", text, 1))),)
    sheet = replace(
        SHEET,
        title=text,
        length=text,
        made_by=text,
        care=(text,),
        parts=parts,
        code=Code(text, text, "https://example.org/"),
        labels=Labels(text, text, text, text, text, text),
        needs=(text,),
        often=(text,),
    )
    page, plain = Page(html(sheet)), Page(html(replace(SHEET, parts=parts)))
    assert [tag for tag, _ in page.elements] == [
        tag for tag, _ in Page(html(replace(sheet, title="a"))).elements
    ]
    assert page.text("h1") == page.text("li") == [text]
    assert page.text("title")[0] == text
    assert "script" not in {tag for tag, _ in (*page.elements, *plain.elements)}


def test_a_further_page_is_numbered_and_named():
    text = html(replace(SHEET, title='a"b\\</style>\n🧘'))
    assert 'content: "a\\22 b\\5c \\3c \\2f style\\3e \\a \\1f9d8 "' in text
    assert text.count("</style>") == 1
    assert 'counter(page) " / " counter(pages)' in text


@pytest.mark.parametrize("n_characters", [59, 60, 61, 300])
def test_a_name_at_the_foot_is_one_line(n_characters):
    (name,) = re.findall(
        r'bottom-left { content: "(.*?)";', html(replace(SHEET, title="x" * n_characters))
    )
    assert name == ("x" * n_characters if n_characters <= 60 else "x" * 59 + r"\2026 ")


def test_a_pose_without_a_drawing_has_its_words():
    page = Page(html(replace(SHEET, parts=(Part(None, (replace(ENTRY, figure=None),)),))))
    assert "Cat and cow" in page.words
    assert "drawing" not in {one.get("class") for one in page.all("div")}


def test_drawings_may_be_pictures():
    page = Page(html(SHEET, as_pictures=True))
    (picture,) = page.all("img")
    assert picture["alt"] == "Cat and cow"
    assert picture["src"].startswith("data:image/png;base64,")


def test_a_page_has_paper_and_letters_of_its_own_only_for_who_prints(tmp_path):
    assert "size: A4" not in html(SHEET)
    page = html(SHEET, paper="A4", font=tmp_path / "a font.ttf")
    assert "size: A4" in page
    assert 'url("file://' in page
    assert "a%20font.ttf" in page
