"""Files from a server: small ones whole, large ones gone on with where they broke off."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from time import monotonic
from typing import IO, TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.parse import urlsplit

from audioguide.errors import FileError
from audioguide.speech.engines.exchange import is_of_this_machine

if TYPE_CHECKING:
    from urllib.request import OpenerDirector, Request

_SILENCE_SECONDS = 30.0
"""How long a server may send nothing."""
_MOST_SECONDS = 3600.0
_N_TRIES = 4
"""Each goes on where the one before was cut off."""
_CHUNK_BYTES = 1 << 16
_PARTIAL_CONTENT, _RANGE_NOT_SATISFIABLE = 206, 416
"""Source: RFC 9110, sections 15.3.7 and 15.5.17."""

OnBytes = Callable[[int, int], None]
"""Told how many bytes are there, and how many there will be."""


class _BrokenOffError(Exception):
    """The connection ended early."""


def fetch_content(address: str, *, most_bytes: int) -> bytes:
    """A small file.

    Raises:
        FileError: it cannot be had whole, or is larger.
    """
    try:
        with _opened(address) as response:
            return b"".join(_blocks(response, monotonic() + _MOST_SECONDS, most_bytes))
    except _BrokenOffError as trouble:
        raise FileError(f"could not fetch {address}: {trouble}") from trouble


def fetch_into(part: Path, address: str, *, n_bytes: int, on_bytes: OnBytes) -> None:
    """Have all bytes of a file in `part`, and keep those that are there already.

    Args:
        part: what there is of it stays where the connection ends, for the next time.
        address: of the file.
        n_bytes: how long it is.
        on_bytes: told of each block.

    Raises:
        FileError: it cannot be had whole, or not written.
    """
    deadline = monotonic() + _MOST_SECONDS
    reason = ""
    for _ in range(_N_TRIES):
        try:
            _go_on(part, address, n_bytes, deadline, on_bytes)
        except _BrokenOffError as trouble:
            reason = str(trouble)
        else:
            return
    raise FileError(f"could not fetch {address}: {reason}; the same command goes on with it")


def _go_on(part: Path, address: str, n_bytes: int, deadline: float, on_bytes: OnBytes) -> None:
    n_there = part.stat().st_size if part.exists() else 0
    if n_there == n_bytes:
        return
    if n_there > n_bytes:
        n_there = 0
    with _opened(address, begin=n_there, part=part) as response:
        if response.status != _PARTIAL_CONTENT:  # the server knows no ranges, and sends all
            n_there = 0
        with _writing(part, "ab" if n_there else "wb") as write:
            for block in _blocks(response, deadline, n_bytes - n_there):
                write(block)
                n_there += len(block)
                on_bytes(n_there, n_bytes)
    if n_there < n_bytes:
        raise _BrokenOffError(f"it ends after {n_there} of {n_bytes} bytes")


@contextmanager
def _writing(part: Path, mode: str) -> Iterator[Callable[[bytes], object]]:
    """Writes blocks, which are on the disk when this ends; of a full disk nothing is kept."""
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        stream: IO[Any] = part.open(mode)
    except OSError as trouble:
        raise FileError.from_os("write", part, trouble) from trouble

    def write(block: bytes) -> None:
        try:
            stream.write(block)
            stream.flush()
        except OSError as trouble:
            raise _unwritten(part, trouble) from trouble

    try:
        yield write
        try:
            os.fsync(stream.fileno())
        except OSError as trouble:
            raise _unwritten(part, trouble) from trouble
    finally:
        # What could not be written is still in the buffer, and has been told of.
        with suppress(OSError):
            stream.close()


def _unwritten(part: Path, trouble: OSError) -> FileError:
    part.unlink(missing_ok=True)
    return FileError.from_os("write", part, trouble)


def _blocks(response: HTTPResponse, deadline: float, most_bytes: int) -> Iterator[bytes]:
    """What a server sends, as far as it comes.

    Raises:
        FileError: it is too much, or takes too long.
    """
    n_bytes = 0
    while True:
        try:
            block = response.read1(_CHUNK_BYTES)
        except (OSError, HTTPException) as trouble:
            raise _BrokenOffError(str(trouble) or type(trouble).__name__) from trouble
        if not block:
            if response.length:
                raise _BrokenOffError(f"it broke off {response.length} bytes before its end")
            return
        n_bytes += len(block)
        if n_bytes > most_bytes:
            raise FileError(f"the server sends more than the {most_bytes} bytes that it may")
        if monotonic() > deadline:
            raise FileError(f"the server took more than {_MOST_SECONDS:g} s")
        yield block


@contextmanager
def _opened(address: str, *, begin: int = 0, part: Path | None = None) -> Iterator[HTTPResponse]:
    """A server's answer, from one byte on.

    Raises:
        FileError: there is none, or it is no file.
    """
    from urllib.request import Request

    request = Request(address, headers={"Range": f"bytes={begin}-"} if begin else {})
    try:
        response = _opener(address).open(request, timeout=_SILENCE_SECONDS)
    except HTTPError as trouble:
        trouble.close()
        if part and trouble.code == _RANGE_NOT_SATISFIABLE:
            part.unlink(missing_ok=True)  # what is there is no part of what the server has
        message = f"could not fetch {address}: {trouble.code} {trouble.reason}"
        raise FileError(message) from trouble
    except (OSError, HTTPException, ValueError) as trouble:
        cause = getattr(trouble, "reason", None) or trouble
        words = getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
        raise FileError(f"could not fetch {address}: {words}") from trouble
    with response:
        yield response


def _opener(address: str) -> OpenerDirector:
    """What follows redirections, but never from a safe connection to one that is not."""
    from urllib.request import HTTPRedirectHandler, ProxyHandler, build_opener

    class Redirections(HTTPRedirectHandler):
        def redirect_request(self, req: Request, *others: Any) -> Request | None:  # noqa: ANN401 - urllib's own method
            newurl = str(others[-1])
            if req.full_url.startswith("https:") and not newurl.startswith("https:"):
                raise ValueError(f"it redirects to {newurl}, which is not safe")
            return super().redirect_request(req, *others)

    is_near = is_of_this_machine(urlsplit(address).hostname or "")
    return build_opener(Redirections(), ProxyHandler({} if is_near else None))
