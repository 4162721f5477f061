"""Cueing with every key settled: each comes from the strongest layer that has it."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from audioguide.cueing import COUNTINGS, Counting, Cueing
from audioguide.routine.layers import Layers
from audioguide.source import Spanned
from audioguide.syntax.script import CueingSpec

CUEING_KEYS = {
    "counts": "counts",
    "direction": "direction",
    "chime_every_seconds": "chime_every",
    "time_left_seconds": "time_left",
    "names_next": "next",
    "ready_seconds": "ready",
    "encouragement": "encourage",
}
"""Fields of `CueingSpec` and of `Cueing`, each with its key of the language."""


def settle_cueing(layers: Layers, record: Callable[[str, str, str], None]) -> Cueing:
    """The cueing that holds.

    Args:
        layers: Where it may be written.
        record: Takes the name, the value and the origin of each key that is written somewhere.
    """
    values: dict[str, Any] = {}
    for field, key in CUEING_KEYS.items():
        for layer in layers:
            written = layer.overrides.cueing
            value: Spanned[Any] | None = _value(written, field) if written else None
            if value is not None:
                values[field] = value.value
                record(f"cueing {key}", _shown(value.value), layer.origin)
                break
    return Cueing(**values)


def _value(written: CueingSpec, field: str) -> Spanned[Any] | None:
    found: Spanned[Any] | None = getattr(written, field)
    return found


def _shown(value: object) -> str:
    match value:
        case bool():
            return "on" if value else "off"
        case Counting():
            named = (name for name, counting in COUNTINGS.items() if counting == value)
            return next(named, str(value.reps_step))
        case Fraction():
            return f"{float(value):g} s" if value else "off"
        case tuple():
            return ", ".join(map(_shown, value)) or "off"
    return str(value)
