"""Tracks onto a stick, a card or any folder: `sync`.

Whatever happens on the way, what is on the target is what was there before or what was to come,
file by file, and the next run goes on from there. See `docs/decisions/0015-copying-to-a-device.md`.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from audioguide.delivery.devices import Device
from audioguide.delivery.sync_doing import carry_out, see_to_room, sweep
from audioguide.delivery.sync_manifest import MANIFEST_NAME, read_manifest
from audioguide.delivery.sync_plan import OnProgress, Row
from audioguide.delivery.sync_planning import plan
from audioguide.delivery.sync_target import alone_at, open_target
from audioguide.delivery.sync_wishes import ANY_DEVICE, crowded, rows_for, shelved
from audioguide.errors import UsageError


class Synced(Struct, frozen=True):
    """What a run did; with `is_dry`, what it would do. Paths are from the target."""

    target: Path
    copied: tuple[str, ...]
    """New or changed, in their order."""
    kept: tuple[str, ...]
    """There already: by us, or the very same file by somebody else."""
    removed: tuple[str, ...]
    stale: tuple[str, ...]
    """Ours, of no source any more, and still there."""
    n_copied_bytes: int
    remarks: tuple[str, ...]
    """What somebody would not expect of the target, a sentence each."""
    left_out: tuple[str, ...] = ()
    """What of the sources is not wanted on it, a sentence each."""
    is_dry: bool = False


def sync(
    target: Path,
    sources: Sequence[Path],
    *,
    homes: Mapping[Path, Path] | None = None,
    device: Device | None = None,
    deletes: bool = False,
    verifies: bool = False,
    is_dry: bool = False,
    on_progress: OnProgress | None = None,
) -> Synced:
    """Bring tracks onto a stick, a card or into a folder.

    Args:
        target: A folder that is there.
        sources: Folders of tracks, each a programme, and single tracks.
        homes: Of sources: by which path they are known, if not by their own. A source replaces
            only what came from the same path before, or, with `deletes`, what no source has.
        device: What plays them; None: anything, and tracks are copied as they are.
        deletes: As `sync_rows` has it, as all that follows.
        verifies: See there.
        is_dry: See there.
        on_progress: See there.

    Raises:
        UsageError: the target is a source, or one lies in the other.
        FileError: a source has no tracks; and as `sync_rows`.
    """
    refuse_nested(target, sources)
    shelves, left_out = shelved(sources, homes=homes or {})
    rows = rows_for(shelves, device)
    done = sync_rows(
        target,
        rows,
        most_chars=(device or ANY_DEVICE).name_chars,
        deletes=deletes,
        verifies=verifies,
        is_dry=is_dry,
        on_progress=on_progress,
    )
    return replace(done, left_out=left_out, remarks=(*crowded(rows, device), *done.remarks))


def refuse_nested(target: Path, sources: Sequence[Path]) -> None:
    """See to it that nothing is copied onto itself, or into what is copied.

    Raises:
        UsageError: the target is a source, or one lies in the other.
    """
    place = target.resolve()
    for source in sources:
        here = source.resolve()
        if here == place or place in here.parents:
            raise UsageError(f"{source} is in the target {target} already; name another folder")
        if here in place.parents:
            raise UsageError(f"the target {target} lies in {source}; name another folder")


def sync_rows(
    target: Path,
    rows: Sequence[Row],
    *,
    most_chars: int,
    deletes: bool = False,
    verifies: bool = False,
    is_dry: bool = False,
    on_progress: OnProgress | None = None,
) -> Synced:
    """Bring files onto a target, each whole or not at all; a second run copies nothing.

    Args:
        target: A folder that is there.
        rows: What is wanted, in the order of playing, which is the order of writing.
        most_chars: The longest that a name may be, without its suffix.
        deletes: What an earlier run wrote, nobody changed since, and no row has any more, goes.
        verifies: What is there already is read and compared, and not only its length.
        is_dry: Nothing is written.
        on_progress: Told how far it is.

    Raises:
        FileError: the target is none, full, read-only or pulled out, or a source cannot be read.
            The target then has of each file the old one or the new one, and nothing is lost.
    """
    place = open_target(target)
    with alone_at(place):
        found = read_manifest(target)
        remarks: tuple[str, ...] = ()
        if found.is_damaged:
            remarks = (f"{MANIFEST_NAME} cannot be read; what is there is taken for others'",)
        if not is_dry:
            sweep(place, found.manifest, rows)
        chosen = plan(
            place,
            found.manifest,
            rows,
            most_chars=most_chars,
            deletes=deletes,
            verifies=verifies,
            on_progress=on_progress,
        )
        if is_dry:
            see_to_room(chosen, place)
        else:
            carry_out(chosen, place, on_progress)
    return Synced(
        target=target,
        copied=tuple(one.entry.path for one in chosen.copies),
        kept=(*(one.path for one in chosen.kept), *chosen.foreign),
        removed=tuple(one.entry.path for one in chosen.removals),
        stale=tuple(one.path for one in chosen.stale),
        n_copied_bytes=sum(one.content.n_bytes for one in chosen.copies),
        remarks=(*remarks, *chosen.remarks),
        is_dry=is_dry,
    )
