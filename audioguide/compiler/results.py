"""What a compilation comes to."""

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from audioguide.diagnostics import Diagnostic, has_errors
from audioguide.routine.routine import Routine
from audioguide.timeline.timeline import Timeline

OnProgress = Callable[[str, int, int], None]
"""Told `(stage, done, total)`; the stages are `speak` and `encode`."""


class Checked(Struct, frozen=True):
    """What is wrong with a script, as far as it can be told without making a sound."""

    diagnostics: tuple[Diagnostic, ...]

    @property
    def ok(self) -> bool:
        """Whether it would compile."""
        return not has_errors(self.diagnostics)


class Plan(Struct, frozen=True):
    """When everything in a script happens."""

    timeline: Timeline | None
    """None where the diagnostics have an error."""
    routine: Routine | None
    diagnostics: tuple[Diagnostic, ...]


class Build(Struct, frozen=True):
    """A track, or why there is none."""

    path: Path | None
    """The file that was written; None where the diagnostics have an error."""
    timeline: Timeline | None
    diagnostics: tuple[Diagnostic, ...]
    up_to_date: bool = False
    """True: the file already was what this build would have made, and was not touched."""
