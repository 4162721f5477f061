"""The parts of a body as outlines: trunk, head, arms and legs.

All thicknesses are radii in hundredths of standing height. They are those of a slim person,
rounded to what still tells the parts apart in a picture of 120 pixels.
"""

from audioguide.figure import Limb, Point, Posture, View
from audioguide.picture.frame import Frame
from audioguide.picture.outlines import Round, along, chain, disc, polygon, rounded, taper
from audioguide.picture.style import HALO

_ARM = (2.9, 2.5, 1.9)
"""At the shoulder, the elbow, the wrist."""
_HAND = 2.2
_LEG = (4.6, 3.7, 2.5)
"""At the hip, the knee, the ankle."""
_TOE = 1.5
_HEEL = 1.7
_HEEL_BEHIND = 2.2
_NECK = 2.7
_HEAD = 6.2
_NOSE_OUT = 6.9
_NOSE = 1.5
_KNOT = 2.5
_KNOT_OUT = 6.6
_KNOT_UP = 1.3
"""How much more the knot lies on the crown than on the back of the head."""

_BACK = ((0.0, 3.2), (0.12, 4.6), (0.35, 5.7), (0.68, 4.9), (0.88, 5.5), (1.0, 5.4))
"""Half the depth of the trunk at shares of the way from the neck to the hips, from the side."""
_WAIST_AT = 0.6
"""How far down between shoulder and hip it is narrowest, from the front."""
_WAIST_IN = 0.2
"""How far in it is there, as a share of the way to the middle."""
_SHOULDER, _HIP = 2.9, 4.6

_JOINED = HALO + 0.8
"""How much a limb's root grows, in units of the picture, to cover the light line around it."""
_SHARP = 0.35
"""Below which cosine of the angle an elbow or a knee is so bent that its two parts overlap."""


def trunk(posture: Posture, view: View, frame: Frame) -> str:
    """The trunk with the neck."""
    neck = chain((_round(posture.neck, _NECK, frame), _round(posture.head, _NECK, frame)))
    if view is View.SIDE:
        return _from_the_side(posture, frame) + neck
    return _from_the_front(posture, frame) + neck


def head(posture: Posture, frame: Frame) -> str:
    """The head, its nose in the direction it looks and its knot of hair behind."""
    up = posture.neck.to(posture.head).of_length(1.0)
    skull = disc(_round(posture.head, _HEAD, frame))
    if posture.looks_at is None:
        return skull + disc(_round(posture.head.plus(up, _KNOT_OUT), _KNOT, frame))
    ahead = posture.head.to(posture.looks_at).of_length(1.0)
    nose = posture.head.plus(ahead, _NOSE_OUT)
    behind = up.plus(ahead, -1 / _KNOT_UP).of_length(_KNOT_OUT)
    return (
        skull
        + taper(_round(posture.head, _HEAD * 0.62, frame), _round(nose, _NOSE, frame))
        + disc(_round(posture.head.plus(behind), _KNOT, frame))
    )


def limb(one: Limb, frame: Frame) -> tuple[str, ...]:
    """An arm with its hand, or a leg with its foot: in two parts where it is sharply bent."""
    radii = _ARM if one.name.is_arm else _LEG
    upper, middle, lower = (
        _round(at, radius, frame)
        for at, radius in zip((one.root, one.middle, one.end), radii, strict=True)
    )
    end = disc(_round(one.end, _HAND, frame))
    if one.toe is not None:
        end = _foot(one.middle, one.end, one.toe, frame)
    if _is_sharp(one):
        return taper(upper, middle), taper(middle, lower) + end
    return (chain((upper, middle, lower)) + end,)


def joints(one: Limb, posture: Posture, view: View, frame: Frame) -> str:
    """What covers the light lines inside of a limb: at its root, and where it is sharply bent."""
    radii = _ARM if one.name.is_arm else _LEG
    at = one.root
    if one.name.is_arm and view is not View.SIDE:
        # A shoulder at the trunk's edge keeps its outline: it is covered towards the chest.
        chest = posture.neck.plus(posture.neck.to(posture.hips), 0.5)
        at = at.plus(at.to(chest).of_length(0.5))
    covers = disc(_grown(_round(at, radii[0], frame)))
    if _is_sharp(one):
        covers += disc(_round(one.middle, radii[1], frame))
    return covers


def _is_sharp(one: Limb) -> bool:
    there = one.middle.to(one.root).of_length(1.0)
    back = one.middle.to(one.end).of_length(1.0)
    return there.x * back.x + there.y * back.y > _SHARP


def _round(centre: Point, radius: float, frame: Frame) -> Round:
    return Round(frame.at(centre), frame.length(radius))


def _grown(one: Round) -> Round:
    return Round(one.centre, one.radius + _JOINED)


def _foot(knee: Point, ankle: Point, toe: Point, frame: Frame) -> str:
    """A foot: heel, ankle and toe, and what lies between them."""
    shin, ahead = knee.to(ankle).of_length(1.0), ankle.to(toe).of_length(1.0)
    heel = ankle.plus(shin, _HEEL_BEHIND).plus(ahead, -0.8)
    discs = [_round(ankle, _LEG[2], frame), _round(toe, _TOE, frame), _round(heel, _HEEL, frame)]
    inner = polygon([one.centre for one in discs])
    return chain([*discs, discs[0]]) + inner


def _from_the_side(posture: Posture, frame: Frame) -> str:
    """A smooth skin around the back's curve, thicker at the chest and the hips."""
    middle = [frame.at(one) for one in (posture.neck, *posture.spine, posture.hips)]
    left, right = [], []
    for share, radius in _BACK:
        here = along(middle, share)
        way = along(middle, max(0.0, share - 0.02)).to(along(middle, min(1.0, share + 0.02)))
        out = way.turned_left().of_length(frame.length(radius))
        left.append(here.plus(out))
        right.append(here.plus(out, -1.0))
    first = along(middle, 0.0).to(along(middle, 0.02)).of_length(frame.length(_BACK[0][1]))
    last = along(middle, 0.98).to(along(middle, 1.0)).of_length(frame.length(_BACK[-1][1]))
    ends = middle[-1].plus(last), middle[0].plus(first, -1.0)
    return rounded([*left, ends[0], *right[::-1], ends[1]])


def _from_the_front(posture: Posture, frame: Frame) -> str:
    """A waisted shape between the shoulders and the hips."""
    arms = [one.root for one in posture.limbs if one.name.is_arm]
    legs = [one.root for one in posture.limbs if not one.name.is_arm]
    shoulders = [_round(one, _SHOULDER, frame) for one in arms]
    hips = [_round(one, _HIP, frame) for one in legs]
    neck = _round(posture.neck, _NECK, frame)
    sides = [
        _waisted(shoulder, hip, other)
        for shoulder, hip, other in zip(shoulders, hips, hips[::-1], strict=True)
    ]
    return (
        chain((neck, _round(posture.hips, _HIP, frame)))
        + chain((shoulders[0], neck, shoulders[1]))
        + chain(hips)
        + rounded([*sides[0], *sides[1][::-1]])
    )


def _waisted(shoulder: Round, hip: Round, other_hip: Round) -> tuple[Point, ...]:
    """One side of the trunk, from the shoulder down."""
    out = other_hip.centre.to(hip.centre).of_length(1.0)
    top = shoulder.centre.plus(out, 0.35 * shoulder.radius)
    bottom = hip.centre.plus(out, 0.95 * hip.radius)
    beside = top.plus(top.to(bottom), _WAIST_AT)
    middle = shoulder.centre.plus(shoulder.centre.to(other_hip.centre), 0.5)
    return top, beside.plus(beside.to(middle), _WAIST_IN), bottom
