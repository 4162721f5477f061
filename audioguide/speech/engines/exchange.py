"""One question to a server over HTTP and its answer: bounded in time and size, never passed on."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from http.client import HTTPException, HTTPResponse
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct

from audioguide.errors import EngineError

if TYPE_CHECKING:
    from urllib.request import OpenerDirector

_CHUNK_BYTES = 1 << 16
_GRACE_SECONDS = 1.0
"""How much later than it is waited for an exchange gives up by itself."""


class Reply(Struct, frozen=True):
    """What a server answered, whatever it is."""

    status: int
    reason: str
    """The words behind the status."""
    headers: dict[str, str]
    """By their names in lower case."""
    content: bytes
    is_delimited: bool
    """Whether the server said where the content ends, so that it is known to be whole."""


def post(
    address: str,
    content: bytes,
    headers: Mapping[str, str],
    *,
    timeout_seconds: float,
    most_bytes: int,
) -> Reply:
    """Post something, and wait for the whole answer.

    A redirection is an answer like any other: nothing is sent to where it points. A proxy of the
    environment is used, unless the address is of this machine.

    Args:
        address: `http:` or `https:`.
        content: What is posted.
        headers: Those of the request.
        timeout_seconds: For all of it, however slowly and steadily an answer may drip.
        most_bytes: Of the answer.

    Raises:
        EngineError: there is no connection, no answer in time, half of one, or too much.
    """
    answered: SimpleQueue[Reply | Exception] = SimpleQueue()
    deadline = monotonic() + timeout_seconds + _GRACE_SECONDS

    def exchange() -> None:
        try:
            answered.put(_exchanged(address, content, headers, deadline, most_bytes))
        except Exception as trouble:  # noqa: BLE001 - raised again where it is waited for
            answered.put(trouble)

    # Only who does not wait for it is sure to be back in time: to look up a name, to greet a
    # proxy and to read a header byte by byte have no limit that covers them all.
    Thread(target=exchange, name="speech-exchange", daemon=True).start()
    try:
        outcome = answered.get(timeout=timeout_seconds)
    except Empty:
        message = f"no whole answer within {round(timeout_seconds, 1):g} s"
        raise EngineError(message) from None
    if isinstance(outcome, EngineError):
        raise outcome
    if isinstance(outcome, Exception):
        raise EngineError(_reason(outcome)) from None
    return outcome


def is_of_this_machine(host: str) -> bool:
    """Whether a host is a loopback address.

    >>> is_of_this_machine("127.0.0.1"), is_of_this_machine("::1"), is_of_this_machine("a.org")
    (True, True, False)
    """
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _exchanged(
    address: str, content: bytes, headers: Mapping[str, str], deadline: float, most_bytes: int
) -> Reply:
    from urllib.request import Request

    request = Request(address, content, dict(headers), method="POST")
    opener = _opener(urlsplit(address).hostname or "")
    with opener.open(request, timeout=max(0.001, deadline - monotonic())) as response:
        return Reply(
            status=response.status,
            reason=response.reason or "",
            headers={name.lower(): value for name, value in response.headers.items()},
            content=_read(response, deadline, most_bytes),
            is_delimited=response.chunked or "Content-Length" in response.headers,
        )


def _opener(host: str) -> OpenerDirector:
    """What opens an address, without the parts that follow redirections and raise at errors."""
    from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler

    opener = OpenerDirector()
    opener.addheaders = []
    for handler in (HTTPHandler(), HTTPSHandler()):
        opener.add_handler(handler)
    if not is_of_this_machine(host):
        opener.add_handler(ProxyHandler())
    return opener


def _read(response: HTTPResponse, deadline: float, most_bytes: int) -> bytes:
    blocks = []
    n_bytes = 0
    while block := response.read1(_CHUNK_BYTES):
        blocks.append(block)
        n_bytes += len(block)
        if n_bytes > most_bytes:
            raise EngineError(f"its answer is over {most_bytes >> 20} MiB")
        if monotonic() > deadline:
            raise EngineError("its answer did not end in time")
    if response.length:
        raise EngineError(f"its answer broke off after {n_bytes} bytes")
    return b"".join(blocks)


def _reason(trouble: Exception) -> str:
    """What went wrong below us, in the words of the system."""
    cause = getattr(trouble, "reason", None) or trouble
    if isinstance(cause, TimeoutError):
        return "no answer in time"
    if isinstance(trouble, HTTPException) and not isinstance(trouble, OSError):
        return f"its answer makes no sense ({type(trouble).__name__})"
    words = getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
    return f"no connection: {words}"
