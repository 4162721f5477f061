"""Arrows: ways in which something moves, or turns."""

from collections.abc import Sequence

from audioguide.figure import Arrow, Point, Turn
from audioguide.picture.frame import Frame
from audioguide.picture.outlines import along, curve, number, polygon
from audioguide.picture.style import ARROW, ARROW_HEAD, ARROW_LINE, HALO, PAPER

_SOFT = 2.0
"""The line around a head, which rounds its corners."""
_TAIL = -0.72
"""Where a turn begins behind the body, as a share of its far half."""
_TIP = 0.9
"""Where its head ends before the body, as a share of its near half."""
_STEPS = 8


def arrow(one: Arrow, frame: Frame) -> str:
    """The elements of one arrow, with a light line around them."""
    return _drawn([frame.at(point) for point in one.along], both_ways=one.both_ways)


def turn_behind(one: Turn, frame: Frame) -> str:
    """The elements of a turn that the body hides."""
    return _lines(_shares(one, _TAIL, -1.0 - _TAIL if one.both_ways else 0.0, frame), "")


def turn_before(one: Turn, frame: Frame) -> str:
    """The elements of a turn that lie before the body."""
    start = 1.0 - _TIP if one.both_ways else 0.0
    return _drawn(_shares(one, start, _TIP, frame), both_ways=one.both_ways)


def _shares(one: Turn, start: float, end: float, frame: Frame) -> list[Point]:
    """Places on a turn, in the picture."""
    step = (end - start) / _STEPS
    return [frame.at(one.at(start + k * step)) for k in range(_STEPS + 1)]


def _drawn(points: list[Point], *, both_ways: bool) -> str:
    """A shaft with its head, or its two heads."""
    shaft, heads = _cut(points), polygon(_head(points))
    if both_ways:
        shaft, heads = _cut(shaft[::-1]), heads + polygon(_head(points[::-1]))
    return _lines(shaft, heads)


def _lines(shaft: Sequence[Point], heads: str) -> str:
    """The line of a shaft, and heads if there are any, on a light line."""
    elements = []
    for colour, width, edge, cap in (
        (PAPER, ARROW_LINE + 2 * HALO, _SOFT + 2 * HALO, "butt"),
        (ARROW, ARROW_LINE, _SOFT, "round"),
    ):
        elements.append(
            f'<path d="{curve(shaft)}" fill="none" stroke="{colour}" '
            f'stroke-width="{number(width)}" stroke-linecap="{cap}"/>'
        )
        if heads:
            elements.append(
                f'<path d="{heads}" fill="{colour}" stroke="{colour}" '
                f'stroke-width="{number(edge)}" stroke-linejoin="round"/>'
            )
    return "".join(elements)


def _head(points: list[Point]) -> list[Point]:
    """The three corners at the end of a way."""
    tip = points[-1]
    back = tip.to(_before_the_end(points)).of_length(ARROW_HEAD)
    out = back.turned_left().of_length(ARROW_HEAD * 0.6)
    return [tip, tip.plus(back).plus(out), tip.plus(back).plus(out, -1.0)]


def _cut(points: list[Point]) -> list[Point]:
    """The way without the length of its head."""
    tip, short = points[-1], ARROW_HEAD * 0.8
    kept = [points[0], *(one for one in points[1:-1] if one.to(tip).length > short)]
    return [*kept, tip.plus(tip.to(_before_the_end(points)).of_length(short))]


def _before_the_end(points: list[Point]) -> Point:
    """A place on the curve about a head's length before its tip."""
    for step in range(1, 40):
        here = along(points, 1.0 - step / 80)
        if here.to(points[-1]).length >= ARROW_HEAD:
            return here
    return points[0]
