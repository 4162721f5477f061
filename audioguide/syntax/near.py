"""Names close to one that nobody knows."""

from collections.abc import Iterable


def near_names(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """Up to three of `names` that `name` may be a slip of, the closest first.

    >>> near_names("hodl", ["hold", "flow", "reps"])
    ('hold',)
    """
    # Imported late: most files have no slip in them.
    from difflib import get_close_matches

    # Close matching is quadratic in the length of the name.
    return tuple(get_close_matches(name[:100], dict.fromkeys(names), n=3, cutoff=0.6))


def did_you_mean(name: str, names: Iterable[str]) -> str | None:
    """The hint that names the closest of `names`, if one is close."""
    near = near_names(name, names)
    return f'did you mean "{near[0]}"?' if near else None
