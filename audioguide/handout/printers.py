"""What can print a hand-out to PDF, and which of that is here."""

import importlib.util
import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from msgspec import Struct

from audioguide.errors import MissingExtraError
from audioguide.extras import installation

PACKAGE = "weasyprint"
"""What the extra `pdf` brings."""

BROWSERS = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
    *("msedge", "microsoft-edge", "microsoft-edge-stable"),
)
"""As they are found on the PATH."""

_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
_WINDOWS_ROOTS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
"""Variables that name folders with programs in them."""
_IN_WINDOWS_ROOTS = (
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)


class Printer(Struct, frozen=True):
    """What prints a page."""

    name: str
    place: str
    """What it is, for people: the program's path, or the package."""
    draws: bool
    """Whether it shows our drawings as they are; else they have to be pictures."""
    print_page: Callable[[str], bytes]
    """The PDF of a page; raises `EncoderError`."""


def find_printer() -> Printer:
    """The best that is here: a browser, which shows drawings as they are, before the package.

    Raises:
        MissingExtraError: there is none.
    """
    found = next(printers_here(), None)
    if found is None:
        raise MissingExtraError(f"nothing here can write a hand-out as PDF; {remedy()}")
    return found


def remedy() -> str:
    """What to install."""
    return (
        f"install Chromium, Chrome or Edge, or `{installation('pdf')}`, "
        "which also needs the system's Pango"
    )


def printers_here() -> Iterator[Printer]:
    """Those that are here, the best first."""
    from audioguide.handout.browser import printed_by_browser

    for place in dict.fromkeys(_browsers_here()):
        yield Printer(Path(place).stem, place, True, partial(printed_by_browser, place))
    if importlib.util.find_spec(PACKAGE) is not None:
        from audioguide.handout.package import missing, printed_by_package

        if missing() is None:
            yield Printer(PACKAGE, "Python package", False, printed_by_package)


def _browsers_here() -> Iterator[str]:
    for name in BROWSERS:
        place = shutil.which(name)
        if place is not None:
            yield place
    roots = [os.environ[name] for name in _WINDOWS_ROOTS if os.environ.get(name)]
    inside = [str(Path(root, program)) for root in roots for program in _IN_WINDOWS_ROOTS]
    yield from (place for place in (*_PLACES, *inside) if Path(place).is_file())
