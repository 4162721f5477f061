"""`audioguide share` from the QR code in the terminal to the sound on a phone."""

import contextlib
import os
import re
import subprocess
import sys

import numpy as np
import pytest
from site_stand import LINES, shelf

BLOCKS = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}
"""What of a character is filled: its upper half, its lower half."""

MODULE_PX = 4


@contextlib.contextmanager
def shared(folder):
    """What a running `share` has shown in the terminal."""
    command = [sys.executable, "-m", "audioguide", "share", str(folder)]
    process = subprocess.Popen(
        [*command, "--at", "127.0.0.2", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUNBUFFERED": "1"},
    )
    with process:
        try:
            shown = []
            for line in process.stdout:
                shown.append(line)
                if "Ctrl-C" in line:
                    break
            yield "".join(shown)
        finally:
            process.kill()


def photographed(terminal):
    """The rows of blocks in a terminal as a grey picture."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", terminal)
    rows = [line for line in plain.splitlines() if len(line) > 20 and not set(line) - set(BLOCKS)]
    width = max(map(len, rows))
    halves = [[BLOCKS[one] for one in row.ljust(width)] for row in rows]
    filled = np.array(halves, np.uint8).transpose(0, 2, 1).reshape(-1, width)
    return np.kron(filled * 255, np.ones((MODULE_PX, MODULE_PX), np.uint8))


@pytest.mark.skipif(sys.platform != "linux", reason="127.0.0.2 is there on Linux alone")
def test_from_the_qr_code_to_the_sound(visit, tmp_path):
    zxingcpp = pytest.importorskip("zxingcpp")
    programme = shelf(tmp_path, ("Evening", "Morning"))
    with shared(tmp_path) as terminal:
        [code] = zxingcpp.read_barcodes(photographed(terminal))
        assert re.fullmatch(r"http://127\.0\.0\.2:\d+/[A-Za-z0-9_-]{22}/", code.text)
        page = visit(code.text, width=360, height=640)
        assert page.get_by_role("heading", level=1).inner_text() == programme.title
        page.locator(".open").nth(1).click()
        page.get_by_role("button", name="Play", exact=True).click()
        said = "text => document.querySelector('#line').textContent === text"
        page.wait_for_function(said, arg=LINES[0][2])
        page.wait_for_function("() => document.querySelector('audio').currentTime > 0.5")
        with page.expect_download() as expected:
            page.locator("#download").click()
        assert expected.value.path().read_bytes() == programme.tracks[1].path.read_bytes()
        with page.expect_download() as expected:
            page.go_back()
            page.get_by_role("link", name="Download all tracks").click()
        assert expected.value.suggested_filename == "all.zip"
        assert expected.value.path().stat().st_size > sum(one.n_bytes for one in programme.tracks)
