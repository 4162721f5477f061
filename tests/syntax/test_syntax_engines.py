"""Settings of engines: what of them is typed, how it is handed on, and what is never shown."""

import pytest

from audioguide.diagnostics import render
from audioguide.source import SourceFile
from audioguide.syntax.config_file import parse_config
from audioguide.syntax.engine_fields import parse_program
from audioguide.syntax.scalar_text import BadScalar

KEY = "sk-open-sesame-0815"


def parsed(text):
    config, problems = parse_config(SourceFile("config.yaml", text))
    assert problems == ()
    return config


def test_settings_are_handed_on_as_plain_values():
    config = parsed(
        "engines:\n"
        "  command:\n"
        "    slt: {run: [flite, -s, 150, '{out}'], rate: 160 wpm, timeout: 1min 30s, version: 1}\n"
    )
    assert config.engines == {
        "command": {
            "slt": {
                "run": ("flite", "-s", "150", "{out}"),
                "rate": 160,
                "timeout": 90.0,
                "version": "1",
            }
        }
    }


def test_an_engine_of_another_package_gets_what_stands_there():
    config = parsed("engines: {other: {deep: {list: [1, no, 0:45]}, text: 010}}\n")
    assert config.engines == {"other": {"deep": {"list": ["1", "no", "0:45"]}, "text": "010"}}


def test_fallbacks_are_in_order():
    assert parsed("fallback: [b, a, b]\n").fallback == ("b", "a", "b")


@pytest.mark.parametrize(
    "text",
    [
        "engines: {http: {one: {address: 'http://a.org', key: KEY, adress: 3}}}\n",
        "engines:\n  http:\n    one: {key: KEY}\n",
        "engines: {http: {one: {key: [KEY, 'KEY']}}}\n",
        '{"engines": {"http": {"one": {"key": "KEY", "x": 1}}}}\n',
        "engines:\n  http:\n    one:\n      key: KEY: {\n",
        "engines: {http: {one: {key: 'KEY}}}\n",
    ],
)
def test_a_key_is_in_no_message_about_its_line(text):
    config, problems = parse_config(SourceFile("config.yaml", text.replace("KEY", KEY)))
    assert config is None
    shown = "\n".join(render(one) for one in problems)
    assert "config.yaml:" in shown
    assert KEY not in shown


def test_a_program_is_split_as_a_shell_would_without_one():
    assert parse_program("say -v 'Anna B' -o \"{out}\" $(id)") == (
        *("say", "-v", "Anna B", "-o", "{out}", "$(id)"),
    )


@pytest.mark.parametrize("text", ["", "   ", "flite 'half", 'say "'])
def test_what_is_no_program_is_refused(text):
    with pytest.raises(BadScalar):
        parse_program(text)


def test_a_path_of_windows_keeps_its_backslashes(monkeypatch):
    monkeypatch.setattr("audioguide.syntax.engine_fields.os.name", "nt")
    command = r'"C:\\Program Files\\speak.exe" -o {out}'.replace("\\\\", "\\")
    assert parse_program(command) == (r"C:\Program Files\speak.exe", "-o", "{out}")
