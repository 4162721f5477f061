"""What the command line (or a Python caller) sets for one compilation."""

from fractions import Fraction

from msgspec import Struct

from audioguide.dose import BreathPattern, Guidance


class Options(Struct, frozen=True):
    """Settings that win over everything that a file says; absent ones say nothing."""

    parameters: tuple[tuple[str, str], ...] = ()
    """`--set NAME=VALUE`, in order."""
    pace: Fraction | None = None
    breath: BreathPattern | None = None
    guidance: Guidance | None = None
    voice: str | None = None
    """A voice's name, or `engine:name`."""
    rate_wpm: int | None = None
    language: str | None = None
