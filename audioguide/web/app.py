"""The answers of `audioguide share`, as an ASGI application that needs no socket to be tested.

Who may ask is told by three things, each of which has to be right (docs/decisions/0016): the
token, the first part of the path, which only those know who were shown the address; `Host`, which
has to be an address that we listen at, so that no name that leads here by a trick will do; and
`Origin`, which where a browser sends it has to be our own.
"""

from collections.abc import Callable, Mapping
from time import monotonic

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from audioguide.errors import AudioguideError
from audioguide.web.answers import file_answer, redirection, refusal
from audioguide.web.asked_path import asked_key, has_token
from audioguide.web.opened import ChangedError
from audioguide.web.site_file import SiteFile

FilesAt = Callable[[str], Mapping[str, SiteFile]]
"""The files of the site as it is now, with the address that it is asked for at, and a slash."""

_NOT_FOUND = "Not found."


class ShareApp:
    """Serves the files of a site to whoever has its token."""

    def __init__(self, files_at: FilesAt, *, token: str, hosts: frozenset[str]) -> None:
        """Nothing is read yet.

        Args:
            files_at: Asked at each request, in a thread of its own.
            token: The first part of each path.
            hosts: Each value of `Host` that we listen at: `192.168.1.5:8470`.
        """
        self._files_at = files_at
        self._token = token
        self._hosts = hosts
        self._n_running = 0
        self._last_seconds = monotonic()

    def idle_seconds(self) -> float:
        """How long nobody with the token has asked for anything; 0 while an answer is sent."""
        return 0.0 if self._n_running else monotonic() - self._last_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; of whatever else there is in ASGI, nothing comes to us."""
        assert scope["type"] == "http"
        answer = self._refused(scope)
        if answer is not None:
            await answer(scope, receive, send)
            return
        self._n_running += 1
        try:
            answer = await self._found(scope)
            await answer(scope, receive, send)
        finally:
            self._n_running -= 1
            self._last_seconds = monotonic()

    def _refused(self, scope: Scope) -> Response | None:
        """The answer to whoever may not ask, or not so."""
        if not scope["http_version"].startswith("1."):
            return refusal(505, "Only HTTP/1.1 is spoken here.")
        hosts = _values(scope, b"host")
        if len(hosts) != 1 or hosts[0] not in self._hosts:
            return refusal(403, "This is not the address.")
        origins = _values(scope, b"origin")
        if origins and origins != [f"http://{hosts[0]}"]:
            return refusal(403, "Other sites may not ask.")
        if scope["method"] not in ("GET", "HEAD"):
            return refusal(405, "There is nothing to change.", {"Allow": "GET, HEAD"})
        if not has_token(scope["raw_path"], self._token):
            return refusal(404, _NOT_FOUND)
        return None

    async def _found(self, scope: Scope) -> Response:
        """The answer to whoever may ask."""
        prefix = f"/{self._token}"
        if scope["raw_path"] == prefix.encode():
            return redirection(f"{prefix}/")
        key = asked_key(scope["raw_path"])
        if key is None:
            return refusal(404, _NOT_FOUND)
        [host] = _values(scope, b"host")
        try:
            files = await to_thread.run_sync(self._files_at, f"http://{host}{prefix}/")
            file = files.get(key)
            request = Request(scope)
            if file is None or not _is_asked_version(request, file):
                return refusal(404, _NOT_FOUND)
            return await file_answer(request, key, file)
        except ChangedError:
            return refusal(404, _NOT_FOUND)
        except AudioguideError:
            # The folder is gone, or a track went while it was looked at; the next request looks
            # again.
            return refusal(503, "Not there at the moment.")


def _is_asked_version(request: Request, file: SiteFile) -> bool:
    # [twin: the address of a file of a track, in assets/track.js]
    return file.version is None or request.query_params.get("v", file.version) == file.version


def _values(scope: Scope, name: bytes) -> list[str]:
    """Every value of a header, in small letters."""
    return [value.decode("latin-1").lower() for key, value in scope["headers"] if key == name]
