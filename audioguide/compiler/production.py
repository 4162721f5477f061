"""The part of a compilation that makes sound: a routine's voice, its cues, its track."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from audioguide.clip import Utterance
from audioguide.compiler.places import places_of
from audioguide.compiler.results import OnProgress
from audioguide.compiler.sounding import loader, placements
from audioguide.compiler.timing import schedule_spoken
from audioguide.diagnostics import Diagnostic, error, warning
from audioguide.errors import EngineError, ScriptError, UsageError
from audioguide.routine.routine import Routine
from audioguide.sound.files import FORMATS, write_pcm
from audioguide.sound.islands import cut_islands
from audioguide.sound.palette import Palette, load_palette
from audioguide.sound.render import render_blocks, to_int16
from audioguide.sound.replacement import BadSoundError, Replacement
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
    """Makes one routine sound; holds the voice's worker processes while it does."""

    def __init__(self, routine: Routine, *, on_progress: OnProgress | None = None) -> None:
        """Read the cues; the voice starts when it is first needed.

        Raises:
            ScriptError: a file under `sounds` cannot be a cue.
        """
        self._routine = routine
        self._on_progress = on_progress
        self._palette = _palette(routine)
        self._speaker = Speaker()

    def __enter__(self) -> Self:
        self._speaker.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        trouble: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._speaker.__exit__(kind, trouble, trace)

    def warnings(self) -> tuple[Diagnostic, ...]:
        """Trouble that cost nothing but time."""
        span = self._routine.span
        return tuple(warning("cache-trouble", text, span) for text in self._speaker.warnings)

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

    def _blocks(self, timeline: Timeline) -> "Iterator[NDArray[np.int16]]":
        islands = cut_islands(placements(timeline, self._palette), timeline.length)
        load = loader(self._palette, self._speaker.load)
        return (to_int16(block) for block in render_blocks(islands, timeline.length, load))

    def write(self, timeline: Timeline, output: Path, *, bitrate_kbps: int) -> None:
        """Write the track as the kind of file that the suffix of `output` names.

        Raises:
            UsageError: no such kind.
            EncoderError: the encoder failed.
            FileError: the file cannot be written.
        """
        suffix = output.suffix.lower()
        if suffix in FORMATS:
            write_pcm(output, self._blocks(timeline), timeline.length)
        elif suffix == ".mp3":
            self._write_mp3(timeline, output, bitrate_kbps)
        else:
            raise UsageError(f"a track is an .mp3, .wav or .flac file, not {output.name}")

    def _write_mp3(self, timeline: Timeline, output: Path, bitrate_kbps: int) -> None:
        from audioguide.mp3.tags import Tags
        from audioguide.mp3.track import write_mp3

        tags = Tags(title=timeline.title, artist=ARTIST, album=ARTIST, genre=GENRE)
        write_mp3(
            output,
            self._blocks(timeline),
            timeline.length,
            tags=tags,
            bitrate_kbps=bitrate_kbps,
            on_progress=self._progress("encode"),
        )

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
