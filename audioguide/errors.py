"""Trouble around us, as exceptions that carry their exit code.

    AudioguideError            base; its message says what happened and what to do next
    ├── ScriptError      1     the script has errors (its diagnostics travel with it)
    ├── BadSoundError    1     a user's file cannot be a cue (in `sound.replacement`)
    ├── UsageError       2     a wrong option value
    ├── EngineError      3     a speech engine is missing, failed, hung or crashed
    │   ├── SpeechError              some lines could not be spoken (in `speech.speak`)
    │   └── NothingToSpeakError      a text has no sound (in `speech.engines.contract`)
    ├── EncoderError     3     an encoder is missing or failed
    ├── MissingExtraError 3    a package is missing that only one of the extras brings
    ├── PlayerError      3     what plays a track is missing, failed or hung
    └── FileError        4     a file could not be read or written

A mistake in a script is a `Diagnostic` (see `diagnostics`); a bug is a traceback.
"""

from collections.abc import Iterable
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audioguide.diagnostics import Diagnostic


class ExitCode(IntEnum):
    """What the process returns."""

    DONE = 0
    SCRIPT = 1
    USAGE = 2
    ENGINE = 3
    FILE = 4
    INTERRUPTED = 130


class AudioguideError(Exception):
    """Base of all that can end a compilation and is no bug."""

    exit_code = ExitCode.SCRIPT

    def __init__(self, message: str, *, diagnostics: "Iterable[Diagnostic]" = ()) -> None:
        super().__init__(message)
        self.diagnostics = tuple(diagnostics)
        """The same trouble at its places in the user's files, where it has any."""


class ScriptError(AudioguideError):
    """The script has errors; nothing was written."""

    exit_code = ExitCode.SCRIPT

    def __init__(self, diagnostics: "Iterable[Diagnostic]") -> None:
        from audioguide.diagnostics import first_line

        found = tuple(diagnostics)
        super().__init__("\n".join(map(first_line, found)), diagnostics=found)


class UsageError(AudioguideError):
    """An option was given a value that it cannot take."""

    exit_code = ExitCode.USAGE


class EngineError(AudioguideError):
    """A speech engine is missing, failed, hung or crashed."""

    exit_code = ExitCode.ENGINE


class EncoderError(AudioguideError):
    """An encoder is missing or failed."""

    exit_code = ExitCode.ENGINE


class MissingExtraError(AudioguideError):
    """A package is missing that only one of audioguide's extras brings."""

    exit_code = ExitCode.ENGINE


class PlayerError(AudioguideError):
    """What plays a track is missing, failed or hung."""

    exit_code = ExitCode.ENGINE


class FileError(AudioguideError):
    """A file or folder could not be read or written."""

    exit_code = ExitCode.FILE

    @classmethod
    def from_os(cls, verb: str, path: object, trouble: OSError) -> "FileError":
        """`could not <verb> <path>: <reason>` from what the system said."""
        return cls(f"could not {verb} {path}: {trouble.strerror or trouble}")
