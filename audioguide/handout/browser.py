"""Printing by a browser that is here, without a window, in a profile of its own."""

import os
import re
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from audioguide.errors import EncoderError

TIMEOUT_SECONDS = 60.0
"""A page of a few sheets takes one or two; a cold disk some ten."""

_FLAGS = (
    *("--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check"),
    *("--disable-extensions", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--disable-quic", "--no-pdf-header-footer"),
)
"""Nothing but the page is loaded, and nobody is asked anything."""

_DATE = re.compile(rb"\(D:\d{14}[+-]\d\d'\d\d'\)")
_FIXED_DATE = b"(D:20000101000000+00'00')"
"""In the place of the moment of printing, and as long as it; so equal pages are equal files."""


def printed_by_browser(
    browser: str, page: str, *, timeout_seconds: float = TIMEOUT_SECONDS
) -> bytes:
    """The PDF of a page; the same browser gives the same bytes for it.

    Args:
        browser: Path of Chromium, or of one that is made from it.
        page: HTML that is whole in itself.
        timeout_seconds: After this the browser is ended, with all that it started.

    Raises:
        EncoderError: it could not be started, failed, took too long, or printed nothing.
    """
    # What a browser still writes to its profile as it ends must not fail us.
    with tempfile.TemporaryDirectory(
        prefix="audioguide-print-", dir=_seen_by(browser), ignore_cleanup_errors=True
    ) as name:
        folder = Path(name)
        source, target = folder / "page.html", folder / "page.pdf"
        source.write_text(page, encoding="utf-8")
        command = [
            *(browser, *_FLAGS, *_as_root()),
            f"--user-data-dir={folder / 'profile'}",
            f"--print-to-pdf={target}",
            source.as_uri(),
        ]
        _run(command, folder, timeout_seconds)
        content = target.read_bytes() if target.is_file() else b""
    if not content.startswith(b"%PDF-"):
        raise EncoderError(f"{Path(browser).name} printed nothing; print the page by hand instead")
    return _DATE.sub(_FIXED_DATE, content)


def _seen_by(browser: str) -> Path | None:
    """Where it can read and write; None: anywhere.

    A snap has a folder for temporary files that nobody else sees. Source: snapcraft.io,
    "Environment variables", SNAP_USER_COMMON.
    """
    if not browser.startswith("/snap/bin/"):
        return None
    common = Path("~/snap", Path(browser).name, "common").expanduser()
    return common if common.is_dir() else None


def _as_root() -> tuple[str, ...]:
    """Without its sandbox, which Chromium cannot have as root; our page has no scripts."""
    if sys.platform != "win32" and os.geteuid() == 0:
        return ("--no-sandbox",)
    return ()


def _run(command: list[str], folder: Path, timeout_seconds: float) -> None:
    name = Path(command[0]).name
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, ValueError) as trouble:
        reason = getattr(trouble, "strerror", None) or str(trouble)
        raise EncoderError(f"{name} could not be started: {reason}") from trouble
    try:
        code = process.wait(timeout_seconds)
    except subprocess.TimeoutExpired:
        raise EncoderError(
            f"{name} hung: the hand-out was not printed within {timeout_seconds:g} s"
        ) from None
    finally:
        _end(process)
    if code:
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        raise EncoderError(f"{name} could not print the hand-out ({how})")


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End whatever is left of it: a browser is many processes, in a group of their own."""
    if sys.platform == "win32":
        if process.poll() is None:
            command = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
            subprocess.run(command, capture_output=True, check=False)
    else:
        # Its group has its number as long as anybody of it is left.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
