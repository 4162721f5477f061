"""Fields: what may stand in a mapping, as tables that the reader and the JSON Schema share."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar, cast

from msgspec import Struct

from audioguide.near import slip_hint
from audioguide.source import Span, Spanned
from audioguide.syntax.kinds import Definitions, Kind, Schema
from audioguide.syntax.reading import Reading
from audioguide.syntax.rules import Rule
from audioguide.syntax.scalar_text import shown
from audioguide.syntax.tree import Mapping, Node, Scalar

T = TypeVar("T")


class Field(Struct, Generic[T], frozen=True):
    """One key of a mapping."""

    name: str
    kind: Kind[T]
    says: str
    """What it means, in one line; editors show it."""
    required: bool = False


class Found:
    """The fields that stood in one mapping."""

    __slots__ = ("_values", "keys", "node")

    def __init__(self, node: Mapping) -> None:
        self.node = node
        self.keys: dict[str, tuple[Scalar, Node]] = {
            key.text: (key, value) for key, value in node.entries
        }
        self._values: dict[str, object] = {}

    def put(self, name: str, value: object) -> None:
        """Keep the value of a key."""
        self._values[name] = value

    def get(self, field: Field[T]) -> T | None:
        """The value of a field; None where it was not written."""
        return cast("T | None", self._values.get(field.name))

    def need(self, field: Field[T]) -> T:
        """The value of a required field."""
        return cast("T", self._values[field.name])

    def spanned(self, field: Field[T]) -> Spanned[T] | None:
        """The value of a field with the place of that value."""
        value = self.get(field)
        return None if value is None else Spanned(value, self.span(field.name))

    def has(self, name: str) -> bool:
        """Whether a key was written, be its value well or not."""
        return name in self.keys

    def span(self, name: str) -> Span:
        """Where the value of `name` stands, or the whole mapping where it does not."""
        return self.keys[name][1].span if name in self.keys else self.node.span

    def entry_span(self, name: str) -> Span:
        """From the key `name` to the end of its value, where both stand on one line."""
        key, value = self.keys[name]
        start, end = key.span, value.span
        if not isinstance(value, Scalar) or end.line != start.line:
            end = start
        return Span(start.file, start.line, start.column, end.end_line, end.end_column)


class Record(Struct, Generic[T], frozen=True):
    """A mapping with known keys, made into one value."""

    name: str
    """Its name among the schema's definitions."""
    expects: str
    fields: tuple[Field[Any], ...]
    make: Callable[[Found, Reading], T | None]
    """Called only where every field was read well and every rule holds."""
    rules: tuple[Rule, ...] = ()

    def read(self, node: Node, reading: Reading) -> T | None:
        """The value, or None after noting every problem inside."""
        if not isinstance(node, Mapping):
            reading.wrong_shape(node, self.expects)
            return None
        n_before = reading.n_errors
        found = read_fields(node, self.fields, reading)
        for rule in self.rules:
            rule.check(node, reading)
        return self.make(found, reading) if reading.n_errors == n_before else None

    def schema(self, definitions: Definitions) -> Schema:
        """An object that takes no other keys."""
        return definitions.refer(self.name, lambda: self.definition(definitions))

    def definition(self, definitions: Definitions) -> Schema:
        """The object itself, outside the definitions."""
        schema: Schema = {
            "type": "object",
            "properties": {
                field.name: {**field.kind.schema(definitions), "description": field.says}
                for field in self.fields
            },
            "additionalProperties": False,
        }
        required = [field.name for field in self.fields if field.required]
        if required:
            schema["required"] = required
        if self.rules:
            schema["allOf"] = [rule.schema() for rule in self.rules]
        return schema


def read_fields(node: Mapping, fields: tuple[Field[Any], ...], reading: Reading) -> Found:
    """Every field of a mapping; notes `unknown-key` and `missing-key`."""
    known = {field.name: field for field in fields}
    found = Found(node)
    for key, value_node in node.entries:
        if key.text not in known:
            _refuse_key(key, tuple(known), reading)
            continue
        value = known[key.text].kind.read(value_node, reading)
        if value is not None:
            found.put(key.text, value)
    for field in fields:
        if field.required and not found.has(field.name):
            start = node.span
            span = Span(start.file, start.line, start.column, start.line, start.column + 1)
            reading.error("missing-key", f'"{field.name}" is missing here', span, field.says)
    return found


def _refuse_key(key: Scalar, known: tuple[str, ...], reading: Reading) -> None:
    """Note a key that nobody knows."""
    hint = slip_hint(key.text, known) or f"known here: {', '.join(known)}"
    reading.error("unknown-key", f"there is no key {shown(key.text)} here", key.span, hint)
