"""What a routine needs to know of voices; who has them is none of its business."""

from typing import Protocol

from msgspec import Struct

BUILT_IN_ENGINE = "espeak"
DEFAULT_ENGINE_NAME = "default"
"""What a script may write for the built-in engine."""


class FoundVoice(Struct, frozen=True):
    """A voice that an engine has."""

    engine: str
    name: str
    """The engine's own id."""
    slowest_wpm: int
    fastest_wpm: int
    replaces: str | None = None
    """Why this voice stands in for the one that was asked for, as half a sentence."""


class UnknownVoice(Struct, frozen=True):
    """An engine or a voice that there is not."""

    is_engine: bool
    """True: there is no engine of that name; False: it has no such voice."""
    near: tuple[str, ...]
    """Names that may have been meant."""
    missing: str | None = None
    """Why the engine, which is known, cannot be used here, and what to do."""
    engine: str | None = None
    """Whose voice it would be; None: that of the engine that was asked for."""


class FindVoice(Protocol):
    """Looks a voice up; an absent name asks for the engine's voice of the language."""

    def __call__(self, engine: str, name: str | None, language: str) -> FoundVoice | UnknownVoice:
        """The voice called `name` (an id or a short name), or what else there is."""
        ...
