"""The drawing of a pose, in a terminal or as a file."""

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioguide.cli.talk import is_lively
from audioguide.errors import UsageError
from audioguide.files import replace_whole

if TYPE_CHECKING:
    from audioguide.syntax.pose import Pose

_MOST_COLUMNS = 56
"""With so many letters side by side every pose is clear; a terminal has 80."""
_LEAST_COLUMNS = 8
_PNG_PX = 480


def picture_path(suffix: str) -> Callable[[str], Path]:
    """The type of an option that names a picture file to be written."""

    def path(value: str) -> Path:
        if Path(value).suffix.lower() != suffix:
            raise click.BadParameter(f"name a file that ends in {suffix}, not {value}")
        return Path(value)

    return path


def wants_drawing(is_drawn: bool | None) -> bool:
    """Whether to draw in letters: as said, else on a terminal that can show them.

    Raises:
        UsageError: a drawing is asked for where its letters cannot be written.
    """
    if is_drawn is None:
        return is_lively(sys.stdout) and _has_braille()
    if is_drawn and not _has_braille():
        raise UsageError(
            f"a drawing is made of braille letters, and this output takes only {_encoding()}; "
            "write it with --svg or --png, or set PYTHONIOENCODING=utf-8"
        )
    return is_drawn


def in_letters(pose: "Pose") -> tuple[str, ...]:
    """The drawing as lines, as wide as the terminal allows; none for a pose that has no figure."""
    if pose.figure is None:
        return ()
    from audioguide.picture.braille import braille
    from audioguide.picture.figure_svg import figure_svg

    columns, rows = shutil.get_terminal_size()
    n_columns = min(columns - 1, 2 * rows - 2, _MOST_COLUMNS)
    return braille(figure_svg(pose.figure), n_columns=max(n_columns, _LEAST_COLUMNS))


def write_drawings(
    pose: "Pose", language: str, *, svg: Path | None, png: Path | None
) -> Iterator[Path]:
    """Write the drawing to the files that are asked for, and say which were written.

    An SVG is titled with the pose's name in `language`, for those who hear it.

    Raises:
        UsageError: the pose has no figure.
        FileError: a file cannot be written.
    """
    if svg is None and png is None:
        return
    if pose.figure is None:
        raise UsageError(f"the pose {pose.id} has no drawing; its file has no `figure`")
    from audioguide.picture.figure_svg import figure_svg
    from audioguide.picture.raster import rasterised

    drawing = figure_svg(pose.figure, title=pose.name.in_language(language) or pose.id)
    if svg is not None:
        with replace_whole(svg) as stream:
            stream.write(drawing.encode("utf-8"))
        yield svg
    if png is not None:
        picture = rasterised(drawing, width_px=_PNG_PX)
        with replace_whole(png) as stream:
            stream.write(picture.data)
        yield png


def _has_braille() -> bool:
    """Whether standard output takes more than the letters of one country."""
    try:
        "\u28ff".encode(_encoding())
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _encoding() -> str:
    """How letters are written to standard output."""
    return sys.stdout.encoding or "ascii"
