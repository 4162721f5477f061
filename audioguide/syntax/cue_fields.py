"""An author's cues inside a dose, and the sides of a pose: the compound values of a `pose` step."""

from fractions import Fraction

from msgspec import Struct

from audioguide.dose import Side
from audioguide.syntax import scalar_kinds as kinds
from audioguide.syntax.durations import DURATION_PATTERN, parse_signed_duration
from audioguide.syntax.fields import Field, Found, Record
from audioguide.syntax.kinds import Definitions, Either, ListOf, ScalarKind, Schema, choice, pattern
from audioguide.syntax.reading import Reading
from audioguide.syntax.scalar_text import MINUS, BadScalar, shown
from audioguide.syntax.script import AuthorCue, SidesChoice
from audioguide.syntax.text_kinds import TEXT
from audioguide.syntax.tree import Node, Sequence


class CueTime(Struct, frozen=True):
    """When in a dose something is said."""

    at_seconds: Fraction | None
    """From the dose's start; negative: from its end; absent: halfway."""


def parse_cue_time(text: str) -> CueTime:
    """`halfway`, `10s` or `-10s`. Raises `BadScalar`: `missing-unit`, `bad-duration`."""
    if text.strip() == "halfway":
        return CueTime(None)
    try:
        return CueTime(parse_signed_duration(text))
    except BadScalar as bad:
        if bad.code == "missing-unit":
            raise
        message = f"{shown(text)} is not a time in a dose"
        raise BadScalar("bad-duration", message, "write halfway, 10s or -10s") from bad


_CUE_TIME = ScalarKind(
    "cue_time",
    "halfway, or a time such as 10s or -10s",
    parse_cue_time,
    ({"const": "halfway"}, pattern(f"{MINUS}?{DURATION_PATTERN}")),
)
_AT = Field("at", _CUE_TIME, "halfway, 10s from the start, or -10s from the end.", required=True)
_CUE_SAY = Field("say", TEXT, "What is said there.", required=True)


def _make_cue(found: Found, _: Reading) -> AuthorCue:
    return AuthorCue(found.need(_AT).at_seconds, found.need(_CUE_SAY), found.span("say"))


CUES = ListOf(
    Record("cue", "{at: halfway, say: ...}", (_AT, _CUE_SAY), _make_cue),
    "a list of cues",
    "write - {at: halfway, say: ...}",
)


class _SideOrder:
    """Sides as a list, each at most once."""

    __slots__ = ()
    _sides = ListOf(kinds.SIDE, "a list of sides", "write [right, left]", n_least=1)

    def read(self, node: Node, reading: Reading) -> tuple[Side, ...] | None:
        """The sides in their order."""
        sides = self._sides.read(node, reading)
        if sides is None or len(set(sides)) == len(sides):
            return sides
        hint = "each side stands once; use sets to do both again"
        reading.error("bad-side", "a side stands here twice", node.span, hint)
        return None

    def schema(self, definitions: Definitions) -> Schema:
        """An array of different sides."""
        return {**self._sides.schema(definitions), "uniqueItems": True}


SIDES: Either[SidesChoice | tuple[Side, ...]] = Either(
    choice("sides", SidesChoice, code="bad-side"), _SideOrder(), Sequence
)
