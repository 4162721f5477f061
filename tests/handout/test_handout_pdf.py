"""Hand-outs on paper: what prints them, well and badly, and what comes out."""

import io
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from judges import judge
from msgspec.structs import replace
from sheets import ENTRY, SHEET

import audioguide
from audioguide.compiler.contents import contents_of
from audioguide.compiler.handout import handout_of
from audioguide.errors import EncoderError, MissingExtraError
from audioguide.handout import package, printers
from audioguide.handout.browser import _seen_by, printed_by_browser
from audioguide.handout.handout import Code, Part
from audioguide.handout.html import html
from audioguide.handout.pdf import _font, pdf
from audioguide.handout.printers import Printer, find_printer, printers_here

posix = pytest.mark.skipif(os.name == "nt", reason="the stand-ins are shell scripts")
LONG = replace(
    SHEET,
    title="Rückenpflege · पीठ",
    parts=tuple(
        Part(
            f"Part {part}",
            tuple(
                replace(
                    ENTRY,
                    number=4 * part + k,
                    name=f"FIRST{4 * part + k}",
                    cautions=("Mind your knees. " * 6, f"LAST{4 * part + k}"),
                )
                for k in range(4)
            ),
        )
        for part in range(5)
    ),
)


@pytest.fixture
def program(tmp_path):
    """A browser that does as a shell script says; `$out` is where the PDF goes."""

    def make(text):
        path = tmp_path / "browser"
        finding = 'for a; do case "$a" in --print-to-pdf=*) out="${a#*=}";; esac; done'
        path.write_text(f"#!/bin/sh\n{finding}\n{text}\n")
        path.chmod(0o755)
        return str(path)

    return make


@posix
def test_a_browser_gets_the_page_and_its_dates_are_no_dates(program, tmp_path):
    seen = tmp_path / "seen"
    browser = program(
        f'for a; do echo "$a"; done > {seen}\n'
        "printf \"%%PDF-1.4 (D:20261121211500+00'00') (D:20261121211500-05'30')\" > \"$out\""
    )
    found = printed_by_browser(browser, "<p>page")
    assert found == b"%PDF-1.4 (D:20000101000000+00'00') (D:20000101000000+00'00')"
    asked = seen.read_text().splitlines()
    assert "--headless" in asked
    assert asked[-1].startswith("file://")
    profile = next(one for one in asked if one.startswith("--user-data-dir="))
    assert not Path(profile.partition("=")[2]).parent.exists()


@posix
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("exit 0", "printed nothing"),
        ('echo "no PDF" > "$out"', "printed nothing"),
        ("exit 7", "exit code 7"),
        ("kill -9 $$", "signal 9"),
    ],
)
def test_a_browser_that_fails_is_told_of(program, text, said):
    with pytest.raises(EncoderError, match=said):
        printed_by_browser(program(text), "<p>page")


@posix
def test_a_browser_that_hangs_is_ended_with_its_children(program, tmp_path):
    child = tmp_path / "child"
    browser = program(f"sleep 600 &\necho $! > {child}.new\nmv {child}.new {child}\nwait")
    for seconds in (0.5, 5, 30):  # A busy machine may take its time to begin.
        with pytest.raises(EncoderError, match="hung"):
            printed_by_browser(browser, "<p>page", timeout_seconds=seconds)
        if child.exists():
            break
    number = int(child.read_text())
    for _ in range(500):
        if not _lives(number):
            break
        time.sleep(0.01)
    assert not _lives(number)


def _lives(number):
    """Whether a process is there and no zombie that nobody has waited for."""
    done = subprocess.run(["ps", "-o", "stat=", "-p", str(number)], capture_output=True, text=True)
    return bool(done.stdout.strip()) and not done.stdout.startswith("Z")


@posix
def test_a_snap_gets_a_folder_that_it_can_see(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert _seen_by("/snap/bin/chromium") is None
    common = tmp_path / "snap/chromium/common"
    common.mkdir(parents=True)
    assert _seen_by("/snap/bin/chromium") == common
    assert _seen_by("/usr/bin/chromium") is None


def test_a_browser_that_cannot_be_started(tmp_path):
    with pytest.raises(EncoderError, match="could not be started"):
        printed_by_browser(str(tmp_path / "none"), "<p>page")


@pytest.fixture
def nothing_here(monkeypatch):
    monkeypatch.setattr(printers.shutil, "which", lambda name: None)
    monkeypatch.setattr(printers, "_PLACES", ())
    for name in printers._WINDOWS_ROOTS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(printers.importlib.util, "find_spec", lambda name: None)


def test_where_nothing_prints_it_says_what_to_install(nothing_here):
    with pytest.raises(MissingExtraError, match=r"audioguide\[pdf\]") as refused:
        find_printer()
    assert refused.value.exit_code == 3


def test_a_browser_comes_before_the_package(nothing_here, monkeypatch):
    monkeypatch.setattr(printers.importlib.util, "find_spec", lambda name: object())
    monkeypatch.setattr(package, "missing", lambda: None)
    assert find_printer().name == "weasyprint"
    monkeypatch.setattr(
        printers.shutil, "which", lambda name: "/opt/chrome" if name == "chrome" else None
    )
    assert [one.name for one in printers_here()] == ["chrome", "weasyprint"]
    assert find_printer().place == "/opt/chrome"


def test_a_package_without_the_library_of_the_system_is_none(nothing_here, monkeypatch):
    monkeypatch.setattr(printers.importlib.util, "find_spec", lambda name: object())
    monkeypatch.setattr(package, "missing", lambda: "no Pango")
    assert list(printers_here()) == []


def test_browsers_of_windows_and_macos_are_found_where_they_lie(
    nothing_here, monkeypatch, tmp_path
):
    edge = tmp_path / "Microsoft/Edge/Application/msedge.exe"
    edge.parent.mkdir(parents=True)
    edge.touch()
    monkeypatch.setenv("PROGRAMFILES", str(tmp_path))
    assert [(one.name, one.place) for one in printers_here()] == [("msedge", str(edge))]


def by_browser():
    return Printer("chromium", "", True, lambda page: printed_by_browser(judge("chromium"), page))


def by_package():
    if "weasyprint" not in sys.modules:
        pytest.importorskip("weasyprint", exc_type=(ImportError, OSError))
    return Printer("weasyprint", "", False, package.printed_by_package)


@pytest.fixture(params=[by_browser, by_package])
def printed(request, tmp_path):
    """A long hand-out, printed: its path, and what printed it."""
    printer = request.param()
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(LONG, printer))
    return path, printer


def words(path, page):
    number = str(page)
    command = [judge("pdftotext"), "-f", number, "-l", number, "-layout", str(path), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def facts(path):
    done = subprocess.run([judge("pdfinfo"), str(path)], capture_output=True, text=True, check=True)
    lines = (line.partition(":") for line in done.stdout.splitlines())
    return {name: value.strip() for name, _, value in lines}


def test_what_is_printed(printed):
    path, printer = printed
    about = facts(path)
    assert about["Page size"].endswith("(A4)")
    assert about["Title"] == LONG.title
    assert about["Tagged"] == "yes"
    pages = [words(path, number) for number in range(1, int(about["Pages"]) + 1)]
    for number in range(20):
        (start,) = (k for k, text in enumerate(pages) if f"FIRST{number}" in text.split())
        assert f"LAST{number}" in pages[start].split(), f"pose {number} is cut"
    for number, text in enumerate(pages, start=1):
        foot = text.rstrip().splitlines()[-1]
        assert "".join(foot.split()).endswith(f"{number}/{len(pages)}")
        assert (LONG.title in foot) == (number > 1)
    assert pdf(LONG, printer) == path.read_bytes()


def test_the_last_words_have_no_page_of_their_own(tmp_path, monkeypatch):
    monkeypatch.setenv("AUDIOGUIDE_CONFIG_DIR", str(tmp_path / "config"))
    # On this paper, in this language, they do not fit below the last section.
    plan = audioguide.plan("full-hour", options={"language": "de"})
    contents = contents_of(plan.timeline, plan.routine)
    made = handout_of(plan.timeline, plan.routine, contents, address=None)
    page = html(made, paper="letter", font=_font())
    path = tmp_path / "a.pdf"
    path.write_bytes(by_browser().print_page(page))
    last = words(path, int(facts(path)["Pages"]))
    assert made.labels.advice in last
    assert made.parts[-1].items[-1].name in last


def test_the_code_can_be_read_from_paper(printed):
    zxingcpp = pytest.importorskip("zxingcpp")
    import numpy as np
    from PIL import Image

    path, printer = printed
    text = "पीठ: " + "ä" * 240
    path.write_bytes(pdf(replace(LONG, code=Code(text, "Scan")), printer))
    command = [judge("pdftoppm"), "-r", "200", "-l", "1", "-gray", "-png", str(path)]
    drawn = subprocess.run(command, capture_output=True, check=True).stdout
    pixels = np.asarray(Image.open(io.BytesIO(drawn)))
    (found,) = zxingcpp.read_barcodes(pixels)
    assert found.text == text
