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

FRAME_SAMPLES = 1152
"""Samples of one MP3 frame. Source: ISO/IEC 11172-3, layer III."""


def round_half_up(value: Fraction) -> int:
    """The nearest whole number, the upper one where two are equally near.

    >>> round_half_up(Fraction(5, 2)), round_half_up(Fraction(-5, 2)), round_half_up(Fraction(7, 3))
    (3, -2, 2)
    """
    return _nearest(value.numerator, value.denominator)


def _nearest(numerator: int, denominator: int) -> int:
    """A quotient rounded half up, without the division that a `Fraction` does first."""
    return (2 * numerator + denominator) // (2 * denominator)


def to_samples(seconds: Fraction | int) -> Samples:
    """A duration in seconds as whole samples, rounded once, half up.

    >>> to_samples(30)
    1323000
    """
    return Samples(_nearest(seconds.numerator * SAMPLE_RATE_HZ, seconds.denominator))


def to_milliseconds(samples: int) -> int:
    """A position or length in whole milliseconds, rounded half up, as tags and captions have it.

    >>> to_milliseconds(44_100), to_milliseconds(44_122)
    (1000, 1000)
    """
    return _nearest(samples * 1000, SAMPLE_RATE_HZ)


def to_seconds(samples: int) -> Fraction:
    """A number of samples as exact seconds."""
    return Fraction(samples, SAMPLE_RATE_HZ)


def grid_position(k: int, period_seconds: Fraction) -> Samples:
    """Where event `k` of an even grid lies, in samples from the start of the grid.

    The law is `floor(k * period + 1/2)` on the exact period, never an accumulated float.

    >>> [grid_position(k, Fraction(1, 3)) for k in (0, 1, 2, 32_400)]
    [0, 14700, 29400, 476280000]
    """
    period_samples = period_seconds.numerator * SAMPLE_RATE_HZ
    return Samples(_nearest(k * period_samples, period_seconds.denominator))


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


def format_whole_seconds(ms: int) -> str:
    """Milliseconds as people read a clock, in whole seconds, rounded down.

    Apps that look for times in a text, to make links of them, know this form too.

    >>> format_whole_seconds(65_999), format_whole_seconds(3_600_000)
    ('1:05', '1:00:00')
    """
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def to_whole_frames(length: int) -> Samples:
    """A length in samples, rounded up to whole MP3 frames.

    >>> to_whole_frames(1), to_whole_frames(1152), to_whole_frames(1153)
    (1152, 1152, 2304)
    """
    return Samples(-(-length // FRAME_SAMPLES) * FRAME_SAMPLES)
