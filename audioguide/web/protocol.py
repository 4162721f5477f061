"""HTTP connections that end when nothing comes, or nothing is taken.

uvicorn waits for ever for the first request of a connection, for the rest of one that has begun,
and for a reader that has stopped reading; a few dozen of these would keep everybody else out.
"""

from asyncio import BaseTransport, TimerHandle, get_running_loop
from collections.abc import Sequence
from functools import partial
from time import monotonic
from typing import cast

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from audioguide.web.opened import ChangedError

REQUEST_SECONDS = 10.0
"""For a whole request, from its first byte, or from the connection on."""

STALL_SECONDS = 120.0
"""How long an answer may wait for its reader: a player that pauses reads on later, and comes back
with a range where it was cut off."""

MOST_PER_CLIENT = 32
"""Connections of one machine. Browsers open 6, apps that download several files a few more."""

MOST_CONNECTIONS = 80
"""Of all machines. Each may have a file open too, and some systems allow 256 open files in all;
with none left, asyncio fills the terminal with complaints, and nobody is let in."""


class BoundedProtocol(H11Protocol):
    """One connection. What it calls its own begins with `_bound`."""

    _bound_seconds: float = 0.0
    """When it began, or was asked last."""
    _bound_request: TimerHandle | None = None
    _bound_stall: TimerHandle | None = None

    def connection_made(self, transport: BaseTransport) -> None:
        """Wait for a request, unless this client has too many connections already."""
        super().connection_made(transport)  # type: ignore[arg-type]  # uvicorn names a narrower one
        self.app = partial(self._answered, self.app)
        self._bound_seconds = monotonic()
        others = self._others()
        here = self.client[0] if self.client else None
        n_here = sum(one.client is not None and one.client[0] == here for one in others)
        if n_here >= MOST_PER_CLIENT or not _has_made_room(others):
            self.transport.abort()
            return
        self._wait_for_request()

    def data_received(self, data: bytes) -> None:
        """Let the time of a request go on until all of it is there."""
        super().data_received(data)
        if self._is_answering():
            self._bound_seconds = monotonic()
            self._stop_waiting()
        elif self._bound_request is None:
            self._wait_for_request()

    def pause_writing(self) -> None:
        """Begin to wait for the reader."""
        super().pause_writing()
        self._bound_stall = get_running_loop().call_later(STALL_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """The reader goes on."""
        self._stop_stalling()
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._stop_waiting()
        self._stop_stalling()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """End at once: a player in the middle of a track would keep the server for an hour."""
        self.transport.abort()

    async def _answered(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Cut an answer that cannot go on, so that nobody takes a part of a track for all of it."""
        try:
            await app(scope, receive, send)
        except ChangedError:
            self.transport.abort()
            while (await receive())["type"] != "http.disconnect":
                pass

    def _others(self) -> "list[BoundedProtocol]":
        """The other connections that are not about to end."""
        everybody = (one for one in self.connections if isinstance(one, BoundedProtocol))
        return [one for one in everybody if one is not self and not one.transport.is_closing()]

    def _wait_for_request(self) -> None:
        loop = get_running_loop()
        self._bound_request = loop.call_later(REQUEST_SECONDS, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._bound_request is not None:
            self._bound_request.cancel()
            self._bound_request = None

    def _stop_stalling(self) -> None:
        if self._bound_stall is not None:
            self._bound_stall.cancel()
            self._bound_stall = None

    def _is_answering(self) -> bool:
        cycle = cast("object | None", self.cycle)  # uvicorn says that it is always there
        return cycle is not None and not self.cycle.response_complete


def _has_made_room(others: Sequence[BoundedProtocol]) -> bool:
    """Whether there is room for one more, if need be in place of the longest without a request."""
    if len(others) < MOST_CONNECTIONS:
        return True
    waiting = [one for one in others if not one._is_answering()]
    if not waiting:
        return False
    min(waiting, key=lambda one: one._bound_seconds).transport.abort()
    return True
