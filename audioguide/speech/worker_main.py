"""The other side of the pipe: a process that speaks, and may crash or hang without harm."""

import os
import signal
import sys
from queue import SimpleQueue
from threading import Thread
from typing import BinaryIO, NoReturn

from audioguide.errors import EngineError
from audioguide.speech.engines.contract import Engine, FinalError, NothingToSpeakError
from audioguide.speech.engines.table import EngineSetup, make_engine
from audioguide.speech.jobs import Answer, Job, Outcome, Task, receive_job, send_answer
from audioguide.speech.make import loudness_of, make_clip


def serve() -> NoReturn:
    """Answer jobs from standard input on standard output until nobody asks any more."""
    jobs, answers = _own_pipes()
    waiting: SimpleQueue[Job] = SimpleQueue()
    Thread(target=_listen, args=(jobs, waiting), daemon=True).start()
    send_answer(answers, Answer(Outcome.READY))
    engines: dict[EngineSetup, Engine] = {}
    while True:
        send_answer(answers, _answer(engines, waiting.get()))


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The two pipes, out of reach of engines: what those print goes to standard error."""
    jobs = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    return jobs, answers


def _listen(jobs: BinaryIO, waiting: SimpleQueue[Job]) -> None:
    """Pass jobs on; when the other end is gone, end this process in the middle of anything."""
    try:
        while (job := receive_job(jobs)) is not None:
            waiting.put(job)
    finally:
        if sys.platform != "win32" and os.getpgrp() == os.getpid():
            os.killpg(0, signal.SIGKILL)
        os._exit(0)


def _answer(engines: dict[EngineSetup, Engine], job: Job) -> Answer:
    try:
        if job.engine not in engines:
            engines[job.engine] = make_engine(job.engine)
        return _done(engines[job.engine], job)
    except NothingToSpeakError as trouble:
        return Answer(Outcome.REFUSED, str(trouble))
    except FinalError as trouble:
        return Answer(Outcome.FINAL, str(trouble))
    except EngineError as trouble:
        return Answer(Outcome.FAILED, str(trouble))
    except Exception as trouble:  # noqa: BLE001 - an engine may raise anything; it is reported
        return Answer(Outcome.FAILED, f"{type(trouble).__name__}: {trouble}")


def _done(engine: Engine, job: Job) -> Answer:
    if job.task is Task.GAUGE:
        loudness = loudness_of(engine, job.utterance)
        return Answer(Outcome.DONE, lufs=loudness, worn=engine.is_worn())
    clip = make_clip(engine, job.utterance, voice_lufs=job.voice_lufs)
    return Answer(Outcome.DONE, pcm=clip.tobytes(), worn=engine.is_worn())
