"""What audioguide does, as functions: `check`, `plan`, `build`, and a track in memory."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from audioguide.compiler.arguments import (
    Settings,
    refuse_unknown_format,
    settled_folders,
    settled_options,
    settled_output,
    settled_timeline_path,
)
from audioguide.compiler.freshness import ingredients, is_up_to_date, remember
from audioguide.compiler.front import Resolved, find_script, resolve_script
from audioguide.compiler.results import Build, Checked, OnProgress, Plan
from audioguide.diagnostics import Diagnostic, Severity
from audioguide.errors import ScriptError
from audioguide.files import replace_whole
from audioguide.sound.lengths import BUILT_IN_LENGTHS
from audioguide.timeline.estimate import estimate
from audioguide.timeline.json_form import dumps
from audioguide.timeline.schedule import schedule
from audioguide.timeline.timeline import Timeline

if TYPE_CHECKING:
    from pydub import AudioSegment

DEFAULT_BITRATE_KBPS = 96
"""Constant, for 44.1 kHz mono: what cars and speakers play, and more than speech needs."""

Place = str | Path


def _resolved(script: Place, options: Settings, pose_folders: Sequence[Place]) -> Resolved:
    return resolve_script(
        find_script(str(script)),
        options=settled_options(options),
        pose_folders=settled_folders(pose_folders),
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
    _, of_times = schedule(
        resolved.routine, measure=estimate, sound_lengths=BUILT_IN_LENGTHS, estimated=True
    )
    return Checked((*resolved.diagnostics, *of_times))


def plan(
    script: Place,
    *,
    options: Settings = None,
    pose_folders: Sequence[Place] = (),
    on_progress: OnProgress | None = None,
) -> Plan:
    """When everything in a script happens, to the sample of the track that `build` makes.

    Raises:
        AudioguideError: a file cannot be read, an option has a value that it cannot take, or
            the speech engine failed.
    """
    resolved = _resolved(script, options, pose_folders)
    if resolved.routine is None:
        return Plan(None, None, resolved.diagnostics)
    from audioguide.compiler.production import Production

    with Production(resolved.routine, on_progress=on_progress) as production:
        timeline, of_times = production.schedule()
        found = (*resolved.diagnostics, *of_times, *production.warnings())
        return Plan(timeline, resolved.routine, found)


def build(
    script: Place,
    output: Place | None = None,
    *,
    options: Settings = None,
    pose_folders: Sequence[Place] = (),
    bitrate_kbps: int = DEFAULT_BITRATE_KBPS,
    timeline_path: Place | None = None,
    force: bool = False,
    strict: bool = False,
    on_progress: OnProgress | None = None,
) -> Build:
    """Compile a script to a track: `.mp3`, `.wav` or `.flac`, by the suffix of `output`.

    Without an `output` it is `output/<script stem>.mp3`. `script` may be the name of a shipped
    routine, and `options` a mapping as `{"pace": "gentle", "set": {"hold": "45s"}}`.

    A script with errors (under `strict`: or warnings) writes nothing. What stood at `output`
    before stays until the new track is whole and checked. A track that already is what would
    be made is left alone, unless `force` says otherwise.

    Raises:
        AudioguideError: a file cannot be read or written, an option has a value that it cannot
            take, or a speech engine or encoder failed.
    """
    path = settled_output(str(script), output)
    refuse_unknown_format(path, bitrate_kbps=bitrate_kbps)
    timeline_path = settled_timeline_path(
        timeline_path, script=find_script(str(script)), output=path
    )
    resolved = _resolved(script, options, pose_folders)
    if resolved.routine is None or _is_refused(resolved.diagnostics, strict=strict):
        return Build(None, None, resolved.diagnostics)
    from audioguide.compiler.production import Production

    with Production(resolved.routine, on_progress=on_progress) as production:
        timeline, of_times = production.schedule()
        found = (*resolved.diagnostics, *of_times)
        if timeline is None or _is_refused(found, strict=strict):
            return Build(None, None, (*found, *production.warnings()))
        made_from = ingredients(timeline, resolved.routine, bitrate_kbps=bitrate_kbps)
        fresh = not force and is_up_to_date(path, made_from)
        if not fresh:
            production.write(timeline, path, bitrate_kbps=bitrate_kbps)
            remember(path, made_from)
        found += production.warnings()
    if timeline_path is not None:
        _write_timeline(timeline, timeline_path)
    return Build(path, timeline, found, up_to_date=fresh)


def _is_refused(found: tuple[Diagnostic, ...], *, strict: bool) -> bool:
    stopping = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    return any(one.severity in stopping for one in found)


def _write_timeline(timeline: Timeline, path: Path) -> None:
    with replace_whole(path) as stream:
        stream.write(dumps(timeline).encode("utf-8"))


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
    from audioguide.compiler.production import Production

    with Production(resolved.routine) as production:
        timeline, of_times = production.schedule()
        if timeline is None:
            raise ScriptError((*resolved.diagnostics, *of_times))
        return production.segment(timeline)
