"""A hand-out in a real browser: on a phone, on paper of either size, and to a screen reader."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from msgspec.structs import replace
from sheets import ENTRY, SHEET
from site_stand import HOSTILE

from audioguide.handout.handout import Part, Row
from audioguide.handout.html import html
from audioguide.web.policy import HAND_OUT_POLICY

WIDE = "x" * 300
SHEETS = {
    "usual": SHEET,
    "hostile": replace(
        SHEET,
        title=HOSTILE[0],
        made_by=WIDE,
        care=(*HOSTILE, WIDE),
        parts=(
            Part(
                HOSTILE[0],
                (replace(ENTRY, name=WIDE, doses=(HOSTILE[1],)), Row(WIDE, "1:00", WIDE, 1)),
            ),
        ),
    ),
}
MM = 96 / 25.4
PAPERS = {"A4": (210, 297), "Letter": (215.9, 279.4)}
CUT_OFF = """() => [...document.querySelectorAll('html, body *')]
    .filter(one => one.scrollWidth > one.clientWidth + 1 && one.clientWidth
        || one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map(one => one.outerHTML.slice(0, 80))"""


@pytest.fixture
def opened(browser, tmp_path):
    """Open a hand-out from the disk; it may ask for nothing else."""
    contexts = []

    def open_(sheet, **device):
        path = tmp_path / "sheet.html"
        path.write_text(html(sheet), "utf-8")
        context = browser.new_context(**device)
        contexts.append(context)
        page = context.new_page()
        asked, troubles = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: troubles.append(message.text))
        page.goto(path.as_uri())
        assert asked == [path.as_uri()]
        assert troubles == []
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong(opened, name, scheme):
    page = opened(SHEETS[name], color_scheme=scheme, viewport={"width": 390, "height": 844})
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    passed = {rule["id"] for rule in found.response["passes"]}
    assert {"color-contrast", "heading-order", "html-has-lang"} <= passed


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("width", [320, 390, 1200])
def test_nothing_stands_over_the_edge(opened, name, width):
    page = opened(SHEETS[name], viewport={"width": width, "height": 844})
    assert page.evaluate(CUT_OFF) == []


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("paper", PAPERS)
def test_it_fits_the_paper(opened, name, paper):
    width, height = (round((length - 30) * MM) for length in PAPERS[paper])
    page = opened(SHEETS[name], viewport={"width": width, "height": height})
    page.emulate_media(media="print")
    assert page.evaluate(CUT_OFF) == []


def test_paper_is_white_where_the_screen_is_dark(opened):
    page = opened(SHEET, color_scheme="dark")
    colours = "() => (body => [body.backgroundColor, body.color])(getComputedStyle(document.body))"
    assert page.evaluate(colours) == ["rgb(20, 24, 27)", "rgb(240, 240, 236)"]
    page.emulate_media(media="print")
    assert page.evaluate(colours) == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    size_px = "() => parseFloat(getComputedStyle(document.body).fontSize)"
    assert page.evaluate(size_px) == pytest.approx(12 * 96 / 72)


def test_drawings_and_code_have_names(opened):
    page = opened(SHEET)
    assert page.get_by_role("img", name="Cat and cow").count() == 1
    assert page.get_by_role("img", name="Scan to listen").count() == 1
    assert page.get_by_role("article", name="1. Cat and cow 2:10").count() == 1


def test_a_site_shows_it_as_it_is(browser):
    context = browser.new_context()
    try:
        page = context.new_page()
        answer = {
            "body": html(SHEET),
            "content_type": "text/html; charset=utf-8",
            "headers": {"Content-Security-Policy": HAND_OUT_POLICY},
        }
        page.route("**/*", lambda route: route.fulfill(**answer))
        page.goto("http://backs.test/tracks/01.html")
        box = page.locator(".drawing svg").bounding_box()
        assert box["width"] == pytest.approx(38 * MM, abs=1)
    finally:
        context.close()
