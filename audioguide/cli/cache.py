"""`audioguide cache`: what is kept for the next build, and its upkeep."""

import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from audioguide.cli.request import format_option, pass_down
from audioguide.cli.table import show_table
from audioguide.cli.talk import Talk, result
from audioguide.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from audioguide.cache.survey import KindSurvey
    from audioguide.cache.upkeep import Removed

_format_option = format_option("json: one object.")


@click.group(invoke_without_command=True, short_help="Show, prune, verify or clear the cache.")
@_format_option
@click.pass_context
def cache(ctx: click.Context, *, form: str) -> ExitCode:
    """Show, prune, verify or clear the cache.

    It keeps what builds have made: spoken clips, encoded islands of sound, pictures, and a record
    for each track. Nothing in it is needed; without it the next build makes everything again.

    Builds keep it within 2 GiB: what was not used for longest goes first. They look at its size
    every ten minutes at most, so it may be larger for a while. The environment variable
    AUDIOGUIDE_CACHE_LIMIT sets another limit, such as 500 MiB or 0, and AUDIOGUIDE_CACHE_DIR
    another folder.
    """
    return pass_down(ctx) if ctx.invoked_subcommand else _show(form)


@cache.command("info")
@_format_option
def info(*, form: str) -> ExitCode:
    """Show how much is kept, when it was used, and where it lies."""
    return _show(form)


@cache.command("prune")
@click.option(
    "--limit",
    metavar="SIZE",
    help="How much may stay, such as 500 MiB, or 0; the limit of builds without it.",
)
def prune(*, limit: str | None) -> ExitCode:
    """Remove what was not used for longest, until the rest is within the limit.

    Builds that are running meanwhile make again what they miss.
    """
    from audioguide.cache import upkeep
    from audioguide.cache.limit import cache_limit_bytes
    from audioguide.sizes import format_size

    limit_bytes = cache_limit_bytes() if limit is None else _size(limit)
    removed = upkeep.prune(limit_bytes)
    left = format_size(removed.left_bytes)
    result(f"{_removal(removed)}; {left} left, of {format_size(limit_bytes)} allowed")
    return ExitCode.DONE


@cache.command("verify")
def verify() -> ExitCode:
    """Read everything that is kept, and remove what is damaged.

    The exit code is 4 where something was. A build finds damage too, and makes the entry again;
    this says whether the disk can be trusted.
    """
    from audioguide.cache import upkeep

    found = upkeep.verify()
    for path in found.damaged:
        result(f"damaged: {path}")
    for path in found.newer:
        result(f"of another version, and left: {path}")
    n_damaged, n_newer = len(found.damaged), len(found.newer)
    newer = f", {n_newer} of another version" if n_newer else ""
    result(f"{found.n_whole} whole, {n_damaged} damaged{newer}")
    return ExitCode.FILE if n_damaged else ExitCode.DONE


@cache.command("clear")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
def clear(*, yes: bool) -> ExitCode:
    """Remove everything that is kept.

    On a terminal it asks first; elsewhere, as in a pipeline, it does not. Files that are not
    audioguide's stay, even in its folders.
    """
    from audioguide.cache import upkeep

    if not yes and sys.stdin.isatty() and not _is_sure():
        Talk().say("nothing was removed")
        return ExitCode.DONE
    removed = upkeep.clear()
    result(_removal(removed))
    if removed.left_bytes:
        Talk().say("some entries could not be removed; are they open, or the disk read-only?")
    return ExitCode.FILE if removed.left_bytes else ExitCode.DONE


def _show(form: str) -> ExitCode:
    """Print what is kept, by kind."""
    from audioguide.cache.limit import cache_limit_bytes
    from audioguide.cache.survey import survey
    from audioguide.sizes import format_size

    found = survey()
    limit_bytes = cache_limit_bytes()
    if form == "json":
        answer = {
            "folder": str(found.folder),
            "limit_bytes": limit_bytes,
            "n_bytes": found.n_bytes,
            "kinds": [_fields(one) for one in found.kinds],
            "n_unfinished": found.n_parts,
            "n_foreign": found.n_foreign,
        }
        result(json.dumps(answer, indent=2, ensure_ascii=False))
        return ExitCode.DONE
    rows = [
        (
            one.kind,
            str(one.n_entries),
            format_size(one.n_bytes),
            _local_time(one.oldest_use_ns),
            _local_time(one.newest_use_ns),
        )
        for one in found.kinds
    ]
    total = ("total", str(found.n_entries), format_size(found.n_bytes), "", "")
    show_table(("kind", "entries", "size", "oldest use", "newest use"), [*rows, total])
    if found.n_parts:
        result(f"{found.n_parts} unfinished, of builds that are running or were killed")
    if found.n_foreign:
        result(f"{found.n_foreign} other files, which are left alone")
    result(f"{found.folder}, up to {format_size(limit_bytes)}")
    return ExitCode.DONE


def _fields(one: "KindSurvey") -> dict[str, str | int | None]:
    return {
        "kind": str(one.kind),
        "n_entries": one.n_entries,
        "n_bytes": one.n_bytes,
        "oldest_use": _utc(one.oldest_use_ns),
        "newest_use": _utc(one.newest_use_ns),
    }


def _utc(time_ns: int | None) -> str | None:
    """ISO 8601, to the second."""
    if time_ns is None:
        return None
    return datetime.fromtimestamp(time_ns // 10**9, UTC).isoformat()


def _local_time(time_ns: int | None) -> str:
    """The user's clock, to the minute."""
    if time_ns is None:
        return "-"
    return datetime.fromtimestamp(time_ns // 10**9).astimezone().strftime("%Y-%m-%d %H:%M")


def _size(text: str) -> int:
    from audioguide.sizes import parse_size

    try:
        return parse_size(text)
    except UsageError as refused:
        raise click.BadParameter(str(refused), param_hint="--limit") from refused


def _removal(removed: "Removed") -> str:
    from audioguide.sizes import format_size

    parts = f" and {removed.n_parts} unfinished" if removed.n_parts else ""
    entries = "1 entry" if removed.n_entries == 1 else f"{removed.n_entries} entries"
    return f"removed {entries}{parts}, {format_size(removed.n_bytes)}"


def _is_sure() -> bool:
    from audioguide.files import cache_folder

    try:
        return click.confirm(f"Remove everything that is kept in {cache_folder()}?", err=True)
    except click.Abort as abort:
        raise KeyboardInterrupt from abort
