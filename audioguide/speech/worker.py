"""One worker process, seen from the process that started it."""

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic
from typing import IO

import audioguide
from audioguide.speech.jobs import Answer, Job, receive_answer, send_job

if sys.platform == "linux":
    import fcntl

_BOOT = """
import sys
sys.path[:] = sys.argv[1:]
from audioguide.speech.worker_main import serve
serve()
"""
_START_SECONDS = 60.0
"""For the interpreter and numpy to be there; a quarter of a second where nothing else runs."""
_WATCH_SECONDS = 0.2
"""How often somebody looks whether an answer is overdue."""
_PIPE_BYTES = 1 << 20
"""Room for a clip of 12 s, so that an answer is written at one go where pipes can be so wide."""
_KEEP_BYTES = str(1 << 25)
"""A worker gives memory back only beyond this: to get the same pages anew for each clip would
take it 0.6 ms. Only glibc knows these settings; 32 MiB is the highest it takes."""
_LAST_BYTES = 400
"""Of what a dead engine had to say."""


class WorkerDiedError(Exception):
    """A worker is gone before it answered; the message says how."""


class Worker:
    """A new interpreter that does one job at a time.

    Never a fork, since espeak-ng hangs after one. It leads a process group of its own, so that
    Ctrl-C reaches only its parent, and so that what its engine starts dies with it.
    """

    def __init__(self) -> None:
        """Start the process.

        Raises:
            OSError: the system starts none, or there is no room for a temporary file.
        """
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the process is
        try:
            self._process = _started(self._said)
        except OSError:
            self._said.close()
            raise
        self._ending = Lock()
        self._ended = Event()
        self._timeout_seconds = 0.0
        self._due: float | None = None
        self._is_hung = False
        self._is_ready = False
        Thread(target=self._watch, name="speech-watch", daemon=True).start()

    def ask(self, job: Job, *, timeout_seconds: float) -> Answer:
        """The answer to a job. What the process needs to start is not taken off its time.

        Raises:
            WorkerDiedError: the process crashed, or took too long and was ended.
        """
        assert self._process.stdin
        if not self._is_ready:
            self._receive(_START_SECONDS)
            self._is_ready = True
        try:
            send_job(self._process.stdin, job)
        except OSError:
            raise WorkerDiedError(self._cause()) from None
        return self._receive(timeout_seconds)

    def end(self) -> None:
        """End the process and its children, if they live. Any thread may call it, and again."""
        with self._ending:
            if self._process.returncode is None:
                self._kill_group()
                self._process.wait()
                self._ended.set()

    def close(self) -> None:
        """End the process and let go of its pipes; only for the thread that uses them."""
        self.end()
        assert self._process.stdin
        assert self._process.stdout
        with suppress(BrokenPipeError):  # half a job may still lie in the buffer
            self._process.stdin.close()
        self._process.stdout.close()
        self._said.close()

    def _receive(self, timeout_seconds: float) -> Answer:
        assert self._process.stdout
        self._timeout_seconds = timeout_seconds
        self._due = monotonic() + timeout_seconds
        answer = receive_answer(self._process.stdout)
        self._due = None
        if answer is None:
            raise WorkerDiedError(self._cause())
        return answer

    def _watch(self) -> None:
        """End the process when an answer is overdue."""
        while not self._ended.wait(_WATCH_SECONDS):
            due = self._due
            if due is not None and monotonic() > due:
                self._is_hung = True
                self.end()

    def _kill_group(self) -> None:
        """Nobody has waited for the process yet, so its number and its group are still its own."""
        if sys.platform == "win32":
            command = ["taskkill", "/T", "/F", "/PID", str(self._process.pid)]
            subprocess.run(command, capture_output=True, check=False)
        else:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def _cause(self) -> str:
        """Why it is gone: too slow, a signal, or an exit code, with its last words."""
        self.end()
        if self._is_hung:
            return f"it hung: no answer within {self._timeout_seconds:g} s"
        code = self._process.returncode
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        self._said.seek(0, os.SEEK_END)
        self._said.seek(max(0, self._said.tell() - _LAST_BYTES))
        words = " ".join(self._said.read().decode("utf-8", "replace").split())
        return f"it crashed ({how})" + (f": {words}" if words else "")


def _started(said: IO[bytes]) -> "subprocess.Popen[bytes]":
    """A process that serves, with this one's import paths; what it says goes to a file."""
    root = Path(audioguide.__file__).parent.parent
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            _BOOT,
            str(root),
            *(str(Path(path).absolute()) for path in sys.path),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=said,
        # numpy's threads cost start-up time and gain nothing on clips.
        env=os.environ
        | {
            "OPENBLAS_NUM_THREADS": "1",
            "MALLOC_MMAP_THRESHOLD_": _KEEP_BYTES,
            "MALLOC_TRIM_THRESHOLD_": _KEEP_BYTES,
        },
        start_new_session=True,
    )
    assert process.stdout
    _widen(process.stdout)
    return process


def _widen(pipe: IO[bytes]) -> None:
    """Give a pipe room; a user who has many wide ones already is refused, and it stays narrow."""
    if sys.platform == "linux":
        with suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
