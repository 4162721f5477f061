"""What stays open, and who is still served, however an answer ends."""

import asyncio
import contextlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sites import SOUND, TOKEN, small_site
from starlette.requests import ClientDisconnect
from starlette.testclient import TestClient

from audioguide.web.app import ShareApp

HOST = "127.0.0.1:8470"
AUDIO = f"/{TOKEN}/tracks/01.mp3"


@pytest.fixture
def app(tmp_path):
    files = small_site(tmp_path)
    return ShareApp(lambda _: files, token=TOKEN, hosts=frozenset({HOST}))


@pytest.fixture
def client(app):
    return TestClient(app, base_url=f"http://{HOST}")


def track_is_open(folder):
    """Whether this process has the track open, under whatever name it is now."""
    found = []
    for handle in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):  # The one by which the folder was listed.
            found.append(str(handle.readlink()))
    return any(one.startswith(str(folder / "01.mp3")) for one in found)


seen_on_linux = pytest.mark.skipif(
    not Path("/proc/self/fd").is_dir(), reason="what is open is only seen in /proc"
)


@seen_on_linux
@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("GET", {}),
        ("HEAD", {}),
        ("GET", {"range": "bytes=5-9"}),
        ("GET", {"range": "bytes=-1"}),
        ("GET", {"range": "bytes=999999999-"}),
        ("GET", {"if-none-match": "*"}),
    ],
)
def test_a_track_is_closed_after_every_answer(client, tmp_path, method, headers):
    client.request(method, AUDIO, headers=headers)
    assert not track_is_open(tmp_path)


@seen_on_linux
def test_a_track_that_is_another_one_by_now_is_closed(client, tmp_path):
    (tmp_path / "01.mp3").write_bytes(SOUND + b"more")
    assert client.get(AUDIO).status_code == 404
    assert not track_is_open(tmp_path)


def finished(coroutine):
    """Run it in a thread of its own: the browser of other tests may keep a loop in this one."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


def asked(app, send, *, receive=None):
    """One request for the track, whose answer goes to `send`."""
    path = AUDIO.encode()
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "path": AUDIO,
        "raw_path": path,
        "query_string": b"",
        "headers": [(b"host", HOST.encode())],
    }

    async def nothing():
        await asyncio.Event().wait()

    return app(scope, receive or nothing, send)


@seen_on_linux
@pytest.mark.parametrize("at", ["http.response.start", "http.response.body"])
def test_a_track_is_closed_when_its_listener_goes_away(app, tmp_path, at):
    was_open = []

    async def send(message):
        if message["type"] == at:
            was_open.append(track_is_open(tmp_path))
            raise OSError("the connection is gone")

    with pytest.raises((OSError, ClientDisconnect)):
        finished(asked(app, send))
    assert was_open == [True]
    assert not track_is_open(tmp_path)


def test_nobody_is_idle_while_a_track_is_sent(app, monkeypatch):
    """An hour is sent in minutes to a player that reads ahead, and in an hour to others."""
    now, idle = [1000.0], []
    monkeypatch.setattr("audioguide.web.app.monotonic", lambda: now[0])

    async def send(message):
        now[0] += 3600
        idle.append(app.idle_seconds())

    finished(asked(app, send))
    assert len(idle) > 2
    assert set(idle) == {0.0}
    assert app.idle_seconds() == 0.0
    now[0] += 5
    assert app.idle_seconds() == 5.0


def test_an_answer_that_broke_off_keeps_nobody_awake(app, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr("audioguide.web.app.monotonic", lambda: now[0])

    async def send(message):
        raise OSError("the connection is gone")

    for _ in range(2):
        with pytest.raises((OSError, ClientDisconnect)):
            finished(asked(app, send))
    now[0] += 60
    assert app.idle_seconds() == 60.0
