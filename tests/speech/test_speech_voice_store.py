"""Voices are put into their folder whole or not at all, from a file or from a server."""

import errno
import json
import os
from pathlib import Path

import pytest
import voice_server
from piper_voices import config, model, write_voice

from audioguide.errors import EngineError, FileError, UsageError
from audioguide.speech import voice_store, web_file
from audioguide.speech.engines import piper_files
from audioguide.speech.engines.piper import PiperEngine
from audioguide.speech.voice_download import download
from audioguide.speech.voice_store import install, remove

pytest.importorskip("onnxruntime", reason="needs the extra neural")
pytest.importorskip("onnx", reason="needs onnx, which makes the models")

NAME = "en_GB-tiny-low"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "voices"


@pytest.fixture
def given(tmp_path):
    """A voice that somebody has on the disk."""
    return write_voice(tmp_path / "given", NAME, model())


@pytest.fixture
def server(monkeypatch):
    with voice_server.serving() as one:
        monkeypatch.setenv("AUDIOGUIDE_VOICES_ADDRESS", one.address)
        one.offer(NAME, model(), config())
        yield one


def _names(folder):
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


BOTH = [f"{NAME}.onnx", f"{NAME}.onnx.json"]


def _speaks(folder, name=NAME):
    return [one.name for one in PiperEngine({"folder": str(folder)}).voices()] == [name]


def test_a_voice_is_copied_with_its_configuration(given, folder):
    files = install(given, folder)
    assert _names(folder) == BOTH
    assert files.model.read_bytes() == given.read_bytes()
    assert _speaks(folder)
    assert given.exists()


def test_a_voice_that_is_there_stays_unless_forced(given, folder):
    install(given, folder)
    write_voice(given.parent, NAME, model(loudness=0.2), config(dataset="new"))
    with pytest.raises(UsageError, match="there already; --force"):
        install(given, folder)
    assert (folder / given.name).read_bytes() == model()
    install(given, folder, force=True)
    assert (folder / given.name).read_bytes() == model(loudness=0.2)
    assert json.loads((folder / f"{given.name}.json").read_text())["dataset"] == "new"


def test_a_voice_that_lies_there_already_is_left_as_it_is(folder):
    path = write_voice(folder, NAME, model())
    assert install(path, folder, force=True).model == path
    assert _names(folder) == BOTH


@pytest.mark.parametrize(
    ("content", "told", "reason"),
    [
        (b"", config(), "no piper model"),
        (b"<html>input_lengths scales</html>", config(), "cannot be loaded"),
        (b"x" * 3_000_000, config(), "no piper model"),
        (model()[:2500], config(), "cannot be loaded|no piper model"),
        (model(), {"audio": 1}, "no piper voice's configuration"),
        (model(), config(phoneme_type="hebrew"), "needs a library of its own"),
        (model(renamed="scales_of"), config(), "its inputs are"),
    ],
)
def test_what_is_no_voice_is_refused_and_nothing_is_written(
    tmp_path, folder, content, told, reason
):
    path = write_voice(tmp_path / "given", NAME, content, told)
    with pytest.raises(UsageError, match=reason):
        install(path, folder)
    assert _names(folder) == []


def test_signs_of_a_model_are_found_where_two_chunks_meet(tmp_path, monkeypatch):
    monkeypatch.setattr(voice_store, "_CHUNK_BYTES", 64)
    path = tmp_path / "x.onnx"
    path.write_bytes(b"." * 60 + b"input_lengths" + b"." * 50 + b"scales" + b"." * 99)
    assert voice_store._looks_like_a_model(path)
    path.write_bytes(b"." * 60 + b"input_lengths" + b"." * 50)
    assert not voice_store._looks_like_a_model(path)


def test_a_missing_file_is_named(tmp_path, folder, given):
    with pytest.raises(FileError, match=r"nobody\.onnx: no such file"):
        install(tmp_path / "nobody.onnx", folder)
    (given.parent / f"{given.name}.json").unlink()
    with pytest.raises(FileError, match=r"onnx\.json: no such file; a voice has .* beside it"):
        install(given, folder)
    with pytest.raises(UsageError, match=r"a file called NAME\.onnx"):
        install(tmp_path / "voice.zip", folder)


@pytest.mark.parametrize("at", [1, 2])
def test_a_full_disk_leaves_nothing(given, folder, monkeypatch, at):
    synced = []

    def fail(handle, sync=os.fsync):
        synced.append(handle)
        if len(synced) == at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        sync(handle)

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(FileError, match="No space left"):
        install(given, folder)
    assert _names(folder) == []


def test_a_failing_rename_leaves_no_half_of_a_voice(given, folder, monkeypatch):
    replace = piper_files.Path.replace

    def fail(path, target):
        if str(target).endswith(".onnx"):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return replace(path, target)

    monkeypatch.setattr(piper_files.Path, "replace", fail)
    with pytest.raises(FileError):
        install(given, folder)
    assert _names(folder) == []


def test_a_voice_is_removed_by_its_name_alone(given, folder):
    install(given, folder)
    for name in ("en_GB-tiny-lo", "../given/en_GB-tiny-low", "", "."):
        with pytest.raises(UsageError, match="no voice there is called"):
            remove(name, folder)
    assert _names(folder) == BOTH
    remove(NAME, folder)
    assert _names(folder) == []
    assert given.exists()


def test_a_voice_is_downloaded_by_its_name(server, folder):
    seen = []
    files = download(NAME, folder, on_bytes=lambda done, total: seen.append((done, total)))
    assert files.model.read_bytes() == model()
    assert _names(folder) == BOTH
    assert _speaks(folder)
    assert seen[-1] == (len(model()), len(model()))


def test_a_name_with_other_letters_is_quoted(server, folder):
    name = "pt_PT-tugão-low"
    server.offer(name, model(), config())
    quoted = {path.replace("ã", "%C3%A3"): content for path, content in server.files.items()}
    server.files = quoted
    download(name, folder)
    assert _speaks(folder, name)


def test_a_connection_that_breaks_off_is_gone_on_with(server, folder):
    server.cuts = [1000, 500]
    download(NAME, folder)
    ranges = [asked for name, asked in server.asked if name == f"{NAME}.onnx"]
    assert ranges == [None, "bytes=1000-", "bytes=1500-"]
    assert _speaks(folder)
    assert _names(folder) == BOTH


def test_what_came_is_kept_for_the_next_time(server, folder):
    server.cuts = [700, 0, 0, 0]
    with pytest.raises(FileError, match="the same command goes on with it"):
        download(NAME, folder)
    assert _names(folder) == [f".{NAME}.onnx.part"]
    assert PiperEngine({"folder": str(folder)}).voices() == ()
    server.asked.clear()
    download(NAME, folder)
    assert (f"{NAME}.onnx", "bytes=700-") in server.asked
    assert _names(folder) == BOTH


def test_a_server_that_knows_no_ranges_sends_all(server, folder):
    server.cuts = [1000]
    server.knows_ranges = False
    download(NAME, folder)
    assert (folder / f"{NAME}.onnx").read_bytes() == model()


def test_a_part_of_something_else_is_thrown_away(server, folder):
    part = folder / f".{NAME}.onnx.part"
    folder.mkdir()
    part.write_bytes(b"x" * 100)
    with pytest.raises(FileError, match="not what the catalogue says; nothing was kept"):
        download(NAME, folder)
    assert _names(folder) == []
    part.write_bytes(b"x" * 1_000_000)
    download(NAME, folder)
    assert _names(folder) == BOTH


@pytest.mark.parametrize("listed", [{"md5_digest": "0" * 32}, {"md5_digest": ""}])
def test_a_wrong_checksum_leaves_nothing(server, folder, listed):
    server.offer(NAME, model(), config(), **listed)
    with pytest.raises(FileError, match="not what the catalogue says; nothing was kept"):
        download(NAME, folder)
    assert _names(folder) == []


@pytest.mark.parametrize("size_bytes", [0, -1, 1 << 40])
def test_an_absurd_size_is_refused(server, folder, size_bytes):
    server.offer(NAME, model(), config(), size_bytes=size_bytes)
    with pytest.raises(FileError, match=f"has {size_bytes} bytes"):
        download(NAME, folder)
    assert _names(folder) == []


def test_more_than_was_promised_is_refused(server, folder):
    server.offer(NAME, model(), config(), size_bytes=1000)
    with pytest.raises(FileError, match="sends more than the 1000 bytes"):
        download(NAME, folder)
    assert BOTH[0] not in _names(folder)


def test_a_wrong_configuration_is_refused_before_the_model_is_asked_for(server, folder):
    for path in list(server.files):
        if path.endswith(".json") and "voices" not in path:
            server.files[path] = b"{}"
    with pytest.raises(FileError, match=r"onnx\.json is not what the catalogue says"):
        download(NAME, folder)
    server.offer(NAME, model(), {"audio": 1})
    with pytest.raises(EngineError, match="no piper voice's configuration"):
        download(NAME, folder)
    assert f"{NAME}.onnx" not in [name for name, _ in server.asked]
    assert _names(folder) == []


def test_an_unknown_name_is_met_with_a_like_one(server, folder):
    with pytest.raises(UsageError, match=f'did you mean "{NAME}"'):
        download("en_GB-tiny-lov", folder)


@pytest.mark.parametrize("name", ["../x", "a/b", "", ".", "x y", "a\\b", "-o", "~root", "a" * 200])
def test_a_hostile_name_goes_nowhere(server, folder, name):
    with pytest.raises(UsageError, match="cannot be the name of a voice"):
        download(name, folder)
    assert server.asked == []
    assert _names(folder) == []


def test_a_hostile_catalogue_writes_nowhere_else(server, folder):
    catalogue = json.loads(server.files["voices.json"])
    files = catalogue[NAME]["files"]
    catalogue[NAME]["files"] = {f"../../{path}": listed for path, listed in files.items()}
    server.files["voices.json"] = json.dumps(catalogue).encode()
    with pytest.raises(FileError, match="the catalogue has no file"):
        download(NAME, folder)
    assert _names(folder) == []


@pytest.mark.parametrize("content", [b"", b"<html>", b"[" * 100_000, b'{"a": {"files": 3}}'])
def test_a_catalogue_that_is_none_is_an_error(server, folder, content):
    server.files["voices.json"] = content
    with pytest.raises(FileError, match=r"voices\.json is no list of voices"):
        download(NAME, folder)


def test_what_is_not_there_is_told_with_its_address(server, folder):
    del server.files[next(path for path in server.files if path.endswith(".onnx"))]
    with pytest.raises(FileError, match=rf"could not fetch http.*{NAME}\.onnx: 404"):
        download(NAME, folder)
    assert _names(folder) == []


def test_no_connection_is_an_error(folder, monkeypatch):
    monkeypatch.setenv("AUDIOGUIDE_VOICES_ADDRESS", "http://127.0.0.1:9/main")
    with pytest.raises(FileError, match=r"could not fetch .*: Connection refused"):
        download(NAME, folder)
    monkeypatch.setenv("AUDIOGUIDE_VOICES_ADDRESS", "file:///etc")
    with pytest.raises(UsageError, match="AUDIOGUIDE_VOICES_ADDRESS"):
        download(NAME, folder)


def test_a_redirection_is_followed_but_not_out_of_the_web(server, folder):
    path = next(path for path in server.files if path.endswith(".onnx"))
    server.redirects[path] = f"{server.address}/elsewhere.onnx"
    server.files["elsewhere.onnx"] = server.files.pop(path)
    server.cuts = [800]
    download(NAME, folder)
    assert ("elsewhere.onnx", "bytes=800-") in server.asked
    server.redirects[path] = "file:///etc/hostname"
    with pytest.raises(FileError, match="could not fetch"):
        download(NAME, folder, force=True)


def test_a_safe_connection_is_never_left_for_one_that_is_not():
    from urllib.request import HTTPRedirectHandler, Request

    opener = web_file._opener("https://voices.example")
    (handler,) = (one for one in opener.handlers if isinstance(one, HTTPRedirectHandler))
    safe = Request("https://voices.example/x")
    with pytest.raises(ValueError, match="not safe"):
        handler.redirect_request(safe, None, 302, "Found", {}, "http://voices.example/x")
    assert handler.redirect_request(safe, None, 302, "Found", {}, "https://other.example/x")


def test_a_full_disk_ends_a_download_and_keeps_nothing(server, folder, monkeypatch):
    def fail(handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(web_file.os, "fsync", fail)
    with pytest.raises(FileError, match="No space left"):
        download(NAME, folder)
    assert _names(folder) == []


def test_a_full_device_ends_a_download(server, folder):
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    folder.mkdir()
    (folder / f".{NAME}.onnx.part").symlink_to("/dev/full")
    with pytest.raises(FileError, match="No space left"):
        download(NAME, folder)
    assert _names(folder) == []


def test_a_server_that_takes_for_ever_is_left(server, folder, monkeypatch):
    monkeypatch.setattr(web_file, "_MOST_SECONDS", -1.0)
    with pytest.raises(FileError, match="took more than"):
        download(NAME, folder)


def test_force_takes_the_place_of_a_voice(server, folder):
    download(NAME, folder)
    server.offer(NAME, model(loudness=0.2), config(dataset="new"))
    with pytest.raises(UsageError, match="--force"):
        download(NAME, folder)
    download(NAME, folder, force=True)
    assert (folder / f"{NAME}.onnx").read_bytes() == model(loudness=0.2)
