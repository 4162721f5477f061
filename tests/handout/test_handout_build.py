"""Hand-outs that a build writes: beside the track, with its address, and up to date."""

import pytest

import audioguide
from audioguide.compiler import production
from audioguide.errors import EncoderError, MissingExtraError
from audioguide.handout import printers
from audioguide.handout.printers import Printer

SCRIPT = "title: Mine\nguidance: silent\nsteps:\n  - {pose: cat-cow, flow: 3 rounds}\n"


class Home:
    def __init__(self, folder):
        self.folder = folder
        self.script = folder / "routine.yaml"
        self.config = folder / "config.yaml"
        self.script.write_text(SCRIPT)

    def build(self, track="01-back.mp3", **changes):
        return audioguide.build(self.script, self.folder / track, **changes)

    def text(self, name="01-back.html"):
        return (self.folder / name).read_text("utf-8")


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("AUDIOGUIDE_CONFIG_DIR", str(tmp_path))
    monkeypatch.setenv("AUDIOGUIDE_CACHE_DIR", str(tmp_path / "cache"))
    return Home(tmp_path)


@pytest.fixture
def printed(monkeypatch):
    """What was printed, by a printer that always works."""
    pages = []

    def print_page(page):
        pages.append(page)
        return b"%PDF-1.4 " + str(len(page)).encode()

    here = [Printer("press", "/press", True, print_page)]
    monkeypatch.setattr(printers, "printers_here", lambda: iter(here))
    return pages


def test_both_lie_beside_the_track(home, printed):
    built = home.build(beside="handout,pdf")
    assert [path.name for path in built.beside] == ["01-back.html", "01-back.pdf"]
    assert "Cat and cow" in home.text()
    (page,) = printed
    assert "size: A4" in page
    assert (home.folder / "01-back.pdf").read_bytes().startswith(b"%PDF-")


def test_all_is_without_a_pdf(home, printed):
    built = home.build(beside="all")
    assert "01-back.html" in [path.name for path in built.beside]
    assert printed == []


def test_they_are_up_to_date_until_something_changes(home, printed, monkeypatch):
    home.build(beside="handout,pdf")
    assert home.build(beside="handout,pdf").up_to_date
    assert len(printed) == 1

    def made(*_, **__):
        raise AssertionError("the track was made again")

    monkeypatch.setattr(production.Production, "write", made)
    before = home.text()
    (home.folder / "01-back.html").unlink()
    assert home.build(beside="handout,pdf").up_to_date
    assert home.text() == before


def test_an_edited_script_makes_another_sheet(home):
    home.build(beside="handout")
    home.script.write_text(SCRIPT.replace("3 rounds", "4 rounds"))
    home.build(beside="handout")
    assert "4 rounds, on the breath" in home.text()


def test_the_address_of_the_configuration_leads_to_the_track(home):
    home.build(beside="handout")
    assert "https:" not in home.text()
    home.config.write_text("address: https://example.org/back\n")
    home.build(beside="handout")
    assert 'href="https://example.org/back/#track=01-back"' in home.text()
    home.build("a.wav", beside="handout")
    assert 'href="https://example.org/back/"' in home.text("a.html")


def test_the_place_is_the_one_that_a_site_gives_the_track(home):
    from audioguide.delivery.shelf import read_shelf
    from audioguide.web.pictures import SitePictures
    from audioguide.web.tracks import site_tracks

    home.config.write_text("address: https://example.org/back\n")
    home.build("Rücken & mehr.mp3", beside="handout")
    (track,) = site_tracks(read_shelf(home.folder), SitePictures())
    assert f"#track={track.key}" in home.text("Rücken & mehr.html")
    (hand_out,) = track.hand_outs
    assert hand_out.path == f"tracks/{track.key}.html"


def test_where_nothing_prints_nothing_is_made(home, monkeypatch):
    monkeypatch.setattr(printers, "printers_here", lambda: iter(()))
    with pytest.raises(MissingExtraError, match="install"):
        home.build(beside="lrc,pdf")
    assert not list(home.folder.glob("01-back.*"))
    assert home.build(beside="lrc").path is not None


def test_a_printer_that_fails_leaves_the_rest(home, monkeypatch):
    def fail(page):
        raise EncoderError("jammed")

    here = [Printer("press", "/press", True, fail)]
    monkeypatch.setattr(printers, "printers_here", lambda: iter(here))
    with pytest.raises(EncoderError, match="jammed"):
        home.build(beside="handout,pdf")
    assert home.text()
    assert (home.folder / "01-back.mp3").is_file()
    assert not (home.folder / "01-back.pdf").exists()


def test_it_is_the_same_when_made_twice(home):
    home.build(beside="handout")
    before = home.text()
    home.build(beside="handout", force=True)
    assert home.text() == before
