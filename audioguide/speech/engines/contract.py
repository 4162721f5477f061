"""What a speech engine promises. The rest of `speech` knows engines by this alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from msgspec import Struct

from audioguide.errors import EngineError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from audioguide.clip import Utterance


class Abilities(Struct, frozen=True):
    """What can be asked of an engine; a script's wish is clamped to it before it gets here."""

    slowest_wpm: int
    fastest_wpm: int


class RawSound(Struct, frozen=True, eq=False):
    """Sound as an engine gave it: untrimmed, at the engine's own rate and level."""

    pcm: NDArray[Any]
    """Shape `(n_frames,)` or `(n_frames, n_channels)`. Unsigned 8-bit, signed 16-bit and
    32-bit integers use their whole range, floats have full scale at ±1."""
    rate_hz: int


class NothingToSpeakError(EngineError):
    """The text has no sound; to try again would change nothing."""

    def __init__(self) -> None:
        super().__init__("nothing to speak")


class Engine(Protocol):
    """Turns utterances into sound, one at a time, in a worker process.

    A module of an engine is cheap to import: everything heavy is imported by `synthesize`.
    An engine may print, crash or hang; its process is watched, and replaced when it does.
    """

    abilities: Abilities

    def fingerprint(self) -> str:
        """Everything besides the utterance that decides the sound, for cache keys.

        The versions of the program, of its voices and of the code that drives it. It is asked
        for in the main process, so it must not load the engine.

        Raises:
            EngineError: the engine is not installed; the message says how to install it.
        """
        ...

    def synthesize(self, utterance: Utterance) -> RawSound:
        """Speak the text as plain words: no markup, no phonemes, no options.

        Equal utterances should give equal samples, whatever was spoken before. A text that
        has no sound may give silence.

        Raises:
            NothingToSpeakError: the text has no sound, and the engine can tell.
            EngineError: the engine refused, or what it gave is not whole.
        """
        ...

    def is_worn(self) -> bool:
        """True: this process has to be replaced before the next utterance."""
        ...
