"""From named joints to a posture that a body can have."""

from itertools import pairwise

from msgspec import Struct

from audioguide import proportions
from audioguide.figure import LIMBS_SEEN, Limb, LimbName, Point, Posture, View
from audioguide.source import Span
from audioguide.syntax.fields import Found
from audioguide.syntax.figure_points import JOINTS_NEEDED, Joints
from audioguide.syntax.reading import Reading
from audioguide.syntax.scalar_text import listed

_LIMBS_NEEDED = {
    View.SIDE: (LimbName.NEAR_ARM, LimbName.NEAR_LEG),
    View.FRONT: LIMBS_SEEN[View.FRONT],
    View.ABOVE: LIMBS_SEEN[View.ABOVE],
}
_BELOW_THE_NECK = 4.5
"""Of the shoulders, along the trunk. Source: proportions, chin to shoulder."""
_HALF_SHOULDERS = 10.0
_HALF_HIPS = 5.0
"""Of joints from the middle: inside of the outline, which `proportions` has at 12.9 and 9.6."""

_BONES = {
    "arm": (
        ("an upper arm", proportions.UPPER_ARM),
        ("a forearm with half a hand", proportions.FOREARM_WITH_HALF_A_HAND),
    ),
    "leg": (
        ("a thigh", proportions.THIGH),
        ("a shin", proportions.SHIN),
        ("a foot before the ankle", proportions.ANKLE_TO_TOE),
    ),
}
"""What leads to each joint that a limb needs, and how long it is at most."""


class PostureReading(Struct, frozen=True):
    """Makes the posture of one set of joints, and notes why a body could not have it."""

    view: View
    joints: Joints
    found: Found
    reading: Reading

    def posture(self) -> Posture | None:
        """The posture, or None after noting `bad-figure`."""
        n_before = self.reading.n_errors
        self._check_names()
        if self.reading.n_errors > n_before:
            return None
        limbs = tuple(self._limb(name) for name in LIMBS_SEEN[self.view] if self._has(name))
        looks_at = self.joints.get("looks_at")
        posture = Posture(
            self._at("head"),
            self._at("neck"),
            self._at("hips"),
            self._spine(),
            None if looks_at is None else looks_at.value,
            limbs,
        )
        self._check_floor()
        self._check_lengths(posture)
        return posture if self.reading.n_errors == n_before else None

    def _has(self, limb: LimbName) -> bool:
        return any(name.startswith(f"{limb}.") for name in self.joints)

    def _at(self, name: str) -> Point:
        return self.joints[name].value

    def _spine(self) -> tuple[Point, ...]:
        return tuple(self._at(name) for name in ("chest", "waist") if name in self.joints)

    def _check_names(self) -> None:
        """The limbs are those of the view, and have the joints that they need."""
        seen = LIMBS_SEEN[self.view]
        for limb in LimbName:
            spans = [one.span for name, one in self.joints.items() if name.startswith(f"{limb}.")]
            needed = JOINTS_NEEDED[_kind(limb)]
            missing = [joint for joint in needed if f"{limb}.{joint}" not in self.joints]
            if spans and limb not in seen:
                hint = f"its limbs are {listed(seen, last='and')}"
                self._refuse(f'"{limb}" is no limb of this view', spans[0], hint)
            elif spans and missing:
                hint = f"it needs {listed(needed, last='and')}"
                self._refuse(f'"{limb}" has no "{missing[0]}"', spans[0], hint)
            elif not spans and limb in _LIMBS_NEEDED[self.view]:
                hint = f"write {limb}: {{{', '.join(f'{joint}: [x, y]' for joint in needed)}}}"
                self._refuse(f'the figure has no "{limb}"', self.found.span("view"), hint)

    def _refuse(self, message: str, span: Span, hint: str) -> None:
        self.reading.error("bad-figure", message, span, hint)

    def _limb(self, name: LimbName) -> Limb:
        first, *others = ("shoulder" if name.is_arm else "hip", *JOINTS_NEEDED[_kind(name)])
        at_root = self.joints.get(f"{name}.{first}")
        root = self._usual_root(name) if at_root is None else at_root.value
        points = [self._at(f"{name}.{joint}") for joint in others]
        return Limb(name, root, *points)

    def _usual_root(self, name: LimbName) -> Point:
        """Where the limb begins if its file does not say."""
        neck, hips = self._at("neck"), self._at("hips")
        below = (*self._spine(), hips)[0]
        middle = neck.plus(neck.to(below).of_length(_BELOW_THE_NECK)) if name.is_arm else hips
        if self.view is View.SIDE:
            return middle
        # The person faces us: with the head up, what is left of them is right of us.
        leftwards = neck.to(hips).of_length(1.0).turned_left()
        half = _HALF_SHOULDERS if name.is_arm else _HALF_HIPS
        return middle.plus(leftwards, half if name.value.startswith("left") else -half)

    def _check_floor(self) -> None:
        if self.view is View.ABOVE:
            return
        for name, joint in self.joints.items():
            if joint.value.y < 0 and name != "looks_at":
                hint = "the floor is where y is 0, and joints lie inside the body"
                message = f'"{name}" lies below the floor'
                self._refuse(message, joint.span, hint)

    def _check_lengths(self, posture: Posture) -> None:
        """No part is longer than a body's; shorter is foreshortened."""
        trunk = (posture.neck, *posture.spine, posture.hips)
        self._check_length("hips", "a trunk", trunk, proportions.TRUNK)
        neck = (posture.neck, posture.head)
        self._check_length("head", "neck and half a head", neck, proportions.NECK_AND_HALF_A_HEAD)
        for limb in posture.limbs:
            kind = _kind(limb.name)
            points = [one for one in (limb.root, limb.middle, limb.end, limb.toe) if one]
            joints = zip(JOINTS_NEEDED[kind], _BONES[kind], pairwise(points), strict=True)
            for joint, (part, most), ends in joints:
                self._check_length(f"{limb.name}.{joint}", part, ends, most)

    def _check_length(self, name: str, part: str, points: tuple[Point, ...], most: float) -> None:
        length = sum(a.to(b).length for a, b in pairwise(points))
        allowed = most * proportions.MOST_OVER
        if length > allowed:
            message = (
                f'"{name}" lies too far away: {part} of {length:.1f}, '
                f"where a body has {allowed:.1f} at most"
            )
            hint = "hundredths of standing height; what points at us may be shorter"
            self._refuse(message, self.joints[name].span, hint)


def _kind(limb: LimbName) -> str:
    return "arm" if limb.is_arm else "leg"
