"""SVG to pixels, by resvg; the only place that knows it."""

from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from audioguide.fingerprints import package_folder

if TYPE_CHECKING:
    from PIL.Image import Image

FONT_FAMILY = "Noto Sans"
"""Has Latin, Greek, Cyrillic and Devanagari in every weight, in one file."""


def drawn(svg: str, *, width_px: int, with_system_fonts: bool = False) -> "Image":
    """An SVG of our own as an RGB picture, on white where it has no ground.

    Args:
        svg: A whole document that refers to nothing outside it.
        width_px: Of the picture; its height follows.
        with_system_fonts: Whether letters that our font lacks may come from this machine's.
    """
    from PIL import Image
    from resvg_py import svg_to_bytes

    png = svg_to_bytes(
        svg_string=svg,
        width=width_px,
        background="white",
        skip_system_fonts=not with_system_fonts,
        font_files=_font_files(),
        font_family=FONT_FAMILY,
    )
    return Image.open(BytesIO(png), formats=["PNG"]).convert("RGB")


@cache
def _font_files() -> list[str]:
    folder = package_folder("fontpkg_noto_sans")
    if folder is None:
        return []
    return [str(path) for path in (folder / "files").glob("NotoSans[[]*.ttf")]
