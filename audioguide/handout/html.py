"""A hand-out as one HTML file that is whole in itself: drawings, code and style lie in it."""

from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING

from audioguide.figure import Figure
from audioguide.handout.handout import Handout

if TYPE_CHECKING:
    from markupsafe import Markup

_HERE = Path(__file__).resolve().parent
_TEMPLATE = "handout.html"
_PICTURE_PX = 600
"""Of a drawing that is a picture: 400 to an inch on paper."""
_RUNNING_CHARACTERS = 60
"""Of a title at the foot of further pages: what one line holds in any script."""
_RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
"""Languages that are written so. Source: CLDR, the scripts of their likely subtags."""


def html(
    handout: Handout,
    *,
    paper: str | None = None,
    font: Path | None = None,
    as_pictures: bool = False,
) -> str:
    """The page.

    Args:
        handout: What stands on it.
        paper: A size as CSS names it, such as `A4`, for who prints without asking anybody; None:
            whatever paper the printer has.
        font: A file with letters for the machine that prints; None: those that the reader's
            machine has.
        as_pictures: Drawings are PNGs, for who does not know all of SVG.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    from audioguide.handout.qr import qr_svg
    from audioguide.picture.figure_svg import figure_svg

    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Our own writer and segno give markup whose texts are escaped.
    environment.filters.update(
        drawing=lambda figure, title: Markup(figure_svg(figure, title=title)),
        picture=_picture_address,
        qr=lambda text: Markup(qr_svg(text)),
    )
    return environment.get_template(_TEMPLATE).render(
        handout=handout,
        running=_css_string(_shortened(handout.title)),
        direction=_direction(handout.language),
        paper=paper,
        font=None if font is None else font.as_uri(),
        as_pictures=as_pictures,
    )


def _picture_address(figure: Figure) -> str:
    """A drawing as an address that has it in itself."""
    from audioguide.picture.figure_svg import figure_svg
    from audioguide.picture.raster import rasterised

    picture = rasterised(figure_svg(figure), width_px=_PICTURE_PX)
    return f"data:{picture.media_type};base64,{b64encode(picture.data).decode()}"


def _shortened(title: str) -> str:
    """A title that fits in one line."""
    most = _RUNNING_CHARACTERS
    return title if len(title) <= most else f"{title[: most - 1].rstrip()}…"


def _css_string(text: str) -> "Markup":
    """Any text as a string in a style: but for letters and figures, as numbers of characters.

    Source: CSS Syntax Level 3, 4.3.7, "consume an escaped code point".
    """
    from markupsafe import Markup

    escaped = "".join(
        one if one.isascii() and one.isalnum() else f"\\{ord(one):x} " for one in text
    )
    return Markup(f'"{escaped}"')  # nothing of markup is left in it


def _direction(language: str) -> str:
    return "rtl" if language.partition("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"
