"""The names of the cues, and how long the built-in ones sound. Plain Python, for schedules."""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from audioguide.units import Samples, to_samples

BUILT_IN_LENGTHS: Mapping[str, Samples] = MappingProxyType(  # [twin: names of cues]
    {
        "click": to_samples(Fraction(9, 100)),
        "accent": to_samples(Fraction(9, 100)),
        "hold": to_samples(Fraction(35, 100)),
        "rest": to_samples(Fraction(45, 100)),
        "start": to_samples(2),
        "end": to_samples(4),
        "halfway": to_samples(Fraction(9, 10)),
        "last": to_samples(Fraction(3, 10)),
        "ping": to_samples(Fraction(6, 10)),
    }
)
"""Length of each one-shot cue."""

BREATH_NAMES = ("inhale", "exhale")
"""Cues that last as long as their phase."""
