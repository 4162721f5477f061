"""A programme at the command line: what `build` shows while several scripts become one folder."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from audioguide.cli.progress import Progress
from audioguide.cli.request import Request
from audioguide.cli.talk import result
from audioguide.diagnostics import render
from audioguide.errors import ExitCode

if TYPE_CHECKING:
    from audioguide.compiler import Build, Programme
    from audioguide.compiler.programme import ProgrammeTrack
    from audioguide.compiler.programme_layout import PlannedTrack

Tell = Callable[[str, "Build"], object]
"""Shows what came of a script."""


def is_programme(scripts: Sequence[str], *, title: str | None, weeks: Sequence[int] | None) -> bool:
    """Whether scripts are built as a programme: it has a title or weeks, or there is a folder."""
    from audioguide.compiler.user_files import is_folder_of_scripts

    return title is not None or weeks is not None or any(map(is_folder_of_scripts, scripts))


def show_programme(
    scripts: Sequence[str],
    output: str | None,
    request: Request,
    *,
    tell: Tell,
    **own: Any,  # noqa: ANN401 - as `compiler.build_programme` takes them
) -> ExitCode:
    """Build a programme, and show what comes of each track and of the whole."""
    from audioguide import compiler

    with ExitStack() as under_way:
        screen = _Screen(request, tell, under_way)
        programme = compiler.build_programme(
            scripts,
            output,
            options=request.options,
            pose_folders=request.pose_folders,
            strict=request.strict,
            on_begin=screen.begin,
            on_track=screen.end,
            on_progress=screen.show,
            **own,
        )
    _tell_whole(programme, request)
    return programme.exit_code


class _Screen:
    """Shows one track after another."""

    def __init__(self, request: Request, tell: Tell, under_way: ExitStack) -> None:
        self._request = request
        self._tell = tell
        self._under_way = under_way
        self._progress: Progress | None = None
        self._told: set[str] = set()
        """So that what is wrong in every week is told once."""

    def begin(self, planned: "PlannedTrack") -> None:
        title = f"{planned.script} -> {planned.path}"
        self._progress = self._under_way.enter_context(Progress(title, self._request.talk))

    def show(self, stage: str, done: int, total: int) -> None:
        if self._progress is not None:
            self._progress.show(stage, done, total)

    def end(self, track: "ProgrammeTrack") -> None:
        self._under_way.close()  # The bars give way to what is said.
        if track.build is not None:
            news = tuple(one for one in track.build.diagnostics if self._is_new(render(one)))
            self._tell(track.planned.script, replace(track.build, diagnostics=news))
        elif track.trouble is not None and self._is_new(str(track.trouble)):
            self._request.talk.trouble(track.trouble)

    def _is_new(self, told: str) -> bool:
        is_new = told not in self._told
        self._told.add(told)
        return is_new


def _tell_whole(programme: "Programme", request: Request) -> None:
    talk = request.talk
    for left_out in programme.left_out:
        talk.say(left_out)
    if programme.left_behind:
        names = ", ".join(path.name for path in programme.left_behind)
        talk.say(f"no longer part of the programme, and yours to delete: {names}")
    if programme.has_alike_weeks:
        talk.say("all weeks are alike; `progress` in the script makes them differ")
    n_done = sum(track.exit_code is ExitCode.DONE for track in programme.tracks)
    n_tracks = len(programme.tracks)
    of_all = f"{n_tracks} track{'s' * (n_tracks != 1)}"
    if n_done < n_tracks:
        of_all = f"{n_done} of {of_all}"
    state = ", all up to date" if programme.up_to_date else ""
    talk.say(f"{programme.folder}: {programme.title}, {of_all}{state}")
    if programme.playlist_trouble is not None:
        talk.trouble(programme.playlist_trouble)
    elif programme.playlist is not None:
        result(str(programme.playlist))
