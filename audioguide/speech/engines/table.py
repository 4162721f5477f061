"""Which engines there are, by the name a script uses, and their settings."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from audioguide.errors import EngineError
from audioguide.near import did_you_mean, near_names

if TYPE_CHECKING:
    from audioguide.speech.engines.contract import Engine

BUILT_IN = "espeak"
DEFAULT = "default"
"""What a script may write for the built-in engine."""
GROUP = "audioguide.engines"
"""The group of entry points under which other packages offer engines."""

ENGINES: Mapping[str, str] = {
    BUILT_IN: "audioguide.speech.engines.espeak:EspeakEngine",
    "piper": "audioguide.speech.engines.piper:PiperEngine",
    "system": "audioguide.speech.engines.system:SystemEngine",
    "command": "audioguide.speech.engines.command:CommandEngine",
    "http": "audioguide.speech.engines.http:HttpEngine",
    "recorded": "audioguide.speech.engines.recorded:RecordedEngine",
}
"""Our own: name to `module:class`."""


class EngineSetup(Struct, frozen=True):
    """All that a worker process needs to make an engine."""

    place: str
    """`module:class`."""
    settings: bytes
    """As JSON."""

    def __repr__(self) -> str:
        """Without the settings, in which a server's key may stand."""
        return f"{type(self).__name__}({self.place!r})"


def make_engine(setup: EngineSetup) -> Engine:
    """The engine of a setup.

    Raises:
        EngineError: there is no such class, or it cannot be made.
    """
    module, _, name = setup.place.partition(":")
    try:
        kind = getattr(import_module(module), name)
    except (ImportError, AttributeError) as trouble:
        message = f"the speech engine at {setup.place} cannot be loaded: {trouble}"
        raise EngineError(message) from trouble
    engine: Engine = kind(msgspec.json.decode(setup.settings))
    return engine


class Engines:
    """The engines of one compilation, each made when it is first asked for."""

    def __init__(
        self,
        settings: Mapping[str, Mapping[str, Any]] | None = None,
        *,
        places: Mapping[str, str] = ENGINES,
    ) -> None:
        """Make none yet.

        Args:
            settings: what the user's configuration says, by the name of the engine.
            places: name to `module:class` of engines that win over those of other packages.
        """
        self._settings = settings or {}
        self._places = places
        self._setups: dict[str, EngineSetup] = {}
        self._made: dict[str, Engine] = {}

    def names(self) -> tuple[str, ...]:
        """Every engine there is: our own in their order, then those of other packages."""
        return tuple(dict.fromkeys([*self._places, *_offered()]))

    def knows(self, name: str) -> bool:
        """Whether there is an engine of that name."""
        # Our own first: to ask what other packages offer takes longer than a look at a script.
        return canonical(name) in self._places or canonical(name) in _offered()

    def setup(self, name: str) -> EngineSetup:
        """What makes the engine called `name`.

        Raises:
            EngineError: there is none of that name.
        """
        name = canonical(name)
        if name not in self._setups:
            place = self._places.get(name) or _offered().get(name)
            if place is None:
                raise EngineError(self._unknown(name))
            settings = msgspec.json.encode(self._settings.get(name, {}))
            self._setups[name] = EngineSetup(place, settings)
        return self._setups[name]

    def engine(self, name: str) -> Engine:
        """The engine called `name`.

        Raises:
            EngineError: there is none of that name, or its settings make no sense to it.
        """
        name = canonical(name)
        if name not in self._made:
            self._made[name] = make_engine(self.setup(name))
        return self._made[name]

    def _unknown(self, name: str) -> str:
        known = ", ".join(sorted(self.names()))
        hint = did_you_mean(near_names(name, self.names()))
        return f'no speech engine is called "{name}"; {hint or f"there are: {known}"}'


def canonical(name: str) -> str:
    """The engine's own name, where a script may say `default`."""
    return BUILT_IN if name == DEFAULT else name


@cache
def _offered() -> dict[str, str]:
    """Engines of other packages: name to `module:class`."""
    from importlib.metadata import entry_points

    return {one.name: one.value for one in entry_points(group=GROUP)}
