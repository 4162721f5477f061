"""One script as it is in several weeks."""

from msgspec import Struct
from msgspec.structs import replace

from audioguide.compiler.results import Plan
from audioguide.diagnostics import Diagnostic, Severity, has_errors

_OF_LINES = ("speech-", "count-thinned")
"""What codes of such notes begin with."""


class WeekPlan(Struct, frozen=True):
    """When everything in a script happens in one week."""

    week: int
    """Counted from 1."""
    plan: Plan


class WeekPlans(Struct, frozen=True):
    """A script in several weeks."""

    weeks: tuple[WeekPlan, ...]

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What was found, each once; what does not hold in every week names its weeks.

        Without the notes of how lines found their place: each week has its own figures in them.
        """
        found: dict[Diagnostic, list[int]] = {}
        for one in self.weeks:
            for diagnostic in dict.fromkeys(one.plan.diagnostics):
                if not _is_of_a_line(diagnostic):
                    found.setdefault(diagnostic, []).append(one.week)
        return tuple(
            diagnostic if len(weeks) == len(self.weeks) else _in_weeks(diagnostic, weeks)
            for diagnostic, weeks in found.items()
        )

    @property
    def ok(self) -> bool:
        """Whether it would compile in every week."""
        return not has_errors(self.diagnostics)


def _is_of_a_line(diagnostic: Diagnostic) -> bool:
    """Whether it is a note of how a spoken line or a count was made to fit."""
    return diagnostic.severity is Severity.NOTE and diagnostic.code.startswith(_OF_LINES)


def _in_weeks(diagnostic: Diagnostic, weeks: list[int]) -> Diagnostic:
    """The diagnostic with the weeks, in order, in which it holds."""
    which = "week" if len(weeks) == 1 else "weeks"
    listed = ", ".join(map(str, weeks))
    if len(weeks) > 2 and weeks[-1] - weeks[0] == len(weeks) - 1:
        listed = f"{weeks[0]} to {weeks[-1]}"
    return replace(diagnostic, message=f"{diagnostic.message} ({which} {listed})")
