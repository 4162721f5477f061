"""Samples and seconds: the one place where the one becomes the other.

Seconds are exact (`fractions.Fraction`), samples are whole. A duration is rounded once,
half up; positions are then sums of whole samples, so nothing drifts.
"""

from fractions import Fraction
from typing import NewType

Samples = NewType("Samples", int)
"""A whole number of samples at `SAMPLE_RATE_HZ`: a position on the track or a length."""

SAMPLE_RATE_HZ = 44_100
"""The rate of every track. Source: car and speaker manuals agree on 44.1 kHz; several
players refuse 48 kHz."""


def round_half_up(value: Fraction) -> int:
    """The nearest whole number, the upper one where two are equally near.

    >>> round_half_up(Fraction(5, 2)), round_half_up(Fraction(-5, 2)), round_half_up(Fraction(7, 3))
    (3, -2, 2)
    """
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def to_samples(seconds: Fraction | int) -> Samples:
    """A duration in seconds as whole samples, rounded once, half up.

    >>> to_samples(30)
    1323000
    """
    return Samples(round_half_up(Fraction(seconds) * SAMPLE_RATE_HZ))


def to_seconds(samples: int) -> Fraction:
    """A number of samples as exact seconds."""
    return Fraction(samples, SAMPLE_RATE_HZ)


def grid_position(k: int, period_seconds: Fraction) -> Samples:
    """Where event `k` of an even grid lies, in samples from the start of the grid.

    The law is `floor(k * period + 1/2)` on the exact period, never an accumulated float.

    >>> [grid_position(k, Fraction(1, 3)) for k in (0, 1, 2, 32_400)]
    [0, 14700, 29400, 476280000]
    """
    return Samples(round_half_up(k * period_seconds * SAMPLE_RATE_HZ))


def format_clock(seconds: Fraction | float) -> str:
    """Seconds as people read a clock, tenths kept: `1:02.5`, `1:00:00.0`.

    >>> format_clock(Fraction(125, 2)), format_clock(3600)
    ('1:02.5', '1:00:00.0')
    """
    tenths = round_half_up(Fraction(seconds) * 10)
    minutes, tenths = divmod(tenths, 600)
    hours, minutes = divmod(minutes, 60)
    tail = f"{tenths // 10:02d}.{tenths % 10}"
    return f"{hours}:{minutes:02d}:{tail}" if hours else f"{minutes}:{tail}"
