"""Sizes of files as people write and read them."""

import re
from fractions import Fraction

from audioguide.errors import UsageError

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
