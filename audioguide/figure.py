"""A figure: the drawing of a pose, as a small set of joints.

Lengths and places are in hundredths of standing height, so a person who stands upright is 100
tall. `x` grows to the right of the picture. `y` grows upwards from the floor, whose top is
`y = 0`; seen from above it grows towards the upper edge of the picture. A joint is the middle of
the body there, so somebody who lies on the floor has the trunk some five above it.

A pose that is done on each side is drawn for the left one; its mirror image is the right one.
"""

from enum import StrEnum
from math import cos, pi, sin

from msgspec import Struct
from msgspec.structs import replace


class View(StrEnum):
    """Where a figure is seen from."""

    SIDE = "side"
    """The limbs are a near and a far one, the far one behind the trunk."""
    FRONT = "front"
    """The limbs are a left and a right one, those of the person: left is right in the picture."""
    ABOVE = "above"
    """Lying, seen from the ceiling; the limbs as from the front."""


class Point(Struct, frozen=True):
    """A place, or the way from one place to another."""

    x: float
    y: float

    def plus(self, other: "Point", times: float = 1.0) -> "Point":
        """This place, moved by a way taken so many times."""
        return Point(self.x + times * other.x, self.y + times * other.y)

    def to(self, other: "Point") -> "Point":
        """The way from here to there."""
        return Point(other.x - self.x, other.y - self.y)

    @property
    def length(self) -> float:
        """How long the way is, never negative."""
        return float((self.x * self.x + self.y * self.y) ** 0.5)

    def of_length(self, length: float) -> "Point":
        """The same way, so long; a way of no length points up."""
        if self.length < 1e-9:
            return Point(0.0, length)
        return Point(self.x * length / self.length, self.y * length / self.length)

    def turned_left(self) -> "Point":
        """The way, turned a quarter against the clock."""
        return Point(-self.y, self.x)


class LimbName(StrEnum):
    """Which arm or leg."""

    NEAR_ARM = "near_arm"
    FAR_ARM = "far_arm"
    NEAR_LEG = "near_leg"
    FAR_LEG = "far_leg"
    LEFT_ARM = "left_arm"
    RIGHT_ARM = "right_arm"
    LEFT_LEG = "left_leg"
    RIGHT_LEG = "right_leg"

    @property
    def is_arm(self) -> bool:
        """Whether it is an arm."""
        return self.value.endswith("arm")

    @property
    def is_far(self) -> bool:
        """Whether it is one that a view from the side shows behind the trunk."""
        return self.value.startswith("far")


LIMBS_SEEN = {
    View.SIDE: (LimbName.NEAR_ARM, LimbName.FAR_ARM, LimbName.NEAR_LEG, LimbName.FAR_LEG),
    View.FRONT: (LimbName.LEFT_ARM, LimbName.RIGHT_ARM, LimbName.LEFT_LEG, LimbName.RIGHT_LEG),
    View.ABOVE: (LimbName.LEFT_ARM, LimbName.RIGHT_ARM, LimbName.LEFT_LEG, LimbName.RIGHT_LEG),
}
"""The limbs of each view; of the far ones, any may be hidden behind the near one."""


class Limb(Struct, frozen=True):
    """An arm or a leg from its root outwards."""

    name: LimbName
    root: Point
    """The shoulder, or the hip joint."""
    middle: Point
    """The elbow, or the knee."""
    end: Point
    """The middle of the hand, or the ankle."""
    toe: Point | None = None
    """The tip of the foot; None for an arm."""


class Posture(Struct, frozen=True):
    """How the body is, at one moment."""

    head: Point
    """Its centre."""
    neck: Point
    """Its base, between the shoulders: the upper end of the trunk."""
    hips: Point
    """The lower end of the trunk."""
    spine: tuple[Point, ...]
    """Points that the back passes from neck to hips: chest and waist, or one, or none."""
    looks_at: Point | None
    """Where the face turns; None: out of the picture, at whoever looks at it."""
    limbs: tuple[Limb, ...]


class Thing(StrEnum):
    """What is drawn beside the body, and by which points."""

    MAT = "mat"
    """Its two ends on the floor; from above, two opposite corners."""
    BLOCK = "block"
    """Two opposite corners."""
    PILLOW = "pillow"
    """Two opposite corners of the room it takes."""
    STRAP = "strap"
    """The points it passes."""
    CHAIR = "chair"
    """The front of its seat, the back of its seat, the top of its back."""
    WALL = "wall"
    """Its foot and its top; hatched where nobody is."""
    DOORWAY = "doorway"
    """Two opposite corners of the opening."""


class Placed(Struct, frozen=True):
    """A thing at its place."""

    thing: Thing
    points: tuple[Point, ...]


class Arrow(Struct, frozen=True):
    """A way that something moves."""

    along: tuple[Point, ...]
    """Two points or more; the arrow curves through them, its head at the last one."""
    both_ways: bool = False
    """A head at either end: to and fro."""


class Turn(Struct, frozen=True):
    """An arrow once around something: it comes from behind, and ends with its head before it."""

    near: tuple[Point, Point, Point]
    """What its near half passes: an end of the oval, the middle, the other end."""
    both_ways: bool = False
    """A head at either end of the near half: to and fro."""

    def at(self, share: float) -> Point:
        """A place on it: from 0 to 1 on its near half, from -1 to 0 on its far half."""
        start, middle, end = self.near
        centre = start.plus(start.to(end), 0.5)
        across, ahead = centre.to(start), centre.to(middle)
        return centre.plus(across, cos(pi * share)).plus(ahead, sin(pi * share))


class Figure(Struct, frozen=True):
    """The drawing of a pose."""

    view: View
    posture: Posture
    moves_to: Posture | None = None
    """The other end of its movement, drawn as an outline behind the body."""
    behind: frozenset[LimbName] = frozenset()
    """Limbs that are drawn behind the trunk, beside the far ones."""
    things: tuple[Placed, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    turns: tuple[Turn, ...] = ()


def mirrored(figure: Figure) -> Figure:
    """The figure as a mirror beside it shows it: the other side of a pose that has sides.

    The names of limbs stay, since they only say what is drawn before what.
    """
    other = figure.moves_to
    return replace(
        figure,
        posture=_posture_mirrored(figure.posture),
        moves_to=None if other is None else _posture_mirrored(other),
        things=tuple(replace(one, points=_all_mirrored(one.points)) for one in figure.things),
        arrows=tuple(replace(one, along=_all_mirrored(one.along)) for one in figure.arrows),
        turns=tuple(_turn_mirrored(one) for one in figure.turns),
    )


def _mirrored(point: Point) -> Point:
    return Point(-point.x, point.y)


def _all_mirrored(points: tuple[Point, ...]) -> tuple[Point, ...]:
    return tuple(_mirrored(one) for one in points)


def _turn_mirrored(turn: Turn) -> Turn:
    start, middle, end = turn.near
    return replace(turn, near=(_mirrored(start), _mirrored(middle), _mirrored(end)))


def _posture_mirrored(posture: Posture) -> Posture:
    looks_at = posture.looks_at
    return Posture(
        _mirrored(posture.head),
        _mirrored(posture.neck),
        _mirrored(posture.hips),
        _all_mirrored(posture.spine),
        None if looks_at is None else _mirrored(looks_at),
        tuple(_limb_mirrored(limb) for limb in posture.limbs),
    )


def _limb_mirrored(limb: Limb) -> Limb:
    toe = None if limb.toe is None else _mirrored(limb.toe)
    return Limb(limb.name, _mirrored(limb.root), _mirrored(limb.middle), _mirrored(limb.end), toe)
