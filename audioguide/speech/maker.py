"""Missing clips made in parallel: voices calibrated first, then line by line, each kept."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import as_completed

from audioguide.cache.entry import Entry
from audioguide.cache.store import Store
from audioguide.clip import Utterance
from audioguide.errors import EngineError
from audioguide.speech.crew import Crew
from audioguide.speech.engines.contract import NothingToSpeakError
from audioguide.speech.engines.table import Engines
from audioguide.speech.jobs import Answer, Job, Task
from audioguide.speech.keys import Keys
from audioguide.speech.plain import shortened
from audioguide.speech.reference import reference_of

OnProgress = Callable[[int, int], None]
"""Told after each clip how many are done, and how many there are to make."""

OnClip = Callable[[Utterance, bytes, Entry], None]
"""Shown each clip that was made, 16-bit little-endian samples, and its entry."""


class ClipMaker:
    """Speaks short utterances of plain text into a store."""

    def __init__(self, crew: Crew, *, engines: Engines, store: Store, keys: Keys) -> None:
        self._crew = crew
        self._engines = engines
        self._store = store
        self._keys = keys

    def make(
        self,
        parts: Iterable[Utterance],
        *,
        on_clip: OnClip,
        on_progress: OnProgress | None = None,
    ) -> dict[Utterance, str]:
        """Speak and keep every part; for each that failed a sentence that says why.

        What was kept may vanish at once, where somebody empties the cache, so `on_clip` is
        shown every clip.
        """
        todo = tuple(parts)
        self._crew.start(len(todo))
        levels = self._levels({reference_of(part) for part in todo if self._is_gauged(part)})
        failed: dict[Utterance, EngineError] = {}
        jobs = {}
        for part in todo:
            level: float | EngineError | None = NothingToSpeakError()
            if part.text:
                level = levels.get(reference_of(part))
            if isinstance(level, EngineError):
                failed[part] = level
            else:
                jobs[part] = self._job(Task.SPEAK, part, level)
        for n_done, (part, answer) in enumerate(self._tried(jobs), len(failed) + 1):
            if isinstance(answer, EngineError):
                failed[part] = answer
            else:
                on_clip(part, answer.pcm, self._store.write(self._keys.clip(part), answer.pcm))
            if on_progress:
                on_progress(n_done, len(todo))
        return {part: _sentence(part, trouble) for part, trouble in failed.items()}

    def _is_gauged(self, part: Utterance) -> bool:
        """Whether the voice of a part is calibrated; a recording has a level of its own."""
        engine = self._engines.engine(part.voice.engine)
        return bool(part.text) and not engine.abilities(part.voice.name).reads_as_written

    def _job(self, task: Task, utterance: Utterance, voice_lufs: float | None = None) -> Job:
        engine = self._engines.engine(utterance.voice.engine)
        seconds = engine.timeout_seconds(utterance)
        if seconds is not None and engine.abilities(utterance.voice.name).needs_carrier:
            seconds *= 2  # A cue that cannot be cut out of its carrier is spoken again, alone.
        return Job(task, self._keys.engine_setup(utterance), utterance, voice_lufs, seconds)

    def _levels(self, references: Iterable[Utterance]) -> dict[Utterance, float | EngineError]:
        """The loudness of each reference utterance, in LUFS: kept from before, or gauged now."""
        levels: dict[Utterance, float | EngineError] = {}
        jobs = {}
        for reference in references:
            kept = self._store.read(self._keys.calibration(reference))
            if kept is None:
                jobs[reference] = self._job(Task.GAUGE, reference)
            else:
                levels[reference] = float(kept)
        for reference, answer in self._tried(jobs):
            if isinstance(answer, EngineError):
                levels[reference] = EngineError(f"while its loudness was measured, {answer}")
            else:
                levels[reference] = answer.lufs
                self._store.write(self._keys.calibration(reference), repr(answer.lufs).encode())
        return levels

    def _tried(
        self, jobs: Mapping[Utterance, Job]
    ) -> Iterator[tuple[Utterance, Answer | EngineError]]:
        """What became of each job, in the order in which they end."""
        futures = {self._crew.submit(job): utterance for utterance, job in jobs.items()}
        try:
            for future in as_completed(tuple(futures)):
                # Forgotten one by one, so that a batch never stands in memory.
                utterance = futures.pop(future)
                try:
                    yield utterance, future.result()
                except EngineError as trouble:
                    yield utterance, trouble
        finally:
            for future in futures:
                future.cancel()  # Where keeping a clip failed, a crew may still have other work.


def _sentence(part: Utterance, trouble: EngineError) -> str:
    if isinstance(trouble, NothingToSpeakError):
        return f"nothing to speak in {shortened(part.text)}"
    return f"speech engine {part.voice.engine} failed on {shortened(part.text)}: {trouble}"
