"""What audioguide does, as functions: `check`, `plan`, `build`, and a track in memory.

The stages are imported by what needs them: a track that is up to date needs none.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from audioguide.compiler.arguments import (
    Settings,
    options_by_week,
    refuse_n_jobs,
    refuse_unknown_format,
    settled_beside,
    settled_folders,
    settled_options,
    settled_output,
    settled_timeline_path,
)
from audioguide.compiler.marking import settled_marking
from audioguide.compiler.results import Build, Checked, OnProgress, Plan
from audioguide.compiler.user_files import find_script
from audioguide.compiler.weeks import WeekPlan, WeekPlans
from audioguide.disk import Disk
from audioguide.errors import ScriptError

if TYPE_CHECKING:
    from pydub import AudioSegment

    from audioguide.compiler.front import Resolved
    from audioguide.compiler.production import Production
    from audioguide.speech.crew import Crew
    from audioguide.speech.speak import Speaker
    from audioguide.timeline.timeline import Timeline

Place = str | Path


def _resolved(script: Place, options: Settings, pose_folders: Sequence[Place]) -> "Resolved":
    from audioguide.compiler.front import resolve_script

    return resolve_script(
        find_script(str(script)),
        options=settled_options(options),
        pose_folders=settled_folders(pose_folders),
        disk=Disk(),
    )


def check(
    script: Place, *, options: Settings = None, pose_folders: Sequence[Place] = ()
) -> Checked:
    """Every problem of a script, without a sound.

    Whether a spoken line fits its place is estimated, so such a line is a warning here.

    Raises:
        AudioguideError: a file cannot be read, or an option has a value that it cannot take.
    """
    resolved = _resolved(script, options, pose_folders)
    if resolved.routine is None:
        return Checked(resolved.diagnostics)
    from audioguide.compiler.fitted import check_length
    from audioguide.sound.lengths import BUILT_IN_LENGTHS

    of_times = check_length(resolved.routine, sound_lengths=BUILT_IN_LENGTHS)
    return Checked((*resolved.diagnostics, *of_times))


def plan(
    script: Place,
    *,
    options: Settings = None,
    pose_folders: Sequence[Place] = (),
    on_progress: OnProgress | None = None,
    n_jobs: int | None = None,
) -> Plan:
    """When everything in a script happens, to the sample of the track that `build` makes.

    `n_jobs`, 1 to 64, is how many lines are spoken at a time; one a processor if absent.

    Raises:
        AudioguideError: a file cannot be read, an option has a value that it cannot take, or
            the speech engine failed.
    """
    refuse_n_jobs(n_jobs)
    resolved = _resolved(script, options, pose_folders)
    with _speaker(n_jobs) as speaker:
        return _planned(resolved, speaker, on_progress=on_progress)


def plan_weeks(
    script: Place,
    weeks: Sequence[int],
    *,
    options: Settings = None,
    pose_folders: Sequence[Place] = (),
    on_progress: OnProgress | None = None,
    n_jobs: int | None = None,
) -> WeekPlans:
    """`plan` in each of several weeks, 1 to 520, of a script with `progress`.

    Raises:
        AudioguideError: as `plan`; a week that there cannot be, or `options` that have one.
    """
    refuse_n_jobs(n_jobs)
    in_weeks = options_by_week(settled_options(options), weeks)
    with _speaker(n_jobs) as speaker:
        plans = (
            _planned(_resolved(script, one, pose_folders), speaker, on_progress=on_progress)
            for one in in_weeks.values()
        )
        return WeekPlans(tuple(map(WeekPlan, in_weeks, plans)))


def _planned(resolved: "Resolved", speaker: "Speaker", *, on_progress: OnProgress | None) -> Plan:
    if resolved.routine is None:
        return Plan(None, None, resolved.diagnostics)
    with _production(resolved, speaker, on_progress=on_progress) as production:
        timeline, of_times = production.schedule()
        found = (*resolved.diagnostics, *of_times, *production.warnings())
        return Plan(timeline, production.routine, found)


def build(
    script: Place,
    output: Place | None = None,
    *,
    options: Settings = None,
    pose_folders: Sequence[Place] = (),
    bitrate_kbps: int | None = None,
    timeline_path: Place | None = None,
    beside: str | Sequence[str] | None = None,
    album: str | None = None,
    usual_album: str | None = None,
    track_number: int | None = None,
    n_tracks: int | None = None,
    force: bool = False,
    strict: bool = False,
    explain: bool = False,
    on_progress: OnProgress | None = None,
    n_jobs: int | None = None,
    hire: "Callable[[], Crew] | None" = None,
) -> Build:
    """Compile a script to a track: `.mp3`, `.wav` or `.flac`, by the suffix of `output`.

    Without an `output` it is `output/<script stem>.mp3`. `script` may be the name of a shipped
    routine, and `options` a mapping as `{"pace": "gentle", "set": {"hold": "45s"}}`.

    A script with errors (under `strict`: or warnings) writes nothing. What stood at `output`
    before stays until the new track is whole and checked. A track that already is what would
    be made is left alone, unless `force` says otherwise. `n_jobs`, 1 to 64, is how many lines
    are spoken, and sounds encoded, at a time; one a processor if absent. `explain` fills
    `Build.explanation`. A track of a programme has the programme's title as its `album`, or
    as its `usual_album` where the album that the script's `tags` have is to win, and a
    `track_number` from 1, of `n_tracks`, and the week of `options` in its title. `beside` names
    kinds of file that are written beside the track, as `"lrc,vtt"` or a list, or is `"all"` or
    `"none"`; if absent, they are those of the script and the configuration. One that no build has
    written stays, and is refused at the end unless `force` says otherwise. `hire` gives the
    processes that speak, where several builds share them.

    Raises:
        AudioguideError: a file cannot be read or written, an option has a value that it cannot
            take, or a speech engine or encoder failed.
    """
    from audioguide.compiler.freshness import asked_for, find_fresh
    from audioguide.compiler.order import Order
    from audioguide.compiler.unchanged import left_alone

    refuse_n_jobs(n_jobs)
    path = settled_output(str(script), output)
    refuse_unknown_format(path, bitrate_kbps=bitrate_kbps)
    script = find_script(str(script))
    timeline_path = settled_timeline_path(timeline_path, script=script, output=path)
    options = settled_options(options)
    folders = settled_folders(pose_folders)
    marking = settled_marking(
        album=album,
        usual_album=usual_album,
        track_number=track_number,
        n_tracks=n_tracks,
        week=options.week,
    )
    order = Order(
        script=script,
        track=path,
        timeline_path=timeline_path,
        options=options,
        pose_folders=folders,
        bitrate_kbps=bitrate_kbps,
        marking=marking,
        asked=asked_for(
            script,
            options=options,
            pose_folders=folders,
            bitrate_kbps=bitrate_kbps,
            marking=marking,
        ),
        strict=strict,
        explain=explain,
        beside=settled_beside(beside),
        force=force,
    )
    fresh = None if force else find_fresh(path, order.asked)
    if fresh is not None:
        again = partial(_timeline, script, options, folders)
        unchanged = left_alone(order, fresh, plan_again=again)
        if unchanged is not None:
            return unchanged
    from audioguide.cache.limit import cache_limit_bytes
    from audioguide.compiler.building import made

    cache_limit_bytes()  # A limit that is none is refused before any work.
    with _speaker(n_jobs, hire) as speaker:
        speaker.start_ahead()
        produce = partial(_production, speaker=speaker, on_progress=on_progress, n_jobs=n_jobs)
        return made(order, fresh, produce=produce)


def _timeline(script: str, options: Settings, pose_folders: Sequence[Place]) -> "Timeline | None":
    return plan(script, options=options, pose_folders=pose_folders).timeline


def _speaker(n_jobs: int | None = None, hire: "Callable[[], Crew] | None" = None) -> "Speaker":
    """The voice, imported when it is needed."""
    from audioguide.speech.speak import Speaker

    return Speaker(n_workers=n_jobs, hire=hire)


def _production(
    resolved: "Resolved",
    speaker: "Speaker",
    *,
    on_progress: OnProgress | None = None,
    n_jobs: int | None = None,
) -> "Production":
    """What makes a routine sound, imported when it is needed; there is one."""
    from audioguide.compiler.production import Production

    assert resolved.routine is not None
    return Production(
        resolved.routine,
        speaker,
        engines=resolved.engines,
        device=resolved.device,
        on_progress=on_progress,
        n_jobs=n_jobs,
    )


def segment(
    script: Place, *, options: Settings = None, pose_folders: Sequence[Place] = ()
) -> "AudioSegment":
    """The track of a script as a pydub `AudioSegment`, to go on with in Python.

    Raises:
        ScriptError: the script has errors; they are its `diagnostics`.
        AudioguideError: as `build`.
    """
    resolved = _resolved(script, options, pose_folders)
    if resolved.routine is None:
        raise ScriptError(resolved.diagnostics)
    with _speaker() as speaker, _production(resolved, speaker) as production:
        timeline, of_times = production.schedule()
        if timeline is None:
            raise ScriptError((*resolved.diagnostics, *of_times))
        return production.segment(timeline)
