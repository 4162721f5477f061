"""Strangers' pictures as covers: whatever they are, a small square comes out, or a reason."""

import io
import os
import struct
import subprocess
import sys
import warnings
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFile

from audioguide.picture import own_cover as module
from audioguide.picture.own_cover import BadCoverError, own_cover
from audioguide.picture.palette import GROUND

RED, BLUE = (255, 0, 0), (0, 0, 255)
GROUND_RGB = tuple(int(GROUND[n : n + 2], 16) for n in (1, 3, 5))


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("AUDIOGUIDE_CACHE_DIR", str(tmp_path / "cache"))


def encoded(image, form="PNG", **how):
    stream = io.BytesIO()
    image.save(stream, form, **how)
    return stream.getvalue()


def two_halves(width=800, height=400):
    """Blue to the left, red to the right."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (0, 0, width // 2, height))
    return image


def pixels(content, *places):
    image = Image.open(io.BytesIO(own_cover(content).data))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (600, 600))
    assert "progressive" not in image.info
    assert not image.getexif()
    return [image.getpixel(place) for place in places]


def near(pixel, wanted):
    return all(abs(a - b) <= 12 for a, b in zip(pixel, wanted, strict=True))


def png_of_size(width, height):
    """The beginning of a PNG as large as anybody says, with nothing behind it."""

    def chunk(name, content):
        return (
            struct.pack(">I", len(content))
            + name
            + content
            + struct.pack(">I", zlib.crc32(name + content))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(bytes(10**6)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + body + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("mode", "form"),
    [
        *((mode, "PNG") for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")),
        *((mode, "JPEG") for mode in ("L", "RGB", "CMYK")),
    ],
)
@pytest.mark.parametrize("size", [(1, 1), (700, 300), (300, 700), (2600, 1300), (9000, 2)])
def test_every_kind_of_picture_becomes_a_square(mode, form, size):
    content = encoded(Image.new(mode, size), form)
    picture = own_cover(content, alt="mine")
    assert len(picture.data) <= 60_000
    assert (picture.media_type, picture.alt) == ("image/jpeg", "mine")
    assert Image.open(io.BytesIO(picture.data)).size == (600, 600)


def test_the_whole_picture_is_shown_on_the_ground():
    left, right, above, below = pixels(
        encoded(two_halves()), (100, 300), (500, 300), (300, 50), (300, 550)
    )
    assert near(left, BLUE)
    assert near(right, RED)
    assert near(above, GROUND_RGB)
    assert near(below, GROUND_RGB)


@pytest.mark.parametrize(
    ("orientation", "place_of_blue"),
    [(1, (100, 300)), (6, (300, 100)), (3, (500, 300)), (8, (300, 500))],
)
@pytest.mark.parametrize("form", ["JPEG", "PNG"])
@pytest.mark.parametrize("size", [(800, 400), (4000, 2000)])
def test_a_camera_that_was_turned_is_turned_back(orientation, place_of_blue, form, size):
    exif = Image.Exif()
    exif[0x0112] = orientation
    (pixel,) = pixels(encoded(two_halves(*size), form, exif=exif), place_of_blue)
    assert near(pixel, BLUE)


def test_colours_for_print_are_those_of_a_screen():
    (pixel,) = pixels(
        encoded(Image.new("CMYK", (600, 600), (0, 255, 255, 0)), "JPEG", quality=95), (300, 300)
    )
    assert near(pixel, RED)


def test_what_is_transparent_shows_the_ground():
    (pixel,) = pixels(encoded(Image.new("RGBA", (600, 600), (255, 0, 0, 0))), (300, 300))
    assert near(pixel, GROUND_RGB)


def test_long_grey_numbers_keep_their_brightness():
    image = Image.new("I;16", (600, 600), 0x8000)
    (pixel,) = pixels(encoded(image), (300, 300))
    assert near(pixel, (128, 128, 128))


def test_of_an_animation_the_first_picture_is_taken():
    frames = [Image.new("RGB", (300, 300), colour) for colour in (RED, BLUE, BLUE)]
    content = encoded(frames[0], save_all=True, append_images=frames[1:])
    assert near(pixels(content, (300, 300))[0], RED)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\xff\xd8\xff\xe0" + b"junk" * 100,
        b"\x89PNG\r\n\x1a\n" + b"junk" * 100,
        encoded(Image.new("RGB", (50, 50)), "GIF"),
        encoded(Image.new("RGB", (50, 50)), "BMP"),
        encoded(Image.effect_noise((900, 900), 50), "JPEG")[:5000],
        encoded(Image.effect_noise((900, 900), 50), "PNG")[:5000],
        png_of_size(900, 900)[:100],
    ],
    ids=[
        "empty",
        "text",
        "svg",
        "fake-jpeg",
        "fake-png",
        "gif",
        "bmp",
        "cut-jpeg",
        "cut-png",
        "cut",
    ],
)
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(BadCoverError, match="cannot be read as a JPEG or PNG"):
        own_cover(content)


def test_a_cut_picture_is_refused_though_a_package_lets_all_cut_pictures_be_read(monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    cut = encoded(Image.effect_noise((900, 900), 50), "JPEG")[:5000]
    with pytest.raises(BadCoverError):
        own_cover(cut)
    assert ImageFile.LOAD_TRUNCATED_IMAGES, "what the package wants for itself stays"


@pytest.mark.parametrize(
    "size", [(30_000, 30_000), (9_999, 9_999), (5_000, 4_001), (2**31 - 1, 2**31 - 1)]
)
def test_a_bomb_is_refused_before_it_goes_off(size):
    with pytest.raises(BadCoverError, match=r"20 million points|cannot be read"):
        own_cover(png_of_size(*size))


def test_a_file_that_is_too_large_is_not_even_opened(monkeypatch):
    monkeypatch.setattr(module, "MOST_FILE_BYTES", 1000)
    with pytest.raises(BadCoverError, match="larger than"):
        own_cover(encoded(Image.effect_noise((200, 200), 50)))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damage_is_refused_or_drawn(data):
    """Never another exception, nor a warning, which would be an error here."""
    whole = bytearray(_SMALL[data.draw(st.sampled_from(sorted(_SMALL)))])
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place] = data.draw(st.integers(0, 255))
    try:
        own_cover(bytes(whole))
    except BadCoverError:
        return


with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    _SMALL = {
        "png": encoded(two_halves(40, 20)),
        "palette": encoded(two_halves(40, 20).quantize(4)),
        "jpeg": encoded(two_halves(40, 20), "JPEG", exif=Image.Exif().tobytes()),
        "progressive": encoded(two_halves(40, 20), "JPEG", progressive=True),
    }


@pytest.mark.skipif(sys.platform != "linux", reason="asks the system as Linux has it")
@pytest.mark.parametrize("kind", ["alpha", "palette", "print", "rows"])
def test_memory_stays_bounded(kind, tmp_path):
    sizes = {
        "alpha": ("RGBA", "PNG"),
        "palette": ("P", "PNG"),
        "print": ("CMYK", "JPEG"),
        "rows": ("RGB", "JPEG"),
    }
    mode, form = sizes[kind]
    side = 7740 if kind == "rows" else 4470
    how = {"progressive": True} if kind == "print" else {}
    path = tmp_path / "cover"
    path.write_bytes(encoded(Image.new(mode, (side, side)), form, **how))
    code = (
        "import pathlib, re, sys\n"
        "from audioguide.picture.own_cover import own_cover\n"
        "own_cover(pathlib.Path(sys.argv[1]).read_bytes())\n"
        "status = pathlib.Path('/proc/self/status').read_text()\n"
        "print(re.search(r'VmHWM:\\s*(\\d+) kB', status)[1])"
    )
    said = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    assert 40 << 20 < int(said.stdout) * 1024 < 230 << 20


def test_a_cover_is_kept(monkeypatch):
    content = encoded(two_halves())
    cold = own_cover(content)
    monkeypatch.setattr(module, "_encoded", lambda _: pytest.fail("read again"))
    assert own_cover(content) == cold
    assert os.listdir(os.environ["AUDIOGUIDE_CACHE_DIR"]) == ["pictures"]  # noqa: PTH208
