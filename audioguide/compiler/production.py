"""The part of a compilation that makes sound: a routine's voice, its cues, its track."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from audioguide.cache.entry import Kind, default_folder
from audioguide.cache.store import Store
from audioguide.clip import Utterance
from audioguide.compiler.explanation import PartOutcome, explain
from audioguide.compiler.parts import Parts, parts_of
from audioguide.compiler.places import places_of
from audioguide.compiler.results import OnProgress
from audioguide.compiler.sounding import identifier, loader, placements
from audioguide.compiler.stretches import stretches
from audioguide.compiler.timing import schedule_spoken
from audioguide.diagnostics import Diagnostic, error, warning
from audioguide.errors import EngineError, ScriptError, UsageError
from audioguide.mp3.stretch import Stretch
from audioguide.processors import n_processors
from audioguide.routine.routine import Routine
from audioguide.sound.islands import cut_islands
from audioguide.sound.palette import Palette, load_palette
from audioguide.sound.render import render_blocks, to_int16
from audioguide.sound.replacement import BadSoundError, Replacement
from audioguide.sound.score import Island
from audioguide.speech.speak import Speaker, SpeechError
from audioguide.timeline.timeline import Timeline
from audioguide.units import Samples

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from pydub import AudioSegment

ARTIST = "audioguide"
GENRE = "Speech"
"""Number 101 of ID3v1. Source: Winamp's extension of the list of genres."""


class Production:
    """Makes one routine sound; keeps what it encodes while it does."""

    def __init__(
        self,
        routine: Routine,
        speaker: Speaker,
        *,
        on_progress: OnProgress | None = None,
        n_jobs: int | None = None,
    ) -> None:
        """Read the cues.

        Args:
            routine: What is to sound.
            speaker: Its voice; ended by whoever made it.
            on_progress: Told how far speaking and encoding are.
            n_jobs: How many islands are encoded side by side; one a processor if absent.

        Raises:
            ScriptError: a file under `sounds` cannot be a cue.
        """
        self._routine = routine
        self._on_progress = on_progress
        self._palette = _palette(routine)
        self._n_jobs = n_jobs or n_processors()
        self._speaker = speaker
        speaker.pronounce(routine.lexicon)
        self._encoded = Store(default_folder(Kind.ISLAND), what="encoded sound")
        self._identity = identifier(self._palette, self._speaker.identity)
        self._made_keys: set[str] = set()
        """Of the islands that were encoded and not found."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        trouble: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._encoded.close()

    def warnings(self) -> tuple[Diagnostic, ...]:
        """Trouble that cost nothing but time."""
        span = self._routine.span
        # One disk has one trouble, however many kinds of things it cannot keep.
        texts = (*self._speaker.warnings, *self._encoded.warnings)[:1]
        return tuple(warning("cache-trouble", text, span) for text in texts)

    def schedule(self) -> tuple[Timeline | None, tuple[Diagnostic, ...]]:
        """The timeline of the routine as this voice speaks it.

        Raises:
            EngineError: the voice failed; its diagnostics name the lines of the script.
        """
        return schedule_spoken(
            self._routine, speak=self._speak, sound_lengths=self._palette.lengths
        )

    def _speak(self, utterances: Iterable[Utterance]) -> Mapping[Utterance, Samples]:
        try:
            return self._speaker.speak(utterances, on_progress=self._progress("speak"))
        except SpeechError as trouble:
            raise self._placed(trouble) from trouble

    def _placed(self, trouble: SpeechError) -> EngineError:
        """The same trouble at the lines of the script that it befell."""
        places = places_of((one.utterance for one in trouble.failures), self._routine)
        found = [
            error("speech-failed", failure.reason, place)
            for failure, place in zip(trouble.failures, places, strict=True)
        ]
        return EngineError(str(trouble), diagnostics=dict.fromkeys(found))

    def _progress(self, stage: str) -> Callable[[int, int], None] | None:
        tell = self._on_progress
        return None if tell is None else lambda done, total: tell(stage, done, total)

    def _islands(self, timeline: Timeline) -> tuple[Island, ...]:
        return cut_islands(placements(timeline, self._palette))

    def _blocks(self, timeline: Timeline) -> "Iterator[NDArray[np.int16]]":
        load = loader(self._palette, self._speaker.load)
        blocks = render_blocks(self._islands(timeline), timeline.length, load)
        return (to_int16(block) for block in blocks)

    @property
    def n_written_bytes(self) -> int:
        """What this production has added to the caches."""
        return self._speaker.n_written_bytes + self._encoded.n_written_bytes

    def write(self, timeline: Timeline, output: Path, *, bitrate_kbps: int) -> Parts:
        """Write the track as the kind of file that the suffix of `output` names.

        Returns:
            What it was put together from.

        Raises:
            UsageError: no such kind.
            EncoderError: the encoder failed.
            FileError: the file cannot be written.
        """
        suffix = output.suffix.lower()
        if suffix == ".mp3":
            return self._write_mp3(timeline, output, bitrate_kbps)
        from audioguide.sound.files import FORMATS, write_pcm

        if suffix not in FORMATS:
            raise UsageError(f"a track is an .mp3, .wav or .flac file, not {output.name}")
        write_pcm(output, self._blocks(timeline), timeline.length)
        return self._parts(timeline, (), ())

    def _write_mp3(self, timeline: Timeline, output: Path, bitrate_kbps: int) -> Parts:
        from audioguide.mp3.kept_frames import KeptFrames
        from audioguide.mp3.link import write_mp3
        from audioguide.mp3.tags import Tags

        islands = self._islands(timeline)
        load = loader(self._palette, self._speaker.load)
        sounding = stretches(islands, identity=self._identity, load=load)
        kept = KeptFrames(self._encoded, bitrate_kbps=bitrate_kbps)
        write_mp3(
            output,
            sounding,
            timeline.length,
            tags=Tags(title=timeline.title, artist=ARTIST, album=ARTIST, genre=GENRE),
            kept=kept,
            n_threads=self._n_jobs,
            on_progress=self._progress("encode"),
        )
        self._made_keys |= kept.made
        return self._parts(timeline, islands, sounding, bitrate_kbps)

    def _parts(
        self,
        timeline: Timeline,
        islands: Sequence[Island],
        sounding: Sequence[Stretch],
        bitrate_kbps: int | None = None,
    ) -> Parts:
        return parts_of(
            timeline,
            islands,
            sounding,
            identity=self._identity,
            ingredients=self._speaker.ingredients,
            bitrate_kbps=bitrate_kbps,
        )

    def explain(self, parts: Parts, before: Parts | None) -> tuple[PartOutcome, ...]:
        """What became of each part of the track that was written, against the build before."""
        spoken = [self._speaker.ingredients(utterance) for utterance in self._speaker.made]
        return explain(parts, before, spoken=spoken, encoded=self._made_keys)

    def segment(self, timeline: Timeline) -> "AudioSegment":
        """The track in memory."""
        from audioguide.sound.segments import to_segment

        return to_segment(self._blocks(timeline))


def _palette(routine: Routine) -> Palette:
    replacements = [
        Replacement(one.name, Path(one.path) if one.path else None, one.level_db)
        for one in routine.sounds
    ]
    try:
        return load_palette(replacements)
    except BadSoundError as trouble:
        spans = {one.name: one.span for one in routine.sounds}
        raise ScriptError([error("bad-sound", str(trouble), spans[trouble.name])]) from trouble
