"""A routine before it is unrolled: items settled once each, repeats and sections still whole.

Every step is settled once, however often it is done, so that a mistake inside a `repeat` is
reported once and the size of a routine is known before anything is expanded.
"""

from msgspec import Struct

from audioguide.routine.routine import Item, Rest
from audioguide.source import Span


class Section(Struct, frozen=True):
    """Nodes under one chapter title."""

    title: str
    nodes: "tuple[Node, ...]"
    span: Span


class Repeat(Struct, frozen=True):
    """Nodes that are done `n_rounds` times, with a rest between the rounds."""

    n_rounds: int
    rest: Rest | None
    nodes: "tuple[Node, ...]"
    span: Span


Node = Item | Section | Repeat
"""The chapter of an item is None until the tree is unrolled."""
