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
    languages: tuple[str, ...] = ()
    """BCP 47 tags; the first is what the voice is made for. Empty: not known."""
    stand_ins: tuple["FoundVoice", ...] = ()
    """Whoever may have to speak single lines in its place."""
    replaces: str | None = None
    """Why this voice stands in for the one that was asked for, as half a sentence."""

    def may_speak(self, language: str) -> bool:
        """Whether its languages have this one, in whatever region, or are not known.

        >>> FoundVoice("espeak", "gmw/en", 80, 400, ("en-GB", "en")).may_speak("en-US")
        True
        """
        return not self.languages or _base(language) in map(_base, self.languages)


class UnknownVoice(Struct, frozen=True):
    """An engine or a voice that there is not."""

    is_engine: bool
    """True: it is the engine that there is not, or that cannot be used; False: the voice."""
    near: tuple[str, ...]
    """Names that may have been meant."""
    missing: str | None = None
    """Why the engine or the voice, which is known, cannot be used here, and what to do."""
    engine: str | None = None
    """Whose voice it would be; None: that of the engine that was asked for."""


def voice_id(engine: str, name: str) -> str:
    """A voice with its engine, which may stand before its name already.

    >>> voice_id("recorded", "anna"), voice_id("recorded", "recorded:anna")
    ('recorded:anna', 'recorded:anna')
    """
    return name if ":" in name else f"{engine}:{name}"


def _base(tag: str) -> str:
    return tag.replace("_", "-").partition("-")[0].casefold()


class FindVoice(Protocol):
    """Looks a voice up; an absent name asks for the engine's voice of the language."""

    def __call__(self, engine: str, name: str | None, language: str) -> FoundVoice | UnknownVoice:
        """The voice called `name` (an id or a short name), or what else there is."""
        ...
