"""`audioguide share`: a programme for the phones in the same network."""

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioguide.cli.request import talking
from audioguide.cli.talk import Talk, result
from audioguide.diagnostics import printable
from audioguide.errors import ExitCode

if TYPE_CHECKING:
    import socket

    from audioguide.web.live import LiveSite

_IDLE_MINUTES = 120


@click.command(short_help="Share tracks with the phones in your network.")
@click.argument("folder", required=False, type=click.Path(path_type=Path), metavar="[DIR]")
@click.option("--lan", is_flag=True, help="Let others in your network listen, as your phone.")
@click.option(
    "--at",
    "address",
    metavar="ADDRESS",
    help="Listen at this address of the machine, such as 192.168.1.5, instead of those found.",
)
@click.option(
    "--port", type=int, metavar="NUMBER", help="The port. Default: a free one from 8470 on."
)
@click.option(
    "--idle",
    "idle_minutes",
    type=click.FloatRange(min=0),
    metavar="MINUTES",
    default=_IDLE_MINUTES,
    show_default=True,
    help="Stop when nobody has asked for anything for so long; 0 for never.",
)
@click.option("--keep-address", is_flag=True, help="Have the same address the next time.")
@click.option("--no-qr", is_flag=True, help="Draw no QR code.")
@talking
def share(
    *,
    folder: Path | None,
    lan: bool,
    address: str | None,
    port: int | None,
    idle_minutes: float,
    keep_address: bool,
    no_qr: bool,
    talk: Talk,
) -> ExitCode:
    """Share the tracks of a folder: a page with a player, downloads, and a podcast feed.

    DIR is a folder with MP3s; without one it is output, or the one folder with tracks in it, such
    as output/car/mornings. The address of the page is printed; only who knows it gets in. Without
    --lan it leads no farther than this machine.

    The address is another one each time. With --keep-address it stays the same, as a podcast app
    needs it: its secret part and its port are then kept beside the configuration. The page stops
    with Ctrl-C, which ends it as it should, with exit code 0.

    It needs the extra web: python -m pip install "audioguide[web]".
    """
    from audioguide.web.needs import require_web

    require_web()
    from audioguide.compiler.user_files import share_address_path
    from audioguide.delivery.default_shelf import default_shelf
    from audioguide.web.addresses import host_names, hosts_for
    from audioguide.web.app import ShareApp
    from audioguide.web.kept_address import share_address
    from audioguide.web.live import LiveSite
    from audioguide.web.serving import serve

    hosts = hosts_for(address, is_lan=lan)
    kept_at = share_address_path() if keep_address else None
    with tempfile.TemporaryDirectory(prefix="audioguide-") as temporary:
        site = LiveSite(folder or default_shelf(), temporary=Path(temporary))
        token, sockets = share_address(hosts, port, kept_at=kept_at)
        with _closed(sockets):
            _announce(site, token, sockets, talk=talk, with_qr=not no_qr)
            app = ShareApp(site.files_at, token=token, hosts=host_names(sockets))
            try:
                serve(app, sockets, idle_seconds=60 * idle_minutes)
            except KeyboardInterrupt:
                talk.say("stopped")
            else:
                talk.say("stopped, as nobody has asked for anything for a while")
    return ExitCode.DONE


@contextlib.contextmanager
def _closed(sockets: "tuple[socket.socket, ...]") -> Iterator[None]:
    """Close the sockets, whatever happens."""
    try:
        yield
    finally:
        for one in sockets:
            one.close()


def _announce(
    site: "LiveSite",
    token: str,
    sockets: "tuple[socket.socket, ...]",
    *,
    talk: Talk,
    with_qr: bool,
) -> None:
    """Print the addresses, the likeliest first, and who can open them."""
    from audioguide.web.paths import FEED

    for note in site.shelf.notes:
        talk.say(note)
    n_tracks = len(site.shelf.tracks)
    which = f"{n_tracks} track{'s' * (n_tracks != 1)}"
    talk.say(f"{site.shelf.title}: {which} in {printable(str(site.shelf.folder))}")
    places = ["{}:{}".format(*one.getsockname()[:2]) for one in sockets]
    pages = [f"http://{place}/{token}/" for place in places]
    if len(pages) > 1:
        talk.say("everybody in your network who has this address can listen:")
        if with_qr and not talk.quiet:
            from audioguide.cli.qr import show_qr

            show_qr(pages[0])
    else:
        talk.say("only this machine can open this; --lan lets your phone in:")
    for page in pages:
        result(page)
    talk.say(f"podcast feed: {pages[0]}{FEED}")
    talk.say("Ctrl-C stops it")
