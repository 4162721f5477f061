"""What a pose says: lines, the phases of a flow, the way out of one."""

from audioguide.dose import BreathPhase
from audioguide.source import Span
from audioguide.syntax import scalar_kinds as kinds
from audioguide.syntax.fields import Field, Found, Record
from audioguide.syntax.kinds import Definitions, ListOf, Made, ScalarKind, Schema
from audioguide.syntax.pose import Line, PhaseLine
from audioguide.syntax.reading import Reading
from audioguide.syntax.scalar_text import BadScalar, shown
from audioguide.syntax.text_kinds import TEXT
from audioguide.syntax.tree import Mapping, Node
from audioguide.text import Text

_SAY = Field("say", TEXT, "The line.", required=True)
_THEN = Field("then", kinds.DURATION, "Time to do what the line says: 5s.")


def _make_line(found: Found, _: Reading) -> Line:
    return Line(found.need(_SAY), found.get(_THEN), found.span("say"))


def _plain_line(text: Text, span: Span) -> Line:
    return Line(text, None, span)


class _LineKind:
    """A line: text, or text with the time after it."""

    __slots__ = ()
    _plain = Made(TEXT, _plain_line)
    _timed = Record("timed_line", "a line", (_SAY, _THEN), _make_line)

    def read(self, node: Node, reading: Reading) -> Line | None:
        """The line; keys that are no language tell the two mappings apart."""
        if isinstance(node, Mapping) and (node.value("say") or node.value("then")):
            return self._timed.read(node, reading)
        return self._plain.read(node, reading)

    def schema(self, definitions: Definitions) -> Schema:
        """Either of both."""
        return definitions.refer(
            "line",
            lambda: {"anyOf": [self._timed.schema(definitions), self._plain.schema(definitions)]},
        )


LINES = ListOf(_LineKind(), "a list of lines", "begin each line with a dash")


def _parse_moving_breath(text: str) -> BreathPhase:
    """`inhale` or `exhale`: nobody moves on a breath that is held."""
    text = text.strip()
    if text not in ("inhale", "exhale"):
        raise BadScalar("bad-choice", f"{shown(text)} cannot stand here", "write inhale or exhale")
    return BreathPhase(text)


def _parse_inhale(text: str) -> bool:
    if text.strip() != "inhale":
        raise BadScalar("bad-choice", f"{shown(text)} cannot stand here", "write inhale")
    return True


_MOVING_BREATH = ScalarKind(
    "moving_breath", "inhale or exhale", _parse_moving_breath, ({"enum": ["inhale", "exhale"]},)
)
_BREATH = Field("breath", _MOVING_BREATH, "inhale or exhale.", required=True)
_PHASE_SAY = Field("say", TEXT, "The whole line, for the first rounds.", required=True)
_PHASE_SHORT = Field("short", TEXT, "Two words, for later rounds.")


def _make_phase(found: Found, _: Reading) -> PhaseLine:
    return PhaseLine(
        breath=found.need(_BREATH),
        text=found.need(_PHASE_SAY),
        short=found.get(_PHASE_SHORT),
        span=found.node.span,
    )


PHASES = ListOf(
    Record("phase", "{breath: inhale, say: ...}", (_BREATH, _PHASE_SAY, _PHASE_SHORT), _make_phase),
    "a list of phases",
    "write - {breath: inhale, say: ...}",
)

_INHALE = ScalarKind("inhale", "inhale", _parse_inhale, ({"const": "inhale"},))
_EXIT_BREATH = Field("breath", _INHALE, "inhale.", required=True)
_EXIT_SAY = Field("say", TEXT, "What is said on it.")


def _make_exit(found: Found, _: Reading) -> Text | bool:
    return found.get(_EXIT_SAY) or True


EXIT = Record(
    "exit", "inhale, or {breath: inhale, say: ...}", (_EXIT_BREATH, _EXIT_SAY), _make_exit
)
INHALE: ScalarKind[bool] = _INHALE
