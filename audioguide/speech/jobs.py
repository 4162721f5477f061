"""What is asked of a worker process and what it answers, and how both cross a pipe."""

import struct
from enum import StrEnum
from typing import IO

from msgspec import Struct
from msgspec.json import decode, encode
from msgspec.structs import replace

from audioguide.clip import Utterance
from audioguide.speech.engines.table import EngineSetup

_LENGTHS = struct.Struct("<II")
"""Bytes of the message, and of the samples behind it."""


class Task(StrEnum):
    """What to do with an utterance."""

    SPEAK = "speak"
    GAUGE = "gauge"
    """Tell how loud it is, and keep nothing."""


class Outcome(StrEnum):
    """How it went."""

    READY = "ready"
    """The greeting of a process that has started."""
    DONE = "done"
    REFUSED = "refused"
    """It would fail again."""
    FINAL = "final"
    """It failed, and is not to be tried again."""
    FAILED = "failed"


class Job(Struct, frozen=True):
    """One thing for a worker to do."""

    task: Task
    engine: EngineSetup
    """Who does it."""
    utterance: Utterance
    voice_lufs: float | None = None
    """The voice's calibration; None where each clip is brought to the target by itself, and for
    a gauge, which finds it out."""
    engine_seconds: float | None = None
    """For how long the engine watches the time itself, if it does."""


class Answer(Struct, frozen=True):
    """What became of a job."""

    outcome: Outcome
    reason: str = ""
    """Why it was refused or failed."""
    lufs: float = 0.0
    """What was gauged."""
    pcm: bytes = b""
    """16-bit little-endian samples at the track's rate."""
    worn: bool = False
    """True: the process is of no more use."""


def send_job(stream: IO[bytes], job: Job) -> None:
    """Write a job."""
    _send(stream, encode(job), b"")


def receive_job(stream: IO[bytes]) -> Job | None:
    """Read a job; None when the other end is gone."""
    message = _receive(stream)
    return decode(message[0], type=Job) if message else None


def send_answer(stream: IO[bytes], answer: Answer) -> None:
    """Write an answer."""
    _send(stream, encode(replace(answer, pcm=b"")), answer.pcm)


def receive_answer(stream: IO[bytes]) -> Answer | None:
    """Read an answer; None when the other end is gone, even in the middle of one."""
    message = _receive(stream)
    return replace(decode(message[0], type=Answer), pcm=message[1]) if message else None


def _send(stream: IO[bytes], message: bytes, payload: bytes) -> None:
    stream.write(_LENGTHS.pack(len(message), len(payload)) + message)
    stream.write(payload)
    stream.flush()


def _receive(stream: IO[bytes]) -> tuple[bytes, bytes] | None:
    """A message and what came with it."""
    head = stream.read(_LENGTHS.size)
    if len(head) < _LENGTHS.size:
        return None
    n_message, n_payload = _LENGTHS.unpack(head)
    message, payload = stream.read(n_message), stream.read(n_payload)
    is_whole = len(message) == n_message and len(payload) == n_payload
    return (message, payload) if is_whole else None
