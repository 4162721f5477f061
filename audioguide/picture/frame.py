"""How a figure fits its square: from hundredths of standing height to the units of the picture."""

from collections.abc import Iterable

from msgspec import Struct

from audioguide.figure import Figure, Point, Thing, View

SIDE = 240
"""Width and height of every picture, in its own units: two to a pixel at 120 pixels."""

_MARGIN = 5.0
"""Around what is drawn, in hundredths of standing height, as all that follow."""
_LEAST = 78.0
"""The least that a picture shows, so that somebody who sits is no giant."""
_BELOW_THE_FLOOR = 4.0
_THICKNESS = 6.0
"""About half of a trunk, which lies around a joint."""
_HEAD = 8.5
_FLOOR_BETWEEN = (0.70, 0.93)
"""How far down the floor lies, as a share of the square."""


class Frame(Struct, frozen=True):
    """The map from a figure's places to those of its picture, whose `y` grows downwards."""

    scale: float
    """Units of the picture for one hundredth of standing height."""
    left: float
    """The `x` of the picture's left edge."""
    top: float
    """The `y` of its upper edge."""

    def at(self, point: Point) -> Point:
        """A place in the picture."""
        return Point((point.x - self.left) * self.scale, (self.top - point.y) * self.scale)

    def length(self, length: float) -> float:
        """A length in the picture."""
        return length * self.scale


def framed(figure: Figure) -> Frame:
    """The frame that shows all of a figure with a margin, the floor in the lower part."""
    places = list(_extent(figure))
    left, right = min(one.x for one in places), max(one.x for one in places)
    bottom, top = min(one.y for one in places), max(one.y for one in places)
    size = max(right - left, top - bottom, _LEAST - 2 * _MARGIN) + 2 * _MARGIN
    middle = (bottom + top) / 2
    upper = middle + size / 2
    if figure.view is not View.ABOVE:
        least, most = _FLOOR_BETWEEN
        upper = min(max(upper, least * size), most * size)
    return Frame(SIDE / size, (left + right) / 2 - size / 2, upper)


def _extent(figure: Figure) -> Iterable[Point]:
    """Corners around everything that is drawn."""
    for posture in (figure.posture, figure.moves_to or figure.posture):
        yield from _around(posture.head, _HEAD)
        for point in (posture.neck, *posture.spine, posture.hips):
            yield from _around(point, _THICKNESS)
        for limb in posture.limbs:
            for end in (limb.middle, limb.end, limb.toe or limb.end):
                yield from _around(end, _THICKNESS / 2)
    for placed in figure.things:
        # A floor and what lies flat on it may run out of the picture.
        wide = placed.thing is not Thing.MAT or figure.view is View.ABOVE
        for point in placed.points if wide else ():
            yield from _around(point, 1.0)
    for arrow in figure.arrows:
        for point in arrow.along:
            yield from _around(point, 2.5)
    for turn in figure.turns:
        for share in (-0.5, 0.0, 0.5, 1.0):
            yield from _around(turn.at(share), 2.5)
    if figure.view is not View.ABOVE:
        yield Point(figure.posture.hips.x, -_BELOW_THE_FLOOR)


def _around(point: Point, radius: float) -> tuple[Point, Point]:
    return Point(point.x - radius, point.y - radius), Point(point.x + radius, point.y + radius)
