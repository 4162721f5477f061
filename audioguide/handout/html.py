"""A hand-out as one HTML file that is whole in itself: drawings, code and style lie in it."""

from base64 import b64encode
from pathlib import Path

from audioguide.figure import Figure
from audioguide.handout.handout import Handout

_HERE = Path(__file__).resolve().parent
_TEMPLATE = "handout.html"
_PICTURE_PX = 600
"""Of a drawing that is a picture: 400 to an inch on paper."""
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


def _direction(language: str) -> str:
    return "rtl" if language.partition("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"
