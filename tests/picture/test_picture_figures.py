"""The drawings of the shipped poses, and what any figure becomes."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from audioguide import proportions
from audioguide.figure import Arrow, Figure, LimbName, Placed, Point, Thing, Turn, View, mirrored
from audioguide.picture.figure_svg import figure_svg
from audioguide.picture.frame import SIDE, framed
from audioguide.picture.style import ARROW, BODY, FAR, GHOST, GHOST_EDGE
from audioguide.source import SourceFile
from audioguide.syntax.pose import Prop
from audioguide.syntax.pose_file import parse_pose

POSES = Path(__file__).resolve().parents[2] / "poses"
SVG = "{http://www.w3.org/2000/svg}"


def read(path):
    pose, problems = parse_pose(
        SourceFile(str(path), path.read_text(encoding="utf-8")), pose_id=path.stem
    )
    assert not problems
    return pose


SHIPPED = {path.stem: read(path) for path in sorted(POSES.glob("*/*.yaml"))}
VARIED = {
    f"{pose.id} {name}": varied
    for pose in SHIPPED.values()
    for name, varied in pose.variations
    if varied.figure != pose.figure
}
DRAWN = {name: pose.figure for name, pose in {**SHIPPED, **VARIED}.items()}


@pytest.fixture(params=DRAWN)
def figure(request):
    return DRAWN[request.param]


def test_every_pose_and_every_other_posture_is_drawn():
    assert len(SHIPPED) >= 30
    assert [name for name, figure in DRAWN.items() if figure is None] == []


def test_no_two_poses_look_alike():
    assert len({figure_svg(figure) for figure in DRAWN.values()}) == len(DRAWN)


def postures(figure):
    return [figure.posture] if figure.moves_to is None else [figure.posture, figure.moves_to]


def test_a_part_is_no_longer_than_a_body_has_it(figure):
    arm = (proportions.UPPER_ARM, proportions.FOREARM_WITH_HALF_A_HAND)
    leg = (proportions.THIGH, proportions.SHIN, proportions.ANKLE_TO_TOE)
    for posture in postures(figure):
        for limb in posture.limbs:
            points = [one for one in (limb.root, limb.middle, limb.end, limb.toe) if one]
            for k, most in enumerate(arm if limb.name.is_arm else leg):
                assert points[k].to(points[k + 1]).length <= most * proportions.MOST_OVER


def test_some_limb_is_seen_at_its_full_length(figure):
    # Else the whole body would be drawn too small beside the others.
    seen = [
        one.root.to(one.middle).length / (proportions.UPPER_ARM if one.name.is_arm else 24.5)
        for one in figure.posture.limbs
    ]
    assert max(seen) > 0.85


def test_both_legs_and_both_arms_are_of_one_body(figure):
    # Shorter is foreshortened; from the side hardly anything points at us.
    if figure.view is View.SIDE:
        for limb in figure.posture.limbs:
            if not limb.name.is_arm:
                assert limb.root.to(limb.middle).length > 0.55 * proportions.THIGH
                assert limb.middle.to(limb.end).length > 0.55 * proportions.SHIN


def bends(figure):
    """How each joint of each limb bends, 1 for a right angle the way that it can; from the side."""
    for posture in postures(figure):
        up = posture.neck.to(posture.head)
        ahead = posture.head.to(posture.looks_at)
        front = 1 if cross(up, ahead) > 0 else -1
        for limb in posture.limbs:
            parts = [limb.root.to(limb.middle), limb.middle.to(limb.end)]
            forwards = -front if limb.name.is_arm else front
            yield limb.name, forwards * cross(*parts)
            if limb.toe is not None:
                yield limb.name, -front * cross(parts[1], limb.end.to(limb.toe))


def cross(one, other):
    one, other = one.of_length(1.0), other.of_length(1.0)
    return one.x * other.y - one.y * other.x


HAND_BEHIND_THE_BACK = "pelvic-tilt wall"


@pytest.mark.parametrize("name", [name for name, one in DRAWN.items() if one.view is View.SIDE])
def test_knees_elbows_and_feet_bend_the_way_they_can(name):
    for limb, bend in bends(DRAWN[name]):
        if not (limb.is_arm and name == HAND_BEHIND_THE_BACK):
            assert bend > -0.02, limb


def test_nobody_sinks_into_the_floor(figure):
    if figure.view is View.ABOVE:
        return
    for posture in postures(figure):
        for point in (posture.neck, *posture.spine, posture.hips):
            assert point.y > 4.5
        assert posture.head.y > 5.5
        for limb in posture.limbs:
            assert limb.end.y > 1.5
            assert limb.toe is None or limb.toe.y > 1


def test_somebody_touches_the_ground(figure):
    if figure.view is not View.ABOVE:
        points = [figure.posture.hips, *figure.posture.spine]
        points += [one for limb in figure.posture.limbs for one in (limb.end, limb.toe) if one]
        assert min(one.y for one in points) < 6


@pytest.mark.parametrize("name", {**SHIPPED, **VARIED})
def test_only_things_that_the_pose_names_are_drawn(name):
    pose = {**SHIPPED, **VARIED}[name]
    floor_from_above = {Thing.MAT} if pose.figure.view is View.ABOVE else set()
    drawn = {placed.thing for placed in pose.figure.things} - floor_from_above
    assert {Prop(one) for one in drawn} <= set(pose.props)


@pytest.mark.parametrize("name", SHIPPED)
def test_what_holds_a_pose_up_is_drawn(name):
    pose = SHIPPED[name]
    needed = {Prop.BLOCK, Prop.PILLOW, Prop.CHAIR, Prop.WALL, Prop.DOORWAY} & set(pose.props)
    assert needed <= {Prop(placed.thing) for placed in pose.figure.things}


def test_every_thing_is_a_prop():
    assert {str(one) for one in Thing} == {str(one) for one in Prop}


def numbers(svg):
    data = "".join(re.findall(r' d="([^"]*)"', svg))
    without_arcs = re.sub(r"A[\d.]+ [\d.]+ 0 [01] 1 ", "A", data)
    return [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?", without_arcs)]


def test_the_picture_is_whole_and_small(figure):
    svg = figure_svg(figure, title="A pose")
    root = ElementTree.fromstring(svg)
    assert root.tag == f"{SVG}svg"
    assert root.get("viewBox") == f"0 0 {SIDE} {SIDE}"
    assert root.find(f"{SVG}title").text == "A pose"
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= {
        *("svg", "title", "g", "rect", "path"),
    }
    assert len(list(root.iter())) < 60
    assert len(svg) < 14_000
    assert "nan" not in svg
    assert "href" not in svg
    assert not re.search(r"\d\.\d\d", svg)


def test_nothing_is_cut_off(figure):
    assert all(0 <= one <= SIDE for one in numbers(figure_svg(figure)))


def test_it_fills_its_square(figure):
    drawn = [one for one in numbers(figure_svg(figure)) if 12 < one < SIDE - 12]
    assert max(drawn) - min(drawn) > 0.6 * SIDE


def test_it_is_drawn_the_same_each_time(figure):
    assert figure_svg(figure, title="x") == figure_svg(replace(figure), title="x")


def test_a_mirror_turns_it_round_and_back(figure):
    other = mirrored(figure)
    assert mirrored(other) == figure
    assert framed(other).scale == pytest.approx(framed(figure).scale)
    if figure_svg(other) != figure_svg(figure):
        return
    assert figure.view is View.FRONT  # only a body that is alike on both sides stays as it is


def test_a_mirror_keeps_heights_and_turns_widths():
    point = Point(12.0, 30.0)
    whole = DRAWN["childs-pose"]
    turned = mirrored(replace(whole, arrows=(Arrow((point, Point(0.0, 1.0))),), things=()))
    assert turned.arrows == (Arrow((Point(-12.0, 30.0), Point(0.0, 1.0))),)
    assert turned.posture.head == Point(-whole.posture.head.x, whole.posture.head.y)


def test_a_mirror_turns_a_turn_the_other_way():
    turn = Turn((Point(-12, 97), Point(1, 94), Point(14, 97)), both_ways=True)
    turned = mirrored(replace(DRAWN["neck-twist"], turns=(turn,)))
    assert turned.turns == (Turn((Point(12, 97), Point(-1, 94), Point(-14, 97)), both_ways=True),)


def test_a_turn_passes_its_points_and_lies_opposite_behind():
    turn = Turn((Point(-12, 97), Point(1, 94), Point(14, 97)))
    shares = (0.0, 0.5, 1.0, -0.5, -1.0)
    expected = [(-12, 97), (1, 94), (14, 97), (1, 100), (14, 97)]
    for share, (x, y) in zip(shares, expected, strict=True):
        assert (turn.at(share).x, turn.at(share).y) == pytest.approx((x, y))


def painted(figure):
    """The colour of each shape, from back to front."""
    shapes = ElementTree.fromstring(figure_svg(figure)).iter(f"{SVG}path")
    return [
        one.get("stroke") if one.get("fill") in ("none", GHOST) else one.get("fill")
        for one in shapes
    ]


@pytest.mark.parametrize("both_ways", [False, True])
def test_a_turn_lies_behind_the_body_and_before_it(both_ways):
    turn = Turn((Point(-12, 97), Point(1, 94), Point(14, 97)), both_ways=both_ways)
    alone = replace(DRAWN["neck-twist"], turns=())
    colours = painted(replace(alone, turns=(turn,)))
    behind, before = colours[: colours.index(BODY)], colours[colours.index(BODY) :]
    assert ARROW not in painted(alone)
    assert behind.count(ARROW) == 1  # no head there
    assert before.count(ARROW) == 2


def test_the_picture_makes_room_for_a_turn():
    wide = Turn((Point(-80, 97), Point(0, 94), Point(80, 97)))
    figure = replace(DRAWN["neck-twist"], turns=(wide,))
    assert framed(figure).scale < framed(DRAWN["neck-twist"]).scale
    test_nothing_is_cut_off(figure)


def test_the_other_end_of_a_movement_is_one_dashed_outline():
    root = ElementTree.fromstring(figure_svg(DRAWN["kneeling-lumbar-flexion"]))
    dashed = [one for one in root.iter(f"{SVG}path") if one.get("stroke-dasharray")]
    assert [(one.get("fill"), one.get("stroke")) for one in dashed] == [(GHOST, GHOST_EDGE)]
    assert painted(DRAWN["kneeling-lumbar-flexion"]).index(GHOST_EDGE) < painted(
        DRAWN["kneeling-lumbar-flexion"]
    ).index(BODY)


def test_a_limb_behind_is_paler_but_from_above():
    arms = frozenset({LimbName.LEFT_ARM})
    assert FAR in painted(replace(DRAWN["neck-twist"], behind=arms))
    assert FAR not in painted(replace(DRAWN["supine-twist"], behind=arms))


def test_a_title_may_hold_anything():
    title = 'Cat & cow <b> "x" \x00\x1b\ud800 مرحبا 🐈'
    root = ElementTree.fromstring(figure_svg(DRAWN["cat-cow"], title=title))
    assert root.find(f"{SVG}title").text == 'Cat & cow <b> "x"  مرحبا 🐈'


def test_without_a_title_there_is_none():
    assert "<title>" not in figure_svg(DRAWN["cat-cow"])


points = st.builds(Point, *[st.floats(-100, 200, allow_nan=False)] * 2)


@given(st.data())
def test_any_places_at_all_are_drawn(data):
    shape = DRAWN["cat-cow"]
    limbs = tuple(
        replace(
            limb,
            root=data.draw(points),
            middle=data.draw(points),
            end=data.draw(points),
            toe=None if limb.toe is None else data.draw(points),
        )
        for limb in shape.posture.limbs
    )
    posture = replace(
        shape.posture,
        head=data.draw(points),
        neck=data.draw(points),
        hips=data.draw(points),
        spine=tuple(data.draw(st.lists(points, max_size=2))),
        looks_at=data.draw(st.none() | points),
        limbs=limbs,
    )
    things = tuple(
        Placed(one, tuple(data.draw(points) for _ in range(3 if one is Thing.CHAIR else 2)))
        for one in Thing
    )
    arrow = Arrow(tuple(data.draw(st.lists(points, min_size=2, max_size=5))), both_ways=True)
    turn = Turn((data.draw(points), data.draw(points), data.draw(points)), both_ways=True)
    figure = Figure(
        View.SIDE,
        posture,
        moves_to=shape.posture,
        things=things,
        arrows=(arrow,),
        turns=(turn, replace(turn, both_ways=False)),
    )
    svg = figure_svg(figure)
    ElementTree.fromstring(svg)
    assert "nan" not in svg


@given(st.data())
def test_all_joints_in_one_place_are_drawn(data):
    place = data.draw(points)
    shape = DRAWN[data.draw(st.sampled_from(["cat-cow", "neck-twist", "supine-twist"]))]
    limbs = tuple(
        replace(one, root=place, middle=place, end=place, toe=one.toe and place)
        for one in shape.posture.limbs
    )
    posture = replace(
        shape.posture,
        head=place,
        neck=place,
        hips=place,
        spine=(place,),
        looks_at=place,
        limbs=limbs,
    )
    turn = Turn((place, place, place), both_ways=True)
    figure = Figure(shape.view, posture, arrows=(Arrow((place, place)),), turns=(turn,))
    assert "nan" not in figure_svg(figure)
