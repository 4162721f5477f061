"""The icon: whatever shape it is cut to, the sign stays."""

import io

import pytest
from PIL import Image
from test_picture_raster import figure

from audioguide.picture.braille import braille
from audioguide.picture.figure_svg import figure_svg
from audioguide.picture.icon import icon_png
from audioguide.picture.palette import INK

EMPTY = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"></svg>'


@pytest.mark.parametrize("size_px", [180, 192, 512])
def test_all_of_the_sign_lies_in_the_safe_zone(size_px):
    content = icon_png(size_px)
    assert len(content) < 30_000
    image = Image.open(io.BytesIO(content))
    assert (image.format, image.size) == ("PNG", (size_px, size_px))
    colours = image.convert("RGB")
    ground = tuple(int(INK[n : n + 2], 16) for n in (1, 3, 5))
    inside = 0
    for x in range(size_px):
        for y in range(size_px):
            red, green, blue = colours.getpixel((x, y))
            if max(abs(red - ground[0]), abs(green - ground[1]), abs(blue - ground[2])) > 16:
                away = ((x - size_px / 2) ** 2 + (y - size_px / 2) ** 2) ** 0.5
                assert away <= 0.4 * size_px + 1
                inside += 1
    assert inside > size_px * size_px / 20


def test_a_drawing_in_letters_has_the_width_that_is_asked_for():
    lines = braille(figure_svg(figure()), n_columns=40)
    assert max(map(len, lines)) <= 40
    assert 5 < len(lines) <= 20
    assert all(letter == " " or "\u2800" < letter <= "\u28ff" for line in lines for letter in line)
    assert lines[0].strip()
    assert lines[-1].strip()
    assert all(line == line.rstrip() for line in lines)


def test_letters_stand_where_the_ink_is():
    half = EMPTY.replace("></svg>", '><rect width="4.5" height="9"/></svg>')
    lines = braille(half, n_columns=8)
    assert lines == ("⣿⣿⣿⣿",) * 4


def test_an_empty_drawing_has_no_lines():
    assert braille(EMPTY, n_columns=10) == ()
