"""Running the server until it is interrupted, or nobody has asked for anything for a while."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Iterator, Sequence

import uvicorn
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.requests import Request
from starlette.responses import Response

from audioguide.web.answers import refusal
from audioguide.web.app import ShareApp
from audioguide.web.protocol import BoundedProtocol

_MOST_AT_ONCE = 32
"""Connections that are taken in at once, before any of them is counted."""
_KEEP_ALIVE_SECONDS = 15
_MOST_HEADER_BYTES = 16 * 1024
_SHUTDOWN_SECONDS = 2
_LOOK_SECONDS = 0.25


def serve(app: ShareApp, sockets: Sequence[socket.socket], *, idle_seconds: float) -> None:
    """Serve until Ctrl-C, or until nobody has asked for anything for a time.

    Args:
        app: What answers.
        sockets: Which listen; they are closed at the end.
        idle_seconds: That time; 0 for none.

    Raises:
        KeyboardInterrupt: Ctrl-C was pressed. Everything is closed by then.
    """
    server = uvicorn.Server(config(app))

    async def until_idle() -> None:
        while not server.should_exit:
            if idle_seconds and app.idle_seconds() >= idle_seconds:
                server.should_exit = True
            await asyncio.sleep(min(_LOOK_SECONDS, idle_seconds or _LOOK_SECONDS))

    async def both() -> None:
        idle = asyncio.create_task(until_idle())
        try:
            await server.serve(list(sockets))
        finally:
            idle.cancel()

    with _until_closed(server):
        asyncio.run(both())


@contextlib.contextmanager
def _until_closed(server: uvicorn.Server) -> Iterator[None]:
    """Let a terminal that is closed end the server as Ctrl-C does, which uvicorn does not do.

    Then what was to come of it comes: the handler that was there is called.
    """
    number = getattr(signal, "SIGHUP", None)  # Windows has none.
    before = signal.getsignal(number) if number is not None else None
    if number is None or not callable(before):
        yield
        return
    closed = False

    def end(*_: object) -> None:
        nonlocal closed
        closed = server.should_exit = True

    signal.signal(number, end)
    try:
        yield
    finally:
        signal.signal(number, before)
    if closed:
        signal.raise_signal(number)


def config(app: ShareApp) -> uvicorn.Config:
    """How uvicorn serves: with bounds on everything, and without a word about itself."""
    return uvicorn.Config(
        ServerErrorMiddleware(app, handler=_broken),
        http=BoundedProtocol,
        ws="none",
        lifespan="off",
        loop="asyncio",
        log_config=None,
        # What strangers send is nothing to tell of; a mistake of ours is.
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        backlog=_MOST_AT_ONCE,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
        h11_max_incomplete_event_size=_MOST_HEADER_BYTES,
    )


def _broken(request: Request, trouble: Exception) -> Response:
    """Where we made a mistake: the answer says no more, and the terminal all."""
    return refusal(500, "Something went wrong here.")
