"""Tables: drawn by rich on a terminal, plain columns everywhere else."""

import sys
from collections.abc import Sequence

from audioguide.cli.talk import is_colourful, is_lively, result
from audioguide.diagnostics import display_width, printable

Row = Sequence[str]


def show_table(headings: Row, rows: Sequence[Row]) -> None:
    """Print a table as a command's result."""
    if is_lively(sys.stdout):
        _draw(headings, rows)
    else:
        for line in aligned(headings, rows):
            result(line)


def aligned(headings: Row, rows: Sequence[Row]) -> list[str]:
    """The lines of a table with columns of even width, two spaces apart.

    >>> aligned(("id", "name"), [("cat-cow", "Cat and cow")])
    ['id       name', 'cat-cow  Cat and cow']
    """
    table = [[printable(cell) for cell in row] for row in (headings, *rows)]
    widths = [max(display_width(cell) for cell in column) for column in zip(*table, strict=True)]
    return [
        "  ".join(
            cell + " " * (width - display_width(cell))
            for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in table
    ]


def _draw(headings: Row, rows: Sequence[Row]) -> None:
    """Print the table with rich, which folds long cells to the terminal's width."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*headings, box=SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    Console(no_color=not is_colourful(sys.stdout)).print(table)
