"""What a compilation comes to."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from audioguide.diagnostics import Diagnostic, has_errors

if TYPE_CHECKING:
    from audioguide.compiler.explanation import PartOutcome
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

    timeline: "Timeline | None"
    """None where the diagnostics have an error."""
    routine: "Routine | None"
    diagnostics: tuple[Diagnostic, ...]


class Build(Struct, frozen=True, dict=True):
    """A track, or why there is none."""

    path: Path | None
    """The file that was written; None where the diagnostics have an error."""
    made_timeline: "Timeline | None"
    """The timeline, where this build made one; see `timeline`."""
    diagnostics: tuple[Diagnostic, ...]
    up_to_date: bool = False
    """True: the file already was what this build would have made, and was not touched."""
    explanation: "tuple[PartOutcome, ...]" = ()
    """What became of each line and island, where this was asked for and there was work to do."""
    beside: tuple[Path, ...] = ()
    """The files beside the track that were asked for, whether or not there was work to do."""
    plan_again: "Callable[[], Timeline | None] | None" = None
    """Makes the timeline of a track that is up to date."""

    @cached_property
    def timeline(self) -> "Timeline | None":
        """When everything on the track happens; None where the diagnostics have an error.

        A build that found its track up to date made none: then this plans the script as it is
        now, at the first use.
        """
        if self.made_timeline is None and self.plan_again is not None:
            return self.plan_again()
        return self.made_timeline
