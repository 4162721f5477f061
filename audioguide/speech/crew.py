"""Several workers: idle ones are used again, dead ones replaced, and all end together."""

import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from threading import Lock

from audioguide.errors import EngineError
from audioguide.speech.engines.contract import NothingToSpeakError
from audioguide.speech.jobs import Answer, Job, Outcome
from audioguide.speech.patience import Patience
from audioguide.speech.worker import Worker, WorkerDiedError

_N_TRIES = 2
_MOST_WORKERS = 8
"""Each costs 0.15 s and some 50 MB, while an hour's lines are 6 s of work in all."""


class Crew:
    """At most `n_workers` processes, started when there is work, and a thread for each."""

    def __init__(self, n_workers: int, *, patience: Patience) -> None:
        self._n_workers = n_workers
        self._patience = patience
        self._threads = ThreadPoolExecutor(n_workers, thread_name_prefix="speech")
        self._lock = Lock()
        self._idle: deque[Worker] = deque()
        self._alive: set[Worker] = set()
        self._closed = False

    def start(self, n_workers: int) -> None:
        """Begin to start processes until there are `n_workers`, or as many as there may be.

        None is waited for. Where none can be started, the first job says so.
        """
        with self._lock, suppress(OSError):
            while not self._closed and len(self._alive) < min(n_workers, self._n_workers):
                self._idle.append(self._started())

    def submit(self, job: Job) -> Future[Answer]:
        """Begin a job; its future holds an answer that is `DONE`, or an exception.

        A worker that dies or fails is replaced, and the job tried once more. The exception is
        `NothingToSpeakError` for a text without sound, else an `EngineError` that says how the
        last try went.
        """
        return self._threads.submit(self._do, job)

    def close(self) -> None:
        """End every process at once; jobs that are under way fail, waiting ones never start."""
        with self._lock:
            self._closed = True
            alive = tuple(self._alive)
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in alive:
            worker.end()
        self._threads.shutdown(wait=True)
        for worker in tuple(self._alive):
            self._dismiss(worker)

    def _do(self, job: Job) -> Answer:
        reason = ""
        for _ in range(_N_TRIES):
            worker = self._take()
            try:
                answer = self._ask(worker, job)
            except WorkerDiedError as death:
                reason = str(death)
                self._dismiss(worker)
                continue
            if answer.outcome is Outcome.DONE:
                return answer
            reason = answer.reason
            if answer.outcome is Outcome.REFUSED:
                raise NothingToSpeakError
            if answer.outcome is Outcome.FINAL:
                raise EngineError(reason)
        raise EngineError(reason)

    def _ask(self, worker: Worker, job: Job) -> Answer:
        """The worker's answer; it stays in the crew only if that is a good one."""
        timeout_seconds = self._patience.for_job(job)
        answer = worker.ask(job, timeout_seconds=timeout_seconds)
        if answer.worn or answer.outcome in (Outcome.FAILED, Outcome.FINAL):
            self._dismiss(worker)
        else:
            with self._lock:
                self._idle.append(worker)
        return answer

    def _take(self) -> Worker:
        """An idle worker, or a new one."""
        with self._lock:
            if self._closed:
                raise EngineError("it was stopped")
            if self._idle:
                return self._idle.popleft()
            try:
                return self._started()
            except OSError as trouble:
                raise EngineError(f"no process could be started for it: {trouble}") from trouble

    def _started(self) -> Worker:
        """A new worker, which is on its way."""
        worker = Worker()
        self._alive.add(worker)
        return worker

    def _dismiss(self, worker: Worker) -> None:
        with self._lock:
            self._alive.discard(worker)
        worker.close()


def usual_n_workers() -> int:
    """One for each processor that this process may use, but not more than pay."""
    if hasattr(os, "sched_getaffinity"):
        return min(len(os.sched_getaffinity(0)), _MOST_WORKERS)
    return min(os.cpu_count() or 1, _MOST_WORKERS)
