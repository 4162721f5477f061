"""Rules between the keys of one mapping, for the reader and the JSON Schema alike."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any, Protocol

from msgspec import Struct

from audioguide.syntax.reading import Reading
from audioguide.syntax.scalar_text import listed
from audioguide.syntax.tree import Mapping, Scalar


class Rule(Protocol):
    """What must hold between keys."""

    def check(self, node: Mapping, reading: Reading) -> None:
        """Note where it does not hold."""
        ...

    def schema(self) -> dict[str, Any]:
        """The rule as an editor checks it."""
        ...


def _written(keys: tuple[str, ...], node: Mapping) -> Iterator[Scalar]:
    """Those of `keys` that stand in the mapping, in the author's order."""
    return (key for key, _ in node.entries if key.text in keys)


class AtMostOne(Struct, frozen=True):
    """Of these keys no two may stand together."""

    keys: tuple[str, ...]
    code: str
    what: str
    """What two of them would be, such as `two doses`."""

    def check(self, node: Mapping, reading: Reading) -> None:
        """Note the second of two."""
        written = tuple(_written(self.keys, node))
        for other in written[1:]:
            message = f'{self.what}: "{written[0].text}" and "{other.text}"'
            reading.error(self.code, message, other.span, "keep one of the two")

    def schema(self) -> dict[str, Any]:
        """No pair of them is required at once."""
        pairs = combinations(self.keys, 2)
        return {"allOf": [{"not": {"required": list(pair)}} for pair in pairs]}


class AtLeastOne(Struct, frozen=True):
    """One of these keys has to stand there, for the sake of a key that does."""

    keys: tuple[str, ...]
    beside: str
    hint: str

    def check(self, node: Mapping, reading: Reading) -> None:
        """Note the key that stands alone."""
        beside = next(_written((self.beside,), node), None)
        if beside is not None and not any(_written(self.keys, node)):
            wanted = listed(tuple(f'"{key}"' for key in self.keys))
            message = f'"{self.beside}" needs {wanted}'
            reading.error("missing-key", message, beside.span, self.hint)

    def schema(self) -> dict[str, Any]:
        """Any of them is required where the other stands."""
        return {
            "if": {"required": [self.beside]},
            "then": {"anyOf": [{"required": [key]} for key in self.keys]},
        }


class OnlyWith(Struct, frozen=True):
    """These keys mean something only beside another."""

    keys: tuple[str, ...]
    partner: str
    hint: str

    def check(self, node: Mapping, reading: Reading) -> None:
        """Note each that stands without its partner."""
        if any(_written((self.partner,), node)):
            return
        for key in _written(self.keys, node):
            message = f'"{key.text}" means something only beside "{self.partner}"'
            reading.error("misplaced-key", message, key.span, self.hint)

    def schema(self) -> dict[str, Any]:
        """Each requires the partner."""
        return {"dependentRequired": {key: [self.partner] for key in self.keys}}
