"""`share` as a process, and `publish` as a command."""

import io
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request

import pytest
import segno
import site_stand

from audioguide.web import addresses

PAGE = re.compile(r"http://127\.0\.0\.[12]:(\d+)/([A-Za-z0-9_-]{22})/\n")


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    return site_stand.shelf(tmp_path_factory.mktemp("shared"), ("Evening", "Morning & <b>"))


@pytest.fixture
def folder(original, tmp_path):
    shared = tmp_path / "output" / "programme"
    shared.mkdir(parents=True)
    for track in original.tracks:
        shutil.copy(track.path, shared)
    return shared


class Shared:
    """A running `share`, and its first address."""

    def __init__(self, folder, *arguments):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "audioguide", "share", *arguments],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,  # what is read ahead here, `communicate` would not find
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )
        self.address = self.process.stdout.readline().decode()

    def end(self, number):
        self.process.send_signal(number)
        return self.ended()

    def ended(self):
        """The exit code, and what was said."""
        stdout, stderr = self.process.communicate(timeout=60)
        return self.process.returncode, stdout.decode(), stderr.decode()


@pytest.fixture
def share(tmp_path):
    running = []

    def start(*arguments):
        running.append(Shared(tmp_path, *arguments))
        return running[-1]

    yield start
    for one in running:
        with one.process:  # which closes its pipes and waits for it
            one.process.kill()


def fetched(address):
    with urllib.request.urlopen(address, timeout=30) as answer:
        return answer.read()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other signals")
def test_a_programme_is_shared_until_ctrl_c(folder, share):
    shared = share("--port", "0")
    assert PAGE.fullmatch(shared.address)
    page = shared.address.strip()
    assert b"<html" in fetched(page)
    assert page.encode() in fetched(f"{page}feed.xml")
    code, stdout, stderr = shared.end(signal.SIGINT)
    assert code == 0
    assert stdout == ""
    assert "only this machine" in stderr
    assert "\u2588" not in stderr  # nobody else could open it
    assert "stopped" in stderr
    assert "Traceback" not in stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other signals")
def test_a_player_in_the_middle_of_a_track_is_no_reason_to_wait(folder, share):
    shared = share("--port", "0")
    page = shared.address.strip()
    path = re.search(rb'"audio": ?"([^"]+)"', fetched(f"{page}programme.json"))[1].decode()
    with urllib.request.urlopen(f"{page}{path}", timeout=30) as track:
        assert track.read(1)
        code, _, stderr = shared.end(signal.SIGINT)
    assert code == 0
    assert "Traceback" not in stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other signals")
@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_share_that_is_ended_leaves_nothing_behind(
    folder, share, tmp_path, monkeypatch, name, code
):
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    shared = share("--port", "0")
    assert b"PK" in fetched(f"{shared.address.strip()}all.zip")
    ended, _, stderr = shared.end(getattr(signal, name))
    assert ended == code
    assert "Traceback" not in stderr
    assert list((tmp_path / "temporary").iterdir()) == []


def test_it_stops_when_nobody_asks(folder, share):
    shared = share("--port", "0", "--idle", "0.001")
    code, _, stderr = shared.ended()
    assert code == 0
    assert "nobody has asked" in stderr


@pytest.mark.skipif(sys.platform != "linux", reason="127.0.0.2 is there on Linux alone")
def test_a_phone_gets_a_qr_code(folder, share):
    shared = share("--at", "127.0.0.2", "--idle", "0.001", "--port", "0")
    code, more, stderr = shared.ended()
    assert code == 0
    assert shared.address.startswith("http://127.0.0.2:")
    assert PAGE.fullmatch(more)  # this machine can open it too
    assert "everybody in your network" in stderr
    drawn = io.StringIO()
    segno.make(shared.address.strip(), micro=False).terminal(out=drawn, compact=True)
    assert drawn.getvalue() in stderr


@pytest.mark.skipif(sys.platform != "linux", reason="127.0.0.2 is there on Linux alone")
@pytest.mark.parametrize("option", ["--no-qr", "-q"])
def test_a_qr_code_can_be_left_out(folder, share, option):
    shared = share("--at", "127.0.0.2", "--idle", "0.001", "--port", "0", option)
    code, _, stderr = shared.ended()
    assert code == 0
    assert "\u2588" not in stderr


def test_what_was_built_for_a_device_is_found(folder, share, tmp_path):
    folder.parent.rename(tmp_path / "car")
    (tmp_path / "output").mkdir()
    (tmp_path / "car").rename(tmp_path / "output" / "car")
    code, _, stderr = share("--port", "0", "--idle", "0.001").ended()
    assert code == 0
    assert "2 tracks in output/car/programme" in stderr.replace("\\", "/")


def test_which_of_several_folders_is_meant_has_to_be_said(run, folder):
    shutil.copytree(folder, folder.parent / "other")
    outcome = run("share")
    assert outcome.exit_code == 2
    assert "other" in outcome.stderr
    assert "programme; name one of them" in outcome.stderr
    shutil.copy(next(folder.iterdir()), folder.parent)
    outcome = run("publish", "output", "-o", "site")
    assert outcome.exit_code == 0
    assert "what lies in folders inside is not taken" in outcome.stderr
    assert "1 track in output" in outcome.stderr


def test_an_address_is_another_one_each_time_unless_it_is_kept(
    folder, share, monkeypatch, tmp_path
):
    monkeypatch.setenv("AUDIOGUIDE_CONFIG_DIR", str(tmp_path / "config"))
    once = [share("--port", "0", "--idle", "0.001") for _ in range(2)]
    assert len({PAGE.fullmatch(one.address)[2] for one in once}) == 2
    kept = []
    for arguments in (("--port", "0"), ()):
        shared = share("--keep-address", "--idle", "0.001", *arguments)
        kept.append(shared.address)
        assert shared.ended()[0] == 0
    assert kept[0] == kept[1]
    assert PAGE.fullmatch(kept[0])


def test_a_folder_without_tracks(run):
    outcome = run("share", ".")
    assert outcome.exit_code == 4
    assert "no MP3" in outcome.output


@pytest.mark.parametrize("address", ["8.8.8.8", "0.0.0.0", "localhost", "::1", "example.org"])
def test_the_internet_is_no_place_to_share_at(run, address):
    outcome = run("share", "--at", address)
    assert outcome.exit_code == 2
    assert "publish" in outcome.output


def test_without_a_network_there_is_nobody_to_share_with(run, monkeypatch):
    monkeypatch.setattr(addresses, "local_addresses", lambda: ())
    outcome = run("share", "--lan")
    assert outcome.exit_code == 2
    assert "--at" in outcome.output


def test_a_port_that_is_taken(run, folder):
    [taken] = addresses.listen((addresses.LOOPBACK,), 0)
    with taken:
        outcome = run("share", str(folder), "--port", str(taken.getsockname()[1]))
    assert outcome.exit_code == 2
    assert "another --port" in outcome.output


def test_without_the_extra(run, monkeypatch):
    monkeypatch.setattr("audioguide.web.needs.find_spec", lambda _: None)
    outcome = run("share")
    assert outcome.exit_code == 3
    assert "audioguide[web]" in outcome.output


def test_publish_writes_a_site_with_a_feed(run, folder, tmp_path):
    first = run("publish", str(folder), "-o", "site", "--address", "https://example.org/back")
    assert first.exit_code == 0, first.output
    assert first.stdout == f"{os.path.join('site', 'index.html')}\n"  # noqa: PTH118 - as it is shown
    feed = (tmp_path / "site" / "feed.xml").read_text("utf-8")
    assert "https://example.org/back/tracks/" in feed
    assert re.search(r"https://example\.org/back/pictures/\w+\.jpg", feed)
    assert "Morning &amp; &lt;b&gt;" in feed
    again = run("publish", str(folder), "-o", "site", "--address", "https://example.org/back")
    assert "0 written" in again.stderr


def test_publish_without_an_address_has_no_feed(run, folder, tmp_path):
    outcome = run("publish", str(folder), "-o", "site")
    assert outcome.exit_code == 0
    assert "no podcast feed" in outcome.stderr
    assert not (tmp_path / "site" / "feed.xml").exists()
    assert not (tmp_path / "site" / "all.zip").exists()


def test_publish_takes_the_address_of_the_configuration(run, folder, tmp_path, monkeypatch):
    monkeypatch.setenv("AUDIOGUIDE_CONFIG_DIR", str(tmp_path))
    (tmp_path / "config.yaml").write_text("address: http://example.org/neck\n")
    assert run("publish", str(folder), "-o", "site", "--zip").exit_code == 0
    assert "http://example.org/neck/tracks/" in (tmp_path / "site" / "feed.xml").read_text("utf-8")
    assert (tmp_path / "site" / "all.zip").exists()


def test_publish_says_what_is_wrong(run, folder, tmp_path, monkeypatch):
    assert run("publish", str(folder), "-o", str(folder / "site")).exit_code == 2
    assert run("publish", str(folder)).exit_code == 2
    assert run("publish", "nothing", "-o", "site").exit_code == 4
    outcome = run("publish", str(folder), "-o", "site", "--address", "example.org")
    assert outcome.exit_code == 2
    assert "no web address" in outcome.output
    monkeypatch.setenv("AUDIOGUIDE_CONFIG_DIR", str(tmp_path))
    (tmp_path / "config.yaml").write_text("address: example.org\n")
    outcome = run("publish", str(folder), "-o", "site")
    assert outcome.exit_code == 1
    assert "bad-address" in outcome.stderr
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("command", [("share", "gone"), ("publish", "gone", "-o", "site")])
def test_a_folder_that_is_not_there_is_told_with_what_to_name(run, command):
    outcome = run(*command)
    assert outcome.exit_code == 4
    assert "could not read gone" in outcome.stderr
    assert "name a folder of tracks" in outcome.stderr
