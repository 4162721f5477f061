"""What the command line (or a Python caller) sets for one compilation."""

from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec import Struct

from audioguide.dose import Breathing, Guidance

if TYPE_CHECKING:
    from audioguide.syntax.script import BedSpec, ChaptersBy


class DeviceSays(Struct, frozen=True):
    """What a device asks of a routine; None: what the routine has."""

    name: str
    keep_awake: bool | None = None
    lead_in_seconds: Fraction | None = None


class Options(Struct, frozen=True):
    """Settings that win over everything that a file says; absent ones say nothing."""

    parameters: tuple[tuple[str, str], ...] = ()
    """`--set NAME=VALUE`, in order."""
    pace: Fraction | None = None
    breath: Breathing | None = None
    guidance: Guidance | None = None
    voice: str | None = None
    """A voice's name, or `engine:name`."""
    rate_wpm: int | None = None
    language: str | None = None
    week: int | None = None
    """By which doses grow, 1 to `syntax.scalars.LAST_WEEK`."""
    bed: "BedSpec | None" = None
    keep_awake: bool | None = None
    chapters_by: "ChaptersBy | None" = None
    cover: str | None = None
    """A word of `syntax.script.CoverWord`, or a file, relative to the working folder."""
    target_seconds: Fraction | None = None
    """How long the track is to be."""
    device: str | None = None
    """Of `delivery.devices.DEVICES`, or of the user's configuration."""
    device_says: DeviceSays | None = None
    """The same, looked up by the compiler: weaker than all here, stronger than all files."""
    profile: str | None = None
    """A profile of the user's configuration, or `syntax.config.NO_PROFILE`."""
    fallback: tuple[str, ...] = ()
    """Voices that may stand in for one that is not here; before those of the configuration."""
    program: tuple[str, ...] = ()
    """A program that speaks, with its arguments; it is the voice where `voice` is absent."""
