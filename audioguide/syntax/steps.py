"""A step: the record of whichever verb stands in it."""

from audioguide.near import slip_hint
from audioguide.syntax.fields import Record
from audioguide.syntax.kinds import Definitions, Schema
from audioguide.syntax.reading import Reading
from audioguide.syntax.scalar_text import listed
from audioguide.syntax.script import Step
from audioguide.syntax.tree import Mapping, Node, Scalar

_VERBS_OF_LAST_RESORT = ("rest", "say")


class StepKind:
    """Reads a step by its verb. The verbs hold steps themselves, so it learns them afterwards."""

    __slots__ = ("_verbs",)

    def __init__(self) -> None:
        self._verbs: dict[str, Record[Step]] = {}

    def learn(self, verbs: dict[str, Record[Step]]) -> None:
        """Take the record of each verb."""
        self._verbs = verbs

    def read(self, node: Node, reading: Reading) -> Step | None:
        """The step; notes `no-verb`, `two-verbs` and whatever its record finds."""
        if not isinstance(node, Mapping):
            hint = "write `pose: cat-cow`, or `say:` and the words"
            reading.wrong_shape(node, "a step with a verb", hint)
            return None
        verb = self._verb(node, reading)
        return None if verb is None else self._verbs[verb.text].read(node, reading)

    def schema(self, definitions: Definitions) -> Schema:
        """One of the verbs' records."""
        return definitions.refer(
            "step",
            lambda: {"anyOf": [record.schema(definitions) for record in self._verbs.values()]},
        )

    def _verb(self, node: Mapping, reading: Reading) -> Scalar | None:
        """The key that is the step's verb."""
        written = {key.text: key for key, _ in node.entries if key.text in self._verbs}
        verbs = [key for name, key in written.items() if name not in _VERBS_OF_LAST_RESORT]
        for other in verbs[1:]:
            message = f'a step has one verb, this one has "{verbs[0].text}" and "{other.text}"'
            reading.error("two-verbs", message, other.span, "make two steps of it")
        if verbs:
            return verbs[0] if len(verbs) == 1 else None
        for name in _VERBS_OF_LAST_RESORT:
            if name in written:
                return written[name]
        self._refuse(node, reading)
        return None

    def _refuse(self, node: Mapping, reading: Reading) -> None:
        """Note that there is no verb, and which one may have been meant."""
        keys = [key for key, _ in node.entries]
        hints = (slip_hint(key.text, self._verbs) for key in keys)
        hint = next((hint for hint in hints if hint), None)
        place = keys[0].span if keys else node.span
        words = listed(tuple(self._verbs))
        reading.error("no-verb", "this step has no verb", place, hint or f"begin with {words}")


STEP = StepKind()
"""The kind of every step."""
