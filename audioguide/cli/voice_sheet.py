"""`audioguide voices sheet`: what to say into a microphone, and what to call each recording."""

import csv
import io
import json

import click

from audioguide.cli.request import Request, compiling
from audioguide.cli.table import show_table
from audioguide.cli.talk import result, strictly
from audioguide.diagnostics import has_errors
from audioguide.errors import ExitCode

_HEADINGS = ("file", "line", "times", "recorded", "first at")


@click.command("sheet")
@click.argument("script")
@compiling
@click.option(
    "--missing", "missing_only", is_flag=True, help="Only lines that are not recorded yet."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "csv", "json"]),
    default="text",
    show_default=True,
    help="csv: for a spreadsheet; json: one array.",
)
def sheet(*, script: str, request: Request, missing_only: bool, form: str) -> ExitCode:
    """List the lines of SCRIPT to record in a voice of your own, with the names of their files.

    With --voice recorded:NAME also which of them are recorded. A file may be WAV, FLAC, OGG,
    MP3 or M4A; the letters and figures at the end of its name are what counts.
    """
    from audioguide.compiler.sheet import sheet as sheet_of

    found = sheet_of(script, options=request.options, pose_folders=request.pose_folders)
    diagnostics = strictly(found.diagnostics, strict=request.strict)
    request.talk.diagnostics(diagnostics)
    if has_errors(diagnostics):
        return ExitCode.SCRIPT
    lines = [line for line in found.lines if not (missing_only and line.is_recorded)]
    state = {True: "yes", False: "no", None: ""}
    rows = [
        (one.name, one.text, str(one.n_times), state[one.is_recorded], one.place) for one in lines
    ]
    if form == "json":
        result(json.dumps([_as_json(row) for row in rows], indent=2, ensure_ascii=False))
    elif form == "csv":
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([_HEADINGS, *rows])
        result(text.getvalue().rstrip("\n"))
    else:
        show_table(_HEADINGS, rows)
        n_recorded = sum(one.is_recorded is True for one in found.lines)
        request.talk.say(f"{script}: {len(found.lines)} lines, {n_recorded} recorded")
    return ExitCode.DONE


def _as_json(row: tuple[str, ...]) -> dict[str, str | int | bool | None]:
    name, text, n_times, recorded, place = row
    is_recorded = {"yes": True, "no": False}.get(recorded)
    return {
        "file": name,
        "text": text,
        "times": int(n_times),
        "recorded": is_recorded,
        "source": place,
    }
