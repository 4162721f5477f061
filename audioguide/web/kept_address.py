"""The token and port of a share, and where they are kept for the next one.

Whoever subscribed to a podcast asks again where the feed was: so its address has to stay, which
otherwise is another one each time.
"""

import contextlib
import re
import secrets
import socket
from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from audioguide.errors import FileError
from audioguide.files import replace_whole
from audioguide.web.addresses import listen

_TOKEN_BYTES = 16
"""Nobody guesses one of 2**128; it is 22 letters long."""
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22,64}")
_PRIVATE = 0o600
_MOST_BYTES = 1000


class KeptAddress(Struct, frozen=True, forbid_unknown_fields=True):
    """What of an address is ours to choose."""

    token: str
    port: int


def share_address(
    hosts: Sequence[str], port: int | None, *, kept_at: Path | None = None
) -> tuple[str, tuple[socket.socket, ...]]:
    """A token, and sockets that listen; both as they were before, if that is wanted.

    Args:
        hosts: Addresses of this machine to listen at.
        port: As `addresses.listen` takes it; it wins over the one that was kept.
        kept_at: The file that has what was before, and gets what is now; None for a new address.

    Raises:
        UsageError: as `addresses.listen`.
        FileError: what is kept cannot be read or written, or is damaged.
    """
    if kept_at is None:
        return new_token(), listen(hosts, port)
    before = kept_address(kept_at)
    token = before.token if before else new_token()
    if port is None and before:
        port = before.port
    sockets = listen(hosts, port)
    with contextlib.ExitStack() as opened:
        for one in sockets:
            opened.enter_context(one)
        now = KeptAddress(token, sockets[0].getsockname()[1])
        if now != before:
            keep_address(kept_at, now)
        opened.pop_all()
    return token, sockets


def new_token() -> str:
    """A token that nobody had before."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def kept_address(path: Path) -> KeptAddress | None:
    """The address of the share before; None where none was kept.

    Raises:
        FileError: the file cannot be read, or is damaged.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(_MOST_BYTES)
    except FileNotFoundError:
        return None
    except OSError as trouble:
        raise FileError.from_os("read", path, trouble) from trouble
    try:
        found = msgspec.json.decode(content, type=KeptAddress)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        found = None
    if found is None or not _TOKEN.fullmatch(found.token) or not 0 < found.port < 1 << 16:
        raise FileError(f"{path} is damaged: remove it, and subscribe to the new address")
    return found


def keep_address(path: Path, address: KeptAddress) -> None:
    """Keep an address, for the eyes of its owner alone.

    Raises:
        FileError: it cannot be written.
    """
    with replace_whole(path, mode=_PRIVATE) as stream:
        stream.write(msgspec.json.encode(address) + b"\n")
