"""A file as a tree of nodes, every scalar still text. Meaning comes later, from the fields."""

from msgspec import Struct

from audioguide.source import Span


class Scalar(Struct, frozen=True):
    """A piece of text, whatever it looks like: `30`, `no` and `"no"` are alike."""

    text: str
    span: Span


class Sequence(Struct, frozen=True):
    """A list."""

    items: tuple["Node", ...]
    span: Span


class Mapping(Struct, frozen=True):
    """Keys with their values, in the author's order; every key stands once."""

    entries: tuple[tuple[Scalar, "Node"], ...]
    span: Span

    def value(self, key: str) -> "Node | None":
        """The value of `key`, if it is there."""
        return next((value for one, value in self.entries if one.text == key), None)


Node = Scalar | Sequence | Mapping
