"""Drawings side by side, each about as large as all of them can be."""

from collections.abc import Sequence
from typing import TypeVar

from msgspec import Struct

T = TypeVar("T")

_UNEVEN = 0.85
"""Rows of one length look better than others, as long as their squares are not smaller than this
share of theirs."""


class Box(Struct, frozen=True):
    """A part of a picture, in its units."""

    x: float
    y: float
    width: float
    height: float


def grid(n_cells: int, within: Box, *, gap: float = 0.0) -> tuple[Box, ...]:
    """Equal squares in rows, in the middle of a box, about as large as they can be.

    The last row may have fewer; it too stands in the middle.

    Args:
        n_cells: 0 or more.
        within: What they lie in.
        gap: Between neighbours.

    >>> [cell.x for cell in grid(2, Box(0, 0, 200, 100))]
    [0.0, 100.0]
    """
    if not n_cells:
        return ()
    n_rows = max(
        range(1, n_cells + 1),
        key=lambda n_rows: (
            _side(n_cells, n_rows, within, gap) * (_UNEVEN if n_cells % n_rows else 1)
        ),
    )
    side = _side(n_cells, n_rows, within, gap)
    rows = _shared(n_cells, n_rows)
    top = within.y + (within.height - n_rows * side - (n_rows - 1) * gap) / 2
    return tuple(
        Box(
            within.x + (within.width - n * side - (n - 1) * gap) / 2 + column * (side + gap),
            top + row * (side + gap),
            side,
            side,
        )
        for row, n in enumerate(rows)
        for column in range(n)
    )


def chosen_evenly(all_of: Sequence[T], most: int) -> tuple[T, ...]:
    """At most so many, from the first to the last, at even steps.

    >>> chosen_evenly("abcdefg", 3)
    ('a', 'd', 'g')
    """
    if len(all_of) <= most:
        return tuple(all_of)
    return tuple(all_of[round(n * (len(all_of) - 1) / (most - 1))] for n in range(most))


def _shared(n_cells: int, n_rows: int) -> list[int]:
    """How many stand in each row, the fuller ones first."""
    return [n_cells // n_rows + (row < n_cells % n_rows) for row in range(n_rows)]


def _side(n_cells: int, n_rows: int, within: Box, gap: float) -> float:
    n_columns = _shared(n_cells, n_rows)[0]
    return min(
        (within.width - (n_columns - 1) * gap) / n_columns,
        (within.height - (n_rows - 1) * gap) / n_rows,
    )
