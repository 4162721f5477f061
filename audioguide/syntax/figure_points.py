"""The joints of a figure as a pose file writes them: a point each, by its name."""

import re
from typing import Any

from msgspec import Struct

from audioguide.figure import Point
from audioguide.source import Spanned
from audioguide.syntax.fields import Field, Found, Record
from audioguide.syntax.kinds import Definitions, ListOf, ScalarKind, Schema
from audioguide.syntax.reading import Reading
from audioguide.syntax.scalar_text import MINUS, NUMBER, BadScalar, shown, with_hyphen
from audioguide.syntax.tree import Node, Sequence

LOWEST, HIGHEST = -100, 200
"""How far a point may lie from the corner where `x` and `y` are 0: a person is 100 tall."""

Joints = dict[str, Spanned[Point]]
"""Points by the path of their keys, such as `neck` and `near_arm.elbow`."""


def parse_coordinate(text: str) -> float:
    """A number from `LOWEST` to `HIGHEST`, in hundredths of standing height.

    Raises:
        BadScalar: `bad-point`.

    >>> parse_coordinate("-2.5")
    -2.5
    """
    text = with_hyphen(text.strip())
    if re.fullmatch(f"-?{NUMBER}", text) and LOWEST <= float(text) <= HIGHEST:
        return float(text)
    hint = f"hundredths of standing height, from {LOWEST} to {HIGHEST}"
    raise BadScalar("bad-point", f"{shown(text)} is not a coordinate", hint)


_COORDINATE = ScalarKind(
    "coordinate",
    "a number of hundredths of standing height",
    parse_coordinate,
    (
        {"type": "number", "minimum": LOWEST, "maximum": HIGHEST},
        {"type": "string", "pattern": f"^{MINUS}?{NUMBER}$"},
    ),
)
_EXPECTED = "a point such as [40, 5.5]"


class PointKind(Struct, frozen=True):
    """A point: `[x, y]`."""

    def read(self, node: Node, reading: Reading) -> Point | None:
        """The point; notes `wrong-shape` or `bad-point`."""
        if not isinstance(node, Sequence):
            reading.wrong_shape(node, _EXPECTED)
            return None
        if len(node.items) != 2:
            message = f"a point has two numbers, here are {len(node.items)}"
            reading.error("bad-point", message, node.span, "write [x, y], such as [40, 5.5]")
            return None
        x, y = (_COORDINATE.read(item, reading) for item in node.items)
        return None if x is None or y is None else Point(x, y)

    def schema(self, definitions: Definitions) -> Schema:
        """An array of two numbers."""
        items = _COORDINATE.schema(definitions)
        return definitions.refer(
            "point", lambda: {"type": "array", "items": items, "minItems": 2, "maxItems": 2}
        )


POINT = PointKind()
POINTS = ListOf(POINT, "a list of points", "write [[0, 0], [40, 5.5]]", n_least=2)


def _limb_field(name: str, says: str, joints: tuple[tuple[str, str], ...]) -> Field[Found]:
    """The field of an arm or a leg; which joints it needs is seen when the figure is whole."""
    kind = "arm" if name.endswith("arm") else "leg"
    fields = tuple(Field(joint, POINT, meaning) for joint, meaning in joints)
    return Field(
        name, Record(f"{kind}_of_figure", f"the joints of the {kind}", fields, _as_found), says
    )


def _as_found(found: Found, _: Reading) -> Found:
    return found


_ARM = (
    ("shoulder", "Where it begins, if not where a shoulder usually is."),
    ("elbow", "Its elbow."),
    ("hand", "The middle of its hand."),
)
_LEG = (
    ("hip", "Where it begins, if not where a hip usually is."),
    ("knee", "Its knee."),
    ("ankle", "Its ankle."),
    ("toe", "The tip of its foot."),
)
JOINTS_NEEDED = {"arm": ("elbow", "hand"), "leg": ("knee", "ankle", "toe")}

TRUNK_FIELDS: tuple[Field[Point], ...] = (
    Field("head", POINT, "The middle of the head.", required=True),
    Field("neck", POINT, "The base of the neck, between the shoulders.", required=True),
    Field("chest", POINT, "A point that the upper back passes, where it is not straight."),
    Field("waist", POINT, "A point that the lower back passes, where it is not straight."),
    Field("hips", POINT, "The lower end of the trunk.", required=True),
    Field("looks_at", POINT, "Where the face turns; left out: to whoever looks at the picture."),
)
LIMB_FIELDS: tuple[Field[Found], ...] = (
    _limb_field("near_arm", "From the side: the arm in front of the trunk.", _ARM),
    _limb_field("far_arm", "From the side: the arm behind it; left out: hidden.", _ARM),
    _limb_field("near_leg", "From the side: the leg in front.", _LEG),
    _limb_field("far_leg", "From the side: the leg behind; left out: hidden.", _LEG),
    _limb_field("left_arm", "From the front or above: the person's left arm.", _ARM),
    _limb_field("right_arm", "From the front or above: the person's right arm.", _ARM),
    _limb_field("left_leg", "From the front or above: the person's left leg.", _LEG),
    _limb_field("right_leg", "From the front or above: the person's right leg.", _LEG),
)
POSTURE_FIELDS: tuple[Field[Any], ...] = (*TRUNK_FIELDS, *LIMB_FIELDS)


def joints_of(found: Found) -> Joints:
    """Every joint that stands in a mapping with `POSTURE_FIELDS`, with its place."""
    joints: Joints = {}
    for field in TRUNK_FIELDS:
        point = found.spanned(field)
        if point is not None:
            joints[field.name] = point
    for limb in LIMB_FIELDS:
        inner = found.get(limb)
        for key in () if inner is None else inner.keys:
            point = inner.spanned(Field(key, POINT, "")) if inner is not None else None
            if point is not None:
                joints[f"{limb.name}.{key}"] = point
    return joints
