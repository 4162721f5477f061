"""`audioguide check`: every problem, no sound."""

import sys
from collections.abc import Iterator

import click

from audioguide.cli.request import Request, compiling, format_option
from audioguide.cli.talk import counted, result, shown, strictly
from audioguide.diagnostics import Diagnostic, Severity, has_errors, to_json
from audioguide.errors import AudioguideError, ExitCode


@click.command(short_help="Show every problem of scripts; makes no sound.")
@click.argument("scripts", nargs=-1, required=True, metavar="SCRIPT or DIR...")
@compiling
@format_option("json: one object a line.")
def check(*, scripts: tuple[str, ...], request: Request, form: str) -> ExitCode:
    """Show every problem of scripts; makes no sound.

    SCRIPT is a file, or the name of a routine that ships with audioguide. DIR is a folder of
    scripts. Whether a spoken line fits its place is estimated here; `audioguide plan` knows.
    """
    codes = []
    for script in _each_of(scripts):
        try:
            code = _check_one(script, request, form)
        except AudioguideError as trouble:
            if form == "json":
                _print(trouble.diagnostics, request, form)
            request.talk.trouble(trouble)
            code = trouble.exit_code
        codes.append(code)
    return max(codes)


def _each_of(arguments: tuple[str, ...]) -> Iterator[str]:
    """The scripts that arguments stand for: those of a folder are the ones that `build` takes."""
    from audioguide.compiler.user_files import is_folder_of_scripts

    for argument in arguments:
        if is_folder_of_scripts(argument):
            from audioguide.compiler.programme_layout import lay_out

            yield from (track.script for track in lay_out([argument]).tracks)
        else:
            yield argument


def _check_one(script: str, request: Request, form: str) -> ExitCode:
    """Check one script, print its problems, and say how it went."""
    from audioguide import compiler

    checked = compiler.check(
        compiler.find_script(script), options=request.options, pose_folders=request.pose_folders
    )
    diagnostics = strictly(checked.diagnostics, strict=request.strict)
    _print(diagnostics, request, form)
    request.talk.say(f"{script}: {counted(diagnostics)}")
    return ExitCode.SCRIPT if has_errors(diagnostics) else ExitCode.DONE


def _print(diagnostics: tuple[Diagnostic, ...], request: Request, form: str) -> None:
    """Print problems as the command's result."""
    for diagnostic in diagnostics:
        if form == "json":
            result(to_json(diagnostic))
        elif not (request.talk.quiet and diagnostic.severity is Severity.NOTE):
            result(shown(diagnostic, sys.stdout))
