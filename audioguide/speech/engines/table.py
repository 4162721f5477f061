"""Which engines there are, by the name a script uses."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, cast

from audioguide.errors import EngineError

if TYPE_CHECKING:
    from audioguide.speech.engines.contract import Engine

BUILT_IN = "espeak"

ENGINES: Mapping[str, str] = {
    BUILT_IN: "audioguide.speech.engines.espeak:EspeakEngine",
    "default": "audioguide.speech.engines.espeak:EspeakEngine",
}
"""Name to `module:class`. The class is called without arguments, once a process."""


def load_engine(place: str) -> Engine:
    """The engine at `module:class`."""
    module, name = place.split(":")
    return cast("Engine", getattr(import_module(module), name)())


def engine_place(name: str, engines: Mapping[str, str] = ENGINES) -> str:
    """Where the engine called `name` lives.

    Raises:
        EngineError: there is none of that name.
    """
    if name not in engines:
        known = ", ".join(sorted(engines))
        raise EngineError(f'no speech engine is called "{name}"; there are: {known}')
    return engines[name]
