"""The tree of a routine as one flat row with its chapters."""

from collections.abc import Iterator

from msgspec.structs import replace

from audioguide.routine.routine import Item
from audioguide.routine.tree import Node, Repeat, Section


def unroll(nodes: tuple[Node, ...]) -> tuple[tuple[Item, ...], tuple[str, ...]]:
    """The items of a tree in the order they are done, and the titles of its chapters.

    A section starts a chapter, also one inside another; what follows stays in the latest one.
    A section inside a `repeat` starts a chapter in every round, with the round in its title:
    `Stretch (2/3)`, and `Stretch (2/3, 1/2)` where repeats are nested.
    """
    unroller = _Unroller()
    items = tuple(unroller.unroll(nodes, rounds=()))
    return items, tuple(unroller.chapter_titles)


class _Unroller:
    """Collects the chapters while the row is made."""

    def __init__(self) -> None:
        self.chapter_titles: list[str] = []

    def unroll(self, nodes: tuple[Node, ...], rounds: tuple[str, ...]) -> Iterator[Item]:
        """The items of some nodes; `rounds` are the marks of the repeats around them."""
        for node in nodes:
            match node:
                case Section():
                    marks = f" ({', '.join(rounds)})" if rounds else ""
                    self.chapter_titles.append(f"{node.title}{marks}")
                    yield from self.unroll(node.nodes, rounds)
                case Repeat():
                    yield from self._rounds(node, rounds)
                case _:
                    yield self._in_chapter(node)

    def _rounds(self, node: Repeat, rounds: tuple[str, ...]) -> Iterator[Item]:
        for number in range(1, node.n_rounds + 1):
            if number > 1 and node.rest is not None:
                yield self._in_chapter(node.rest)
            mark = (f"{number}/{node.n_rounds}",) if node.n_rounds > 1 else ()
            yield from self.unroll(node.nodes, (*rounds, *mark))

    def _in_chapter(self, item: Item) -> Item:
        if not self.chapter_titles:
            return item
        return replace(item, chapter=len(self.chapter_titles) - 1)
