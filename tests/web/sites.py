"""A small site, and how to serve it on a socket of this machine."""

import asyncio
import contextlib
import socket
import threading
import time
from typing import NamedTuple

import uvicorn

from audioguide.web.addresses import LOOPBACK, host_names, listen
from audioguide.web.app import ShareApp
from audioguide.web.serving import config
from audioguide.web.site_file import SiteFile

TOKEN = "t0ken-of-these-tests"
SOUND = bytes(range(256)) * 1000


class Served(NamedTuple):
    """A running server."""

    port: int
    server: uvicorn.Server

    def wait_for_connections(self, n_connections):
        """Wait until there are so many, and give up after a time."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if len(self.server.server_state.connections) == n_connections:
                return
            time.sleep(0.01)
        raise AssertionError(f"there are {len(self.server.server_state.connections)} connections")


def small_site(folder):
    """A page, and a track on the disk."""
    track = folder / "01.mp3"
    track.write_bytes(SOUND)
    return {
        "index.html": SiteFile.of_bytes(b"<!doctype html>", "text/html; charset=utf-8"),
        "tracks/01.mp3": SiteFile.on_disk(track, "audio/mpeg"),
        "tracks/ärmel & co.vtt": SiteFile.of_bytes(b"WEBVTT\n", "text/vtt"),
        "tracks/01.html": SiteFile.of_bytes(b"<p>", "text/html; charset=utf-8"),
    }


@contextlib.contextmanager
def served(files):
    """A site served: its port, and the server itself."""
    sockets = listen((LOOPBACK,), 0)
    app = ShareApp(lambda _: files, token=TOKEN, hosts=host_names(sockets))
    server = uvicorn.Server(config(app))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(list(sockets))))
    thread.start()
    port = sockets[0].getsockname()[1]
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        yield Served(port, server)
    finally:
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive()


def exchange(port, sent, *, seconds=20.0):
    """All that comes back over a connection of its own to these bytes."""
    with socket.create_connection((LOOPBACK, port), timeout=seconds) as connection:
        with contextlib.suppress(ConnectionError):
            connection.sendall(sent)
        got = b""
        with contextlib.suppress(ConnectionError):
            while block := connection.recv(1 << 16):
                got += block
        return got


def request(path, port, *, method=b"GET", host=None, more=b""):
    """A request as bytes, after whose answer the connection ends."""
    host = f"{LOOPBACK}:{port}".encode() if host is None else host
    return b"%b %b HTTP/1.1\r\nHost: %b\r\nConnection: close\r\n%b\r\n" % (method, path, host, more)
