"""The drawing of a pose, as its file has it: the key `figure`."""

from msgspec.structs import replace

from audioguide.figure import LIMBS_SEEN, Arrow, Figure, LimbName, Placed, Point, Thing, Turn, View
from audioguide.source import Span, Spanned
from audioguide.syntax import scalar_kinds as kinds
from audioguide.syntax.fields import Field, Found, Record
from audioguide.syntax.figure_points import POINTS, POSTURE_FIELDS, Joints, joints_of
from audioguide.syntax.figure_posture import PostureReading
from audioguide.syntax.kinds import ListOf, Made, choice
from audioguide.syntax.reading import Reading
from audioguide.syntax.scalar_text import listed


def _as_set(limbs: tuple[LimbName, ...], _: Span) -> frozenset[LimbName]:
    return frozenset(limbs)


_VIEW = Field(
    "view", choice("view", View), "Seen from the side, the front or above.", required=True
)
_BEHIND = Field(
    "behind",
    Made(ListOf(choice("limb", LimbName), "a list of limbs", "write [near_arm]"), _as_set),
    "Limbs that are drawn behind the trunk.",
)

_N_POINTS = dict.fromkeys(Thing, 2) | {Thing.CHAIR: 3}
"""How many points a thing is drawn by; a strap may have more."""

_SAYS_OF_THINGS = {
    Thing.MAT: "Its two ends; from above, two opposite corners.",
    Thing.BLOCK: "Two opposite corners.",
    Thing.PILLOW: "Two opposite corners of the room it takes.",
    Thing.STRAP: "The points it passes.",
    Thing.CHAIR: "The front of its seat, the back of its seat, the top of its back.",
    Thing.WALL: "Its foot and its top.",
    Thing.DOORWAY: "Two opposite corners of the opening.",
}
_THING_FIELDS = tuple(Field(str(one), POINTS, _SAYS_OF_THINGS[one]) for one in Thing)


def _make_things(found: Found, reading: Reading) -> tuple[Placed, ...]:
    things = []
    for field in _THING_FIELDS:
        points = found.get(field)
        if points is None:
            continue
        thing = Thing(field.name)
        n_needed = _N_POINTS[thing]
        if len(points) == n_needed or (thing is Thing.STRAP and len(points) > n_needed):
            things.append(Placed(thing, points))
        else:
            message = f"a {thing} is drawn by {n_needed} points, here are {len(points)}"
            reading.error("bad-point", message, found.span(field.name), field.says)
    return tuple(things)


_THINGS = Field(
    "props",
    Record("things", "things, each with its points", _THING_FIELDS, _make_things),
    "What is drawn beside the body, by its points.",
)

_ALONG = Field("along", POINTS, "The points that it curves through.", required=True)
_BOTH_WAYS = Field("both_ways", kinds.FLAG, "true: a head at either end, for to and fro.")


def _make_arrow(found: Found, _: Reading) -> Arrow:
    return Arrow(found.need(_ALONG), found.get(_BOTH_WAYS) or False)


_ARROWS = Field(
    "arrows",
    ListOf(
        Record("arrow", "{along: [[0, 0], [9, 9]]}", (_ALONG, _BOTH_WAYS), _make_arrow),
        "a list of arrows",
        "write [{along: [[0, 0], [9, 9]]}]",
    ),
    "Ways in which something moves.",
)


def _make_joints(found: Found, _: Reading) -> Joints:
    return joints_of(found)


_NEAR = Field("near", POINTS, "Three points that its near half passes.", required=True)


def _make_turn(found: Found, reading: Reading) -> Turn | None:
    near = found.need(_NEAR)
    if len(near) == 3:
        return Turn((near[0], near[1], near[2]), found.get(_BOTH_WAYS) or False)
    message = f"a turn is drawn by 3 points, here are {len(near)}"
    reading.error("bad-point", message, found.span("near"), _NEAR.says)
    return None


_TURN_EXAMPLE = "{near: [[-9, 97], [0, 94], [9, 97]]}"
_TURNS = Field(
    "turns",
    ListOf(
        Record("turn", _TURN_EXAMPLE, (_NEAR, _BOTH_WAYS), _make_turn),
        "a list of turns",
        f"write [{_TURN_EXAMPLE}]",
    ),
    "Ways in which something turns about itself.",
)

_MOVES_TO = Field(
    "moves_to",
    Record(
        "moves_to",
        "the joints that move",
        tuple(replace(field, required=False) for field in POSTURE_FIELDS),
        _make_joints,
    ),
    "The other end of its movement: only the joints that differ.",
)


def _make_figure(found: Found, reading: Reading) -> Figure | None:
    view = found.need(_VIEW)
    joints = joints_of(found)
    _check_behind(view, found, reading)
    posture = PostureReading(view, joints, found, reading).posture()
    if posture is None:
        return None
    figure = Figure(
        view,
        posture,
        behind=found.get(_BEHIND) or frozenset(),
        things=found.get(_THINGS) or (),
        arrows=found.get(_ARROWS) or (),
        turns=found.get(_TURNS) or (),
    )
    moved = found.get(_MOVES_TO)
    if moved is None:
        return figure
    other = PostureReading(view, _merged(joints, moved), found, reading).posture()
    return None if other is None else replace(figure, moves_to=other)


def _check_behind(view: View, found: Found, reading: Reading) -> None:
    for limb in sorted((found.get(_BEHIND) or frozenset()) - set(LIMBS_SEEN[view])):
        hint = f"its limbs are {listed(LIMBS_SEEN[view], last='and')}"
        message = f'"{limb}" is no limb of this view'
        reading.error("bad-figure", message, found.span("behind"), hint)


def _merged(joints: Joints, moved: Joints) -> dict[str, Spanned[Point]]:
    """All joints of the other end: those that move, and those that stay.

    Where the trunk moves, a chest or waist that is not among what moves would bend it oddly, so
    it goes.
    """
    stays = dict(joints)
    if {"neck", "hips", "chest", "waist"} & moved.keys():
        stays.pop("chest", None)
        stays.pop("waist", None)
    return stays | moved


FIGURE = Field(
    "figure",
    Record(
        "figure",
        "a drawing: keys such as view, head and near_arm",
        (_VIEW, *POSTURE_FIELDS, _BEHIND, _MOVES_TO, _THINGS, _ARROWS, _TURNS),
        _make_figure,
    ),
    "Its drawing, by joints in hundredths of standing height.",
)
