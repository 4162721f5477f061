"""Kinds of value: what a field takes, how it is read, and how an editor is told of it.

A kind is one object that both the reader and the JSON Schema use, so that they cannot disagree.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from msgspec import Struct

from audioguide.source import Span
from audioguide.syntax.reading import Reading
from audioguide.syntax.scalar_text import PARAMETER_NAME, BadScalar, listed
from audioguide.syntax.scalars import parse_choice
from audioguide.syntax.tree import Mapping, Node, Sequence

S = TypeVar("S")
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
E = TypeVar("E", bound=StrEnum)

Schema = dict[str, Any]


class Definitions:
    """The `$defs` of one schema, filled while it is written."""

    def __init__(self, *, with_parameters: bool) -> None:
        """Start with none.

        Args:
            with_parameters: whether `${name}` may stand for any scalar.
        """
        self.with_parameters = with_parameters
        self.schemas: dict[str, Schema] = {}

    def refer(self, name: str, write: Callable[[], Schema]) -> Schema:
        """A reference to the definition `name`, which `write` writes if it is not there yet."""
        if name not in self.schemas:
            # Named before it is written, for a definition may refer to itself.
            self.schemas[name] = {}
            self.schemas[name] = write()
        return {"$ref": f"#/$defs/{name}"}


class Kind(Protocol[T_co]):
    """What a field takes."""

    def read(self, node: Node, reading: Reading) -> T_co | None:
        """The value, or None after noting what is wrong with it."""
        ...

    def schema(self, definitions: Definitions) -> Schema:
        """The kind as an editor checks it."""
        ...


def pattern(regex: str) -> Schema:
    """The schema of a string that matches as a whole."""
    return {"type": "string", "pattern": f"^(?:{regex})$"}


class ScalarKind(Struct, Generic[T], frozen=True):
    """A scalar that one function types."""

    name: str
    """Its name among the schema's definitions."""
    expects: str
    """What belongs there, such as `a duration`."""
    parse: Callable[[str], T]
    """Raises `BadScalar`."""
    forms: tuple[Schema, ...]
    """What an editor may find there; it types `4` and `true` before the schema sees them."""

    def read(self, node: Node, reading: Reading) -> T | None:
        """The typed value."""
        text = reading.text_of(node, self.expects)
        if text is None:
            return None
        try:
            return self.parse(text)
        except BadScalar as bad:
            message = bad.message if text.strip() else f"expected {self.expects}, found nothing"
            reading.error(bad.code, message, node.span, bad.hint)
            return None

    def schema(self, definitions: Definitions) -> Schema:
        """Any of its forms, or a parameter where there are any."""
        return definitions.refer(self.name, lambda: self._definition(definitions))

    def _definition(self, definitions: Definitions) -> Schema:
        forms = list(self.forms)
        if definitions.with_parameters:
            forms.append({"type": "string", "pattern": rf"\$\{{{PARAMETER_NAME}\}}"})
        return {"description": self.expects, "anyOf": forms} if len(forms) > 1 else forms[0]


def choice(name: str, choices: type[E], *, code: str = "bad-choice") -> ScalarKind[E]:
    """The kind of an enum's words."""
    words = tuple(str(one) for one in choices)
    return ScalarKind(
        name,
        listed(words),
        lambda text: parse_choice(text, choices, code=code),
        ({"enum": list(words)},),
    )


class Made(Struct, Generic[S, T], frozen=True):
    """Another kind, of whose value and place something is made."""

    of: Kind[S]
    make: Callable[[S, Span], T]

    def read(self, node: Node, reading: Reading) -> T | None:
        """What is made of the value."""
        value = self.of.read(node, reading)
        return None if value is None else self.make(value, node.span)

    def schema(self, definitions: Definitions) -> Schema:
        """That of the kind within."""
        return self.of.schema(definitions)


class ListOf(Struct, Generic[T], frozen=True):
    """A list of one kind."""

    of: Kind[T]
    expects: str
    hint: str
    n_least: int = 0
    empty_code: str = "wrong-shape"

    def read(self, node: Node, reading: Reading) -> tuple[T, ...] | None:
        """Every item that could be read."""
        if not isinstance(node, Sequence):
            reading.wrong_shape(node, self.expects, self.hint)
            return None
        if len(node.items) < self.n_least:
            message = "this list is empty"
            if node.items:
                message = f"this list has to have {self.n_least} items or more"
            reading.error(self.empty_code, message, node.span, self.hint)
            return None
        items = (self.of.read(item, reading) for item in node.items)
        return tuple(item for item in items if item is not None)

    def schema(self, definitions: Definitions) -> Schema:
        """An array."""
        schema: Schema = {"type": "array", "items": self.of.schema(definitions)}
        return {**schema, "minItems": self.n_least} if self.n_least else schema


class Either(Struct, Generic[T], frozen=True):
    """One kind where a single value stands, another where a list or keys stand."""

    single: Kind[T]
    compound: Kind[T]
    compound_node: type[Mapping] | type[Sequence] = Mapping
    single_key: str | None = None
    """Of the compound kind, the key that a single value is short for."""

    def read(self, node: Node, reading: Reading) -> T | None:
        """By whichever kind the node's class asks for."""
        kind = self.compound if isinstance(node, self.compound_node) else self.single
        return kind.read(node, reading)

    def schema(self, definitions: Definitions) -> Schema:
        """Either of both."""
        return {"anyOf": [self.single.schema(definitions), self.compound.schema(definitions)]}


class Named(Struct, Generic[T], frozen=True):
    """Keys of the author's choosing, each with a value of one kind."""

    of: Kind[T]
    key_pattern: str
    parse_key: Callable[[str], str]
    """Raises `BadScalar`."""
    expects: str

    def read(self, node: Node, reading: Reading) -> tuple[tuple[str, T], ...] | None:
        """Every pair that could be read."""
        if not isinstance(node, Mapping):
            reading.wrong_shape(node, self.expects)
            return None
        pairs = []
        for key, value_node in node.entries:
            try:
                name = self.parse_key(key.text)
            except BadScalar as bad:
                reading.error(bad.code, bad.message, key.span, bad.hint)
                continue
            value = self.of.read(value_node, reading)
            if value is not None:
                pairs.append((name, value))
        return tuple(pairs)

    def schema(self, definitions: Definitions) -> Schema:
        """An object with checked names."""
        return {
            "type": "object",
            "propertyNames": pattern(self.key_pattern),
            "additionalProperties": self.of.schema(definitions),
        }
