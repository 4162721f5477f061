"""Voices of a user's own engines: from the configuration, from the command line, or instead."""

import json
import sys
from pathlib import Path

import hostile_program
import pytest
from fake_system import ENGINES as FAKE
from stub_server import serving

import audioguide
from audioguide.errors import EngineError, ExitCode, UsageError
from audioguide.speech.engines.table import ENGINES
from audioguide.timeline.timeline import Speech

SCRIPT = "{head}steps:\n  - say: Move only to the point of tension, and never into pain.\n"
RUN = [sys.executable, hostile_program.__file__, "{out}"]
COMMAND = f"{sys.executable} '{hostile_program.__file__}' {{out}}"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOGUIDE_CONFIG_DIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def script(folder):
    def write(head="", steps=""):
        Path("a.yaml").write_text(SCRIPT.format(head=head) + steps)
        return "a.yaml"

    return write


def configure(**config):
    Path("config.yaml").write_text(json.dumps(config))


def voices_of(built):
    assert built.timeline is not None, built.diagnostics
    return {one.utterance.voice.id for one in built.timeline.events if isinstance(one, Speech)}


def codes(outcome):
    return [(one.code, str(one.severity)) for one in outcome.diagnostics]


def test_a_program_of_the_configuration_speaks(script):
    configure(engines={"command": {"tone": {"run": RUN, "rate": "140 wpm"}}})
    built = audioguide.build(script("voice: command:tone\n"), "a.wav")
    assert voices_of(built) == {"command:tone"}
    assert codes(built) == []


def test_a_program_of_the_command_line_speaks(script):
    built = audioguide.build(script(), "a.wav", options={"speak_with": COMMAND})
    assert voices_of(built) == {f"command:{Path(sys.executable).stem}"}
    assert codes(built) == [("rate-clamped", "note")]


def test_a_program_of_the_command_line_is_one_of_several(script):
    configure(engines={"command": {"tone": {"run": RUN}}})
    head = "voices: {count: command:tone}\n"
    steps = "  - pose: lower-back-press\n    reps: 4\n    work: 5s\n    release: 4s\n"
    built = audioguide.build(script(head, steps), "a.wav", options={"speak_with": COMMAND})
    assert f"command:{Path(sys.executable).stem}" in voices_of(built)
    both = {"voice": "espeak:en-gb", "speak_with": COMMAND}
    assert "espeak:gmw/en" in voices_of(audioguide.build(script(), "a.wav", options=both))


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("", "there is no program"),
        ("flite 'half", "open quote"),
        ("flite -o out.wav", r"\{out\} is missing"),
        ("flite {out} {speed}", r"there is no \{speed\}"),
        ("{text} {out}", "the program itself has no placeholders"),
    ],
)
def test_a_program_that_makes_no_sense_is_wrong_usage(script, command, told):
    with pytest.raises(UsageError, match=told):
        audioguide.check(script(), options={"speak_with": command})


@pytest.mark.parametrize("head", ["engines: {command: {x: {run: [true]}}}\n", "fallback: [en]\n"])
def test_a_script_never_says_what_runs(script, head):
    assert codes(audioguide.check(script(head))) == [("unknown-key", "error")]


MISSING = [
    ("voice: http:kokoro\n", "no server is configured; add one"),
    ("voice: command:slt\n", "no program is configured; add one"),
    ("voice: {engine: recorded}\n", "no recordings are known; add"),
]


@pytest.mark.parametrize(("head", "told"), MISSING)
def test_an_engine_that_is_not_here_is_an_error_at_its_place(script, head, told):
    with pytest.raises(EngineError, match=told) as caught:
        audioguide.check(script(head))
    (problem,) = caught.value.diagnostics
    assert (problem.code, problem.span.line, caught.value.exit_code) == (
        "voice-missing",
        1,
        ExitCode.ENGINE,
    )


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="this system has voices")
def test_a_voice_of_another_system_points_to_the_built_in_one(script):
    with pytest.raises(EngineError, match="the built-in espeak voice needs nothing"):
        audioguide.check(script("voice: system:alex\n"))


def test_settings_that_make_no_sense_are_told_by_their_key(script):
    configure(engines={"http": {"kokoro": {"address": "ftp://example.org"}}})
    with pytest.raises(EngineError, match=r"engines\.http\.kokoro\.address: it has to begin"):
        audioguide.check(script("voice: http:kokoro\n"))


@pytest.mark.parametrize(("head", "told"), MISSING)
def test_a_voice_that_is_allowed_stands_in_with_a_warning(script, head, told):
    configure(fallback=["piper:nobody", "en-gb+f3"])
    built = audioguide.build(script(head), "a.wav")
    assert codes(built) == [("voice-replaced", "warning")]
    (problem,) = built.diagnostics
    assert problem.span.line == 1
    assert told in problem.message
    assert problem.message.endswith("espeak:gmw/en+f3 speaks instead")
    assert voices_of(built) == {"espeak:gmw/en+f3"}


def test_a_program_that_is_not_installed_is_replaced_and_named(script):
    configure(engines={"command": {"tone": {"run": RUN}, "ghost": {"run": ["no-such", "{out}"]}}})
    settings = {"fallback": "en-gb+f3"}
    built = audioguide.build(script("voice: command:ghost\n"), "a.wav", options=settings)
    (problem,) = built.diagnostics
    assert '"no-such", is not here, or may not be run; install it' in problem.message
    assert voices_of(built) == {"espeak:gmw/en+f3"}


def test_a_name_that_nobody_has_may_be_replaced_too(script):
    settings = {"fallback": ["ghost:x", "en-us"]}
    built = audioguide.build(script("voice: en-nowhere\n"), "a.wav", options=settings)
    assert codes(built) == [("voice-replaced", "warning")]
    assert voices_of(built) == {"espeak:gmw/en-US"}


def test_who_speaks_the_language_stands_in_first(script):
    settings = {"fallback": ["de", "fr", "ghost", "en-gb+f3", "en-us"]}
    built = audioguide.build(script("voice: en-nowhere\n"), "a.wav", options=settings)
    assert codes(built) == [("voice-replaced", "warning")]
    assert voices_of(built) == {"espeak:gmw/en+f3"}


def test_a_stand_in_of_another_language_is_better_than_none_and_told(script):
    settings = {"fallback": ["ghost:x", "de", "fr"]}
    built = audioguide.build(script("voice: en-nowhere\n"), "a.wav", options=settings)
    assert codes(built) == [("voice-replaced", "warning"), ("voice-language", "warning")]
    assert voices_of(built) == {"espeak:gmw/de"}


def test_a_stand_in_whose_language_is_not_known_has_its_turn(script):
    configure(engines={"command": {"tone": {"run": RUN}}}, fallback=["command:tone", "en-gb"])
    found = audioguide.check(script("voice: en-nowhere\n")).diagnostics
    (replaced,) = (one for one in found if one.code == "voice-replaced")
    assert replaced.message.endswith("command:tone speaks instead")


def test_a_favourite_voice_of_another_language_is_told_where_it_was_named(script):
    configure(profiles={"mum": {"voice": "en-gb+f3"}}, voice="en-us")
    in_german = {"language": "de"}
    (one,) = audioguide.check(script(), options=in_german).diagnostics
    assert (one.code, Path(one.span.file.path).name) == ("voice-language", "config.yaml")
    assert "espeak:gmw/en-US is a voice for en-US" in one.message
    (one,) = audioguide.check(script(), options=in_german | {"profile": "mum"}).diagnostics
    assert "espeak:gmw/en+f3 is a voice for en-GB" in one.message
    assert audioguide.check(script(), options=in_german | {"voice": "de+m2"}).diagnostics == ()


def test_the_command_lines_fallback_comes_first(script):
    configure(fallback=["en-gb+m1"])
    built = audioguide.build(script("voice: http:x\n"), "a.wav", options={"fallback": "en-gb+f3"})
    assert voices_of(built) == {"espeak:gmw/en+f3"}
    built = audioguide.build(script("voice: http:x\n"), "a.wav", options={"fallback": "ghost"})
    assert voices_of(built) == {"espeak:gmw/en+m1"}


def test_nobody_stands_in_for_a_voice_that_is_here(script):
    configure(fallback=["en-gb+f3"])
    built = audioguide.build(script("voice: en-gb\n"), "a.wav")
    assert codes(built) == []
    assert voices_of(built) == {"espeak:gmw/en"}


def test_where_nobody_can_stand_in_the_first_trouble_is_told(script):
    with pytest.raises(EngineError, match="no server is configured"):
        audioguide.check(script("voice: http:x\n"), options={"fallback": ["command:y", "nobody"]})


def test_a_changed_program_speaks_anew(script, folder):
    program = folder / "speaks"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} {hostile_program.__file__} "$1"\n')
    program.chmod(0o755)
    configure(engines={"command": {"own": {"run": [str(program), "{out}"]}}})
    head = "voice: command:own\n"
    assert not audioguide.build(script(head), "a.wav").up_to_date
    first = Path("a.wav").read_bytes()
    assert audioguide.build(script(head), "a.wav").up_to_date
    program.write_text(program.read_text().replace('"$1"', '"$1" --pitch 90'))
    assert not audioguide.build(script(head), "a.wav").up_to_date
    assert Path("a.wav").read_bytes() != first


def test_the_key_of_a_server_is_in_no_file_that_is_kept(script, folder, monkeypatch):
    key = "sk-open-sesame-0815"
    cache = folder / "cache"
    monkeypatch.setenv("AUDIOGUIDE_CACHE_DIR", str(cache))
    with serving() as server:
        configure(engines={"http": {"stub": {"address": server.address, "key": key}}})
        built = audioguide.build(
            script("voice: http:stub\n"), "a.mp3", timeline_path="a.json", explain=True
        )
        assert voices_of(built) == {"http:stub"}
        server.answers = [(401, {}, f"bad key {key}".encode())] * 9
        steps = "  - say: Another line.\n"
        with pytest.raises(EngineError) as caught:
            audioguide.build(script("voice: http:stub\n", steps), "b.mp3")
    assert "bad key ***" in str(caught.value)
    shown = [str(caught.value), repr(caught.value.diagnostics), repr(built.explanation)]
    assert all(key not in one for one in shown)
    kept = [
        path for path in folder.rglob("*") if path.is_file() and key.encode() in path.read_bytes()
    ]
    assert kept == [folder / "config.yaml"]
    assert any(cache.rglob("*.clip"))


def test_every_line_may_have_a_process_of_its_own(script, monkeypatch):
    monkeypatch.setitem(ENGINES, "system", FAKE["system"])
    built = audioguide.build(script("voice: system:ann\n", "  - say: Breathe in.\n"), "a.wav")
    assert voices_of(built) == {"system:com.example.voice.Ann"}
    assert Path("a.wav").stat().st_size > 44_100
