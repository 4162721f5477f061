"""Drawings side by side: all inside, none over another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioguide.picture.grid import Box, chosen_evenly, grid

sides = st.floats(50, 1000)


@given(st.integers(0, 30), sides, sides, st.floats(0, 1))
def test_squares_lie_inside_and_apart(n_cells, width, height, gap):
    cells = grid(n_cells, Box(10, 20, width, height), gap=gap)
    assert len(cells) == n_cells
    for cell in cells:
        assert cell.width == cell.height > 0
        assert cell.x >= 10 - 1e-6
        assert cell.y >= 20 - 1e-6
        assert cell.x + cell.width <= 10 + width + 1e-6
        assert cell.y + cell.height <= 20 + height + 1e-6
    for number, one in enumerate(cells):
        for other in cells[number + 1 :]:
            beside = abs(one.x - other.x) >= one.width + gap - 1e-6
            below = abs(one.y - other.y) >= one.height + gap - 1e-6
            assert beside or below


@pytest.mark.parametrize(
    ("n_cells", "width", "n_in_first_row"),
    [
        (1, 100, 1),
        (2, 100, 2),
        (3, 300, 3),
        (4, 100, 2),
        (6, 150, 3),
        (8, 200, 4),
        (8, 195, 4),
        (8, 100, 3),
        (5, 150, 3),
    ],
)
def test_rows_suit_the_box(n_cells, width, n_in_first_row):
    cells = grid(n_cells, Box(0, 0, width, 100))
    assert sum(cell.y == cells[0].y for cell in cells) == n_in_first_row


@given(st.lists(st.integers(), max_size=40, unique=True), st.integers(2, 10))
def test_a_choice_keeps_the_order_and_both_ends(everything, most):
    chosen = chosen_evenly(everything, most)
    assert len(chosen) == min(len(everything), most)
    assert list(chosen) == [one for one in everything if one in chosen]
    if everything:
        assert (chosen[0], chosen[-1]) == (everything[0], everything[-1])
