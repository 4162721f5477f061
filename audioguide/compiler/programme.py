"""A programme: several scripts, or one in several weeks, as numbered tracks with a playlist."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from audioguide.compiler import api
from audioguide.compiler.arguments import Settings, options_by_week, refuse_n_jobs, settled_options
from audioguide.compiler.programme_layout import Layout, PlannedTrack, lay_out
from audioguide.compiler.results import Build, OnProgress
from audioguide.errors import AudioguideError, ExitCode, UsageError

if TYPE_CHECKING:
    from audioguide.speech.crew import Crew

Place = str | Path


class ProgrammeTrack(Struct, frozen=True):
    """What came of one track of a programme."""

    planned: PlannedTrack
    build: Build | None
    """None where trouble ended it."""
    trouble: AudioguideError | None = None

    @property
    def exit_code(self) -> ExitCode:
        """How it went."""
        if self.build is None:
            return self.trouble.exit_code if self.trouble else ExitCode.SCRIPT
        return ExitCode.SCRIPT if self.build.path is None else ExitCode.DONE


class Programme(Struct, frozen=True):
    """What came of a programme."""

    title: str
    folder: Path
    tracks: tuple[ProgrammeTrack, ...]
    playlist: Path | None
    """None where there was nothing to list, or trouble."""
    playlist_trouble: AudioguideError | None
    left_out: tuple[str, ...]
    """Files that lie beside the scripts and are none, each with the reason."""
    left_behind: tuple[Path, ...]
    """Tracks and playlists of earlier builds that do not belong to it now."""
    has_alike_weeks: bool = False
    """Whether it has several weeks, and the same is heard in all of them."""

    @property
    def exit_code(self) -> ExitCode:
        """The highest of all that went wrong."""
        codes = [track.exit_code for track in self.tracks]
        if self.playlist_trouble is not None:
            codes.append(self.playlist_trouble.exit_code)
        return max(codes)

    @property
    def ok(self) -> bool:
        """Whether every track, and the playlist, is there."""
        return self.exit_code is ExitCode.DONE

    @property
    def up_to_date(self) -> bool:
        """Whether every track already was what it would have been made."""
        return all(track.build is not None and track.build.up_to_date for track in self.tracks)


def build_programme(
    scripts: Place | Sequence[Place],
    output: Place | None = None,
    *,
    title: str | None = None,
    weeks: Sequence[int] = (),
    options: Settings = None,
    force: bool = False,
    on_begin: Callable[[PlannedTrack], None] | None = None,
    on_track: Callable[[ProgrammeTrack], None] | None = None,
    on_progress: OnProgress | None = None,
    n_jobs: int | None = None,
    **settings: Any,  # noqa: ANN401 - as `build` takes them
) -> Programme:
    """Compile scripts to numbered tracks in one folder, with a playlist in their order.

    Every script is tried, and numbered as if all were well. The playlist lists the tracks that are
    there, those of earlier builds among them. Nothing is ever deleted.

    Args:
        scripts: Scripts in order, or a folder of them; see `programme_layout.lay_out`.
        output: A folder; `output/<name of the folder, or title>` if absent.
        title: Of the programme, which is the album of its tracks, whatever `tags` have; by default
            the folder's name, which is the album where `tags` have none.
        weeks: 1 to 520, at most 52 of them: the one script in each of these weeks.
        options: As `build` takes them.
        force: Build even what is up to date, and write over files that are somebody else's.
        on_begin: Told of each track before it is built.
        on_track: Told of each track when it is built, or not.
        on_progress: As `build` takes it.
        n_jobs: As `build` takes it.
        settings: What else `build` takes for each track alike, such as `strict` and `beside`.

    Raises:
        UsageError: there is no such programme, or an option has a value that it cannot take.
        FileError: a folder cannot be read.
    """
    refuse_n_jobs(n_jobs)
    if settings.get("timeline_path") is not None:
        raise UsageError("a timeline file is of one track; `beside` takes `timeline`")
    listed = [scripts] if isinstance(scripts, str | Path) else scripts
    settled = settled_options(options)
    by_week = options_by_week(settled, weeks) if weeks else {}
    layout = lay_out([str(one) for one in listed], output, title=title, weeks=[*by_week])
    tracks = []
    with _shared_crew(n_jobs) as hire:
        for planned in layout.tracks:
            if on_begin is not None:
                on_begin(planned)
            track = _built(
                planned,
                layout,
                options=settled if planned.week is None else by_week[planned.week],
                on_progress=on_progress,
                force=force,
                n_jobs=n_jobs,
                hire=hire,
                **settings,
            )
            tracks.append(track)
            if on_track is not None:
                on_track(track)
    return _finished(layout, tracks, force=force)


@contextmanager
def _shared_crew(n_jobs: int | None) -> Iterator[Callable[[], "Crew"]]:
    """Gives, to whoever asks first, processes that speak, and to everybody else the same."""
    with ExitStack() as ending:

        @cache
        def hire() -> "Crew":
            from audioguide.speech.crew import Crew, usual_n_workers
            from audioguide.speech.patience import Patience

            crew = Crew(n_jobs or usual_n_workers(), patience=Patience())
            ending.callback(crew.close)
            return crew

        yield hire


def _built(
    planned: PlannedTrack,
    layout: Layout,
    *,
    force: bool,
    **settings: Any,  # noqa: ANN401 - as `build` takes them
) -> ProgrammeTrack:
    """Build one track; trouble with it leaves the others alone."""
    from audioguide.compiler.programme_files import refuse_foreign_track

    try:
        if not force:
            refuse_foreign_track(planned.path)
        build = api.build(
            planned.script,
            planned.path,
            album=layout.title if layout.has_given_title else None,
            usual_album=layout.title,
            track_number=planned.number,
            n_tracks=layout.n_tracks,
            force=force,
            **settings,
        )
    except AudioguideError as trouble:
        return ProgrammeTrack(planned, None, trouble)
    return ProgrammeTrack(planned, build)


def _finished(layout: Layout, tracks: list[ProgrammeTrack], *, force: bool) -> Programme:
    from audioguide.compiler.programme_files import are_alike, left_behind, write_playlist

    playlist, trouble = None, None
    try:
        playlist = write_playlist(layout, force=force)
    except AudioguideError as told:
        trouble = told
    return Programme(
        title=layout.title,
        folder=layout.folder,
        tracks=tuple(tracks),
        playlist=playlist,
        playlist_trouble=trouble,
        left_out=layout.left_out,
        left_behind=left_behind(layout),
        has_alike_weeks=are_alike([one.path for one in layout.tracks if one.week is not None]),
    )
