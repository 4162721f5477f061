"""The page without a network, and where the browser does not let it keep anything."""

import hashlib
import json

import pytest
import site_stand

from audioguide.contents import TimedLine
from audioguide.delivery.shelf import read_shelf
from audioguide.web import answers
from audioguide.web.paths import FEED

KEPT = """async () => {
    const names = (await caches.keys()).filter(name => name.includes('kept'));
    const requests = await Promise.all(names.map(async name => (await caches.open(name)).keys()));
    const paths = requests.flat().map(request => new URL(request.url).pathname);
    return paths.map(path => path.split('/').slice(2).join('/'));
}"""

PART = """async ([path, range]) => {
    const answer = await fetch(path, { headers: range ? { Range: range } : {} });
    const digest = await crypto.subtle.digest('SHA-256', await answer.arrayBuffer());
    const hex = Array.from(new Uint8Array(digest), one => one.toString(16).padStart(2, '0'));
    return [answer.status, answer.headers.get('Content-Range'), hex.join('')];
}"""


def digest(content):
    return hashlib.sha256(content).hexdigest()


AWAY = ("net::ERR_INTERNET_DISCONNECTED", "net::ERR_FAILED", "status of 416")


@pytest.fixture
def page(visit, programme):
    """The player with the first track, kept on this device."""
    return kept_by(visit, programme)


def test_a_kept_track_plays_without_a_network(page):
    assert page.locator("#keep-state").inner_text() == "Available offline"
    page.context.set_offline(True)
    page.reload()
    page.wait_for_selector("html.ready")
    page.locator("#chapters button").nth(2).click()
    page.wait_for_function("() => document.querySelector('audio').currentTime > 40.1")
    page.wait_for_function("() => document.querySelector('#line').textContent.startsWith('Child')")
    loaded = "() => document.querySelector('#picture').naturalWidth"
    page.wait_for_function(loaded)
    page.go_back()
    page.locator("#notice").wait_for()
    assert page.locator("#notice").inner_text().startswith("You are offline.")
    assert page.locator(".names .kept").first.is_visible()
    assert page.locator(".names .kept").nth(1).is_hidden()


def test_the_worker_cuts_parts_as_a_server_does(page, programme):
    track = programme.tracks[0]
    content = track.path.read_bytes()
    audio = page.evaluate("() => document.querySelector('audio').src")
    page.context.set_offline(True)
    n = len(content)
    for asked, part, shown in (
        ("bytes=0-9", content[:10], f"bytes 0-9/{n}"),
        (f"bytes={n - 5}-", content[-5:], f"bytes {n - 5}-{n - 1}/{n}"),
        ("bytes=-7", content[-7:], f"bytes {n - 7}-{n - 1}/{n}"),
        (f"bytes={n - 3}-{n + 50}", content[-3:], f"bytes {n - 3}-{n - 1}/{n}"),
    ):
        status, content_range, got = page.evaluate(PART, [audio, asked])
        assert (status, content_range, got) == (206, shown, digest(part)), asked
    status, content_range, got = page.evaluate(PART, [audio, f"bytes={n}-"])
    assert (status, content_range, got) == (416, f"bytes */{n}", digest(b""))
    status, _, got = page.evaluate(PART, [audio, None])
    assert (status, got) == (200, digest(content))


def test_a_track_is_removed_with_all_that_was_its(page):
    kept = page.evaluate(KEPT)
    assert {one.split("/")[0] for one in kept} == {"tracks", "pictures"}
    assert {one.rpartition(".")[2] for one in kept} == {"mp3", "json", "vtt", "png"}
    page.get_by_role("button", name="Remove from this device").click()
    page.get_by_role("button", name="Make available offline").wait_for()
    assert page.evaluate(KEPT) == []
    page.go_back()
    assert page.locator(".names .kept").first.is_hidden()


def kept_sounds(page):
    urls = page.evaluate(
        """async () => {
            const [name] = (await caches.keys()).filter(name => name.includes('kept'));
            return (await (await caches.open(name)).keys()).map(request => request.url);
        }"""
    )
    return sorted(url.rpartition("/")[2] for url in urls if ".mp3?" in url)


def wait_for_sounds(page, names):
    """Until these are what is kept; a promise is true, so a browser cannot wait for it."""
    for _ in range(300):
        if kept_sounds(page) == names:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{kept_sounds(page)} is kept, and not {names}")


def kept_by(visit, programme):
    """The player with the first track, kept on this device."""
    page = visit(programme.address, allowed=AWAY)
    page.evaluate("async () => { await navigator.serviceWorker.ready; }")
    # The worker answers for this page once it has taken it over.
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.locator(".open").first.click()
    page.get_by_role("button", name="Make available offline").click()
    page.get_by_role("button", name="Remove from this device").wait_for()
    return page


def made_anew(folder):
    """The first track in another version and under another number, as behind a new one."""
    chapters = (("Hello", 0, 50_000), ("End", 50_000, site_stand.LENGTH_MS))
    lines = (TimedLine(1000, 3000, "Hello again."),)
    made = site_stand.shelf(folder, ("New", "Acute relief, anew"), chapters=chapters, lines=lines)
    first, second = (track.path for track in made.tracks)
    first.rename(folder / "01-new.mp3")
    second.rename(folder / "02-Übung 1.mp3")
    return read_shelf(folder)


def opened_again(page):
    page.goto(page.url.partition("#")[0])
    page.reload()
    page.wait_for_selector("html.ready")


def test_a_track_made_anew_meanwhile_is_played_as_it_is_kept(visit, changing, tmp_path):
    page = kept_by(visit, changing)
    before = kept_sounds(page)
    changing.becomes(made_anew(tmp_path / "after"))
    # Without a network everything is as it was.
    page.context.set_offline(True)
    opened_again(page)
    page.locator(".open").first.click()
    page.locator("#play").click()
    page.wait_for_function("() => document.querySelector('#line').textContent === 'Welcome.'")
    # With one that does not last for the new sound, the old one has its own words and chapters.
    page.context.set_offline(False)
    page.context.route("**/*.mp3?*", lambda route: route.abort())
    opened_again(page)
    assert page.locator(".names .title").all_inner_texts() == ["New", "Acute relief, anew"]
    page.locator(".open").nth(1).click()
    page.locator("#chapters button").nth(2).click()
    page.wait_for_function("() => document.querySelector('audio').currentTime > 40.1")
    assert page.locator("#chapter").inner_text() == "Child's pose"
    page.wait_for_function("() => document.querySelector('#line').textContent.startsWith('Child')")
    assert page.get_by_role("button", name="Remove from this device").is_visible()
    assert kept_sounds(page) == before
    # With one that does, the new one comes, and the old one goes when the page is opened again.
    page.context.unroute("**/*.mp3?*")
    opened_again(page)
    [old] = before
    version = json.loads(changing.files["programme.json"].content)["tracks"][1]["version"]
    new = f"02-Ubung-1.mp3?v={version}"
    wait_for_sounds(page, sorted([old, new]))
    opened_again(page)
    wait_for_sounds(page, [new])
    page.locator(".open").nth(1).click()
    page.locator("#play").click()
    page.wait_for_function("() => document.querySelector('#line').textContent === 'Hello again.'")
    assert page.locator("#chapter").inner_text() == "Hello"
    page.get_by_role("button", name="Remove from this device").click()
    page.get_by_role("button", name="Make available offline").wait_for()
    assert page.evaluate(KEPT) == []


@pytest.mark.parametrize("service_workers", ["block", "allow"])
def test_what_a_host_lets_browsers_keep_is_asked_for_all_the_same(
    visit, changing, tmp_path, monkeypatch, service_workers
):
    own_headers = answers._own_headers

    def lasting(*named):
        return {**own_headers(*named), "Cache-Control": "max-age=86400"}

    monkeypatch.setattr(answers, "_own_headers", lasting)
    page = visit(changing.address, service_workers=service_workers)
    if service_workers == "allow":
        page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    changing.becomes(made_anew(tmp_path / "after"))
    # As from a link, where a browser asks for nothing anew; a programme may be shown late once.
    for _ in range(2):
        page.goto("about:blank")
        page.goto(f"{changing.address}#track=02-Ubung-1")
        page.wait_for_selector("html.ready")
    page.wait_for_function("() => document.querySelector('audio').readyState >= 1")
    assert page.locator("#title").inner_text() == "Acute relief, anew"
    if service_workers == "allow":
        listed = page.locator(".names .title").all_text_contents()
        assert listed == ["New", "Acute relief, anew"]


REFUSED = """
CacheStorage.prototype.open = async () => { throw new DOMException('no', 'SecurityError'); };
"""


def test_a_browser_that_keeps_nothing_plays_all_the_same(visit, programme):
    page = visit(
        programme.address,
        service_workers="block",
        prepare=lambda context: context.add_init_script(REFUSED),
    )
    page.locator(".open").first.click()
    page.locator("#play").click()
    page.wait_for_function("() => document.querySelector('audio').currentTime > 0.2")
    page.get_by_role("button", name="Make available offline").click()
    page.locator("#keep-state").get_by_text("could not be loaded").wait_for()


def test_a_load_that_breaks_off_keeps_nothing(visit, programme):
    page = visit(programme.address, allowed=("Failed to load resource",), service_workers="block")
    page.locator(".open").first.click()
    page.wait_for_function("() => document.querySelector('audio').readyState >= 1")
    page.context.route("**/*.mp3*", lambda route: route.fulfill(status=200, body=b"short"))
    page.get_by_role("button", name="Make available offline").click()
    said = "The track could not be loaded. Please check the connection, and try again."
    page.locator("#keep-state").get_by_text(said).wait_for()
    assert page.get_by_role("button", name="Make available offline").is_visible()
    assert "mp3" not in str(page.evaluate(KEPT))


def test_in_a_home_network_it_says_what_it_cannot_do(visit, programme):
    """Plain http from another machine, which browsers do not take for a secure context."""
    there = "http://backs.test/token/"

    def prepare(context):
        def fetched(route):
            url = route.request.url.replace(there, programme.address)
            route.fulfill(response=route.fetch(url=url, headers={}))

        context.route(f"{there}**", fetched)

    page = visit(there, prepare=prepare, allowed=("Cross-Origin-Opener-Policy",))
    assert page.evaluate("() => isSecureContext") is False
    assert page.get_by_role("heading", name="Good to know").is_visible()
    assert page.locator("#install").is_hidden()
    assert page.locator("#feed").inner_text() == f"{there}{FEED}"
    page.get_by_role("button", name="Copy").click()
    page.get_by_role("button", name="Copied").wait_for()
    page.locator(".open").first.click()
    page.wait_for_function("() => document.querySelector('audio').readyState >= 1")
    assert page.get_by_role("button", name="Make available offline").is_hidden()
    page.locator("#play").click()
    page.wait_for_function("() => document.querySelector('audio').currentTime > 0.2")
