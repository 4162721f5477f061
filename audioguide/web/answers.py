"""What the server answers: a file of the site, a part of it, or a short no.

Refusals are the same few words for everybody and say nothing of this machine.
"""

import hashlib
from collections.abc import Mapping
from email.utils import formatdate
from functools import partial
from pathlib import Path
from typing import BinaryIO

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from audioguide.web.opened import chunks, open_known
from audioguide.web.policy import policy_of
from audioguide.web.ranges import ByteRange, UnsatisfiableError, asked_range, is_known
from audioguide.web.site_file import SiteFile

_WHOLE, _PART, _KNOWN, _UNSATISFIABLE = 200, 206, 304, 416

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
"""With every answer. The referrer would carry the token to whoever a page links to."""

_NOTHING = "default-src 'none'; frame-ancestors 'none'"


class _FromDisk(StreamingResponse):
    """Bytes of an open file, which is closed however the answer ends."""

    def __init__(
        self,
        stream: BinaryIO,
        file: SiteFile,
        part: ByteRange,
        status: int,
        headers: Mapping[str, str],
    ) -> None:
        super().__init__(chunks(stream, file, part.start, part.end), status, headers)
        self._stream = stream

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._stream:
            await super().__call__(scope, receive, send)


def refusal(status: int, words: str, headers: Mapping[str, str] | None = None) -> Response:
    """A short answer without the thing that was asked for."""
    own = {"Cache-Control": "no-store", "Content-Security-Policy": _NOTHING, **(headers or {})}
    return PlainTextResponse(f"{words}\n", status, {**_ALWAYS, **own})


def redirection(path: str) -> Response:
    """To the same place by its proper name."""
    return refusal(308, "It is here.", {"Location": path})


async def file_answer(request: Request, path: str, file: SiteFile) -> Response:
    """The answer with a file, or with the part of it that is asked for.

    Args:
        request: A GET or HEAD.
        path: Of the file within the site.
        file: It.

    Raises:
        audioguide.web.opened.ChangedError: it is not on the disk any more as it was.
    """
    etag = etag_of(file)
    headers = {**_ALWAYS, **_own_headers(path, file, etag)}
    asked = request.headers
    if is_known(
        asked.get("if-none-match"),
        etag,
        if_modified_since=asked.get("if-modified-since"),
        modified_seconds=file.state.modified_seconds if file.state else None,
    ):
        return Response(None, _KNOWN, headers)
    is_get = request.method == "GET"
    try:
        part = asked_range(
            asked.get("range") if is_get else None,
            file.n_bytes,
            if_range=asked.get("if-range"),
            etag=etag,
        )
    except UnsatisfiableError:
        return refusal(
            _UNSATISFIABLE, "There is nothing there.", {"Content-Range": f"bytes */{file.n_bytes}"}
        )
    status = _WHOLE
    if part is not None:
        status = _PART
        headers["Content-Range"] = part.content_range(file.n_bytes)
    part = part or ByteRange(0, file.n_bytes)
    headers["Content-Length"] = str(part.end - part.start)
    return await _sent(file, part, status, headers, with_body=is_get)


async def _sent(
    file: SiteFile, part: ByteRange, status: int, headers: Mapping[str, str], *, with_body: bool
) -> Response:
    """The bytes; without them too, it is made sure that they are there."""
    if not isinstance(file.content, Path):
        body = file.content[part.start : part.end] if with_body else None
        return Response(body, status, headers)
    stream = await to_thread.run_sync(partial(open_known, file))
    if with_body:
        return _FromDisk(stream, file, part, status, headers)
    stream.close()
    return Response(None, status, headers)


def _own_headers(path: str, file: SiteFile, etag: str) -> dict[str, str]:
    dated = {}
    if file.state is not None:
        dated["Last-Modified"] = formatdate(file.state.modified_seconds, usegmt=True)
    return {
        **dated,
        "Content-Type": file.media_type,
        "Content-Security-Policy": f"{policy_of(path)}; frame-ancestors 'none'",
        # Kept by whoever listens alone, and asked for anew each time, which costs an answer
        # without a body where nothing has changed.
        "Cache-Control": "private, no-cache",
        "Accept-Ranges": "bytes",
        "ETag": etag,
    }


def etag_of(file: SiteFile) -> str:
    """A strong validator: over the content, or what a file on the disk is known again by."""
    content = repr(file.state).encode() if isinstance(file.content, Path) else file.content
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'
