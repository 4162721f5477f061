"""A hand-out as PDF, for who wants to send it or print it without a browser."""

from pathlib import Path

from audioguide.fingerprints import package_folder
from audioguide.handout.handout import Handout
from audioguide.handout.html import html
from audioguide.handout.printers import Printer

PAPER = "A4"
"""Printers put it on Letter too: what is printed leaves 15 mm free on each side."""


def pdf(handout: Handout, printer: Printer) -> bytes:
    """The hand-out on A4, with the letters of our own font, so that any machine prints all of it.

    Args:
        handout: What stands on it.
        printer: What prints.

    Raises:
        EncoderError: the printer failed.
    """
    page = html(handout, paper=PAPER, font=_font(), as_pictures=not printer.draws)
    return printer.print_page(page)


def _font() -> Path | None:
    folder = package_folder("fontpkg_noto_sans")
    return next((folder / "files").glob("NotoSans[[]*.ttf"), None) if folder else None
