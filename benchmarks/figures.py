"""Figures as they are shown."""

from results import Spread


def figure(found: Spread | None, unit: str = "") -> str:
    """A median with its range, and of how many; nothing where nothing was measured."""
    if found is None:
        return ""
    median = f"{number(found.median)}{unit}"
    if found.n == 1:
        return f"{median} (one run)"
    return f"{median} ({number(found.least)} to {number(found.greatest)}; n={found.n})"


def number(value: float) -> str:
    """As many digits as mean something: 0.012, 0.46, 1.23, 45.7, 1234."""
    n_decimals = next((n for bound, n in ((0.1, 3), (10, 2), (100, 1)) if abs(value) < bound), 0)
    return f"{value:.{n_decimals}f}"
