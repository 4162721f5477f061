"""`audioguide plan`: when everything happens."""

from typing import TYPE_CHECKING

import click

from audioguide.cli.option_types import weeks
from audioguide.cli.progress import Progress
from audioguide.cli.request import Request, compiling, format_option, jobs_option
from audioguide.cli.table import aligned, show_table
from audioguide.cli.talk import result, strictly
from audioguide.diagnostics import has_errors
from audioguide.errors import ExitCode

if TYPE_CHECKING:
    from audioguide.timeline.timeline import Timeline


@click.command(short_help="Show when everything in a script happens.")
@click.argument("script")
@compiling
@jobs_option
@click.option(
    "--weeks",
    "in_weeks",
    type=weeks,
    metavar="FROM-TO",
    help="The doses in each of these weeks, such as 1-6, as a table.",
)
@format_option("json: the timeline file, format 1; with --weeks one array, a week each.")
def plan(
    *,
    script: str,
    request: Request,
    n_jobs: int | None,
    in_weeks: tuple[int, ...] | None,
    form: str,
) -> ExitCode:
    """Show when everything in a script happens.

    SCRIPT is a file, or the name of a routine that ships with audioguide. With --verbose,
    also where each setting came from.
    """
    from audioguide import compiler

    if in_weeks is not None:
        return _plan_weeks(script, in_weeks, request, n_jobs=n_jobs, form=form)
    talk = request.talk
    with Progress(script, talk) as progress:
        planned = compiler.plan(
            compiler.find_script(script),
            options=request.options,
            pose_folders=request.pose_folders,
            on_progress=progress.show,
            n_jobs=n_jobs,
        )
    diagnostics = strictly(planned.diagnostics, strict=request.strict)
    talk.diagnostics(diagnostics)
    if planned.timeline is None or has_errors(diagnostics):
        return ExitCode.SCRIPT
    _print(planned.timeline, form)
    if planned.routine is not None and talk.verbose:
        origins = [(one.setting, one.value, one.origin) for one in planned.routine.origins]
        for line in aligned(("setting", "value", "comes from"), origins):
            # JSON on stdout stays one document.
            talk.say(line) if form == "json" else result(line)
    return ExitCode.DONE


def _plan_weeks(
    script: str, in_weeks: tuple[int, ...], request: Request, *, n_jobs: int | None, form: str
) -> ExitCode:
    """Show what becomes of the doses from week to week."""
    from audioguide import compiler
    from audioguide.cli.weeks import as_json, as_table

    if request.options.week is not None:
        raise click.UsageError("--week and --weeks contradict each other")
    with Progress(script, request.talk) as progress:
        plans = compiler.plan_weeks(
            compiler.find_script(script),
            in_weeks,
            options=request.options,
            pose_folders=request.pose_folders,
            on_progress=progress.show,
            n_jobs=n_jobs,
        )
    diagnostics = strictly(plans.diagnostics, strict=request.strict)
    request.talk.diagnostics(diagnostics)
    if has_errors(diagnostics):
        return ExitCode.SCRIPT
    if form == "json":
        result(as_json(plans))
    else:
        show_table(*as_table(plans))
    return ExitCode.DONE


def _print(timeline: "Timeline", form: str) -> None:
    """Print the timeline as text or JSON."""
    if form == "json":
        from audioguide.timeline.json_form import dumps as written
    else:
        from audioguide.timeline.text_form import render as written
    result(written(timeline).rstrip("\n"))
