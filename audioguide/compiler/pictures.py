"""The pictures of a track: its cover, and one for each chapter that has poses.

They are small, since a tag stands before the sound, and cheap players stumble over a large one.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from audioguide.contents import ChapterMark, Contents, Picture
from audioguide.diagnostics import Diagnostic, error
from audioguide.disk import Disk
from audioguide.errors import UsageError
from audioguide.figure import Figure
from audioguide.routine.routine import Exercise, Routine
from audioguide.timeline.timeline import Timeline
from audioguide.units import to_milliseconds

CHAPTER_PX = 300
_SMALL_PX = 160
"""Of each picture, where there are many."""
_MANY = 40
"""Chapters."""
MOST_CHAPTER_BYTES = 150_000
"""All pictures of chapters together; with a cover and an hour of words a tag has some 300 kB."""


class _Shown(Struct, frozen=True):
    """A pose that a listener meets."""

    name: str
    figure: Figure | None


def own_cover_of(routine: Routine, disk: Disk) -> tuple[Picture | None, tuple[Diagnostic, ...]]:
    """The user's own file as a cover, or the error `bad-cover`; neither where there is none.

    Raises:
        UsageError: the command line names a file that cannot be a cover.
    """
    cover = routine.cover
    if cover.path is None:
        return None, ()
    from audioguide.picture.own_cover import MOST_FILE_BYTES, BadCoverError, own_cover

    try:
        content = disk.read(cover.path, at_most_bytes=MOST_FILE_BYTES + 1)
        return own_cover(content, alt=routine.title), ()
    except BadCoverError as trouble:
        reason = str(trouble)
    except OSError as trouble:
        reason = f"cannot be read: {trouble.strerror or trouble}"
    message = f"the picture {cover.path} {reason}"
    if cover.span is None:
        raise UsageError(f"--cover: {message}")
    hint = "save it again as a JPEG of some 1000 x 1000 points"
    return None, (error("bad-cover", message, cover.span, hint),)


def with_pictures(
    contents: Contents, timeline: Timeline, routine: Routine, *, own_cover: Picture | None
) -> Contents:
    """The contents of a track with its cover, and pictures of its chapters.

    Args:
        contents: What is on it.
        timeline: Says which poses are in a chapter.
        routine: Has their figures.
        own_cover: The user's own, in the place of a drawn one.
    """
    poses = _poses(routine)
    cover = own_cover
    if routine.cover.is_drawn:
        cover = _drawn_cover(contents, list(poses.values()))
    return replace(contents, cover=cover, chapters=_marks(contents.chapters, timeline, poses))


def _poses(routine: Routine) -> dict[tuple[str, str], _Shown]:
    """What is done, each pose once, by id and name; a variation may have its own."""
    found: dict[tuple[str, str], _Shown] = {}
    for item in routine.items:
        if isinstance(item, Exercise):
            name = item.pose.name.in_language(routine.language) or item.pose.id
            found.setdefault((item.pose.id, name), _Shown(name, item.pose.figure))
    return found


def _drawn_cover(contents: Contents, poses: Sequence[_Shown]) -> Picture:
    from audioguide.picture.cover import cover, length_words

    figures = list(dict.fromkeys(_figures(poses)))
    alt = ": ".join(filter(None, (contents.title, _names(poses))))
    return cover(contents.title, length_words(contents.length_ms), figures, alt=alt)


def _marks(
    marks: Sequence[ChapterMark], timeline: Timeline, poses: dict[tuple[str, str], _Shown]
) -> tuple[ChapterMark, ...]:
    """Chapters with a picture each, as long as there is room for it."""
    width_px = CHAPTER_PX if len(marks) <= _MANY else _SMALL_PX
    left_bytes = MOST_CHAPTER_BYTES
    drawn: dict[tuple[_Shown, ...], Picture | None] = {}
    pictured = []
    for mark in marks:
        shown = _within(mark, timeline, poses)
        if shown not in drawn:
            drawn[shown] = _picture(shown, width_px)
        picture = drawn[shown]
        if picture is not None and len(picture.data) <= left_bytes:
            left_bytes -= len(picture.data)
            mark = replace(mark, picture=picture)
        pictured.append(mark)
    return tuple(pictured)


def _within(
    mark: ChapterMark, timeline: Timeline, poses: dict[tuple[str, str], _Shown]
) -> tuple[_Shown, ...]:
    """The poses of a chapter that have a figure, each once, in order."""
    keys = (
        (move.pose, move.name)
        for move in timeline.moves
        if move.pose and mark.start_ms <= to_milliseconds(move.start) < mark.end_ms
    )
    shown = (poses[key] for key in dict.fromkeys(keys) if key in poses)
    return tuple(one for one in shown if one.figure is not None)


def _picture(shown: tuple[_Shown, ...], width_px: int) -> Picture | None:
    if not shown:
        return None
    from audioguide.picture.row import row

    return row(_figures(shown), width_px=width_px, alt=_names(shown))


def _figures(shown: Iterable[_Shown]) -> list[Figure]:
    return [one.figure for one in shown if one.figure is not None]


def _names(shown: Iterable[_Shown]) -> str:
    return ", ".join(dict.fromkeys(one.name for one in shown))
