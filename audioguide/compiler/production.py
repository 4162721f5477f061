"""The part of a compilation that makes sound: a routine's voice, its cues, its track."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from audioguide.cache.entry import Kind, default_folder
from audioguide.cache.store import Store
from audioguide.clip import Utterance
from audioguide.compiler.contents import chapter_problems
from audioguide.compiler.explanation import PartOutcome, explain
from audioguide.compiler.fitted import at_length
from audioguide.compiler.own_sounds import opened_beds, placing_bad_sounds
from audioguide.compiler.parts import Parts, parts_of
from audioguide.compiler.places import places_of
from audioguide.compiler.results import OnProgress
from audioguide.compiler.timing import Scheduled, SpokenSchedule
from audioguide.compiler.track_sound import TrackSound
from audioguide.contents import Contents
from audioguide.delivery.devices import Device
from audioguide.diagnostics import Diagnostic, error, note, warning
from audioguide.errors import EngineError, UsageError
from audioguide.files import MP3_SUFFIX, TRACK_SUFFIXES_SHOWN
from audioguide.mp3.frames import USUAL_BITRATES_KBPS
from audioguide.processors import n_processors
from audioguide.routine.routine import Routine
from audioguide.sound.palette import Palette, load_palette
from audioguide.sound.replacement import Replacement
from audioguide.speech.engines.table import Engines
from audioguide.speech.plain import shortened
from audioguide.speech.speak import Speaker, SpeechError
from audioguide.timeline.timeline import Speech, Timeline
from audioguide.units import Samples

if TYPE_CHECKING:
    from pydub import AudioSegment

_N_SHOWN = 3
"""Lines that a note quotes."""


class Production:
    """Makes one routine sound; keeps what it encodes while it does."""

    def __init__(
        self,
        routine: Routine,
        speaker: Speaker,
        *,
        engines: Engines,
        device: Device | None = None,
        on_progress: OnProgress | None = None,
        n_jobs: int | None = None,
    ) -> None:
        """Read the cues.

        Args:
            routine: What is to sound.
            speaker: Its voice; ended by whoever made it.
            engines: Who speaks.
            device: What the track is for.
            on_progress: Told how far speaking and encoding are.
            n_jobs: How many islands are encoded side by side; one a processor if absent.

        Raises:
            ScriptError: a file cannot be a cue, or a bed.
        """
        self._routine = routine
        self._device = device or Device()
        self._on_progress = on_progress
        self._palette = _palette(routine)
        self._beds = opened_beds(routine)
        self._n_jobs = n_jobs or n_processors()
        self._speaker = speaker
        speaker.cast(engines)
        speaker.pronounce(routine.lexicon, routine.phrases.reading)
        self._encoded = Store(default_folder(Kind.ISLAND), what="encoded sound")
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
        self._beds.close()

    def warnings(self) -> tuple[Diagnostic, ...]:
        """Trouble that cost nothing but time, and words that the voice cannot say as wanted."""
        span = self._routine.span
        # One disk has one trouble, however many kinds of things it cannot keep.
        texts = (*self._speaker.warnings, *self._encoded.warnings)[:1]
        return (
            *(warning("cache-trouble", text, span) for text in texts),
            *(note("ipa-not-taken", text, span) for text in self._speaker.notes),
        )

    def _not_recorded(self, timeline: Timeline) -> Iterator[Diagnostic]:
        """A note of the lines that another voice speaks than the one who has recorded the rest."""
        said = (event.utterance for event in timeline.events if isinstance(event, Speech))
        lines = dict.fromkeys(one.text for one in said if self._speaker.has_stand_in(one))
        if lines:
            some = ", ".join(shortened(text, 30) for text in list(lines)[:_N_SHOWN])
            more = ", and others" if len(lines) > _N_SHOWN else ""
            count = "1 line" if len(lines) == 1 else f"{len(lines)} lines"
            message = f"another voice speaks what is not recorded, {count}: {some}{more}"
            hint = "`audioguide voices sheet` lists them with the names of their files"
            yield note("not-recorded", message, self._routine.span, hint)

    def schedule(self) -> tuple[Timeline | None, tuple[Diagnostic, ...]]:
        """The timeline of the routine as this voice speaks it, fitted to its target if it has one.

        Raises:
            EngineError: the voice failed; its diagnostics name the lines of the script.
        """
        spoken = SpokenSchedule(speak=self._speak, sound_lengths=self._palette.lengths)

        def schedule(routine: Routine) -> Scheduled:
            self._routine = routine  # Where its lines stand is asked if they cannot be spoken.
            return spoken.schedule(routine)

        outcome = at_length(self._routine, schedule=schedule, guess=spoken.guess)
        self._routine = outcome.routine
        if outcome.timeline is None:
            return None, outcome.diagnostics
        of_voices = self._not_recorded(outcome.timeline)
        of_chapters = chapter_problems(outcome.timeline, outcome.routine)
        return outcome.timeline, (*outcome.diagnostics, *of_voices, *of_chapters)

    @property
    def routine(self) -> Routine:
        """What sounds: after `schedule`, as it was fitted."""
        return self._routine

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

    def _sound(self, timeline: Timeline) -> TrackSound:
        """What sounds on a track.

        Raises:
            ScriptError: a file cannot be a bed.
        """
        with placing_bad_sounds(self._routine):
            return TrackSound(
                timeline,
                palette=self._palette,
                beds=self._beds,
                load_clip=self._speaker.load,
                identity_of=self._speaker.identity,
                is_mono=self._device.is_mono,
            )

    def voice_sources(self) -> tuple[Path, ...]:
        """The user's files and folders that decide how the lines of the schedule sound."""
        return self._speaker.sources()

    @property
    def n_written_bytes(self) -> int:
        """What this production has added to the caches."""
        return self._speaker.n_written_bytes + self._encoded.n_written_bytes

    def write(
        self, timeline: Timeline, output: Path, *, contents: Contents, bitrate_kbps: int | None
    ) -> Parts:
        """Write the track as the kind of file that the suffix of `output` names.

        Args:
            timeline: When everything happens.
            output: Where it goes.
            contents: What is on it, for the tags of an MP3.
            bitrate_kbps: Of an MP3; None: that of its device, or the usual one for its channels.

        Returns:
            What it was put together from.

        Raises:
            UsageError: no such kind.
            ScriptError: a file cannot be a bed.
            EncoderError: the encoder failed.
            FileError: the file cannot be written.
        """
        sound = self._sound(timeline)
        suffix = output.suffix.lower()
        if suffix == MP3_SUFFIX:
            return self._write_mp3(timeline, sound, output, contents, bitrate_kbps)
        from audioguide.sound.files import FORMATS, write_pcm

        if suffix not in FORMATS:
            raise UsageError(
                f"a track is a file that ends in {TRACK_SUFFIXES_SHOWN}, not {output.name}"
            )
        write_pcm(output, sound.blocks(), timeline.length, n_channels=sound.n_channels)
        return parts_of(
            timeline, sound, (), ingredients=self._speaker.ingredients, bitrate_kbps=None
        )

    def _write_mp3(
        self,
        timeline: Timeline,
        sound: TrackSound,
        output: Path,
        contents: Contents,
        bitrate_kbps: int | None,
    ) -> Parts:
        from audioguide.mp3.kept_frames import KeptFrames
        from audioguide.mp3.link import write_mp3

        sounding = sound.stretches()
        bitrate_kbps = (
            bitrate_kbps or self._device.bitrate_kbps or USUAL_BITRATES_KBPS[sound.n_channels]
        )
        kept = KeptFrames(
            self._encoded,
            bitrate_kbps=bitrate_kbps,
            n_channels=sound.n_channels,
            n_threads=self._n_jobs,
        )
        write_mp3(
            output,
            sounding,
            timeline.length,
            contents=contents,
            kept=kept,
            n_threads=self._n_jobs,
            on_progress=self._progress("encode"),
        )
        self._made_keys |= kept.made
        return parts_of(
            timeline,
            sound,
            sounding,
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

        sound = self._sound(timeline)
        return to_segment(sound.blocks(), n_channels=sound.n_channels)


def _palette(routine: Routine) -> Palette:
    replacements = [
        Replacement(one.name, Path(one.path) if one.path else None, one.level_db)
        for one in routine.sounds
    ]
    with placing_bad_sounds(routine):
        return load_palette(replacements)
