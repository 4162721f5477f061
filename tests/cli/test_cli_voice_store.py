"""`audioguide voices add` and `remove`: a voice is put in, spoken with and taken out."""

import piper_voices
import pytest
import voice_server

from audioguide.errors import ExitCode

pytest.importorskip("onnxruntime", reason="needs the extra neural")
pytest.importorskip("onnx", reason="needs onnx, which makes the models")

NAME = "en_GB-tiny-low"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("AUDIOGUIDE_VOICES_DIR", str(tmp_path / "voices"))
    return tmp_path / "voices"


@pytest.fixture
def given(tmp_path):
    return piper_voices.write_voice(tmp_path / "given", NAME, piper_voices.model())


def test_a_voice_is_added_spoken_with_and_removed(run, folder, given, tmp_path):
    added = run("voices", "add", str(given))
    assert added.exit_code == ExitCode.DONE
    assert added.stdout == f"piper:{NAME}\n"
    assert f"added {folder / given.name}" in added.stderr
    assert f"piper:{NAME}" in run("voices", "list", "--engine", "piper").stdout
    spoken = run("voices", "try", f"piper:{NAME}", "-o", str(tmp_path / "x.wav"))
    assert spoken.exit_code == ExitCode.DONE, spoken.stderr
    assert (tmp_path / "x.wav").stat().st_size > 100_000
    assert run("voices", "remove", f"piper:{NAME}", "--quiet").exit_code == ExitCode.DONE
    assert list(folder.iterdir()) == []


def test_what_cannot_be_added_is_an_error_of_its_kind(run, folder, given, tmp_path):
    assert run("voices", "add", str(tmp_path / "nobody.onnx")).exit_code == ExitCode.FILE
    assert run("voices", "add", "../x").exit_code == ExitCode.USAGE
    assert run("voices", "add", "a b").exit_code == ExitCode.USAGE
    assert run("voices", "remove", "nobody").exit_code == ExitCode.USAGE
    run("voices", "add", str(given))
    again = run("voices", "add", str(given))
    assert again.exit_code == ExitCode.USAGE
    assert "--force" in again.stderr
    assert run("voices", "add", "--force", str(given)).exit_code == ExitCode.DONE


def test_a_voice_is_fetched_by_its_name(run, folder, monkeypatch):
    with voice_server.serving() as server:
        monkeypatch.setenv("AUDIOGUIDE_VOICES_ADDRESS", server.address)
        server.offer(NAME, piper_voices.model(), piper_voices.config())
        missing = run("voices", "add", "en_GB-tiny-lo")
        assert missing.exit_code == ExitCode.USAGE
        assert f'did you mean "{NAME}"' in missing.stderr
        fetched = run("voices", "add", f"piper:{NAME}", "--verbose")
    assert fetched.stdout == f"piper:{NAME}\n"
    assert "fetch: done" in fetched.stderr
    assert (folder / f"{NAME}.onnx").read_bytes() == piper_voices.model()


def test_the_folder_of_the_configuration_is_used(run, given, tmp_path, monkeypatch):
    (tmp_path / "config.yaml").write_text("engines: {piper: {folder: own}}\n")
    monkeypatch.setenv("AUDIOGUIDE_CONFIG_DIR", str(tmp_path))
    run("voices", "add", str(given))
    assert (tmp_path / "own" / given.name).exists()
