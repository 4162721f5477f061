"""A calm sign of breath, for what has no pose to show: rings that widen and fade."""

from audioguide.picture.grid import Box
from audioguide.picture.palette import BREATH

_N_RINGS = 5
_INNERMOST = 0.16
"""Radius of the disc in the middle, as a share of the largest ring's."""
_STROKE = 0.035
"""Of the same radius."""


def breath_sign(within: Box) -> str:
    """The sign as a group, as large as it can be in the middle of a box."""
    outermost = min(within.width, within.height) / 2 / (1 + _STROKE)
    middle = f'cx="{within.x + within.width / 2:.1f}" cy="{within.y + within.height / 2:.1f}"'
    disc = f'<circle {middle} r="{_INNERMOST * outermost:.1f}" fill="{BREATH}"/>'
    rings = "".join(
        f'<circle {middle} r="{_radius(ring) * outermost:.1f}" fill="none" stroke="{BREATH}"'
        f' stroke-width="{_STROKE * outermost:.1f}" opacity="{1 - ring / (_N_RINGS + 1):.2f}"/>'
        for ring in range(1, _N_RINGS + 1)
    )
    return f"<g>{disc}{rings}</g>"


def _radius(ring: int) -> float:
    """Of the `ring`th ring from the inside, as a share of the last one's."""
    return _INNERMOST + (1 - _INNERMOST) * ring / _N_RINGS
