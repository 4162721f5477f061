"""What the doctor says of engines: those that speak, those that could, and what is amiss."""

import json
import sys

import hostile_program
import pytest

from audioguide.errors import ExitCode


@pytest.fixture
def examined(run, tmp_path, monkeypatch):
    """The doctor's lines about speech, with a configuration of engines."""
    monkeypatch.setenv("AUDIOGUIDE_CONFIG_DIR", str(tmp_path))
    monkeypatch.delenv("AUDIOGUIDE_TEST_KEY", raising=False)

    def examine(engines):
        (tmp_path / "config.yaml").write_text(json.dumps({"engines": engines}))
        outcome = run("doctor")
        assert outcome.exit_code == ExitCode.DONE
        return outcome.stdout

    return examine


def test_engines_that_are_not_set_up_are_optional_and_say_what_to_do(examined):
    told = examined({})
    for reason, remedy in (
        ("command: no program is configured", "add one under `engines: {command: ...}`"),
        ("http: no server is configured", "add one under `engines: {http: ...}`"),
    ):
        assert f"optional {reason}" in told
        assert f"-> {remedy}" in told


def test_engines_that_speak_are_counted_and_what_is_amiss_is_named(examined):
    address = "http://127.0.0.1:9/v1"
    told = examined(
        {
            "command": {
                "here": {"run": [sys.executable, hostile_program.__file__, "{out}"]},
                "ghost": {"run": ["no-such-program", "{out}"]},
            },
            "http": {"one": {"address": address, "key_variable": "AUDIOGUIDE_TEST_KEY"}},
        }
    )
    assert "ok       command: 1 voice\n" in told
    assert 'optional the program of command:ghost, "no-such-program", is not here' in told
    assert "-> install it, or give its whole path" in told
    assert "ok       http: 1 voice\n" in told
    assert "the environment variable AUDIOGUIDE_TEST_KEY holds no key" in told


def test_settings_that_make_no_sense_are_named_by_their_key(examined):
    told = examined({"http": {"one": {"address": "ftp://example.org"}}})
    assert "optional http: engines.http.one.address: it has to begin with" in told
