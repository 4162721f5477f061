"""Advice for the body: what a physiotherapist would say on reading a routine.

One advice a file, whose docstring is its manual page. Each gives warnings; none stops a build.
To add one, write a file with a `check` function and add it to `CHECKS`.
"""

from collections.abc import Callable, Iterator

from audioguide.diagnostics import Diagnostic
from audioguide.routine.checks import (
    abrupt_reversal,
    breath_rate,
    cold_start,
    follow_with,
    no_final_rest,
    no_safety_words,
    sets_add_up,
)
from audioguide.routine.need import Need
from audioguide.routine.routine import Routine

Check = Callable[[Routine], Iterator[Diagnostic]]

CHECKS: tuple[Check, ...] = (
    no_safety_words.check,
    cold_start.check,
    follow_with.check,
    abrupt_reversal.check,
    breath_rate.check,
    no_final_rest.check,
    sets_add_up.check,
)


def needs(routine: Routine) -> tuple[Need, ...]:
    """What has to last how long, so that no advice is drawn that a shorter routine would draw."""
    return (
        *cold_start.needs(routine),
        *abrupt_reversal.needs(routine),
        *no_final_rest.needs(routine),
    )


def advise(routine: Routine) -> tuple[Diagnostic, ...]:
    """Every warning about a routine, once for each place in the script."""
    found: dict[tuple[object, ...], Diagnostic] = {}
    for check in CHECKS:
        for diagnostic in check(routine):
            found.setdefault((diagnostic.code, diagnostic.span), diagnostic)
    return tuple(found.values())
