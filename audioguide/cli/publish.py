"""`audioguide publish`: a programme as files for a web host."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioguide.cli.option_types import web_address
from audioguide.cli.request import talking
from audioguide.cli.talk import Talk, result
from audioguide.diagnostics import printable
from audioguide.errors import ExitCode

if TYPE_CHECKING:
    from audioguide.web.publish import Outcome


@click.command(short_help="Write tracks as pages for a web host.")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path),
    metavar="SITE",
    required=True,
    help="The folder to write to, and then to put on the host.",
)
@click.option(
    "--address",
    type=web_address,
    metavar="ADDRESS",
    help="Where that will be, such as https://example.org/back/, for the podcast feed. "
    "Default: the address of the configuration.",
)
@click.option("--zip", "with_zip", is_flag=True, help="Add all tracks in one file, all.zip.")
@click.option(
    "--delete",
    "deletes",
    is_flag=True,
    help="Remove what was published here before and is gone now.",
)
@talking
def publish(
    *,
    folder: Path,
    target: Path,
    address: str | None,
    with_zip: bool,
    deletes: bool,
    talk: Talk,
) -> ExitCode:
    """Write the tracks of a folder as pages for any web host.

    DIR is a folder with MP3s. SITE gets the page that `audioguide share` shows, with the tracks
    and all that belongs to them, as plain files; they work under any address. With one, there is
    a podcast feed too, which has to know where it is.

    Only what has changed is written, and the page last. Files that audioguide did not write are
    neither replaced nor removed.
    """
    from audioguide.compiler.published import published_address
    from audioguide.delivery.shelf import read_shelf
    from audioguide.web.everything import everything_in
    from audioguide.web.paths import PAGE
    from audioguide.web.publish import publish as write_site
    from audioguide.web.publish import refuse_within
    from audioguide.web.site import site_files

    refuse_within(target, folder)
    where = published_address() if address is None else address
    shelf = read_shelf(folder)
    for note in shelf.notes:
        talk.say(note)
    with tempfile.TemporaryDirectory(prefix="audioguide-") as temporary:
        everything = everything_in(shelf, Path(temporary)) if with_zip else None
        files = site_files(shelf, address=where, everything=everything)
        outcome = write_site(files, target, deletes=deletes)
    n_tracks = len(shelf.tracks)
    which = f"{n_tracks} track{'s' * (n_tracks != 1)}"
    talk.say(f"{shelf.title}: {which} in {printable(str(folder))}")
    _tell(outcome, talk)
    if where is None:
        talk.say("without an address there is no podcast feed: --address https://example.org/back/")
    result(str(target / PAGE))
    return ExitCode.DONE


def _tell(outcome: "Outcome", talk: Talk) -> None:
    for path in outcome.written:
        talk.detail(f"written: {path}")
    for path in outcome.removed:
        talk.detail(f"removed: {path}")
    parts = [f"{len(outcome.written)} written", f"{outcome.n_unchanged} unchanged"]
    if outcome.removed:
        parts.append(f"{len(outcome.removed)} removed")
    talk.say(", ".join(parts))
    if outcome.stale:
        talk.say(
            f"{len(outcome.stale)} of an earlier time still there, as {outcome.stale[0]}; "
            "--delete removes what nobody changed"
        )
