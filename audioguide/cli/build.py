"""`audioguide build`: scripts to tracks."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audioguide.cli.option_types import beside, weeks
from audioguide.cli.outputs import output_paths
from audioguide.cli.progress import Progress
from audioguide.cli.request import Request, compiling, jobs_option
from audioguide.cli.talk import result, strictly
from audioguide.errors import AudioguideError, ExitCode
from audioguide.mp3.frames import TRACK_BITRATES_KBPS

if TYPE_CHECKING:
    from audioguide.compiler import Build
    from audioguide.syntax.beside_fields import Besides
    from audioguide.timeline.timeline import Timeline


@click.command(short_help="Compile scripts to MP3.")
@click.argument("scripts", nargs=-1, required=True, metavar="SCRIPT or DIR...")
@click.option(
    "-o",
    "--output",
    metavar="FILE or DIR",
    help="An .mp3, .wav or .flac file, or a folder. Default: output/<script>.mp3.",
)
@click.option(
    "--programme",
    "title",
    metavar="TITLE",
    help="Make one programme of the scripts: numbered tracks and a playlist. A folder is one.",
)
@click.option(
    "--weeks",
    "in_weeks",
    type=weeks,
    metavar="FROM-TO",
    help="The script in each of these weeks, such as 1-6, as a programme.",
)
@compiling
@click.option(
    "--timeline",
    "timeline_path",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Also write the timeline, as JSON.",
)
@click.option(
    "--beside",
    type=beside,
    metavar="KINDS",
    multiple=True,
    help="Files to write beside the track: lrc, vtt, srt, cue, chapters, labels, timeline, handout "
    "and pdf, with commas between them; all, which is all but pdf; or none. Default: as the script "
    "and your configuration say.",
)
@click.option(
    "--force",
    is_flag=True,
    help="Build even what is up to date, and write over files that no build made.",
)
@click.option(
    "--bitrate",
    type=click.Choice([str(rate) for rate in TRACK_BITRATES_KBPS]),
    help="Kilobits a second of the MP3. Default: 96, or 128 for a track in stereo.",
)
@jobs_option
@click.option(
    "--explain-cache", is_flag=True, help="Say what was made anew, what was not, and why."
)
def build(
    *,
    scripts: tuple[str, ...],
    output: str | None,
    title: str | None,
    in_weeks: tuple[int, ...] | None,
    request: Request,
    timeline_path: Path | None,
    beside: "tuple[Besides, ...]",
    force: bool,
    bitrate: str | None,
    n_jobs: int | None,
    explain_cache: bool,
) -> ExitCode:
    """Compile scripts to MP3.

    SCRIPT is a file, or the name of a routine that ships with audioguide. Several scripts
    are all tried, and the highest exit code counts. The path of each track is printed.

    DIR is a folder of scripts, which becomes a programme: numbered tracks in one folder, by
    default output/<name of DIR>, with a playlist.
    """
    from audioguide.cli.programme import is_programme, show_programme

    one_programme = is_programme(scripts, title=title, weeks=in_weeks)
    if timeline_path and (one_programme or len(scripts) > 1):
        raise click.UsageError("--timeline takes one script at a time")
    how: dict[str, Any] = {
        "bitrate_kbps": int(bitrate) if bitrate else None,
        "beside": [kind for row in beside for kind in row] if beside else None,
        "force": force,
        "explain": explain_cache,
        "n_jobs": n_jobs,
    }
    tell = partial(_tell, request=request, explain_cache=explain_cache)
    if one_programme:
        return show_programme(
            scripts, output, request, title=title, weeks=in_weeks or (), tell=tell, **how
        )
    targets = output_paths(scripts, output)
    codes = []
    for script, target in zip(scripts, targets, strict=True):
        try:
            built = _build_one(
                script,
                target,
                request,
                timeline_path=timeline_path,
                **how,
            )
            code = tell(script, built)
        except AudioguideError as trouble:
            request.talk.trouble(trouble)
            code = trouble.exit_code
        codes.append(code)
    return max(codes)


def _build_one(
    script: str,
    target: Path,
    request: Request,
    **own: Any,  # noqa: ANN401 - options of this command, as `compiler.build` takes them
) -> "Build":
    """Build one script."""
    from audioguide import compiler

    with Progress(f"{script} -> {target}", request.talk) as progress:
        return compiler.build(
            compiler.find_script(script),
            target,
            options=request.options,
            pose_folders=request.pose_folders,
            strict=request.strict,
            on_progress=progress.show,
            **own,
        )


def _tell(script: str, built: "Build", *, request: Request, explain_cache: bool) -> ExitCode:
    """Show what came of a script, and say how it went."""
    refused = request.strict and built.path is None
    request.talk.diagnostics(strictly(built.diagnostics, strict=refused))
    if built.path is None:
        request.talk.say(f"{script}: nothing was written")
        return ExitCode.SCRIPT
    if explain_cache:
        _explain(built, request)
    if built.up_to_date:
        request.talk.say(f"{built.path} is up to date")
    elif built.timeline is not None:
        request.talk.say(f"{built.path}: {_summary(built.timeline)}")
    if built.beside:
        names = ", ".join(path.name for path in built.beside)
        request.talk.say(f"  beside it: {names}")
    result(str(built.path))
    return ExitCode.DONE


def _explain(built: "Build", request: Request) -> None:
    """Say of each part whether it was kept or made, and why; what was kept only to the curious."""
    if built.up_to_date:
        request.talk.say("everything is kept: nothing that the track is made from has changed")
        return
    for kind in dict.fromkeys(part.kind for part in built.explanation):
        parts = [part for part in built.explanation if part.kind == kind]
        n_made = sum(part.reason is not None for part in parts)
        request.talk.say(f"{kind}s: {len(parts) - n_made} kept, {n_made} made")
        for part in parts:
            if part.reason is None:
                request.talk.detail(f"  kept  {part.place}: {part.what}")
            else:
                request.talk.say(f"  made  {part.place}: {part.what}: {part.reason}")


def _summary(timeline: "Timeline") -> str:
    """What is on a track, in one line."""
    from audioguide.units import format_clock, to_seconds

    n_moves = len(timeline.moves)
    return f"{format_clock(to_seconds(timeline.length))}, {n_moves} move{'s' * (n_moves != 1)}"
