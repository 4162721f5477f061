"""A program that plays a track, watched while it does."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from typing import IO, Any

from audioguide.errors import PlayerError
from audioguide.playback.sounding import STUCK_SECONDS

_N_KEPT_LINES = 3
"""Of what it writes, for whoever has to find out why it failed."""
_LONGEST_LINE_BYTES = 500
_COMMAND_OF_TERMINAL = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
"""Source: ECMA-48, 5.4, control sequences."""
_LONGEST_GUESS_MS = 1000
"""A program that tells how far it is does so many times a second; one that stops telling stands
still."""
_PATIENCE_SECONDS = 2.0
"""How long it may take to end when it is asked to."""


class Program:
    """One run of a player; see `sounding.Sounding`.

    It gets no terminal: what it writes is read here, so that it cannot disturb the screen, and in
    a session of its own it can neither change the terminal nor hear Ctrl-C, which is ours to act
    on. How far it is, is what it says itself, or else the time since it was started; the first
    sound then comes a little later than shown, by as much as the player takes to begin.
    """

    def __init__(
        self,
        command: list[str],
        *,
        heard: re.Pattern[str] | None,
        start_ms: int,
        clock: Callable[[], float],
    ) -> None:
        """Start it.

        Args:
            command: The program and its arguments.
            heard: What a line looks like that says how far it is; see `players.Player`.
            start_ms: Where it begins.
            clock: Seconds that never go back.

        Raises:
            PlayerError: it cannot be started.
        """
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                **_apart(),
            )
        except OSError as trouble:
            raise PlayerError(f"could not start {command[0]}: {trouble.strerror}") from trouble
        self._clock = clock
        self._heard = heard
        self._told = (clock(), start_ms)
        """When it last said how far it is, and how far that was."""
        self._has_told = heard is None
        self._moved_at = clock()
        self._lines: deque[str] = deque(maxlen=_N_KEPT_LINES)
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()

    def position_ms(self) -> int:
        """How far it is."""
        then, told_ms = self._told
        passed_ms = round((self._clock() - then) * 1000)
        if self._heard is None:
            return told_ms + passed_ms
        return told_ms + min(passed_ms, _LONGEST_GUESS_MS) if self._has_told else told_ms

    def has_begun(self) -> bool:
        """Whether it has said how far it is, if it ever does."""
        return self._has_told

    def has_ended(self) -> bool:
        """Whether the process has ended, and all that it wrote was read."""
        if self._process.poll() is None:
            return False
        self._reader.join(_PATIENCE_SECONDS)
        return True

    def is_stuck(self) -> bool:
        """Whether it has said for long that it is where it was; one that says nothing never is."""
        return self._heard is not None and self._clock() - self._moved_at > STUCK_SECONDS

    def failure(self) -> str | None:
        """How it failed."""
        code = self._process.returncode
        if not code:
            return None
        return f"was ended by signal {-code}" if code < 0 else f"failed with exit code {code}"

    def complaint(self) -> str:
        """The last lines that say something else than how far it is."""
        return "\n".join(self._lines)

    def hold(self) -> None:
        """Stop the process, and whatever it started, without ending it."""
        self._told = (self._clock(), self.position_ms())
        if sys.platform != "win32" and self._process.poll() is None:
            self._send(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let the process go on."""
        self._told = (self._clock(), self._told[1])
        self._moved_at = self._clock()
        if sys.platform != "win32" and self._process.poll() is None:
            self._send(signal.SIGCONT)

    def stop(self) -> None:
        """End it and whatever it started, by force where it does not listen."""
        for wish in (signal.SIGTERM, _FORCE):
            if self._process.poll() is not None:
                break
            self._send(wish)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_PATIENCE_SECONDS)
        self._reader.join(_PATIENCE_SECONDS)

    def _send(self, wish: signal.Signals) -> None:
        if sys.platform == "win32":
            self._process.kill()
        else:
            # It leads a group of its own, and is not yet waited for, so the number is its own.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, wish)

    def _listen(self) -> None:
        """Read what it writes until it ends, however late that is."""
        assert self._process.stdout is not None
        with self._process.stdout as stream:
            for line in _lines(stream):
                self._take(line)

    def _take(self, line: str) -> None:
        found = self._heard.match(line) if self._heard else None
        if found is not None:
            told_ms = _told_ms(found)
            if told_ms is not None:
                self._note(told_ms)
        elif words := _COMMAND_OF_TERMINAL.sub("", line).strip():
            self._lines.append(words)

    def _note(self, told_ms: int) -> None:
        now = self._clock()
        if not self._has_told or told_ms != self._told[1]:
            self._moved_at = now
            self._told = (now, told_ms)
        self._has_told = True


_FORCE = getattr(signal, "SIGKILL", signal.SIGTERM)


def _apart() -> dict[str, Any]:
    """What keeps a process from our terminal."""
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
        return {"creationflags": flags}
    return {"start_new_session": True}


def _lines(stream: IO[bytes]) -> Iterator[str]:
    """Lines as they come, which a carriage return ends too; one without an end is cut."""
    rest = b""
    while chunk := os.read(stream.fileno(), 4096):
        *whole, rest = re.split(rb"[\r\n]", rest + chunk)
        yield from (line[:_LONGEST_LINE_BYTES].decode(errors="replace") for line in whole)
        rest = rest[-_LONGEST_LINE_BYTES:]
    yield rest.decode(errors="replace")


def _told_ms(found: re.Match[str]) -> int | None:
    """What a line says in milliseconds; None where it says that this is not known."""
    parts = found.groupdict()
    if parts["seconds"] is None:
        return None
    return round((int(parts.get("minutes") or 0) * 60 + float(parts["seconds"])) * 1000)
