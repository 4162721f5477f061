"""A file as a tree of nodes, every scalar still text. Meaning comes later, from the fields."""

from dataclasses import dataclass

from audioguide.source import Span


@dataclass(frozen=True, slots=True)
class Scalar:
    """A piece of text, whatever it looks like: `30`, `no` and `"no"` are alike."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple["Node", ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with their values, in the author's order; every key stands once."""

    entries: tuple[tuple[Scalar, "Node"], ...]
    span: Span

    def value(self, key: str) -> "Node | None":
        """The value of `key`, if it is there."""
        return next((value for one, value in self.entries if one.text == key), None)


Node = Scalar | Sequence | Mapping
