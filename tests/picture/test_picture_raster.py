"""Drawings as pictures: small enough, the same every time, and drawn once."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from audioguide.cache.entry import Kind, default_folder
from audioguide.figure import Figure, Limb, LimbName, Placed, Point, Posture, Thing, View
from audioguide.fingerprints import wheel_version
from audioguide.picture import drawing
from audioguide.picture.raster import rasterised
from audioguide.picture.row import MOST_FIGURES, row, row_svg

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
    '<circle cx="50" cy="50" r="30" fill="#1f3f52"/></svg>'
)


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("AUDIOGUIDE_CACHE_DIR", str(tmp_path / "cache"))


def figure(height=50.0):
    """Somebody who sits, as high as asked for."""
    limbs = tuple(
        Limb(name, Point(0, root), Point(20, root / 2), Point(30, 3), toe)
        for name, root, toe in (
            (LimbName.NEAR_ARM, height - 10, None),
            (LimbName.NEAR_LEG, 6.0, Point(38, 2)),
        )
    )
    posture = Posture(Point(0, height), Point(0, height - 10), Point(0, 6), (), Point(9, 50), limbs)
    mat = Placed(Thing.MAT, (Point(-20, 0), Point(40, 0)))
    behind = frozenset({LimbName.NEAR_ARM, LimbName.NEAR_LEG})
    return Figure(View.SIDE, posture, behind=behind, things=(mat,))


def opened(picture):
    return Image.open(io.BytesIO(picture.data))


@pytest.fixture
def no_more_drawing(monkeypatch):
    """Call it, and from then on nothing can be drawn."""

    def refuse(*_, **__):
        raise AssertionError("this was drawn again")

    return lambda: monkeypatch.setattr(drawing, "drawn", refuse)


def test_a_drawing_is_a_png_with_a_palette():
    picture = rasterised(SVG, width_px=300, alt="a disc")
    assert (picture.media_type, picture.alt) == ("image/png", "a disc")
    image = opened(picture)
    assert (image.format, image.mode, image.size) == ("PNG", "P", (300, 300))
    colours = image.convert("RGB")
    assert colours.getpixel((2, 2)) == (255, 255, 255)
    assert colours.getpixel((150, 150)) == (0x1F, 0x3F, 0x52)


def test_a_picture_keeps_within_its_bytes():
    busy = SVG.replace(
        "<circle",
        "".join(f'<path d="M{n} 0L{100 - n} 99" stroke="red"/>' for n in range(99)) + "<circle",
    )
    sizes = {
        most: len(rasterised(busy, width_px=600, most_bytes=most).data) for most in (60_000, 4000)
    }
    assert all(n_bytes <= most for most, n_bytes in sizes.items())
    assert sizes[60_000] > 4000  # So the smaller one had to give something up.


def test_a_picture_that_is_too_small_is_refused():
    with pytest.raises(ValueError, match="only 10 bytes"):
        rasterised(SVG, width_px=100, most_bytes=10)


def test_what_was_drawn_is_read(no_more_drawing):
    cold = rasterised(SVG, width_px=200), row([figure()], width_px=200)
    no_more_drawing()
    assert (rasterised(SVG, width_px=200), row([figure()], width_px=200)) == cold
    with pytest.raises(AssertionError, match="drawn again"):
        rasterised(SVG, width_px=201)
    with pytest.raises(AssertionError, match="drawn again"):
        row([figure(51.0)], width_px=200)


def test_a_damaged_entry_is_drawn_again():
    cold = rasterised(SVG, width_px=200)
    (entry,) = default_folder(Kind.PICTURE).iterdir()
    entry.write_bytes(entry.read_bytes()[:-1] + b"!")
    assert rasterised(SVG, width_px=200) == cold


def test_without_a_cache_pictures_are_drawn_all_the_same(monkeypatch, tmp_path):
    cold = rasterised(SVG, width_px=200)
    (tmp_path / "in the way").write_text("a file")
    monkeypatch.setenv("AUDIOGUIDE_CACHE_DIR", str(tmp_path / "in the way"))
    assert rasterised(SVG, width_px=200) == cold


def test_other_processes_make_and_find_the_same(tmp_path):
    code = (
        "import sys, hashlib; sys.path.insert(0, sys.argv[1])\n"
        "from test_picture_raster import figure\n"
        "from audioguide.picture.row import row\n"
        "print(hashlib.sha256(row([figure()], width_px=300).data).hexdigest())"
    )
    outputs = [
        subprocess.run(
            [sys.executable, "-c", code, str(Path(__file__).parent)],
            env=os.environ
            | {"PYTHONHASHSEED": seed, "AUDIOGUIDE_CACHE_DIR": str(tmp_path / cache)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, cache in (("1", "a"), ("2", "a"), ("3", "b"))
    ]
    assert outputs[0] == outputs[1] == outputs[2]
    names = [[entry.name for entry in (tmp_path / one).rglob("*.picture")] for one in "ab"]
    assert names[0] == names[1]
    assert len(names[0]) == 1


@pytest.mark.parametrize("n_figures", range(1, MOST_FIGURES + 1))
def test_each_figure_of_a_row_has_a_place_of_its_own(n_figures):
    figures = [figure(40.0 + n) for n in range(n_figures)]
    assert row_svg(figures).count("scale(") == n_figures
    picture = row(figures, width_px=300)
    assert len(picture.data) < 10_000
    assert opened(picture).size == (300, 300)


def test_of_many_figures_some_are_drawn():
    figures = [figure(40.0 + n) for n in range(20)]
    assert row_svg(figures).count("scale(") == MOST_FIGURES


@pytest.mark.parametrize("package", ["PIL", "resvg_py", "fontpkg_noto_sans"])
def test_whoever_updates_a_package_draws_anew(package):
    assert wheel_version(package)[0].isdigit()
