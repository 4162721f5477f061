"""`audioguide poses`: what can be done, and how each pose is taught."""

import json
from pathlib import Path

import click

from audioguide.cli.option_types import scalar
from audioguide.cli.pose_drawing import in_letters, picture_path, wants_drawing, write_drawings
from audioguide.cli.request import format_option, pass_down, poses_option
from audioguide.cli.table import show_table
from audioguide.cli.talk import Talk, result
from audioguide.errors import ExitCode
from audioguide.near import did_you_mean

_DEFAULT_LANGUAGE = "en-GB"

_format_option = format_option("json: one array.")


@click.group(invoke_without_command=True, short_help="List the poses, or show one.")
@poses_option
@_format_option
@click.pass_context
def poses(ctx: click.Context, *, pose_folders: tuple[Path, ...], form: str) -> ExitCode:
    """List the poses, or show one."""
    return pass_down(ctx) if ctx.invoked_subcommand else _list(pose_folders, form)


@poses.command("list")
@poses_option
@_format_option
def list_poses(*, pose_folders: tuple[Path, ...], form: str) -> ExitCode:
    """List the poses."""
    return _list(pose_folders, form)


@poses.command("show")
@click.argument("pose_id", metavar="ID")
@poses_option
@click.option(
    "--language",
    type=scalar("parse_language"),
    metavar="TAG",
    default=_DEFAULT_LANGUAGE,
    help="Language of the words.",
)
@click.option(
    "--drawing/--no-drawing",
    "is_drawn",
    default=None,
    help="Draw the pose in letters too; usual on a terminal.",
)
@click.option("--svg", type=picture_path(".svg"), metavar="FILE", help="Write the drawing there.")
@click.option("--png", type=picture_path(".png"), metavar="FILE", help="Write the drawing there.")
def show_pose(
    *,
    pose_id: str,
    pose_folders: tuple[Path, ...],
    language: str,
    is_drawn: bool | None,
    svg: Path | None,
    png: Path | None,
) -> ExitCode:
    """Show how a pose is taught, how it may be dosed, and the file it comes from."""
    from audioguide import compiler
    from audioguide.cli.pose_page import pose_page

    library = compiler.open_poses(pose_folders, language=language)
    pose, diagnostics = library.find(pose_id)
    Talk().diagnostics(diagnostics)
    if pose is None:
        if diagnostics:
            return ExitCode.SCRIPT
        hint = did_you_mean(library.near(pose_id)) or "`audioguide poses` lists them"
        raise click.UsageError(f"no pose is called {pose_id!r}; {hint}")
    for path in write_drawings(pose, language, svg=svg, png=png):
        Talk().say(f"wrote {path}")
    if wants_drawing(is_drawn):
        for line in in_letters(pose):
            result(line)
    for line in pose_page(pose, language):
        result(line)
    return ExitCode.DONE


def _list(pose_folders: tuple[Path, ...], form: str) -> ExitCode:
    """Print every pose, by position and id."""
    from audioguide import compiler

    found = compiler.open_poses(pose_folders).poses()
    rows = [
        {
            "id": pose.id,
            "name": pose.name.in_language(_DEFAULT_LANGUAGE) or pose.id,
            "position": str(pose.position),
            "sides": "each" if pose.sided else "none",
        }
        for pose in found
    ]
    if form == "json":
        result(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        headings = ("id", "name", "position", "sides")
        show_table(headings, [tuple(row[key] for key in headings) for row in rows])
    return ExitCode.DONE
