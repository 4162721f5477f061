"""Who is answered, with what, and what strangers learn."""

import contextlib
import logging
import os
import re
import socket
import sys
from email.utils import parsedate_to_datetime
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from sites import SOUND, TOKEN, exchange, request, served, small_site
from starlette.testclient import TestClient

from audioguide.errors import FileError
from audioguide.web import protocol
from audioguide.web.app import ShareApp
from audioguide.web.asked_path import asked_key
from audioguide.web.published import LIST_NAME, is_plain
from audioguide.web.serving import config
from audioguide.web.site_file import SiteFile

BASE = "http://127.0.0.1:8470"
HOST = "127.0.0.1:8470"
AUDIO = f"/{TOKEN}/tracks/01.mp3"


@pytest.fixture
def files(tmp_path):
    return small_site(tmp_path)


@pytest.fixture
def app(files):
    return ShareApp(lambda _: files, token=TOKEN, hosts=frozenset({HOST, "localhost:8470"}))


@pytest.fixture
def client(app):
    return TestClient(app, base_url=BASE, follow_redirects=False)


def test_the_page_and_a_track(client):
    page = client.get(f"/{TOKEN}/")
    assert page.status_code == 200
    assert page.text == "<!doctype html>"
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    track = client.get(AUDIO)
    assert track.status_code == 200
    assert track.content == SOUND
    assert track.headers["content-type"] == "audio/mpeg"
    assert track.headers["content-length"] == str(len(SOUND))
    assert track.headers["accept-ranges"] == "bytes"


def test_a_path_in_any_script_is_found(client):
    assert client.get(f"/{TOKEN}/tracks/ärmel & co.vtt").text == "WEBVTT\n"


def test_the_address_without_its_slash_leads_to_the_page(client):
    answer = client.get(f"/{TOKEN}")
    assert answer.status_code == 308
    assert answer.headers["location"] == f"/{TOKEN}/"


@pytest.mark.parametrize(
    "path", ["/", "", "/index.html", "/tracks/01.mp3", f"/{TOKEN[:-1]}/", f"/{TOKEN}x/", "/%00/"]
)
def test_without_the_token_there_is_nothing(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.text == "Not found.\n"


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1",
        "127.0.0.1:80",
        "127.0.0.1.evil.example:8470",
        "evil.example:8470",
        "localhost.evil:8470",
        "",
    ],
)
def test_a_foreign_host_is_refused(client, host):
    answer = client.get(f"/{TOKEN}/", headers={"host": host})
    assert answer.status_code == 403


def test_our_own_names_are_hosts(client):
    assert client.get(f"/{TOKEN}/", headers={"host": "LocalHost:8470"}).status_code == 200


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (BASE, 200),
        ("null", 403),
        ("", 403),
        ("http://evil.example", 403),
        ("https://127.0.0.1:8470", 403),
        ("http://127.0.0.1:8471", 403),
        ("http://localhost:8470", 403),
    ],
)
def test_another_site_may_not_ask(client, origin, status):
    answer = client.get(f"/{TOKEN}/", headers={"origin": origin})
    assert answer.status_code == status
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"])
def test_nothing_can_be_changed(client, method):
    answer = client.request(method, f"/{TOKEN}/")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"


def test_a_part_of_a_track(client):
    answer = client.get(AUDIO, headers={"range": "bytes=256-511"})
    assert answer.status_code == 206
    assert answer.content == SOUND[256:512]
    assert answer.headers["content-range"] == f"bytes 256-511/{len(SOUND)}"
    assert answer.headers["content-length"] == "256"


def test_the_end_of_a_track(client):
    assert client.get(AUDIO, headers={"range": "bytes=-128"}).content == SOUND[-128:]
    assert client.get(AUDIO, headers={"range": "bytes=255000-"}).content == SOUND[255_000:]


def test_a_part_of_what_is_in_memory(client):
    answer = client.get(f"/{TOKEN}/", headers={"range": "bytes=1-8"})
    assert answer.status_code == 206
    assert answer.text == "!doctype"


def test_the_track_of_another_version_is_not_there(files, client):
    files["tracks/01.mp3"] = replace(files["tracks/01.mp3"], version="b2")
    assert client.get(f"{AUDIO}?v=b2").content == SOUND
    assert client.get(AUDIO).content == SOUND
    assert client.get(f"{AUDIO}?v=a1", headers={"Range": "bytes=5-"}).status_code == 404


def test_a_part_past_the_end(client):
    answer = client.get(AUDIO, headers={"range": f"bytes={len(SOUND)}-"})
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{len(SOUND)}"
    assert len(answer.content) < 100


def test_several_parts_are_the_whole(client):
    answer = client.get(AUDIO, headers={"range": "bytes=0-1,4-5"})
    assert answer.status_code == 200
    assert answer.content == SOUND


def test_a_part_of_another_version_is_the_whole(client):
    etag = client.head(AUDIO).headers["etag"]
    same = client.get(AUDIO, headers={"range": "bytes=0-9", "if-range": etag})
    other = client.get(AUDIO, headers={"range": "bytes=0-9", "if-range": '"other"'})
    assert (same.status_code, other.status_code) == (206, 200)
    assert other.content == SOUND


@pytest.mark.parametrize("path", [AUDIO, f"/{TOKEN}/"])
def test_what_is_known_is_not_sent_again(client, path):
    first = client.get(path)
    etag = first.headers["etag"]
    assert re.fullmatch(r'"[0-9a-f]{32}"', etag)
    again = client.get(path, headers={"if-none-match": f'"x", W/{etag}', "range": "bytes=0-1"})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == etag
    assert client.get(path, headers={"if-none-match": '"x"'}).status_code == 200


def test_what_has_not_changed_since_is_not_sent_again(client, tmp_path):
    dated = client.get(AUDIO).headers["last-modified"]
    assert client.get(AUDIO, headers={"if-modified-since": dated}).status_code == 304
    # The tag tells more, where there is one: RFC 9110, section 13.1.3.
    both = {"if-modified-since": dated, "if-none-match": '"x"'}
    assert client.get(AUDIO, headers=both).status_code == 200
    for other in ("Fri, 02 Jan 2099 03:04:05 GMT", "yesterday", ""):
        assert client.get(AUDIO, headers={"if-modified-since": other}).status_code == 200
    page = client.get(f"/{TOKEN}/", headers={"if-modified-since": dated})
    assert page.status_code == 200
    assert "last-modified" not in page.headers


@pytest.mark.parametrize("seconds", [0, 1_700_000_000, 10**12])
def test_the_date_is_that_of_the_file(files, client, tmp_path, seconds):
    track = files["tracks/01.mp3"]
    os.utime(track.content, (seconds, seconds))
    files["tracks/01.mp3"] = SiteFile.on_disk(track.content, "audio/mpeg")
    answer = client.head(AUDIO)
    dated = parsedate_to_datetime(answer.headers["last-modified"]).timestamp()
    there = int(track.content.stat().st_mtime)  # No file system has all of these.
    assert dated == min(there, 253_402_300_799)


@pytest.mark.parametrize("path", [AUDIO, f"/{TOKEN}/"])
def test_a_head_has_the_headers_of_a_get(client, path):
    get, head = client.get(path), client.head(path, headers={"range": "bytes=0-9"})
    assert head.status_code == 200  # ranges are of GET alone: RFC 9110, section 14.2
    assert head.content == b""
    assert head.headers == get.headers


@pytest.mark.parametrize("path", ["", "tracks/01.mp3", "tracks/01.html", "nothing"])
def test_every_answer_is_guarded(client, path):
    headers = client.get(f"/{TOKEN}/{path}").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "microphone=()" in headers["permissions-policy"]
    assert headers["cache-control"] in ("private, no-cache", "no-store")
    assert "server" not in headers
    assert "set-cookie" not in headers


def test_a_page_beside_a_track_runs_no_scripts(client):
    policy = client.get(f"/{TOKEN}/tracks/01.html").headers["content-security-policy"]
    assert "sandbox" in policy
    assert "script-src" not in policy


def test_a_link_that_takes_the_place_of_a_track_is_not_followed(client, tmp_path):
    secret = tmp_path / "secret"
    secret.write_bytes(SOUND)
    track = tmp_path / "01.mp3"
    state = track.stat()
    track.unlink()
    track.symlink_to(secret)
    os.utime(secret, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert client.get(AUDIO).status_code == 404
    assert client.head(AUDIO).status_code == 404


def test_a_link_to_where_the_track_went_is_not_followed(client, tmp_path):
    (tmp_path / "01.mp3").rename(tmp_path / "elsewhere")
    (tmp_path / "01.mp3").symlink_to(tmp_path / "elsewhere")
    assert client.get(AUDIO).status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        lambda track: track.write_bytes(SOUND + b"more"),
        lambda track: (track.unlink(), track.write_bytes(SOUND)),
        lambda track: track.unlink(),
        lambda track: (track.unlink(), track.mkdir()),
        lambda track: (track.unlink(), os.mkfifo(track)),
    ],
    ids=["longer", "another", "gone", "folder", "pipe"],
)
def test_what_is_not_the_file_any_more_is_not_sent(client, tmp_path, change):
    change(tmp_path / "01.mp3")
    assert client.get(AUDIO).status_code == 404


def test_a_hard_link_to_somewhere_else_is_another_file(client, tmp_path):
    (tmp_path / "other").write_bytes(SOUND)
    (tmp_path / "01.mp3").unlink()
    os.link(tmp_path / "other", tmp_path / "01.mp3")
    assert client.get(AUDIO).status_code == 404


def test_a_link_is_no_file_of_a_site(tmp_path):
    (tmp_path / "a").symlink_to("/etc/hostname")
    with pytest.raises(FileError, match="not a regular file"):
        SiteFile.on_disk(tmp_path / "a", "audio/mpeg")


def test_a_folder_that_is_gone_is_no_traceback():
    def gone(_):
        raise FileError("could not read /home/me/secret: no such file")

    app = ShareApp(gone, token=TOKEN, hosts=frozenset({HOST}))
    answer = TestClient(app, base_url=BASE).get(f"/{TOKEN}/")
    assert answer.status_code == 503
    assert "secret" not in answer.text


def test_a_mistake_of_ours_says_nothing_of_this_machine():
    def broken(_):
        raise ValueError("/home/me/secret")

    app = config(ShareApp(broken, token=TOKEN, hosts=frozenset({HOST}))).app
    answer = TestClient(app, base_url=BASE, raise_server_exceptions=False).get(f"/{TOKEN}/")
    assert answer.status_code == 500
    assert answer.text == "Something went wrong here.\n"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_whoever_has_the_token_keeps_it_awake(app, client, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr("audioguide.web.app.monotonic", lambda: now[0])
    client.get(f"/{TOKEN}/")
    now[0] += 60
    client.get("/")
    assert app.idle_seconds() == 60
    client.get(f"/{TOKEN}/")
    assert app.idle_seconds() == 0


# Over a socket, where no client mends what is sent.


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    with served(small_site(tmp_path_factory.mktemp("site"))) as running:
        yield running.port


SECRETS = re.compile(rb"server:|uvicorn|starlette|python|traceback|/tmp|/root|/home|h11", re.I)

PATHS = [
    b"/../../etc/passwd",
    b"/T/../../etc/passwd",
    b"/T/../T/index.html",
    b"/T/tracks/../index.html",
    b"/T/./index.html",
    b"/T//index.html",
    b"//T/index.html",
    b"/T/%2e%2e/%2e%2e/etc/passwd",
    b"/T/%2e%2e%2findex.html",
    b"/T/..%2f..%2fetc%2fpasswd",
    b"/T/tracks%2f01.mp3",
    b"/T/%252e%252e/etc/passwd",
    b"/T/..%5c..%5cwindows",
    b"/T/..\\..\\windows",
    b"/T/tracks\\01.mp3",
    b"/T//etc/passwd",
    b"/T/%2fetc%2fpasswd",
    b"/T/file:///etc/passwd",
    b"/T/C:/windows/win.ini",
    b"/T/index.html%00.mp3",
    b"/T/%00",
    b"/T/%c0%ae%c0%ae/etc/passwd",
    b"/T/%e0%80%ae%e0%80%ae/x",
    b"/T/%ff%fe",
    b"/T/index.html/",
    b"/T/index.html;x",
    b"/T/INDEX.HTML",
    b"/T/tracks",
    b"/T/tracks/",
    b"/T/%",
    b"/T/%zz",
    b"/%54/index.html",
    b"/T%2findex.html",
    b"http://127.0.0.1/T/index.html",
    b"/T/" + b"a" * 3000,
    b"/T/" + b"../" * 500 + b"etc/passwd",
    b"*",
    b"T/index.html",
]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path[:40].decode())
def test_a_path_that_is_no_file_of_the_site(port, path):
    answer = exchange(port, request(path.replace(b"T", TOKEN.encode(), 1), port))
    assert answer.split(b" ", 2)[1] in (b"403", b"404")
    head, _, body = answer.partition(b"\r\n\r\n")
    assert body == b"Not found.\n"
    assert not SECRETS.search(head), head


def test_the_plain_path_is_there(port):
    answer = exchange(port, request(f"/{TOKEN}/tracks/01.mp3".encode(), port))
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert answer.endswith(b"\r\n\r\n" + SOUND)
    assert not SECRETS.search(answer.partition(b"\r\n\r\n")[0])


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET /T/ HTTP/1.1\r\nConnection: close\r\n\r\n", b"400"),
        (b"GET /T/ HTTP/1.0\r\n\r\n", b"403"),
        (b"GET /T/ HTTP/2.0\r\nHost: H\r\nConnection: close\r\n\r\n", b"505"),
        (b"GET /T/ HTTP/0.9\r\nHost: H\r\nConnection: close\r\n\r\n", b"505"),
        (b"GET /nobody/ HTTP/3.0\r\nHost: H\r\nConnection: close\r\n\r\n", b"505"),
        (b"PRI * HTTP/2.0\r\nConnection: close\r\n\r\n", b"505"),
        (b"GET /T/ HTTP/1.1\r\nHost: H\r\nHost: H\r\n\r\n", b"400"),
        (b"GET /T/ HTTP/1.1\r\nHost: H\r\nHost: evil\r\n\r\n", b"400"),
        (
            b"GET /T/ HTTP/1.1\r\nHost: evil\r\nX-Forwarded-Host: H\r\nConnection: close\r\n\r\n",
            b"403",
        ),
        (b"GET /T/\x00 HTTP/1.1\r\nHost: H\r\n\r\n", b"400"),
        (b"GET /T/\xff HTTP/1.1\r\nHost: H\r\n\r\n", b"400"),
        (b"GET  /T/ HTTP/1.1\r\nHost: H\r\n\r\n", b"400"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", b"400"),
        (b"CONNECT evil:80 HTTP/1.1\r\nHost: H\r\nConnection: close\r\n\r\n", b"405"),
        (
            b"GET /T/ HTTP/1.1\r\nHost: H\r\n"
            b"Connection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n",
            b"200",
        ),
    ],
    ids=range(15),
)
def test_what_is_no_request_of_ours(port, sent, status):
    sent = sent.replace(b"/T/", f"/{TOKEN}/".encode()).replace(
        b": H\r", f": 127.0.0.1:{port}\r".encode()
    )
    answer = exchange(port, sent)
    assert answer.split(b" ", 2)[1] == status
    head, _, body = answer.partition(b"\r\n\r\n")
    assert not SECRETS.search(head)
    assert len(body) < 100


@pytest.mark.parametrize(
    "sent",
    [b"GET /T/%b HTTP/1.1\r\nHost: H\r\n\r\n", b"GET /T/ HTTP/1.1\r\nHost: H\r\nX: %b\r\n\r\n"],
    ids=["path", "header"],
)
def test_what_is_far_too_long_is_not_read(port, sent):
    sent = sent.replace(b"/T/", f"/{TOKEN}/".encode()).replace(b"%b", b"a" * 2_000_000)
    answer = exchange(port, sent)
    assert not answer or answer.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 404 "))


def test_strangers_are_no_news(port, caplog):
    with caplog.at_level(logging.DEBUG):
        exchange(port, b"nonsense\r\n\r\n")
        exchange(port, request(f"/{TOKEN}/".encode(), port))
    assert TOKEN not in caplog.text


def test_those_who_say_nothing_keep_nobody_out(port, monkeypatch):
    silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(20)]
    try:
        for one in silent[::2]:
            one.sendall(b"GET /")
        answer = exchange(port, request(f"/{TOKEN}/".encode(), port))
        assert answer.startswith(b"HTTP/1.1 200 ")
    finally:
        for one in silent:
            one.close()


def test_one_machine_has_so_many_connections(tmp_path, monkeypatch):
    monkeypatch.setattr(protocol, "REQUEST_SECONDS", 600)
    monkeypatch.setattr(protocol, "MOST_PER_CLIENT", 4)
    with served(small_site(tmp_path)) as running, contextlib.ExitStack() as opened:
        for _ in range(4):
            opened.enter_context(socket.create_connection(("127.0.0.1", running.port)))
        running.wait_for_connections(4)
        assert exchange(running.port, request(b"/", running.port)) == b""
        running.wait_for_connections(4)


def connected(port, source):
    connection = socket.create_connection(("127.0.0.1", port), 20, source_address=(source, 0))
    connection.settimeout(20)
    return connection


@pytest.mark.skipif(sys.platform != "linux", reason="127.0.0.2 is there on Linux alone")
def test_many_machines_that_say_nothing_keep_nobody_out(tmp_path, monkeypatch):
    monkeypatch.setattr(protocol, "MOST_CONNECTIONS", 4)
    with served(small_site(tmp_path)) as server, contextlib.ExitStack() as opened:
        silent = []
        for number in range(2, 42):
            silent.append(opened.enter_context(connected(server.port, f"127.0.0.{number}")))
            silent[-1].sendall(b"GET / HTTP/1.1\r\nX-")
        # Those who have waited longest are sent away, whatever they have begun to say.
        with contextlib.suppress(ConnectionError):
            assert silent[0].recv(1) == b""
        answer = exchange(server.port, request(f"/{TOKEN}/".encode(), server.port))
        assert answer.startswith(b"HTTP/1.1 200 ")
        assert len(server.server.server_state.connections) <= 4


@pytest.mark.skipif(sys.platform != "linux", reason="127.0.0.2 is there on Linux alone")
def test_whoever_is_answered_is_not_sent_away_for_another(tmp_path, monkeypatch):
    monkeypatch.setattr(protocol, "MOST_CONNECTIONS", 1)
    files = small_site(tmp_path)
    track = files["tracks/01.mp3"].content
    track.write_bytes(SOUND * 100)
    files["tracks/01.mp3"] = SiteFile.on_disk(track, "audio/mpeg")
    with served(files) as server, connected(server.port, "127.0.0.2") as reading:
        reading.sendall(request(AUDIO.encode(), server.port))
        got = reading.recv(1000)
        assert exchange(server.port, request(f"/{TOKEN}/".encode(), server.port)) == b""
        while block := reading.recv(1 << 16):
            got += block
        assert got.endswith(b"\r\n\r\n" + SOUND * 100)


def test_a_connection_without_a_request_ends(tmp_path, monkeypatch):
    monkeypatch.setattr(protocol, "REQUEST_SECONDS", 0.1)
    with served(small_site(tmp_path)) as running:
        assert exchange(running.port, b"") == b""
        assert exchange(running.port, b"GET / HTTP/1.1\r\nHost: ") == b""
        # So does one whose first request was answered, and whose second is never whole.
        with socket.create_connection(("127.0.0.1", running.port), timeout=20) as slow:
            slow.sendall(request(b"/", running.port).replace(b"Connection: close\r\n", b""))
            assert slow.recv(1 << 16).startswith(b"HTTP/1.1 404 ")
            slow.sendall(b"GET /")
            running.wait_for_connections(0)


def test_a_reader_that_stops_is_let_go(tmp_path, monkeypatch):
    monkeypatch.setattr(protocol, "STALL_SECONDS", 0.1)
    files = small_site(tmp_path)
    big = tmp_path / "big.mp3"
    big.write_bytes(bytes(40_000_000))
    files["big.mp3"] = SiteFile.on_disk(big, "audio/mpeg")
    with served(files) as running, socket.socket() as reader:
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        reader.connect(("127.0.0.1", running.port))
        reader.sendall(request(f"/{TOKEN}/big.mp3".encode(), running.port))
        running.wait_for_connections(1)
        other = exchange(running.port, request(f"/{TOKEN}/".encode(), running.port))
        assert other.startswith(b"HTTP/1.1 200 ")
        running.wait_for_connections(0)


def _write_over(track):
    with track.open("r+b") as stream:
        stream.write(b"Z" * track.stat().st_size)


@pytest.mark.parametrize("change", [_write_over, lambda track: os.truncate(track, 1_000_000)])
def test_a_track_that_is_written_over_is_cut_and_never_mixed(tmp_path, caplog, change):
    files = small_site(tmp_path)
    big = tmp_path / "big.mp3"
    big.write_bytes(bytes(40_000_000))
    files["big.mp3"] = SiteFile.on_disk(big, "audio/mpeg")
    with served(files) as running, socket.socket() as reader:
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        reader.settimeout(20)
        reader.connect(("127.0.0.1", running.port))
        reader.sendall(request(f"/{TOKEN}/big.mp3".encode(), running.port))
        got = bytearray(reader.recv(4096))
        change(big)
        with contextlib.suppress(ConnectionError):
            while block := reader.recv(1 << 16):
                got += block
        running.wait_for_connections(0)
    head, _, body = bytes(got).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 ")
    assert len(body) < 40_000_000
    assert not body.strip(b"\0")
    assert not caplog.text


def test_the_end_does_not_wait_for_players(tmp_path):
    files = small_site(tmp_path)
    big = tmp_path / "big.mp3"
    big.write_bytes(bytes(40_000_000))
    files["big.mp3"] = SiteFile.on_disk(big, "audio/mpeg")
    with socket.socket() as reader:
        with served(files) as running:
            reader.connect(("127.0.0.1", running.port))
            reader.sendall(request(f"/{TOKEN}/big.mp3".encode(), running.port))
            assert reader.recv(1)
        assert not running.server.server_state.tasks


def test_two_requests_over_one_connection(port):
    both = request(b"/", port).replace(b"Connection: close\r\n", b"") + request(
        f"/{TOKEN}/".encode(), port
    )
    answer = exchange(port, both)
    assert answer.count(b"HTTP/1.1 ") == 2
    assert answer.endswith(b"<!doctype html>")


@given(st.binary().map(lambda rest: b"/token/" + rest))
def test_any_path_is_a_plain_key_or_none(raw_path):
    key = asked_key(raw_path)
    assert key is None or is_plain(key) or key == LIST_NAME or ":" in key


PLAIN = st.text(st.characters(categories="LNPSZ", exclude_characters="/\\:"), min_size=1)


@given(st.lists(PLAIN, min_size=1).map("/".join).filter(is_plain))
def test_every_key_of_a_site_can_be_asked_for(key):
    assert asked_key(f"/token/{quote(key)}".encode()) == key
