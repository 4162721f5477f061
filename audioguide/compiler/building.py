"""One build: left alone where its track is up to date, else made stage by stage and recorded."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Raw, Struct

from audioguide.cache.upkeep import keep_within_limit
from audioguide.compiler.freshness import record_of
from audioguide.compiler.record import Asked, Record, read_record, write_record
from audioguide.compiler.results import Build
from audioguide.diagnostics import Diagnostic, Severity
from audioguide.disk import Disk
from audioguide.errors import FileError
from audioguide.files import replace_whole
from audioguide.routine.options import Options

if TYPE_CHECKING:
    from audioguide.compiler.explanation import PartOutcome
    from audioguide.compiler.front import Resolved
    from audioguide.compiler.parts import Parts
    from audioguide.compiler.production import Production
    from audioguide.routine.routine import Routine
    from audioguide.timeline.timeline import Timeline


_LARGEST_VOICE_BYTES = 1 << 31
"""More than any voice has; a file that cannot be read whole would never count as unchanged."""


class Order(Struct, frozen=True):
    """A build with every argument settled."""

    script: str
    track: Path
    timeline_path: Path | None
    options: Options
    pose_folders: tuple[Path, ...]
    bitrate_kbps: int | None
    """None: the usual one for the track's channels."""
    asked: Asked
    """The same, as the track's record has it."""
    strict: bool
    """Warnings stop it too."""
    explain: bool
    """Say what became of each part."""

    @property
    def outputs(self) -> tuple[Path, ...]:
        """What it writes."""
        return (self.track,) if self.timeline_path is None else (self.track, self.timeline_path)


def left_alone(
    order: Order, fresh: Record, *, plan_again: "Callable[[], Timeline | None]"
) -> Build | None:
    """What comes of an order whose track is up to date; None where its timeline is missing."""
    if _is_refused(fresh.diagnostics, order):
        return Build(None, None, fresh.diagnostics)
    if not all(map(fresh.has_output, order.outputs)):
        return None
    return Build(
        order.track,
        None,
        fresh.diagnostics,
        up_to_date=True,
        plan_again=plan_again,
    )


def made(
    order: Order, fresh: Record | None, *, produce: "Callable[[Resolved], Production]"
) -> Build:
    """Carry out an order.

    Args:
        order: What to make.
        fresh: The track's record where it is up to date, and only its timeline is missing.
        produce: Makes the `Production` of what was resolved.

    Raises:
        AudioguideError: a file cannot be read or written, or an engine or encoder failed.
    """
    from audioguide.compiler.front import resolve_script

    disk = Disk()
    resolved = resolve_script(
        order.script, options=order.options, pose_folders=order.pose_folders, disk=disk
    )
    if resolved.routine is None or _is_refused(resolved.diagnostics, order):
        return Build(None, None, resolved.diagnostics)
    _look_at_sounds(resolved.routine, disk)
    with produce(resolved) as production:
        timeline, of_times = production.schedule()
        found = (*resolved.diagnostics, *of_times)
        if timeline is None or _is_refused(found, order):
            return Build(None, None, (*found, *production.warnings()))
        _look_at_voices(production, disk)
        if fresh is not None and fresh.seen != disk.seen():
            fresh = None  # A file has changed since the track was found to be up to date.
        explanation: tuple[PartOutcome, ...] = ()
        if fresh is None:
            parts = production.write(timeline, order.track, bitrate_kbps=order.bitrate_kbps)
            if order.explain:
                explanation = production.explain(parts, _parts_before(order.track))
        of_trouble = production.warnings()
        n_written_bytes = production.n_written_bytes
    if order.timeline_path is not None:
        _write_timeline(timeline, order.timeline_path)
    record = record_of(
        order.asked,
        disk,
        diagnostics=found,
        outputs=order.outputs,
        parts=fresh.parts if fresh else Raw(msgspec.json.encode(parts)),
    )
    if record is not None:
        write_record(order.track, record)
    keep_within_limit(n_written_bytes)
    return Build(
        order.track,
        timeline,
        (*found, *of_trouble),
        up_to_date=fresh is not None,
        explanation=explanation,
    )


def _parts_before(track: Path) -> "Parts | None":
    """What the track was put together from when it was last built."""
    from audioguide.compiler.parts import Parts

    record = read_record(track)
    try:
        return None if record is None else msgspec.json.decode(record.parts, type=Parts)
    except msgspec.MsgspecError:
        return None


def _is_refused(found: tuple[Diagnostic, ...], order: Order) -> bool:
    stopping = (Severity.ERROR, Severity.WARNING) if order.strict else (Severity.ERROR,)
    return any(one.severity in stopping for one in found)


def _look_at_sounds(routine: "Routine", disk: Disk) -> None:
    """Remember what the user's sounds hold, before they are read to be played."""
    from audioguide.compiler.own_sounds import bed_files

    cues = {sound.path for sound in routine.sounds if sound.path}
    beds = bed_files(routine)
    if not cues and not beds:
        return
    from audioguide.recordings import MAX_FILE_BYTES
    from audioguide.sound.music import MAX_BED_BYTES

    limits = dict.fromkeys(cues, MAX_FILE_BYTES) | dict.fromkeys(beds, MAX_BED_BYTES)
    for path, most_bytes in limits.items():
        try:
            disk.look(path, at_most_bytes=most_bytes + 1)
        except OSError as trouble:
            raise FileError.from_os("read", path, trouble) from trouble


def _look_at_voices(production: "Production", disk: Disk) -> None:
    """Remember what the user's own voices are made of; an edited one makes other tracks."""
    for path in production.voice_sources():
        try:
            if path.is_dir():
                disk.list_folder(path)
            else:
                disk.look(path, at_most_bytes=_LARGEST_VOICE_BYTES)
        except OSError as trouble:
            raise FileError.from_os("read", path, trouble) from trouble


def _write_timeline(timeline: "Timeline", path: Path) -> None:
    from audioguide.timeline.json_form import dumps

    with replace_whole(path) as stream:
        stream.write(dumps(timeline).encode("utf-8"))
