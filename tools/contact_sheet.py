"""Draw the figures of all poses on one sheet, each 120 pixels wide with its name.

    python tools/contact_sheet.py sheet.png [--size PIXELS] [--only ID ...]

What a person recognises on it is right; see `docs/language.md`, "The drawing of a pose".
"""

import argparse
import io
from pathlib import Path

import resvg_py
from PIL import Image, ImageDraw

from audioguide.diagnostics import render
from audioguide.figure import Figure
from audioguide.picture.figure_svg import figure_svg
from audioguide.source import SourceFile
from audioguide.syntax.pose_file import parse_pose

_POSES = Path(__file__).resolve().parents[1] / "poses"
_COLUMNS = 6
_CAPTION = 14


def figures() -> list[tuple[str, Figure]]:
    """The figure of each pose, and of each variation that has its own."""
    found = []
    for path in sorted(_POSES.glob("*/*.yaml")):
        text = path.read_text(encoding="utf-8")
        pose, problems = parse_pose(SourceFile(str(path), text), pose_id=path.stem)
        for problem in problems:
            print(render(problem))
        if pose is None or pose.figure is None:
            continue
        found.append((pose.id, pose.figure))
        for name, varied in pose.variations:
            if varied.figure is not None and varied.figure != pose.figure:
                found.append((f"{pose.id} {name}", varied.figure))
    return found


def sheet(drawn: list[tuple[str, Figure]], *, size: int) -> Image.Image:
    """All of them in rows."""
    n_rows = -(-len(drawn) // _COLUMNS)
    across = min(len(drawn), _COLUMNS)
    image = Image.new("RGB", (across * (size + 8), n_rows * (size + _CAPTION + 6)), "#e8e8e8")
    pen = ImageDraw.Draw(image)
    for number, (name, figure) in enumerate(drawn):
        left = number % _COLUMNS * (size + 8) + 4
        top = number // _COLUMNS * (size + _CAPTION + 6) + 3
        data = bytes(resvg_py.svg_to_bytes(svg_string=figure_svg(figure, title=name), width=size))
        image.paste(Image.open(io.BytesIO(data)).convert("RGB"), (left, top))
        pen.text((left, top + size), name[: size // 6], fill="#000000")
    return image


def main() -> None:
    """Draw the sheet."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("path", type=Path)
    parser.add_argument("--size", type=int, default=120)
    parser.add_argument("--only", nargs="+", metavar="ID")
    arguments = parser.parse_args()
    wanted = [one for one in figures() if not arguments.only or one[0].split()[0] in arguments.only]
    sheet(wanted, size=arguments.size).save(arguments.path)


if __name__ == "__main__":
    main()
