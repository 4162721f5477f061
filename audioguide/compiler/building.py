"""One build, made stage by stage and recorded."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from audioguide.cache.upkeep import keep_within_limit
from audioguide.compiler.beside_files import refuse_foreign, refuse_unprintable, write_beside
from audioguide.compiler.beside_kinds import Finished
from audioguide.compiler.freshness import record_of
from audioguide.compiler.linked import linked
from audioguide.compiler.looked_at import look_at_sounds, look_at_voices
from audioguide.compiler.order import Order
from audioguide.compiler.record import (
    Record,
    absolute,
    of_files_beside,
    read_record,
    write_record,
)
from audioguide.compiler.results import Build
from audioguide.disk import Disk
from audioguide.files import replace_whole

if TYPE_CHECKING:
    from audioguide.compiler.front import Resolved
    from audioguide.compiler.production import Production
    from audioguide.timeline.timeline import Timeline


def made(
    order: Order, fresh: Record | None, *, produce: "Callable[[Resolved], Production]"
) -> Build:
    """Carry out an order.

    Args:
        order: What to make.
        fresh: The track's record where it is up to date, and only a file beside it is missing.
        produce: Makes the `Production` of what was resolved.

    Raises:
        AudioguideError: a file cannot be read or written, or an engine or encoder failed.
    """
    from audioguide.compiler.front import resolve_script

    disk = Disk()
    resolved = resolve_script(
        order.script, options=order.options, pose_folders=order.pose_folders, disk=disk
    )
    if resolved.routine is None or order.is_stopped_by(resolved.diagnostics):
        return Build(None, None, resolved.diagnostics)
    usual = tuple(map(str, resolved.routine.beside))
    paths = order.beside_paths(usual)
    refuse_unprintable(paths)
    before = read_record(order.track)
    look_at_sounds(resolved.routine, disk)
    with produce(resolved) as production:
        timeline, of_times = production.schedule()
        found = (*resolved.diagnostics, *of_times)
        if timeline is None or order.is_stopped_by(found):
            return Build(None, None, (*found, *production.warnings()))
        look_at_voices(production, disk)
        if fresh is not None and fresh.seen != disk.seen():
            fresh = None  # A file has changed since the track was found to be up to date.
        track = linked(order, fresh, timeline, production, resolved, before=before)
    if order.timeline_path is not None:
        _write_timeline(timeline, order.timeline_path)
    beside, foreign, wrote = _write_beside(order, paths, track.finished, before=before)
    record = record_of(
        order.asked,
        disk,
        diagnostics=found,
        outputs=order.outputs(beside),
        parts=track.parts,
        beside=usual,
        wrote=wrote,
    )
    if record is None and wrote:
        record = of_files_beside(order.asked, wrote)
    if record is not None:
        write_record(order.track, record)
    keep_within_limit(track.n_written_bytes)
    refuse_foreign(foreign)
    return Build(
        order.track,
        timeline,
        (*found, *track.warnings),
        up_to_date=fresh is not None,
        explanation=track.explanation,
        beside=beside,
    )


def _write_timeline(timeline: "Timeline", path: Path) -> None:
    from audioguide.timeline.json_form import dumps

    with replace_whole(path) as stream:
        stream.write(dumps(timeline).encode("utf-8"))


def _write_beside(
    order: Order, paths: Mapping[str, Path], track: Finished, *, before: Record | None
) -> tuple[tuple[Path, ...], tuple[Path, ...], dict[str, str]]:
    """Write the files beside a track.

    Where that fails, those that were written stay the track's own.

    Returns:
        Those that are as they have to be, those of somebody else, and all that builds of the track
        ever wrote, as its record has it.
    """
    wrote = dict(before.wrote) if before else {}
    beside: list[Path] = []

    def written(path: Path, sha256: str) -> None:
        beside.append(path)
        wrote[absolute(path)] = sha256

    try:
        foreign = write_beside(paths, track, own=wrote, force=order.force, on_written=written)
    except BaseException:
        write_record(order.track, of_files_beside(order.asked, wrote, before=before))
        raise
    return tuple(beside), foreign, wrote
