"""What numbers, units and short forms are called in a language: data, one set a language."""

from msgspec import Struct

Forms = tuple[tuple[str, str], ...]
"""Pairs of a gender, empty for any, and the form for it."""

HOUR, MINUTE, SECOND, TIMES = "h", "min", "s", "x"
"""Symbols of units that every language has."""


class Unit(Struct, frozen=True):
    """A unit, or another noun that is counted."""

    symbols: tuple[str, ...]
    """As it is written behind a number: `s`, `sec`; none for a noun."""
    one: str
    many: str
    gender: str = ""
    of: str = ""
    """As it follows a share, where the language's own way is wrong for it: `d'heure`."""


class Share(Struct, frozen=True):
    """A fraction below one, and templates for it.

    `{n}` is the whole number before the fraction and `{next}` the one above it; `{unit}` is the
    unit's singular, `{units}` what `{n}` and more of it are called, `{counted}` is `{n}` with
    the unit behind it, `{of}` the unit as it follows "three quarters".
    """

    written: str
    """`1/2`."""
    alone: str
    part: Forms
    """Of a unit: half a minute."""
    more: Forms
    """Above a whole number: `{n} and a half {units}`."""
    wholes: tuple[tuple[int, str], ...] = ()
    """Templates of their own for some whole numbers: German `eineinhalb {units}`."""


class Ordinals(Struct, frozen=True):
    """Numbers with a full stop that are ordinals: German `der 2. Satz`."""

    words: tuple[tuple[int, str], ...]
    endings: tuple[tuple[str, str], ...]
    """Words before the number that make it one, and what they add to its end."""
    before: tuple[str, ...]
    """Words behind the number that make it one."""


class ReadingRules(Struct, frozen=True):
    """How a language says what is written in figures and signs."""

    decimal: str
    thousands: str
    to: str
    """Between the ends of a range."""
    units: tuple[Unit, ...]
    per: str = ""
    """For the slash behind a unit: `3x/week`; empty: the slash stays."""
    of: str = "{unit}"
    """A unit as it follows a share: half `a {unit}`."""
    singular_below: int = 0
    """French counts one and a half in the singular; 0: one alone."""
    words: tuple[tuple[str, str], ...] = ()
    """Short forms and signs, and what they are said as."""
    before_number: tuple[tuple[str, str], ...] = ()
    """The same, where a number follows."""
    clock_words: tuple[str, ...] = ()
    """What stands behind a time of the day, which is no length."""
    clock_before: tuple[str, ...] = ()
    """What stands before one."""
    clock: str = ""
    """How `7:30` and the word behind it are said, as `{hours} Uhr {minutes}`; empty: as written."""
    patterns: tuple[str, ...] = ()
    """Words behind a pattern of the breath: `4-6 rhythm` is no range."""
    ages_after: tuple[str, ...] = ()
    """Words behind which `30s` are years."""
    shares: tuple[Share, ...] = ()
    agreeing: tuple[tuple[str, tuple[tuple[int, str], ...]], ...] = ()
    """By gender, words of the numbers that change with it; under `to`, those at the beginning of
    a range, where they are others."""
    hundreds: tuple[tuple[int, str], ...] = ()
    """How one hundred and more begin where such a number ends them."""
    ordinals: Ordinals | None = None
