"""What is to be spoken and what came back: nouns that speech, sound and the schedule share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Voice(Struct, frozen=True):
    """A voice with every setting settled."""

    engine: str
    """Name of the engine, `espeak` for the built-in one."""
    name: str
    """The engine's own id for the voice, such as `gmw/en`."""
    rate_wpm: int
    """Speaking rate after `pace`, in words a minute, within what the engine can do."""
    pitch: int
    """0 to 99, 50 is the voice's own."""
    fastest_wpm: int | None = None
    """What the engine can do; None: not known. No part of how the voice sounds."""
    level_db: float = 0.0
    """Gain on top of the calibrated loudness; never part of a clip's cache key."""

    @property
    def id(self) -> str:
        """`engine:name`, as timelines and lists show it."""
        return f"{self.engine}:{self.name}"


class Utterance(Struct, frozen=True):
    """One line to be spoken by one voice. Equal utterances sound alike to the sample."""

    text: str
    language: str
    """BCP 47 tag, such as `en-GB`."""
    voice: Voice
    pronounced: tuple[tuple[str, str], ...] = ()
    """Words of the text that are said in another way than they are spelled, each with its sounds
    as the voice's engine writes them."""


class Clip(Struct, frozen=True, eq=False):
    """Sound at `units.SAMPLE_RATE_HZ`, mono, trimmed and at its calibrated loudness."""

    pcm: NDArray[np.float32]
    """Shape `(n_samples,)`, full scale at ±1."""

    @property
    def n_samples(self) -> int:
        """Length in samples."""
        return int(self.pcm.shape[0])
