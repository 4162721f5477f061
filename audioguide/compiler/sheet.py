"""What somebody has to say to give a routine their own voice: its lines, and a name for each."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from audioguide.clip import Utterance
from audioguide.compiler.arguments import Settings, settled_folders, settled_options
from audioguide.compiler.fitted import at_length
from audioguide.compiler.front import resolve_script
from audioguide.compiler.user_files import find_script
from audioguide.diagnostics import Diagnostic
from audioguide.disk import Disk
from audioguide.routine.routine import Routine
from audioguide.sound.lengths import BUILT_IN_LENGTHS
from audioguide.speech.engines.recorded import NAME, RecordedEngine
from audioguide.speech.engines.recorded_files import recording_name
from audioguide.speech.engines.table import Engines
from audioguide.timeline.estimate import estimate
from audioguide.timeline.fit import Measure
from audioguide.timeline.schedule import schedule
from audioguide.timeline.timeline import Speech, Timeline
from audioguide.units import Samples


class SheetLine(Struct, frozen=True):
    """One line to record; lines of the same words are one."""

    name: str
    """What its file is called, without the suffix that says its format."""
    text: str
    n_times: int
    """How often it is said; 0: it only stands in where a longer one does not fit."""
    place: str
    """`path:line` of the script that has it said first; empty where nothing has."""
    is_recorded: bool | None
    """None where its voice is nobody's recordings."""


class Sheet(Struct, frozen=True):
    """Every line of a routine, in the order in which it is said."""

    lines: tuple[SheetLine, ...]
    diagnostics: tuple[Diagnostic, ...]
    """With an error among them there are no lines."""


def sheet(
    script: str | Path, *, options: Settings = None, pose_folders: Sequence[str | Path] = ()
) -> Sheet:
    """The lines of a script, each with the name that a recording of it has.

    Where the routine casts recordings as a voice of it, the lines of those voices alone.

    Raises:
        AudioguideError: a file cannot be read, or an option has a value that it cannot take.
    """
    resolved = resolve_script(
        find_script(str(script)),
        options=settled_options(options),
        pose_folders=settled_folders(pose_folders),
        disk=Disk(),
    )
    if resolved.routine is None:
        return Sheet((), resolved.diagnostics)
    outcome = at_length(resolved.routine, schedule=_guessed, guess=_guessed)
    if outcome.timeline is None:
        return Sheet((), (*resolved.diagnostics, *outcome.diagnostics))
    asked: dict[Utterance, None] = {}

    def measure(utterance: Utterance) -> Samples:
        asked[utterance] = None
        return estimate(utterance)

    _guessed(outcome.routine, measure)
    return Sheet(_lines(outcome.timeline, asked, resolved.engines), resolved.diagnostics)


def _guessed(
    routine: Routine, measure: Measure = estimate
) -> tuple[Timeline | None, tuple[Diagnostic, ...]]:
    return schedule(routine, measure=measure, sound_lengths=BUILT_IN_LENGTHS, estimated=True)


def _lines(
    timeline: Timeline, asked: Iterable[Utterance], engines: Engines
) -> tuple[SheetLine, ...]:
    """What a timeline says, then what was asked about and is not said."""
    said = [event for event in timeline.events if isinstance(event, Speech)]
    utterances = dict.fromkeys([*(event.utterance for event in said), *asked])
    own = [one for one in utterances if one.voice.engine == NAME]
    first: dict[str, Utterance] = {}
    for utterance in own or utterances:
        first.setdefault(recording_name(utterance.text), utterance)
    n_times = Counter(recording_name(event.utterance.text) for event in said)
    places: dict[str, str] = {}
    for event in said:
        place = f"{event.source.file.path}:{event.source.line}"
        places.setdefault(recording_name(event.utterance.text), place)
    return tuple(
        SheetLine(name, one.text, n_times[name], places.get(name, ""), _is_recorded(one, engines))
        for name, one in first.items()
    )


def _is_recorded(utterance: Utterance, engines: Engines) -> bool | None:
    engine = engines.engine(utterance.voice.engine)
    return engine.has(utterance) if isinstance(engine, RecordedEngine) else None
