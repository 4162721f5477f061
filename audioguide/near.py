"""Names that an author may have meant."""

from collections.abc import Iterable


def near_names(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """At most three of `known` that look like `name`, the likeliest first.

    >>> near_names("Supin", ["supine", "seated", "wall"])
    ('supine',)
    """
    # Imported late: most files have no slip in them.
    from difflib import get_close_matches

    by_lower = {one.lower(): one for one in known}
    # Close matching is quadratic in the length of the name.
    matches = get_close_matches(name[:100].lower(), by_lower, n=3)
    return tuple(by_lower[match] for match in matches)


def did_you_mean(names: Iterable[str]) -> str | None:
    """The hint that offers `names`; None where there are none.

    >>> did_you_mean(["cat-cow", "camel"])
    'did you mean "cat-cow" or "camel"?'
    """
    offered = " or ".join(f'"{name}"' for name in names)
    return f"did you mean {offered}?" if offered else None


def slip_hint(name: str, known: Iterable[str]) -> str | None:
    """The hint that offers the likeliest of `known` alone, for words of the language."""
    return did_you_mean(near_names(name, known)[:1])
