"""Programmes on a server, and a browser that looks at them."""

import contextlib

import pytest
import site_stand
from judges import judge
from sites import TOKEN, served

from audioguide.contents import TimedLine
from audioguide.web.site import site_files
from audioguide.web.site_file import SiteFile
from audioguide.web.zipped import write_zip

TITLES = ("Acute relief", "Evening wind-down")

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
)


class Programme:
    """A shelf, the files of its site, and the address where they are."""

    def __init__(self, shelf, files, address):
        self.shelf = shelf
        self.files = files
        self.address = address

    def becomes(self, shelf):
        """Serve another shelf at the same address."""
        self.shelf = shelf
        now = site_files(shelf, address="http://backs.test/")
        self.files.clear()
        self.files.update(now)

    @property
    def tracks(self):
        return self.shelf.tracks


@contextlib.contextmanager
def _on_a_server(shelf):
    zipped = shelf.folder / "all.zip"
    with zipped.open("wb") as stream:
        write_zip(shelf, stream)
    everything = SiteFile.on_disk(zipped, "application/zip")
    files = dict(site_files(shelf, address="http://backs.test/", everything=everything))
    with served(files) as server:
        yield Programme(shelf, files, f"http://127.0.0.1:{server.port}/{TOKEN}/")


@pytest.fixture(scope="session")
def programme(tmp_path_factory):
    """Two tracks, served."""
    with _on_a_server(site_stand.shelf(tmp_path_factory.mktemp("programme"), TITLES)) as there:
        yield there


@pytest.fixture
def changing(tmp_path):
    """The same, for a test that serves another one instead."""
    with _on_a_server(site_stand.shelf(tmp_path / "before", TITLES)) as there:
        yield there


@pytest.fixture(scope="session")
def hostile(tmp_path_factory):
    """Tracks whose titles, chapters and lines want to be more than text."""
    marks = [mark[1:] for mark in site_stand.CHAPTERS]
    chapters = [(title, *mark) for title, mark in zip(site_stand.HOSTILE[1:], marks, strict=False)]
    shelf = site_stand.shelf(
        tmp_path_factory.mktemp("hostile"),
        site_stand.HOSTILE,
        title=site_stand.HOSTILE[0],
        chapters=chapters,
        lines=(TimedLine(0, 5000, site_stand.HOSTILE[4]), TimedLine(5000, 9000, "end")),
    )
    with _on_a_server(shelf) as there:
        yield there


@pytest.fixture(scope="session")
def browser():
    """Debian's chromium, started once for each process of tests."""
    playwright = pytest.importorskip("playwright.sync_api")
    path = judge("chromium")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser):
    """Open a page as somebody with such a device; at the end nothing may have gone wrong in it."""
    with contextlib.ExitStack() as opened:
        troubles = []

        def visit(address, *, width=390, height=844, allowed=(), prepare=None, **device):
            context = browser.new_context(
                viewport={"width": width, "height": height},
                has_touch=True,
                is_mobile=True,
                locale=device.pop("locale", "en-GB"),
                **device,
            )
            opened.callback(context.close)
            # What a test answers may be asked for still as it ends.
            opened.callback(context.unroute_all, behavior="wait")
            if prepare is not None:
                prepare(context)
            page = context.new_page()
            page.set_default_timeout(15_000)
            page.on("pageerror", lambda error: troubles.append(str(error)))
            page.on(
                "console",
                lambda message: (
                    message.type == "error"
                    and not any(one in message.text for one in allowed)
                    and troubles.append(message.text)
                ),
            )
            page.goto(address)
            if device.get("java_script_enabled", True):
                page.wait_for_selector("html.ready")
            return page

        yield visit
        assert troubles == []
