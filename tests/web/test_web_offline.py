"""The page without a network, and where the browser does not let it keep anything."""

import hashlib

import pytest

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
    page = visit(programme.address, allowed=AWAY)
    page.evaluate("async () => { await navigator.serviceWorker.ready; }")
    # The worker answers for this page once it has taken it over.
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.locator(".open").first.click()
    page.get_by_role("button", name="Make available offline").click()
    page.get_by_role("button", name="Remove from this device").wait_for()
    return page


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
    assert {one.rpartition(".")[2] for one in kept} == {"mp3", "vtt", "png"}
    page.get_by_role("button", name="Remove from this device").click()
    page.get_by_role("button", name="Make available offline").wait_for()
    assert page.evaluate(KEPT) == []
    page.go_back()
    assert page.locator(".names .kept").first.is_hidden()


def test_an_older_version_is_kept_until_the_new_one_is_there(page):
    """As after a track was built anew: what is kept of it has another version."""
    page.evaluate(
        """async () => {
            const [name] = (await caches.keys()).filter(name => name.includes('kept'));
            const cache = await caches.open(name);
            for (const request of await cache.keys()) {
                if (!request.url.includes('?v=')) continue;
                await cache.put(request.url.split('?')[0] + '?v=old', await cache.match(request));
                await cache.delete(request);
            }
        }"""
    )
    page.reload()
    page.wait_for_selector("html.ready")
    page.wait_for_function(
        """async () => {
            const [name] = (await caches.keys()).filter(name => name.includes('kept'));
            const urls = (await (await caches.open(name)).keys()).map(request => request.url);
            return urls.some(url => /mp3\\?v=\\w+$/.test(url)) && !urls.join().includes('v=old');
        }"""
    )


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
