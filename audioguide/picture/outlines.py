"""Outlines as the path data of SVG, in units of the picture, whose `y` grows downwards.

Every closed outline runs the same way round, so that those of one path add up and never cut
holes into each other.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import acos, atan2, cos, pi, sin

from msgspec import Struct

from audioguide.figure import Point


class Round(Struct, frozen=True):
    """A disc: where a part of the body is, and how thick."""

    centre: Point
    radius: float


def number(value: float) -> str:
    """A number with one decimal at most.

    >>> number(12.04), number(-0.04), number(3.25)
    ('12', '0', '3.2')
    """
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def place(point: Point) -> str:
    """A point as path data has it."""
    return f"{number(point.x)} {number(point.y)}"


def disc(one: Round) -> str:
    """A full circle."""
    radius = number(one.radius)
    left = place(Point(one.centre.x - one.radius, one.centre.y))
    right = place(Point(one.centre.x + one.radius, one.centre.y))
    return f"M{left}A{radius} {radius} 0 1 1 {right}A{radius} {radius} 0 1 1 {left}Z"


def taper(one: Round, other: Round) -> str:
    """The skin stretched around two discs: a limb between two joints."""
    way = one.centre.to(other.centre)
    if way.length <= abs(one.radius - other.radius) + 0.05:
        return disc(max(one, other, key=lambda each: each.radius))
    opening = acos((one.radius - other.radius) / way.length)
    ahead = atan2(way.y, way.x)
    first, last = _on(one, ahead + opening), _on(one, ahead - opening)
    third, fourth = _on(other, ahead - opening), _on(other, ahead + opening)
    big, small = (1, 0) if one.radius > other.radius else (0, 1)
    return (
        f"M{place(first)}A{number(one.radius)} {number(one.radius)} 0 {big} 1 {place(last)}"
        f"L{place(third)}A{number(other.radius)} {number(other.radius)} 0 {small} 1 "
        f"{place(fourth)}Z"
    )


def chain(discs: Sequence[Round]) -> str:
    """The skin around discs that follow each other."""
    return "".join(taper(one, other) for one, other in pairwise(discs))


def rounded(corners: Sequence[Point]) -> str:
    """A closed smooth curve through all corners."""
    around = corners if _runs_right(corners) else corners[::-1]
    n = len(around)
    parts = [f"M{place(around[0])}"]
    for k in range(n):
        before, start, end, after = (around[(k + step) % n] for step in (-1, 0, 1, 2))
        parts.append(_bend(before, start, end, after))
    return "".join(parts) + "Z"


def polygon(corners: Sequence[Point]) -> str:
    """A closed outline with straight edges."""
    around = corners if _runs_right(corners) else corners[::-1]
    return "M" + "L".join(place(one) for one in around) + "Z"


def curve(points: Sequence[Point]) -> str:
    """An open smooth curve through all points."""
    ends = [points[0], *points, points[-1]]
    bends = (_bend(*ends[k : k + 4]) for k in range(len(points) - 1))
    return f"M{place(points[0])}" + "".join(bends)


def along(points: Sequence[Point], share: float) -> Point:
    """The place at a share of the way, 0 to 1, on the smooth curve through all points."""
    n = len(points) - 1
    k = min(int(share * n), n - 1)
    before, start, end, after = (points[max(0, min(n, k + step))] for step in (-1, 0, 1, 2))
    t = share * n - k
    return Point(
        _spline(before.x, start.x, end.x, after.x, t), _spline(before.y, start.y, end.y, after.y, t)
    )


def _on(one: Round, angle: float) -> Point:
    return Point(
        one.centre.x + one.radius * cos(angle % (2 * pi)),
        one.centre.y + one.radius * sin(angle % (2 * pi)),
    )


def _bend(before: Point, start: Point, end: Point, after: Point) -> str:
    """One piece of a Catmull-Rom spline as a Bezier curve."""
    leaving = start.plus(before.to(after), 1 / 6)
    arriving = end.plus(start.to(after), -1 / 6)
    if before is start:
        leaving = start.plus(start.to(end), 1 / 3)
    return f"C{place(leaving)} {place(arriving)} {place(end)}"


def _spline(before: float, start: float, end: float, after: float, t: float) -> float:
    """Catmull and Rom's cubic: it passes its points with the slope of their neighbours."""
    return 0.5 * (
        2 * start
        + (end - before) * t
        + (2 * before - 5 * start + 4 * end - after) * t * t
        + (3 * start - before - 3 * end + after) * t**3
    )


def _runs_right(corners: Sequence[Point]) -> bool:
    """Whether the corners run clockwise in the picture, as `disc` does."""
    pairs = zip(corners, (*corners[1:], corners[0]), strict=True)
    return sum(a.x * b.y - b.x * a.y for a, b in pairs) > 0
