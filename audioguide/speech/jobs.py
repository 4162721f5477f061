"""What is asked of a worker process and what it answers, and how both cross a pipe."""

import json
import struct
from enum import StrEnum
from typing import IO, Any

from msgspec import Struct
from msgspec.structs import asdict

from audioguide.clip import Utterance, Voice

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
    FAILED = "failed"


class Job(Struct, frozen=True):
    """One thing for a worker to do."""

    task: Task
    engine_place: str
    """`module:class` of the engine."""
    utterance: Utterance
    voice_lufs: float = 0.0
    """The voice's calibration; without meaning for a gauge, which finds it out."""


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
    spoken = asdict(job.utterance) | {"voice": asdict(job.utterance.voice)}
    _send(stream, asdict(job) | {"utterance": spoken}, b"")


def receive_job(stream: IO[bytes]) -> Job | None:
    """Read a job; None when the other end is gone."""
    message = _receive(stream)
    if message is None:
        return None
    fields, _ = message
    spoken = fields.pop("utterance")
    utterance = Utterance(**{**spoken, "voice": Voice(**spoken["voice"])})
    return Job(**{**fields, "task": Task(fields["task"]), "utterance": utterance})


def send_answer(stream: IO[bytes], answer: Answer) -> None:
    """Write an answer."""
    fields = asdict(answer)
    del fields["pcm"]
    _send(stream, fields, answer.pcm)


def receive_answer(stream: IO[bytes]) -> Answer | None:
    """Read an answer; None when the other end is gone, even in the middle of one."""
    message = _receive(stream)
    if message is None:
        return None
    fields, pcm = message
    return Answer(**{**fields, "outcome": Outcome(fields["outcome"])}, pcm=pcm)


def _send(stream: IO[bytes], fields: dict[str, Any], payload: bytes) -> None:
    message = json.dumps(fields).encode()
    stream.write(_LENGTHS.pack(len(message), len(payload)) + message + payload)
    stream.flush()


def _receive(stream: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    head = stream.read(_LENGTHS.size)
    if len(head) < _LENGTHS.size:
        return None
    n_message, n_payload = _LENGTHS.unpack(head)
    body = stream.read(n_message + n_payload)
    if len(body) < n_message + n_payload:
        return None
    return json.loads(body[:n_message]), body[n_message:]
