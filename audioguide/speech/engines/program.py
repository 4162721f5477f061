"""Programs of the user, run without a shell: their arguments, their time, and how they end."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from threading import Thread
from typing import IO

from audioguide.errors import EngineError

PLACEHOLDERS = ("out", "text", "rate", "pitch", "language", "voice")
"""What may stand in braces in an argument."""

_BRACES = re.compile(r"\{(\w*)\}")
_LAST_BYTES = 400
"""Of what a program had to say."""
_LAST_WORDS_SECONDS = 1.0
"""To wait for them once it has ended; what it left running may hold the pipe open for ever."""
_BATCH_SUFFIXES = (".bat", ".cmd")
"""Windows runs these by a shell, whatever it is asked."""


def fault_of(arguments: tuple[str, ...]) -> str | None:
    """What is wrong with a program and its arguments; None where nothing is.

    >>> fault_of(("flite", "-o", "{output}"))
    'there is no {output}; there are {out}, {text}, {rate}, {pitch}, {language}, {voice}'
    >>> fault_of(("flite", "-o", "{out}"))
    """
    if not arguments or not arguments[0].strip():
        return "there is no program"
    names = [name for argument in arguments for name in _BRACES.findall(argument)]
    unknown = next((name for name in names if name not in PLACEHOLDERS), None)
    if unknown is not None:
        known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        return f"there is no {{{unknown}}}; there are {known}"
    if _BRACES.search(arguments[0]):
        return "the program itself has no placeholders"
    if "out" not in names:
        return "{out} is missing, the WAV file that it shall write"
    return None


def asks_for(arguments: tuple[str, ...], placeholder: str) -> bool:
    """Whether some argument has a placeholder."""
    return any(f"{{{placeholder}}}" in argument for argument in arguments)


def filled(argument: str, values: Mapping[str, str]) -> str:
    """An argument with its placeholders filled, each once: what is filled in is not looked at.

    A text at the beginning of an argument gets a space before it, so that no program takes it
    for an option, nor, as flite does with a single word, for the name of a file.

    >>> filled("{text}", {"text": "-f /etc/passwd {out}", "out": "o.wav"})
    ' -f /etc/passwd {out}'
    """
    space = " " if argument.startswith("{text}") else ""
    return space + _BRACES.sub(lambda match: values[match[1]], argument)


def found_program(name: str) -> Path | None:
    """The file of a program, by its name on the PATH or by its path; None where there is none."""
    place = shutil.which(os.path.expanduser(name))  # noqa: PTH111 - `Path` raises without a home
    return Path(place).absolute() if place else None


def run_program(command: list[str], *, said: str | None, timeout_seconds: float) -> None:
    """Run a program to its end.

    It stays in the process group of whoever calls, so that it ends with a worker that is ended;
    a worker whose engine has failed is, and with it everything that the program has started.

    Args:
        command: The program's file and its arguments.
        said: What it reads from standard input; nothing if absent.
        timeout_seconds: After this it is killed.

    Raises:
        EngineError: it could not be started, took too long, or said that it failed.
    """
    name = Path(command[0]).name
    try:
        with tempfile.TemporaryFile() as given:
            given.write((said or "").encode())
            given.seek(0)
            process = subprocess.Popen(
                command,
                stdin=given,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
    except (OSError, ValueError) as trouble:
        reason = getattr(trouble, "strerror", None) or str(trouble)
        raise EngineError(f"{name} could not be started: {reason}") from trouble
    assert process.stderr
    last_words = _LastWords(process.stderr)
    try:
        code = process.wait(timeout_seconds)
    except subprocess.TimeoutExpired:
        _end(process)
        message = f"{name} hung: it was not done within {timeout_seconds:g} s"
        raise EngineError(message + last_words.told()) from None
    except BaseException:
        _end(process)
        raise
    if code:
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        raise EngineError(f"{name} failed ({how}){last_words.told()}")


def shell_of(program: Path) -> str | None:
    """The shell that would read a program's arguments, whatever is done; None where none would."""
    return "cmd.exe" if program.suffix.lower() in _BATCH_SUFFIXES else None


class _LastWords:
    """The end of what a program says on standard error, read while it runs."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._tail = b""
        self._reading = Thread(target=self._read, name="speech-last-words", daemon=True)
        self._reading.start()

    def told(self) -> str:
        """Behind a colon, or nothing."""
        self._reading.join(_LAST_WORDS_SECONDS)
        words = " ".join(self._tail.decode("utf-8", "replace").split())
        printable = "".join(one if one.isprintable() else "?" for one in words)
        return f": {printable}" if printable else ""

    def _read(self) -> None:
        with self._stream:
            while block := os.read(self._stream.fileno(), 1 << 16):
                self._tail = (self._tail + block)[-_LAST_BYTES:]


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program; on Windows, where there are no groups, with what it has started."""
    if sys.platform == "win32":
        command = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
        subprocess.run(command, capture_output=True, check=False)
    process.kill()
    process.wait()
