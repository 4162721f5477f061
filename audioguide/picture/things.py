"""What stands beside the body: floor, wall, mat and other things."""

from audioguide.figure import Figure, Placed, Point, Thing, View
from audioguide.picture.frame import SIDE, Frame
from audioguide.picture.outlines import curve, number, place
from audioguide.picture.style import LINE, THING, THING_PALE

_HATCH_EVERY, _HATCH_LONG = 13.0, 8.0
_MAT_THICK = 7.0
_EDGE = 8.0
"""What stays free at the left and right of the picture."""


def floor(frame: Frame, *, is_soft: bool) -> str:
    """The floor from edge to edge of the picture."""
    y = frame.at(Point(0.0, 0.0)).y + (_MAT_THICK if is_soft else 0.0) + LINE / 2
    return _line((Point(_EDGE, y), Point(SIDE - _EDGE, y)))


def behind_the_body(figure: Figure, frame: Frame) -> list[str]:
    """The elements of every thing that the body lies on or leans against."""
    return [
        _DRAWN[placed.thing](placed, figure, frame)
        for placed in figure.things
        if placed.thing is not Thing.STRAP
    ]


def before_the_body(figure: Figure, frame: Frame) -> list[str]:
    """The elements of what is held."""
    straps = [placed for placed in figure.things if placed.thing is Thing.STRAP]
    return [_curve([frame.at(one) for one in placed.points]) for placed in straps]


def _mat(placed: Placed, figure: Figure, frame: Frame) -> str:
    corners = [frame.at(one) for one in placed.points]
    if figure.view is View.ABOVE:
        return _box(corners, radius=8.0, fill=THING_PALE)
    left, right = sorted(min(max(one.x, _EDGE), SIDE - _EDGE) for one in corners)
    ends = [Point(left, corners[0].y), Point(right, corners[0].y + _MAT_THICK)]
    return _box(ends, radius=3.0, fill=THING_PALE)


def _block(placed: Placed, _: Figure, frame: Frame) -> str:
    return _box([frame.at(one) for one in placed.points], radius=2.0, fill=THING)


def _pillow(placed: Placed, _: Figure, frame: Frame) -> str:
    corners = [frame.at(one) for one in placed.points]
    height = abs(corners[0].y - corners[1].y)
    return _box(corners, radius=height / 2, fill=THING)


def _chair(placed: Placed, _: Figure, frame: Frame) -> str:
    front, back, top = placed.points
    legs = ((front, Point(front.x, 0.0)), (back, Point(back.x, 0.0)))
    lines = [(front, back, top), *legs]
    return "".join(_line([frame.at(one) for one in line], width=1.4 * LINE) for line in lines)


def _wall(placed: Placed, figure: Figure, frame: Frame) -> str:
    foot, top = (frame.at(one) for one in placed.points)
    away = -1.0 if frame.at(figure.posture.hips).x > foot.x else 1.0
    edge = Point(foot.x + away * LINE / 2, foot.y)
    up = edge.to(Point(top.x + away * LINE / 2, top.y))
    hatches = []
    for k in range(1, int(up.length / _HATCH_EVERY) + 1):
        start = edge.plus(up.of_length(_HATCH_EVERY), k)
        hatches.append((start, start.plus(Point(away * _HATCH_LONG, _HATCH_LONG))))
    data = "".join(f"M{place(a)}L{place(b)}" for a, b in hatches)
    return _line((edge, edge.plus(up))) + _stroke(data, LINE / 2)


def _doorway(placed: Placed, _: Figure, frame: Frame) -> str:
    one, other = (frame.at(point) for point in placed.points)
    left, right = sorted((one.x, other.x))
    top, bottom = sorted((one.y, other.y))
    corners = (Point(left, bottom), Point(left, top), Point(right, top), Point(right, bottom))
    return _line(corners, width=2 * LINE)


_DRAWN = {
    Thing.MAT: _mat,
    Thing.BLOCK: _block,
    Thing.PILLOW: _pillow,
    Thing.CHAIR: _chair,
    Thing.WALL: _wall,
    Thing.DOORWAY: _doorway,
}


def _box(corners: list[Point], *, radius: float, fill: str) -> str:
    left, right = sorted(one.x for one in corners)
    top, bottom = sorted(one.y for one in corners)
    return (
        f'<rect x="{number(left)}" y="{number(top)}" width="{number(right - left)}" '
        f'height="{number(bottom - top)}" rx="{number(radius)}" fill="{fill}"/>'
    )


def _line(points: tuple[Point, ...] | list[Point], width: float = LINE) -> str:
    return _stroke("M" + "L".join(place(one) for one in points), width)


def _curve(points: list[Point]) -> str:
    return _stroke(curve(points), LINE)


def _stroke(data: str, width: float) -> str:
    return (
        f'<path d="{data}" fill="none" stroke="{THING}" stroke-width="{number(width)}" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )
