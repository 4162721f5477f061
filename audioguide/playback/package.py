"""A track played by the Python package `sounddevice`, without another program."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import soundfile

from audioguide.playback.sounding import STUCK_SECONDS

_BLOCK_FRAMES = 2048
"""About 50 ms: how finely it is known how far it is."""
_PATIENCE_SECONDS = 2.0


def missing() -> str | None:
    """Why the package cannot play here; None where it can."""
    try:
        # The package loads the system's library when it is imported.
        import sounddevice
    except (ImportError, OSError) as trouble:
        return str(trouble)
    try:
        sounddevice.query_devices(kind="output")
    except (sounddevice.PortAudioError, ValueError) as trouble:
        return str(trouble)
    return None


class Package:
    """One track that is played; see `sounding.Sounding`.

    How far it is, is known to the block and the device's own delay, so to about 50 ms.
    """

    def __init__(self, path: Path, *, start_ms: int, clock: Callable[[], float]) -> None:
        """Play a track from some place on, in a thread of its own."""
        self._path = path
        self._clock = clock
        self._position_ms = start_ms
        self._start_ms = start_ms
        self._moved_at = clock()
        self._has_begun = False
        self._trouble: Exception | None = None
        self._wants_end = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def position_ms(self) -> int:
        """How far it is."""
        return self._position_ms

    def has_begun(self) -> bool:
        """Whether the device has taken anything."""
        return self._has_begun

    def has_ended(self) -> bool:
        """Whether the thread has ended."""
        return not self._thread.is_alive()

    def is_stuck(self) -> bool:
        """Whether the device takes nothing any more."""
        return self._clock() - self._moved_at > STUCK_SECONDS

    def failure(self) -> str | None:
        """How it failed."""
        return None if self._trouble is None else "failed"

    def complaint(self) -> str:
        """What the package or the decoder said."""
        return "" if self._trouble is None else str(self._trouble)

    def hold(self) -> None:
        """Do nothing: its thread stands still with the process."""

    def go_on(self) -> None:
        """Take the time that it stood still for none."""
        self._moved_at = self._clock()

    def stop(self) -> None:
        """End it after the block that is sounding."""
        self._wants_end.set()
        self._thread.join(_PATIENCE_SECONDS)

    def _run(self) -> None:
        try:
            self._play()
        except Exception as trouble:  # noqa: BLE001 - whatever it is, it is told when it ended
            self._trouble = trouble

    def _play(self) -> None:
        import sounddevice

        with soundfile.SoundFile(self._path) as file:
            file.seek(min(file.frames, self._start_ms * file.samplerate // 1000))
            with sounddevice.OutputStream(
                samplerate=file.samplerate, channels=file.channels, dtype="float32"
            ) as stream:
                while not self._wants_end.is_set():
                    block = file.read(_BLOCK_FRAMES, dtype="float32", always_2d=True)
                    if not len(block):
                        break
                    stream.write(block)
                    self._move(file, stream)
                if self._wants_end.is_set():
                    stream.abort()
        if not self._wants_end.is_set():
            self._position_ms = round(file.frames * 1000 / file.samplerate)

    def _move(self, file: soundfile.SoundFile, stream: Any) -> None:  # noqa: ANN401 - untyped
        heard_seconds = file.tell() / file.samplerate - stream.latency
        self._position_ms = max(self._start_ms, round(heard_seconds * 1000))
        self._moved_at = self._clock()
        self._has_begun = True
