"""The page in a browser: on phones, for eyes, hands and screen readers, and with hostile text."""

from functools import partial

import pytest
from axe_playwright_python.sync_playwright import Axe

PHONES = ((360, 640), (390, 844))
SMALLEST_PX = 44

CONTROLS = """() => [...document.querySelectorAll('a, button, input, audio')]
    .filter(one => one.checkVisibility())
    .map(one => [one.id || one.className || one.outerHTML, one.getBoundingClientRect()])
    .map(([name, box]) => [name, box.width, box.height, box.left, box.right])"""

# The sign for what is left out may stand over by a little.
CUT_OFF = """() => [...document.querySelectorAll('h1, h2, p, .title, .button')]
    .filter(one => one.checkVisibility() && one.scrollWidth > one.clientWidth + 8)
    .map(one => one.textContent)"""

WIDTHS = "() => [document.documentElement.scrollWidth, innerWidth]"


@pytest.fixture
def visit(visit):
    """Without the worker, which changes nothing that is looked at here, and takes its time."""
    return partial(visit, service_workers="block")


def play(page, number=0):
    """Go from the list to the player of a track."""
    page.locator(".open").nth(number).click()
    page.locator("#player").wait_for()
    page.wait_for_function("() => document.querySelector('audio').readyState >= 1")
    return page


def look(visit, programme, **device):
    """Both views, one after the other."""
    page = visit(programme.address, **device)
    yield page
    yield play(page)


def nothing_sticks_out(page):
    scroll_width, width = page.evaluate(WIDTHS)
    for name, _, _, left, right in page.evaluate(CONTROLS):
        assert left >= 0, name
        assert right <= width, name
    assert page.evaluate(CUT_OFF) == []
    return scroll_width <= width


@pytest.mark.parametrize("size", [*PHONES, (320, 256)])
def test_a_finger_finds_every_control_of_a_phone(visit, hostile, size):
    for page in look(visit, hostile, width=size[0], height=size[1]):
        controls = page.evaluate(CONTROLS)
        assert len(controls) > 10
        small = [one for one in controls if min(one[1], one[2]) < SMALLEST_PX]
        assert small == []
        assert nothing_sticks_out(page)


def test_letters_twice_as_large_still_fit(visit, hostile):
    page = visit(hostile.address, width=360, height=640)
    page.evaluate("() => document.documentElement.style.setProperty('font-size', '200%')")
    assert nothing_sticks_out(page)
    assert nothing_sticks_out(play(page, 4))
    page.wait_for_function("() => document.querySelector('#line').textContent.length > 200")
    assert nothing_sticks_out(page)


@pytest.mark.parametrize("size", [*PHONES, (640, 360)])
def test_what_matters_of_the_player_is_seen_without_scrolling(visit, programme, size):
    page = play(visit(programme.address, width=size[0], height=size[1]))
    page.locator("#play").click()
    page.wait_for_function("() => document.querySelector('#line').textContent")
    for name in ("#picture", "#line", "#seek", "#play", "#next"):
        box = page.locator(name).bounding_box()
        assert box["y"] >= 0, name
        assert box["y"] + box["height"] <= size[1], name
    line = page.locator("#line").bounding_box()
    assert line["y"] + line["height"] <= page.locator(".controls").bounding_box()["y"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong(visit, hostile, scheme):
    for page in look(visit, hostile, color_scheme=scheme):
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        passed = {rule["id"] for rule in found.response["passes"]}
        assert {"color-contrast", "landmark-one-main", "page-has-heading-one"} <= passed


def test_a_screen_reader_has_a_name_for_every_control(visit, programme):
    for page in look(visit, programme):
        nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
        controls = [
            (node["role"]["value"], node["name"]["value"])
            for node in nodes
            if not node["ignored"] and node["role"]["value"] in ("button", "link", "slider")
        ]
        assert [one for one in controls if not one[1].strip()] == []
        # A name says which of several alike is meant.
        assert len(set(controls)) == len(controls) > 5
    named = {name for _, name in controls}
    assert {"Play", "Pause"} & named == {"Play"}
    assert {"Position", "Next chapter", "Back 15 seconds", "All tracks"} <= named


def test_lines_are_not_read_over_the_voice(visit, programme):
    page = play(visit(programme.address))
    live = "one => one.closest('[aria-live], [role=status], [role=alert], [role=log]') !== null"
    assert page.locator("#line").evaluate(live) is False
    assert page.locator("#chapter").evaluate(live) is False


def test_the_night_is_dark(visit, programme):
    luminance = """() => getComputedStyle(document.body).backgroundColor
        .match(/\\d+/g).map(Number).reduce((sum, one) => sum + one) / 3 / 255"""
    assert visit(programme.address, color_scheme="dark").evaluate(luminance) < 0.2
    assert visit(programme.address, color_scheme="light").evaluate(luminance) > 0.8


def test_titles_are_text_and_nothing_else(visit, hostile):
    page = visit(hostile.address)
    titles = [track.contents.title for track in hostile.tracks]
    assert page.locator(".open .title").all_text_contents() == titles
    assert page.title() == hostile.shelf.title
    assert "<img" in page.title()
    for number, track in enumerate(hostile.tracks):
        page.locator(".open").nth(number).click()
        shown = "title => document.querySelector('#title').textContent === title"
        page.wait_for_function(shown, arg=track.contents.title)
        chapters = [chapter.title for chapter in track.contents.chapters]
        assert page.locator("#chapters .title").all_text_contents() == chapters
        page.go_back()
        page.locator("#list").wait_for()
    assert page.locator("img[src=x], h1 *, h2 *, .title *, .line *").count() == 0
    assert page.evaluate("() => document.title") != "taken"


def test_text_runs_as_its_script_does(visit, hostile):
    page = visit(hostile.address)
    direction = "one => getComputedStyle(one).direction"
    titles = page.locator(".open .title")
    assert [titles.nth(i).evaluate(direction) for i in (2, 3)] == ["rtl", "ltr"]


def test_it_speaks_the_language_of_whoever_looks(visit, programme):
    page = play(visit(programme.address, locale="de-AT"))
    assert page.get_by_role("button", name="Abspielen").is_visible()
    assert page.locator("html").get_attribute("lang") == "de"
    assert page.locator("#title").get_attribute("lang") == "en-GB"
    page.go_back()
    assert page.locator("#n-tracks").inner_text() == "2 Titel · 3:00"
    # Where there are no words in theirs, it is the programme's.
    assert visit(programme.address, locale="fi-FI").locator("html[lang=en]").count() == 1


def test_it_works_without_scripts(visit, programme):
    page = visit(programme.address, java_script_enabled=False)
    sounds = page.locator("audio[controls]")
    assert sounds.count() == 2
    names = [sounds.nth(i).get_attribute("aria-label") for i in range(2)]
    assert names == ["Acute relief", "Evening wind-down"]
    for number, track in enumerate(programme.tracks):
        link = page.locator(".download").nth(number)
        assert link.get_attribute("download") == track.name
        answer = page.request.get(f"{programme.address}{link.get_attribute('href')}")
        assert answer.body() == track.path.read_bytes()
        assert sounds.nth(number).get_attribute("src") == link.get_attribute("href")


def test_the_feed_is_shown_with_its_whole_address(visit, programme):
    page = visit(programme.address, permissions=["clipboard-read", "clipboard-write"])
    feed = f"{programme.address}feed.xml"
    assert page.locator("#feed").inner_text() == feed
    elsewhere = feed.removeprefix("http://")
    assert (
        page.locator("#antennapod").get_attribute("href") == f"antennapod-subscribe://{elsewhere}"
    )
    assert page.locator("#apple-podcasts").get_attribute("href") == f"podcast://{elsewhere}"
    page.get_by_role("button", name="Copy").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("() => navigator.clipboard.readText()") == feed


def test_motion_is_spared_where_that_is_asked(visit, programme):
    moving = "() => getComputedStyle(document.querySelector('.line')).transitionDuration"
    assert visit(programme.address, reduced_motion="reduce").evaluate(moving) == "0s"
    assert visit(programme.address).evaluate(moving) != "0s"
