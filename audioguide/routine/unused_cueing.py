"""Cueing that a step asks for itself, and that can do nothing in it."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from audioguide.cueing import COUNTINGS, Encouragement
from audioguide.diagnostics import Diagnostic, note
from audioguide.dose import BreathsHold, Dose, Flow, Reps, Rhythm, SecondsHold
from audioguide.routine.cueing import CUEING_KEYS
from audioguide.source import Spanned
from audioguide.syntax.script import (
    BreatheStep,
    ChimeStep,
    ClickStep,
    CueingSpec,
    RestStep,
    SayStep,
)

PlainStep = SayStep | RestStep | BreatheStep | ClickStep | ChimeStep
"""A step that is no pose and has no steps inside."""


class _Place(Struct, frozen=True):
    """What may be cued at one kind of place."""

    name: str
    heeds: frozenset[str]
    """Keys of `cueing` that can do something."""
    if_active: frozenset[str] = frozenset()
    """Those that do so in poses that are not restful, beside the others."""


_PLACES: dict[type[Dose | PlainStep], _Place] = {
    SecondsHold: _Place(
        "a hold", frozenset({"chime_every", "ready"}), frozenset({"time_left", "encourage"})
    ),
    BreathsHold: _Place(
        "a hold in breaths", frozenset({"chime_every", "ready"}), frozenset({"encourage"})
    ),
    Flow: _Place("a flow", frozenset({"ready"})),
    Rhythm: _Place(
        "a rhythm", frozenset({"ready"}), frozenset({"counts", "direction", "encourage"})
    ),
    Reps: _Place("repetitions", frozenset({"counts", "direction", "ready"})),
    BreatheStep: _Place("`breathe`", frozenset({"chime_every", "ready"})),
    ClickStep: _Place("a `click`", frozenset({"counts", "direction", "ready"})),
    RestStep: _Place("a `rest`", frozenset({"next"})),
    SayStep: _Place("a `say`", frozenset()),
    ChimeStep: _Place("a `chime`", frozenset()),
}

_HINTS = {
    "counts": "repetitions, rhythms and clicks are counted",
    "direction": "repetitions, rhythms and clicks are counted",
    "chime_every": "it is for holds and for `breathe`",
    "time_left": "it is for holds in seconds, of poses that are not restful",
    "next": "it is for a `rest`, or for steps that hold one",
    "ready": "it is for poses, `breathe` and `click`",
    "encourage": "it is for holds and rhythms, of poses that are not restful",
}

_ASKS_NOTHING = (COUNTINGS["off"], Encouragement.NONE)
"""Beside what is zero, empty or false; what is off does what it says anywhere."""


def unused_cueing(
    written: CueingSpec | None, place: Dose | PlainStep, *, is_restful: bool = False
) -> Iterator[Diagnostic]:
    """A note `cueing-unused` for each key that does nothing there.

    Args:
        written: On the step itself; what stands around it may be for other steps.
        place: The step, or its dose.
        is_restful: Whether it is the dose of a restful pose.
    """
    if written is None:
        return
    at = _PLACES[type(place)]
    for field, key in CUEING_KEYS.items():
        value: Spanned[Any] | None = getattr(written, field)
        if value is None or not value.value or value.value in _ASKS_NOTHING:
            continue
        if key in at.heeds or (key in at.if_active and not is_restful):
            continue
        where = "a restful pose" if key in at.if_active else at.name
        yield note("cueing-unused", f"`{key}` does nothing in {where}", value.span, _HINTS[key])
