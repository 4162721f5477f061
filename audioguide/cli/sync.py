"""`audioguide sync`: tracks onto a stick, a card or into a folder."""

from typing import TYPE_CHECKING

import click

from audioguide.cli.progress import Progress
from audioguide.cli.request import Request, compiling, jobs_option
from audioguide.cli.talk import result, strictly
from audioguide.diagnostics import printable
from audioguide.errors import ExitCode

if TYPE_CHECKING:
    from audioguide.compiler import Build
    from audioguide.delivery.sync import Synced


_N_NAMED = 3
"""Files that a line names."""


@click.command(short_help="Copy tracks to a stick, a card or a folder.")
@click.argument("place", metavar="TARGET")
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@compiling
@click.option(
    "--delete",
    "deletes",
    is_flag=True,
    help="Remove what an earlier sync wrote and no SOURCE has any more.",
)
@click.option(
    "--dry-run", is_flag=True, help="Show what would be done, and write nothing to TARGET."
)
@click.option(
    "--verify", is_flag=True, help="Read what is there already, and not only look at its length."
)
@jobs_option
def sync(
    *,
    place: str,
    sources: tuple[str, ...],
    request: Request,
    deletes: bool,
    dry_run: bool,
    verify: bool,
    n_jobs: int | None,
) -> ExitCode:
    """Copy tracks to a stick, a card or a folder: what is new or changed, and nothing twice.

    TARGET is a folder that is there. SOURCE is a track, a folder of tracks, a script, or a folder
    of scripts; scripts are built first, into output/DEVICE. Without SOURCE it is what was built
    for the device, or else what is in output.

    Each file is written under another name, read back and compared before it gets its own. What
    is on TARGET and was not written by audioguide stays as it is, whatever it is called.
    """
    from audioguide import compiler

    with Progress(f"sync to {place}", request.talk) as progress:
        delivery = compiler.sync(
            place,
            sources,
            options=request.options,
            pose_folders=request.pose_folders,
            strict=request.strict,
            deletes=deletes,
            verifies=verify,
            is_dry=dry_run,
            on_progress=progress.show,
            n_jobs=n_jobs,
        )
    for name, built in delivery.builds:
        _tell_build(name, built, request)
    if delivery.synced is None:
        request.talk.say("nothing was copied, since not all that is wanted is there")
        return ExitCode.SCRIPT
    _tell(delivery.synced, request)
    return ExitCode.DONE


def _tell_build(name: str, built: "Build", request: Request) -> None:
    refused = request.strict and built.path is None
    request.talk.diagnostics(strictly(built.diagnostics, strict=refused))
    if built.path is None:
        request.talk.say(f"{name}: nothing was written")
    else:
        request.talk.detail(f"{built.path} is {'up to date' if built.up_to_date else 'built'}")


def _tell(synced: "Synced", request: Request) -> None:
    """Say what was done, or would be."""
    copied, removed = ("would copy", "would remove") if synced.is_dry else ("copied", "removed")
    for note in synced.left_out:
        request.talk.say(f"note: {note}")
    for remark in synced.remarks:
        request.talk.warning(remark)
    for path in synced.copied:
        result(f"{copied} {printable(path)}")
    for path in synced.removed:
        result(f"{removed} {printable(path)}")
    if synced.stale:
        names = ", ".join(synced.stale[:_N_NAMED])
        more = ", and others" if len(synced.stale) > _N_NAMED else ""
        request.talk.say(f"of none of these sources: {names}{more}; --delete removes them")
    request.talk.say(f"{synced.target}: {_counts(synced)}")
    if synced.copied and not synced.is_dry:
        request.talk.say("eject it before you pull it out")


def _counts(synced: "Synced") -> str:
    """How many files there are of each kind, in words."""
    from audioguide.sizes import format_size

    copied, removed = ("to copy", "to remove") if synced.is_dry else ("copied", "removed")
    counts = []
    if synced.copied:
        counts.append(f"{len(synced.copied)} {copied} ({format_size(synced.n_copied_bytes)})")
    if synced.removed:
        counts.append(f"{len(synced.removed)} {removed}")
    counts.append(f"{len(synced.kept)} there already")
    return ", ".join(counts)
