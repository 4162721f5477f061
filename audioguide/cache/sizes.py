"""Sizes as people write them, and the limit of the cache."""

import os
import re
from fractions import Fraction

from audioguide.errors import UsageError

LIMIT_VARIABLE = "AUDIOGUIDE_CACHE_LIMIT"
USUAL_LIMIT_BYTES = 2 << 30
"""Holds the speech of some hundred routines: a minute of speech is 5 MiB, an hour of track 41."""

_UNITS = ("B", "KiB", "MiB", "GiB", "TiB")
_FACTORS = {unit.casefold(): 1024**power for power, unit in enumerate(_UNITS)}
_FACTORS |= {unit: 1000**power for power, unit in enumerate(("kb", "mb", "gb", "tb"), 1)}
_SIZE = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,6})?) ?([a-z]+)", re.IGNORECASE | re.ASCII)


def parse_size(text: str) -> int:
    """A size such as `500 MiB`, `1.5 GB` or `0` as whole bytes, rounded down.

    `KiB` and its like count by 1024, `kB` and its like by 1000; case does not matter.

    Raises:
        UsageError: it is none.

    >>> parse_size("2 GiB"), parse_size("1.5kb"), parse_size("0")
    (2147483648, 1500, 0)
    """
    found = _SIZE.fullmatch(text.strip())
    factor = _FACTORS.get(found[2].casefold()) if found else None
    if found and factor:
        return int(Fraction(found[1]) * factor)
    if text.strip() == "0":
        return 0
    raise UsageError(
        f"{text!r} is no size: write a number and B, KiB, MiB, GiB, TiB, kB, MB, GB or TB, "
        "such as 500 MiB, or 0"
    )


def format_size(n_bytes: int) -> str:
    """Bytes in the largest unit that they fill, with a decimal where that says more.

    >>> [format_size(n) for n in (0, 1023, 1024, 1_600_000, 2 << 30)]
    ['0 B', '1023 B', '1 KiB', '1.5 MiB', '2 GiB']
    """
    power = 0
    while power + 1 < len(_UNITS) and n_bytes >= 1024 ** (power + 1):
        power += 1
    number = f"{n_bytes / 1024**power:.1f}".removesuffix(".0")
    return f"{number} {_UNITS[power]}"


def cache_limit_bytes() -> int:
    """How much the cache may hold: `AUDIOGUIDE_CACHE_LIMIT`, else `USUAL_LIMIT_BYTES`.

    Raises:
        UsageError: the variable has a value that is no size.
    """
    text = os.environ.get(LIMIT_VARIABLE)
    if not text:
        return USUAL_LIMIT_BYTES
    try:
        return parse_size(text)
    except UsageError as refused:
        raise UsageError(f"{LIMIT_VARIABLE}: {refused}") from refused
