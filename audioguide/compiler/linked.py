"""The track of a build: written to the disk, unless it already is what it has to be."""

from typing import TYPE_CHECKING

import msgspec
from msgspec import Raw, Struct

from audioguide.compiler.beside_kinds import Finished
from audioguide.compiler.order import Order
from audioguide.compiler.record import Record
from audioguide.diagnostics import Diagnostic

if TYPE_CHECKING:
    from audioguide.compiler.explanation import PartOutcome
    from audioguide.compiler.front import Resolved
    from audioguide.compiler.parts import Parts
    from audioguide.compiler.production import Production
    from audioguide.contents import Contents, Picture
    from audioguide.timeline.timeline import Timeline


class Linked(Struct, frozen=True):
    """A track that is on the disk."""

    finished: Finished
    parts: Raw
    """What it was put together from, as its record has it."""
    explanation: "tuple[PartOutcome, ...]"
    warnings: tuple[Diagnostic, ...]
    """Of who speaks."""
    n_written_bytes: int
    """Added to the caches."""


def linked(
    order: Order,
    fresh: Record | None,
    timeline: "Timeline",
    production: "Production",
    resolved: "Resolved",
    *,
    before: Record | None,
) -> Linked:
    """The track of a schedule, written unless it is up to date.

    Args:
        order: What to make.
        fresh: The track's record where it is up to date.
        timeline: When everything happens.
        production: Makes it sound, and has scheduled it.
        resolved: What the production was made for.
        before: The record of the build before, for the explanation.

    Raises:
        AudioguideError: the track cannot be written, or an engine or encoder failed.
    """
    from audioguide.compiler.contents import contents_of

    contents = contents_of(timeline, production.routine, marking=order.marking)
    if fresh is None:
        parts, explanation = _written_track(
            order, timeline, production, contents, own_cover=resolved.cover, before=before
        )
    else:
        parts, explanation = fresh.parts, ()
    return Linked(
        finished=Finished(
            order.track, timeline, contents, production.routine, address=resolved.address
        ),
        parts=parts,
        explanation=explanation,
        warnings=production.warnings(),
        n_written_bytes=production.n_written_bytes,
    )


def _written_track(
    order: Order,
    timeline: "Timeline",
    production: "Production",
    contents: "Contents",
    *,
    own_cover: "Picture | None",
    before: Record | None,
) -> "tuple[Raw, tuple[PartOutcome, ...]]":
    """Write the track. Its parts, and what became of each where that was asked."""
    from audioguide.compiler.pictures import with_pictures

    pictured = with_pictures(contents, timeline, production.routine, own_cover=own_cover)
    parts = production.write(
        timeline, order.track, contents=pictured, bitrate_kbps=order.bitrate_kbps
    )
    explanation = production.explain(parts, _parts_of(before)) if order.explain else ()
    return Raw(msgspec.json.encode(parts)), explanation


def _parts_of(record: Record | None) -> "Parts | None":
    """What a track was put together from when it was last built."""
    from audioguide.compiler.parts import Parts

    try:
        return None if record is None else msgspec.json.decode(record.parts, type=Parts)
    except msgspec.MsgspecError:
        return None
