"""A track in a real browser: it plays, the words follow, chapters are where they are."""

import json
import urllib.request
import zipfile
from urllib.parse import parse_qs, urlsplit

import pytest
from site_stand import CHAPTERS, LINES, TONES_HZ

from audioguide.web.publish import publish
from audioguide.web.site import site_files


def opened(visit, programme, number=0, **device):
    """The player with a track, whose sound and words are there."""
    page = visit(programme.address, **device)
    page.locator(".open").nth(number).click()
    wait_for_sound(page)
    return page


def wait_for_sound(page):
    wait(page, "() => document.querySelector('audio')?.readyState >= 1")
    wait(page, "() => document.querySelector('track')?.track.cues?.length > 0")


def wait(page, condition, argument=None):
    page.wait_for_function(condition, arg=argument)


def wait_for_line(page, text):
    wait(page, "text => document.querySelector('#line').textContent === text", text)


def position_ms(page):
    return page.evaluate("() => document.querySelector('audio').currentTime") * 1000


def wait_for_ms(page, ms):
    wait(page, "ms => Math.abs(document.querySelector('audio').currentTime * 1000 - ms) < 1", ms)


def test_it_opens_by_its_address(visit, programme):
    page = visit(programme.address)
    assert page.title() == "Backs & <b>more</b>"
    assert page.get_by_role("heading", level=1).inner_text() == "Backs & <b>more</b>"
    rows = page.locator(".track")
    assert rows.locator(".title").all_inner_texts() == ["Acute relief", "Evening wind-down"]
    assert rows.first.locator(".facts").first.inner_text() == "1:30 · 4 chapters"
    assert page.locator("#n-tracks").inner_text() == "2 tracks · 3:00"
    covers = "[...document.querySelectorAll('.track .cover')]"
    wait(page, f"() => {covers}.every(one => one.complete && one.naturalWidth > 0)")


def test_it_plays_and_the_words_follow(visit, programme):
    page = opened(visit, programme)
    page.get_by_role("button", name="Play", exact=True).click()
    wait_for_line(page, "Welcome.")
    before = position_ms(page)
    wait(page, "ms => document.querySelector('audio').currentTime * 1000 > ms", before + 300)
    assert page.locator("#line-before").inner_text() == ""
    assert page.locator("#line-after").inner_text() == LINES[1][2]
    page.get_by_role("button", name="Pause", exact=True).click()
    page.get_by_role("button", name="Play", exact=True).wait_for()
    assert page.evaluate("() => document.querySelector('audio').paused")


def test_a_line_stays_until_the_next_and_is_text(visit, programme):
    page = opened(visit, programme)
    page.evaluate("() => { document.querySelector('audio').currentTime = 30 }")
    wait_for_line(page, "<i>Breathe out</i>, and round the back.")
    assert page.locator("#line-before").inner_text() == "Breathe in & let the belly sink."


HEARD = """() => {
    const audio = document.querySelector('audio');
    window.heard = new AudioContext();
    window.analyser = heard.createAnalyser();
    heard.createMediaElementSource(audio).connect(analyser);
    analyser.connect(heard.destination);
    audio.addEventListener('seeking', () => (window.sought = audio.currentTime));
}"""

IS_HEARD = """toneHz => {
    const shares = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(shares);
    const loudest = shares.indexOf(Math.max(...shares));
    const width = heard.sampleRate / analyser.fftSize;
    return Math.max(...shares) > -60 && Math.abs(loudest * width - toneHz) < 2 * width;
}"""


def test_a_chapter_begins_at_its_millisecond(visit, programme):
    page = opened(visit, programme)
    page.evaluate(HEARD)
    for index, (title, start_ms, _) in reversed(list(enumerate(CHAPTERS))):
        page.evaluate("() => { delete window.sought; }")
        page.locator("#chapters button").nth(index).click()
        wait(page, "() => window.sought !== undefined")
        assert round(page.evaluate("() => window.sought") * 1000) == start_ms
        wait(page, "() => document.querySelector('audio').currentTime > window.sought")
        assert page.locator("#chapter").inner_text() == title
        assert page.locator("#chapters [aria-current]").inner_text().split("\n")[0] == title
        source = page.locator("#picture").get_attribute("src")
        assert source == page.locator("#chapters img").nth(index).get_attribute("src")
        # What is heard there is the tone of this chapter, and no other.
        wait(page, IS_HEARD, TONES_HZ[index])


def test_buttons_and_keys_move_it(visit, programme):
    page = opened(visit, programme)
    page.get_by_role("button", name="Forward 15 seconds").click()
    wait_for_ms(page, 15_000)
    page.get_by_role("button", name="Next chapter").click()
    wait_for_ms(page, 40_007)
    page.get_by_role("button", name="Previous chapter").click()
    wait_for_ms(page, 12_340)
    page.get_by_role("button", name="Back 15 seconds").click()
    wait_for_ms(page, 0)
    page.locator("#title").focus()
    page.keyboard.press("ArrowRight")
    wait_for_ms(page, 15_000)
    page.keyboard.press("Shift+ArrowRight")
    wait_for_ms(page, 40_007)
    page.keyboard.press("ArrowLeft")
    wait_for_ms(page, 25_007)
    page.keyboard.press(" ")
    page.get_by_role("button", name="Pause", exact=True).wait_for()


def test_the_bar_moves_it_and_says_where_it_is(visit, programme):
    page = opened(visit, programme)
    bar = page.get_by_role("slider", name="Position")
    bar.fill("65")
    wait_for_ms(page, 65_000)
    assert bar.get_attribute("aria-valuetext") == "1 minute 5 seconds of 1 minute 30 seconds"
    assert page.locator("#passed").inner_text() == "1:05"
    assert page.locator("#left").inner_text() == "0:25 left"
    assert page.locator("#marks span").count() == len(CHAPTERS) - 1


def test_it_is_remembered_where_somebody_was(visit, programme):
    page = opened(visit, programme)
    page.get_by_role("slider").fill("50")
    wait_for_ms(page, 50_000)
    page.go_back()
    page.locator("#list").wait_for()
    page.locator(".open").nth(1).click()
    assert page.locator("#resumed").is_hidden()
    page.go_back()
    page.locator(".open").first.click()
    wait_for_ms(page, 50_000)
    assert page.locator("#resumed-at").inner_text() == "You were at 0:50."
    page.reload()
    wait_for_sound(page)
    wait_for_ms(page, 50_000)
    page.get_by_role("button", name="From the beginning").click()
    wait_for_ms(page, 0)


def test_the_lock_screen_shows_the_chapter(visit, programme):
    page = opened(visit, programme)
    page.get_by_role("slider").fill("45")
    wait(page, '() => navigator.mediaSession.metadata?.title === "Child\'s pose"')
    shown = page.evaluate("() => navigator.mediaSession.metadata.artwork[0].src")
    assert shown.startswith(f"{programme.address}pictures/")
    page.go_back()
    page.locator("#list").wait_for()
    shown = "() => [navigator.mediaSession.metadata, navigator.mediaSession.playbackState]"
    assert page.evaluate(shown) == [None, "none"]


ACTIONS = """
const actions = (window.actions = {});
const set = MediaSession.prototype.setActionHandler;
MediaSession.prototype.setActionHandler = function (name, action) {
  actions[name] = action;
  set.call(this, name, action);
};
"""


def test_the_buttons_of_the_lock_screen_move_it(visit, programme):
    page = opened(visit, programme, prepare=lambda context: context.add_init_script(ACTIONS))
    page.evaluate("() => actions.seekto({ seekTime: 50 })")
    wait_for_ms(page, 50_000)
    for name, ms in (
        ("previoustrack", 40_007),
        ("nexttrack", 71_500),
        ("seekbackward", 56_500),
        ("seekforward", 71_500),
    ):
        page.evaluate("name => actions[name]({})", name)
        wait_for_ms(page, ms)
    page.evaluate("() => actions.play({})")
    wait(page, "() => !document.querySelector('audio').paused")
    page.evaluate("() => actions.pause({})")
    wait(page, "() => document.querySelector('audio').paused")
    page.go_back()
    page.locator("#list").wait_for()
    # A phone may have them still; there is nothing to move, and that is no trouble.
    page.evaluate("() => { for (const one of Object.values(actions)) one({ seekTime: 1 }); }")


def test_of_two_pages_the_one_that_began_last_plays(visit, programme):
    first = opened(visit, programme)
    second = first.context.new_page()
    second.goto(f"{programme.address}#track=02-Ubung-2")
    second.wait_for_selector("html.ready")
    wait_for_sound(second)
    moves = "() => document.querySelector('audio').currentTime > 0.2"
    is_paused = "() => document.querySelector('audio').paused"
    first.locator("#play").click()
    wait(first, moves)
    second.locator("#play").click()
    wait(first, is_paused)
    wait(second, moves)
    assert not second.evaluate(is_paused)
    first.get_by_role("button", name="Play", exact=True).click()
    wait(second, is_paused)
    assert not first.evaluate(is_paused)


def test_a_page_that_goes_while_it_plays_keeps_its_place(visit, programme):
    page = opened(visit, programme)
    page.get_by_role("slider").fill("50")
    wait_for_ms(page, 50_000)
    page.locator("#play").click()
    # Farther than where it began, and not so far that it is noted down on the way.
    wait(page, "() => document.querySelector('audio').currentTime > 51.5")
    before = position_ms(page)
    page.reload()
    wait_for_sound(page)
    wait(page, "() => document.querySelector('audio').currentTime > 50.1")
    assert before <= position_ms(page) < 55_000


WAKE_LOCK = """
window.locks = [];
const request = async () => {
  const lock = new EventTarget();
  lock.released = false;
  lock.release = async () => { lock.released = true; };
  window.locks.push(lock);
  return lock;
};
Object.defineProperty(navigator, 'wakeLock', { value: { request } });
"""


def test_the_screen_stays_on_while_it_plays(visit, programme):
    page = opened(visit, programme, prepare=lambda context: context.add_init_script(WAKE_LOCK))
    assert page.evaluate("() => window.locks.length") == 0
    page.locator("#play").click()
    wait(page, "() => window.locks.length === 1 && !window.locks[0].released")
    page.locator("#play").click()
    wait(page, "() => window.locks[0].released")
    assert page.evaluate("() => window.locks.length") == 1
    page.locator("#play").click()
    wait(page, "() => window.locks.length === 2 && !window.locks[1].released")
    page.go_back()
    wait(page, "() => window.locks[1].released")


@pytest.mark.parametrize("where", ["list", "player"])
def test_a_download_is_the_file(visit, programme, tmp_path, where):
    page = opened(visit, programme) if where == "player" else visit(programme.address)
    link = page.locator("#download" if where == "player" else ".download").first
    with page.expect_download() as expected:
        link.click()
    assert expected.value.suggested_filename == programme.tracks[0].name
    kept = tmp_path / "kept"
    expected.value.save_as(kept)
    assert kept.read_bytes() == programme.tracks[0].path.read_bytes()


def test_all_of_it_is_one_download(visit, programme, tmp_path):
    page = visit(programme.address)
    with page.expect_download() as expected:
        page.get_by_role("link", name="Download all tracks").click()
    expected.value.save_as(tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as zipped:
        assert zipped.testzip() is None
        assert {one: zipped.read(one) for one in zipped.namelist()} == {
            track.name: track.path.read_bytes() for track in programme.tracks
        }


def test_a_link_leads_to_a_moment(visit, programme):
    page = visit(f"{programme.address}#track=02-Ubung-2&t=20")
    wait_for_sound(page)
    wait_for_ms(page, 20_000)
    assert page.get_by_role("heading", level=1).inner_text() == "Evening wind-down"
    assert page.title() == "Evening wind-down · Backs & <b>more</b>"


def test_what_cannot_be_loaded_is_said_and_tried_again(visit, programme):
    page = visit(programme.address, allowed=("Failed to load resource",))
    page.context.route("**/*.mp3*", lambda route: route.fulfill(status=404))
    page.locator(".open").first.click()
    page.get_by_role("alert").wait_for()
    page.context.unroute("**/*.mp3*")
    page.get_by_role("button", name="Try again").click()
    wait_for_line(page, "Welcome.")
    assert page.get_by_role("alert").is_hidden()


def test_where_nobody_answers_it_is_said_after_a_while(visit, programme):
    held, answers = [], False
    page = visit(programme.address)
    page.clock.install()
    page.context.route(
        "**/*.mp3*", lambda route: route.continue_() if answers else held.append(route)
    )
    page.locator(".open").first.click()
    page.locator("#play").click()
    wait(page, "() => document.querySelector('audio').networkState === 2")
    page.clock.run_for(9_000)
    assert page.get_by_role("alert").is_hidden()
    page.clock.run_for(2_000)
    page.get_by_role("alert").wait_for()
    # It comes in the end.
    answers = True
    for route in held:
        route.continue_()
    wait_for_line(page, "Welcome.")
    page.get_by_role("alert").wait_for(state="hidden")


def test_a_track_built_anew_is_read_anew(visit, programme):
    with urllib.request.urlopen(f"{programme.address}programme.json") as answer:
        told = json.load(answer)
    told["tracks"][0]["version"] = "older"

    def older(route):
        route.fulfill(json=told)

    def prepare(context):
        context.route("**/programme.json", older)

    page = visit(programme.address, allowed=("Failed to load resource",), prepare=prepare)
    page.locator(".open").first.click()
    page.get_by_role("alert").wait_for()
    page.context.unroute("**/programme.json")
    page.get_by_role("button", name="Try again").click()
    wait_for_sound(page)
    assert not page.locator("audio").get_attribute("src").endswith("older")
    assert page.get_by_role("alert").is_hidden()


def test_a_host_without_parts_of_files_does_not_begin_anew(visit, programme):
    page = visit(programme.address)
    sound = programme.tracks[0].path

    def whole(route):
        route.fulfill(path=sound, content_type="audio/mpeg")

    page.context.route("**/*.mp3*", whole)
    page.locator(".open").first.click()
    page.get_by_text("sends tracks only as a whole").wait_for()
    page.locator("#play").click()
    wait_for_line(page, "Welcome.")
    page.locator("#chapters button").nth(2).click()
    page.locator("#forward").click()
    before = position_ms(page)
    wait(page, "ms => document.querySelector('audio').currentTime * 1000 > ms", before + 300)
    assert position_ms(page) < 15_000
    assert page.evaluate("() => document.querySelector('audio').played.length") == 1
    page.context.unroute("**/*.mp3*")
    page.reload()
    wait_for_sound(page)
    assert page.get_by_text("sends tracks only as a whole").is_hidden()


def test_what_is_published_works_at_any_address(visit, programme, tmp_path):
    there = "https://backs.test/deep/er/"
    publish(site_files(programme.shelf, address=there), tmp_path)

    def prepare(context):
        def answer(route):
            name = urlsplit(route.request.url).path.removeprefix("/deep/er/")
            route.fulfill(path=tmp_path / (name or "index.html"))

        context.route(f"{there}**", answer)

    page = visit(there, prepare=prepare)
    feed = f"{there}feed.xml"
    assert page.locator("#feed").inner_text() == feed
    asked = parse_qs(urlsplit(page.locator("#antennapod").get_attribute("href")).query)
    assert asked == {"url": [feed]}
    assert page.locator("#limits").is_hidden()
    page.locator(".open").first.click()
    wait_for_sound(page)
    page.locator("#play").click()
    wait_for_line(page, "Welcome.")
    audio = tmp_path / page.locator("#download").get_attribute("href")
    assert audio.read_bytes() == programme.tracks[0].path.read_bytes()
