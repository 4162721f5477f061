"""`poses show` with a drawing: in a terminal, where it is asked for, and as files."""

import io
import os
import re
from xml.etree import ElementTree

import pytest
from PIL import Image

from audioguide.cli import pose_drawing
from audioguide.errors import UsageError

BRAILLE = re.compile("[\u2801-\u28ff]")
PLAIN = """
name: Plain
position: standing
dose: {hold: 20s}
enter: [Stand.]
"""


@pytest.fixture
def plain(tmp_path):
    """A folder with a pose that has no figure."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "plain.yaml").write_text(PLAIN, "utf-8")
    return str(tmp_path / "mine")


def n_columns(text):
    return max((len(line) for line in text.splitlines() if BRAILLE.search(line)), default=0)


def test_elsewhere_than_in_a_terminal_there_are_words_alone(run):
    assert not BRAILLE.search(run("poses", "show", "cat-cow").stdout)


def test_a_drawing_can_be_asked_for_and_stands_above_the_words(run):
    words = run("poses", "show", "cat-cow").stdout
    drawn = run("poses", "show", "cat-cow", "--drawing").stdout
    assert drawn.endswith(words)
    assert BRAILLE.search(drawn.removesuffix(words))


@pytest.mark.parametrize(
    ("size", "least", "most"),
    [((120, 50), 40, 56), ((40, 50), 25, 39), ((80, 12), 12, 22), ((1, 1), 3, 8)],
)
def test_a_drawing_fits_the_terminal(run, monkeypatch, size, least, most):
    monkeypatch.setattr(pose_drawing, "is_lively", lambda _: True)
    monkeypatch.setattr(pose_drawing.shutil, "get_terminal_size", lambda: os.terminal_size(size))
    outcome = run("poses", "show", "cat-cow")
    assert least <= n_columns(outcome.stdout) <= most
    assert not BRAILLE.search(run("poses", "show", "cat-cow", "--no-drawing").stdout)


def test_a_terminal_of_other_letters_has_words_alone(monkeypatch):
    monkeypatch.setattr(pose_drawing, "is_lively", lambda _: True)
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(io.BytesIO(), encoding="cp1252"))
    assert not pose_drawing.wants_drawing(None)
    assert not pose_drawing.wants_drawing(False)
    with pytest.raises(UsageError, match="takes only cp1252"):
        pose_drawing.wants_drawing(True)


def test_a_drawing_is_written_as_svg_and_png(run, tmp_path):
    svg, png = tmp_path / "new" / "cat.svg", tmp_path / "cat.PNG"
    outcome = run("poses", "show", "cat-cow", "--svg", str(svg), "--png", str(png))
    assert outcome.exit_code == 0
    assert outcome.stdout == run("poses", "show", "cat-cow").stdout
    assert outcome.stderr.splitlines() == [f"wrote {svg}", f"wrote {png}"]
    assert ElementTree.parse(svg).getroot().tag.endswith("svg")
    with Image.open(png) as image:
        assert (image.format, image.size) == ("PNG", (480, 480))


@pytest.mark.parametrize(("language", "name"), [("en", "Child's pose"), ("de", "Kind")])
def test_a_drawing_is_titled_with_the_name_of_its_pose(run, tmp_path, language, name):
    svg = tmp_path / "child.svg"
    run("poses", "show", "childs-pose", "--language", language, "--svg", str(svg))
    title = ElementTree.parse(svg).getroot().findtext("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert name in title


@pytest.mark.parametrize(
    ("option", "name"), [("--svg", "pose.yaml"), ("--png", "a.jpg"), ("--svg", "")]
)
def test_a_drawing_takes_no_other_files_place(run, tmp_path, option, name):
    path = tmp_path / name
    if name:
        path.write_text("mine")
    outcome = run("poses", "show", "cat-cow", option, str(path) if name else "")
    assert outcome.exit_code == 2
    assert "ends in ." in outcome.stderr
    assert not name or path.read_text() == "mine"


def test_what_cannot_be_written_is_said(run, tmp_path):
    (tmp_path / "file").write_text("in the way")
    outcome = run("poses", "show", "cat-cow", "--png", str(tmp_path / "file" / "a.png"))
    assert outcome.exit_code == 4
    assert "could not write" in outcome.stderr


def test_a_pose_without_a_figure_has_no_drawing(run, tmp_path, plain):
    shown = run("poses", "show", "plain", "--poses", plain, "--drawing")
    assert shown.exit_code == 0
    assert not BRAILLE.search(shown.stdout)
    outcome = run("poses", "show", "plain", "--poses", plain, "--svg", str(tmp_path / "a.svg"))
    assert outcome.exit_code == 2
    assert "has no drawing" in outcome.stderr
    assert not (tmp_path / "a.svg").exists()
