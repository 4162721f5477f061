"""A cue that the user wants otherwise. A noun of `sound`."""

from pathlib import Path

from msgspec import Struct

from audioguide.errors import AudioguideError


class Replacement(Struct, frozen=True):
    """Another file for a cue, another level, or both."""

    name: str
    """Of the cue, such as `start` or `inhale`."""
    path: Path | None
    """Absent: the built-in sound."""
    level_db: float
    """Gain on top of the built-in sound's loudness, which a file is brought to first."""


class BadSoundError(AudioguideError):
    """A user's file cannot be a cue, or a bed."""

    def __init__(self, name: str, path: Path, reason: str) -> None:
        sound = f"the sound {path}" if name == path.name else f"the sound for {name!r}, {path},"
        super().__init__(f"{sound} cannot be used: {reason}")
        self.name = name
        """Of the cue; a bed has that of its file."""
        self.path = path
        self.reason = reason
