"""The kinds of file beside a track: how each is called, and what is in it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from audioguide.beside.cue import cue
from audioguide.beside.table import FORMATS, Format
from audioguide.contents import Contents

if TYPE_CHECKING:
    from audioguide.handout.handout import Handout
    from audioguide.routine.routine import Routine
    from audioguide.timeline.timeline import Timeline


class Finished(Struct, frozen=True):
    """A track that is whole: what the files beside it are made of."""

    path: Path
    timeline: "Timeline"
    contents: Contents
    routine: "Routine"
    """What was scheduled."""
    address: str | None
    """Of the site where the user's tracks are published, with a slash at its end."""


class Kind(Struct, frozen=True):
    """One kind of file beside a track."""

    suffix: str
    """Takes the place of the track's; no two kinds have the same, and none is a track's."""
    content: Callable[[Finished], bytes]


def _as_format(form: Format) -> Kind:
    return Kind(form.suffix, lambda track: form.text(track.contents).encode())


def _cue(track: Finished) -> bytes:
    return cue(track.contents, track_name=track.path.name).encode()


def _labels(track: Finished) -> bytes:
    from audioguide.compiler.contents import chapters_of
    from audioguide.timeline.labels import labels

    chapters = chapters_of(track.timeline, track.routine)
    return labels(track.timeline, chapters=chapters).encode()


def _timeline(track: Finished) -> bytes:
    from audioguide.timeline.json_form import dumps

    return dumps(track.timeline).encode()


def _handout_of(track: Finished) -> "Handout":
    from audioguide.compiler.handout import handout_of
    from audioguide.web.track_page import track_page

    page = None if track.address is None else track_page(track.address, track.path)
    return handout_of(track.timeline, track.routine, track.contents, address=page)


def _handout(track: Finished) -> bytes:
    from audioguide.handout.html import html

    return html(_handout_of(track)).encode()


def _pdf(track: Finished) -> bytes:
    from audioguide.handout.pdf import pdf
    from audioguide.handout.printers import find_printer

    return pdf(_handout_of(track), find_printer())


KINDS = {  # [twin: kinds of files beside]
    **{name: _as_format(form) for name, form in FORMATS.items()},
    "cue": Kind(".cue", _cue),
    "labels": Kind(".labels.txt", _labels),
    "timeline": Kind(".timeline.json", _timeline),
    "handout": Kind(".html", _handout),
    "pdf": Kind(".pdf", _pdf),
}
