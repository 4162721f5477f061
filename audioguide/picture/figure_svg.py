"""A figure as SVG: a square picture, or the group inside it for pictures of several."""

from html import escape

from audioguide.figure import Figure, Limb, Posture, Thing, View
from audioguide.one_line import for_xml
from audioguide.picture import body, things
from audioguide.picture.arrows import arrow, turn_before, turn_behind
from audioguide.picture.frame import SIDE, Frame, framed
from audioguide.picture.outlines import number
from audioguide.picture.style import (
    BODY,
    FAR,
    GHOST,
    GHOST_DASHES,
    GHOST_EDGE,
    GHOST_LINE,
    HALO,
    PAPER,
)


def figure_svg(figure: Figure, *, title: str = "") -> str:
    """A whole SVG document, `SIDE` units square on white paper.

    Args:
        figure: what to draw.
        title: what it shows, for those who hear the picture; any text at all.

    Returns:
        The document without an XML declaration. Equal figures give equal documents.
    """
    name = f"<title>{escape(for_xml(title))}</title>" if title else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}" role="img">'
        f'{name}<rect width="{SIDE}" height="{SIDE}" fill="{PAPER}"/>{figure_group(figure)}</svg>'
    )


def figure_group(figure: Figure) -> str:
    """The `g` element of a figure, in a square from 0 to `SIDE` both ways.

    It has no background, and is made to lie on `style.PAPER`: parts of the body are set off by
    lines of it.
    """
    frame = framed(figure)
    elements = []
    soft = any(placed.thing is Thing.MAT for placed in figure.things)
    if figure.view is not View.ABOVE:
        elements.append(things.floor(frame, is_soft=soft))
    elements += things.behind_the_body(figure, frame)
    elements += [turn_behind(one, frame) for one in figure.turns]
    painter = _Painter(figure, frame)
    if figure.moves_to is not None:
        elements.append(painter.ghost(figure.moves_to))
    elements += painter.body()
    elements += things.before_the_body(figure, frame)
    elements += [turn_before(one, frame) for one in figure.turns]
    elements += [arrow(one, frame) for one in figure.arrows]
    return f"<g>{''.join(elements)}</g>"


class _Painter:
    """Paints the body of one figure, from back to front."""

    def __init__(self, figure: Figure, frame: Frame) -> None:
        self._figure = figure
        self._frame = frame

    def body(self) -> list[str]:
        """The posture itself."""
        posture = self._figure.posture
        behind, before = self._by_depth(posture)
        # From above, what lies under the trunk is no farther than the floor.
        tone = BODY if self._figure.view is View.ABOVE else FAR
        elements = []
        for one in behind:
            elements += self._limb(one, posture, tone)
        elements.append(self._part(body.trunk(posture, self._figure.view, self._frame), BODY))
        elements.append(self._part(body.head(posture, self._frame), BODY))
        for one in before:
            elements += self._limb(one, posture, BODY)
        return elements

    def ghost(self, posture: Posture) -> str:
        """The other end of a movement: the parts that are elsewhere, within one outline."""
        here = self._figure.posture
        parts = []
        if _trunk(posture) != _trunk(here):
            parts.append(body.trunk(posture, self._figure.view, self._frame))
        if (posture.head, posture.looks_at) != (here.head, here.looks_at):
            parts.append(body.head(posture, self._frame))
        for one in posture.limbs:
            if one not in here.limbs:
                parts += body.limb(one, self._frame)
        return (
            f'<path d="{"".join(parts)}" fill="{GHOST}" stroke="{GHOST_EDGE}" '
            f'stroke-width="{number(2 * GHOST_LINE)}" stroke-dasharray="{GHOST_DASHES}" '
            'paint-order="stroke"/>'
        )

    def _limb(self, one: Limb, posture: Posture, colour: str) -> list[str]:
        parts = [self._part(data, colour) for data in body.limb(one, self._frame)]
        covers = body.joints(one, posture, self._figure.view, self._frame)
        return [*parts, f'<path d="{covers}" fill="{colour}"/>']

    def _part(self, data: str, colour: str) -> str:
        """A part with a light line around it, which sets it off from what lies behind."""
        return (
            f'<path d="{data}" fill="{colour}" stroke="{PAPER}" '
            f'stroke-width="{number(2 * HALO)}" stroke-linejoin="round" paint-order="stroke"/>'
        )

    def _by_depth(self, posture: Posture) -> tuple[list[Limb], list[Limb]]:
        """The limbs behind the trunk, arms first, and those before it, legs first.

        From the front we look down a little, so of two legs the one with the lower foot is nearer.
        """
        legs_first = sorted(posture.limbs, key=self._nearness)
        behind = [one for one in legs_first if one.name.is_far or one.name in self._figure.behind]
        return behind[::-1], [one for one in legs_first if one not in behind]

    def _nearness(self, one: Limb) -> tuple[bool, float]:
        is_lower_nearer = self._figure.view is View.FRONT and not one.name.is_arm
        return one.name.is_arm, -one.end.y if is_lower_nearer else 0.0


def _trunk(posture: Posture) -> tuple[object, ...]:
    """What the outline of a trunk comes from."""
    return posture.neck, posture.spine, posture.hips, posture.head
