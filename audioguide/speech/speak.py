"""Utterances to clips: looked up, else spoken in parallel, kept, and handed out one by one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Self

from msgspec import Struct

from audioguide.cache.entry import Entry, Kind, default_folder
from audioguide.cache.store import Store
from audioguide.clip import Clip, Utterance
from audioguide.errors import EngineError
from audioguide.lexicon import Lexicon
from audioguide.reading.rules import ReadingRules
from audioguide.speech.engines.table import Engines
from audioguide.speech.keys import Keys
from audioguide.speech.parts import pause_between
from audioguide.speech.patience import Patience
from audioguide.speech.plain import shortened
from audioguide.speech.stand_ins import by_turns
from audioguide.speech.wording import Wording
from audioguide.units import Samples, to_whole_frames

if TYPE_CHECKING:
    from audioguide.speech.crew import Crew
    from audioguide.speech.maker import OnProgress

_BYTES_PER_SAMPLE = 2
_FULL_SCALE = 1 << 15  # [twin: clip-samples] in make.py
_N_SHOWN = 10


class SpeechFailure(Struct, frozen=True):
    """An utterance that could not be spoken."""

    utterance: Utterance
    """As it was asked for."""
    reason: str
    """A sentence that names the engine and the text."""


class SpeechError(EngineError):
    """Some utterances could not be spoken; all others were, and are kept."""

    def __init__(self, failures: Iterable[SpeechFailure]) -> None:
        self.failures = tuple(dict.fromkeys(failures))
        reasons = list(dict.fromkeys(failure.reason for failure in self.failures))
        n_more = len(reasons) - _N_SHOWN
        more = [f"and {n_more} more"] if n_more > 0 else []
        super().__init__("\n".join(reasons[:_N_SHOWN] + more))


class Speaker:
    """Speaks utterances, each once. Use it in a `with` block, which ends its processes.

    What is in the cache needs no process and no engine. `load` may be called from several
    threads.
    """

    def __init__(
        self,
        *,
        cache_folder: Path | None = None,
        n_workers: int | None = None,
        patience: Patience | None = None,
        engines: Engines | None = None,
        hire: Callable[[], Crew] | None = None,
    ) -> None:
        """Nothing is started yet.

        Args:
            cache_folder: where clips are kept; the platform's folder if absent.
            n_workers: processes at most; one a processor if absent, up to eight.
            patience: when an engine counts as hung.
            engines: who speaks; our own with no settings if absent.
            hire: gives the processes to speak with, which whoever gives them ends; its own if
                absent.
        """
        self._store = Store(cache_folder or default_folder(Kind.CLIP), what="speech")
        self._engines = engines or Engines()
        self._keys = Keys(self._engines)
        self._n_workers = n_workers
        self._patience = patience or Patience()
        self._hire = hire
        self._crew: Crew | None = None
        self._making = Lock()
        self._wording = Wording(self._engines)
        self._entries: dict[Utterance, Entry] = {}
        """Of the parts that were asked for; what was promised of a clip stays so."""
        self._asked: dict[Utterance, None] = {}
        self._made: set[Utterance] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        trouble: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            if self._crew and self._hire is None:
                self._crew.close()
        finally:
            self._store.close()

    @property
    def warnings(self) -> tuple[str, ...]:
        """Trouble with the cache, for the user to know; a sentence each."""
        return tuple(self._store.warnings)

    @property
    def notes(self) -> tuple[str, ...]:
        """Words whose IPA the voice cannot say; a sentence each."""
        return self._wording.notes

    @property
    def n_written_bytes(self) -> int:
        """What was added to the cache."""
        return self._store.n_written_bytes

    @property
    def made(self) -> tuple[Utterance, ...]:
        """What was asked for and spoken anew, in whole or in part, in the order of asking."""
        asked = ((utterance, self._wording.parts(utterance)) for utterance in self._asked)
        return tuple(utterance for utterance, parts in asked if not self._made.isdisjoint(parts))

    def cast(self, engines: Engines) -> None:
        """From now on, let these engines speak; called before anything is spoken."""
        self._engines = engines
        self._keys = Keys(engines)
        self._wording = Wording(engines)

    def has_stand_in(self, utterance: Utterance) -> bool:
        """Whether another voice than its own speaks an utterance."""
        return self._wording.has_stand_in(utterance)

    def pronounce(self, lexicon: Lexicon, reading: ReadingRules | None = None) -> None:
        """From now on, say figures by these rules, and words as a lexicon spells them."""
        self._wording.pronounce(lexicon, reading)

    def start_ahead(self) -> None:
        """Begin to start a process, so that it is there when something has to be spoken.

        It is not waited for, and no harm is done where nothing has to be.
        """
        with self._making:
            self._present_crew().start(1)

    def identity(self, utterance: Utterance) -> str:
        """What the samples of an utterance's clip are made of, as 64 hexadecimal digits.

        Digests of the kept parts and the pauses between make it up; no sample is read.
        `Voice.level_db` has no part in it.

        A clip that has gone from the disk is made again.

        Raises:
            EngineError: that failed.
        """
        digests = []
        for part in self._wording.parts(utterance):
            if self._entry(part) is None:
                self._content(part, utterance)
            digests.append(self._entries[part].digest)
        joined = f" {pause_between(utterance.voice.rate_wpm)} ".join(digests)
        return hashlib.sha256(joined.encode()).hexdigest()

    def ingredients(self, utterance: Utterance) -> dict[str, str | int]:
        """Everything by which an utterance's clip is kept, by name, for a report.

        Raises:
            EngineError: its engine is unknown or not installed.
        """
        return self._keys.ingredients(self._wording.spoken(utterance))

    def sources(self) -> tuple[Path, ...]:
        """The user's files and folders that decide how what was asked for sounds."""
        turns = (one for utterance in self._asked for one in by_turns(utterance, self._engines))
        found = (self._engines.engine(one.voice.engine).sources(one) for one in turns)
        return tuple(dict.fromkeys(path for paths in found for path in paths))

    def speak(
        self, utterances: Iterable[Utterance], *, on_progress: OnProgress | None = None
    ) -> dict[Utterance, Samples]:
        """The length of each utterance's clip, in samples; what has no clip yet gets one.

        A clip is a whole number of MP3 frames long, the rest silence: so a line that changes
        moves what follows by whole frames, and its frames stay what they were.

        Raises:
            SpeechError: after everything was tried, with every utterance that failed.
            EngineError: an engine is unknown or not installed.
            FileError: clips can be written neither to the cache nor to a temporary folder.
        """
        asked = {utterance: self._wording.parts(utterance) for utterance in utterances}
        self._asked.update(dict.fromkeys(asked))
        wanted = dict.fromkeys(part for parts in asked.values() for part in parts)
        missing = [part for part in wanted if self._entry(part) is None]
        reasons = self._make(missing, on_progress) if missing else {}
        if reasons:
            raise SpeechError(
                SpeechFailure(utterance, reasons[part])
                for utterance, parts in asked.items()
                for part in parts
                if part in reasons
            )
        return {utterance: self._joined_length(parts) for utterance, parts in asked.items()}

    def load(self, utterance: Utterance) -> Clip:
        """The clip of an utterance that was spoken; it is not kept in memory.

        A clip that was damaged on the disk is made again.

        Raises:
            SpeechError: that failed.
            EngineError: the engine gave another length this time.
        """
        import numpy as np

        silence = bytes(_BYTES_PER_SAMPLE * pause_between(utterance.voice.rate_wpm))
        pcm = silence.join(
            self._content(part, utterance) for part in self._wording.parts(utterance)
        )
        samples = np.frombuffer(pcm, "<i2")
        clip = np.zeros(to_whole_frames(len(samples)), np.float32)
        np.multiply(samples, np.float32(1 / _FULL_SCALE), out=clip[: len(samples)])
        return Clip(clip)

    def _entry(self, part: Utterance) -> Entry | None:
        """Length and digest of a part's clip; None when it has to be made."""
        if part not in self._entries:
            entry = self._store.find(self._keys.clip(part))
            if entry is None:
                return None
            self._entries[part] = entry
        return self._entries[part]

    def _joined_length(self, parts: tuple[Utterance, ...]) -> Samples:
        pauses = (len(parts) - 1) * pause_between(parts[0].voice.rate_wpm)
        n_bytes = sum(self._entries[part].n_bytes for part in parts)
        return to_whole_frames(n_bytes // _BYTES_PER_SAMPLE + pauses)

    def _make(
        self,
        parts: Iterable[Utterance],
        on_progress: OnProgress | None = None,
        *,
        contents: dict[Utterance, bytes] | None = None,
    ) -> dict[Utterance, str]:
        """Speak parts; for each that failed why. Their clips go to `contents`, if it is given."""
        from audioguide.speech.maker import ClipMaker

        def remember(part: Utterance, pcm: bytes, entry: Entry) -> None:
            self._made.add(part)
            self._entries.setdefault(part, entry)
            if contents is not None:
                contents[part] = pcm

        with self._making:
            maker = ClipMaker(
                self._present_crew(), engines=self._engines, store=self._store, keys=self._keys
            )
            return maker.make(parts, on_clip=remember, on_progress=on_progress)

    def _present_crew(self) -> Crew:
        from audioguide.speech.crew import Crew, usual_n_workers

        if self._crew is None:
            n_workers = self._n_workers or usual_n_workers()
            self._crew = self._hire() if self._hire else Crew(n_workers, patience=self._patience)
        return self._crew

    def _content(self, part: Utterance, utterance: Utterance) -> bytes:
        content = self._store.read(self._keys.clip(part))
        if content is not None:
            return content
        made: dict[Utterance, bytes] = {}
        reasons = self._make([part], contents=made)
        if reasons:
            raise SpeechError([SpeechFailure(utterance, reasons[part])])
        content = made[part]
        if len(content) != self._entries[part].n_bytes:
            raise EngineError(
                f"the kept clip of {shortened(part.text)} was damaged, and the engine made "
                "another length of it; build once more"
            )
        return content
