"""Colour, tables and bars: on a terminal alone, and not where NO_COLOR forbids it."""

import io

import pytest

from audioguide.cli.progress import Progress
from audioguide.cli.table import aligned
from audioguide.cli.talk import Talk, counted, is_colourful, is_lively, shown, strictly
from audioguide.diagnostics import Severity, error, note, warning
from audioguide.source import SourceFile, Span

SPAN = Span.whole_file(SourceFile("a.yaml", "steps: []\n"))


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture(autouse=True)
def _a_usual_terminal(monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)


def test_a_file_is_neither_lively_nor_colourful():
    assert not is_lively(io.StringIO())
    assert not is_colourful(io.StringIO())


def test_a_terminal_is_both():
    assert is_lively(Terminal())
    assert is_colourful(Terminal())


def test_no_color_takes_the_colour_and_leaves_the_life(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    assert is_lively(Terminal())
    assert not is_colourful(Terminal())
    monkeypatch.setenv("NO_COLOR", "")
    assert is_colourful(Terminal())


def test_a_dumb_terminal_has_neither(monkeypatch):
    monkeypatch.setenv("TERM", "dumb")
    assert not is_lively(Terminal())


def test_the_severity_of_a_diagnostic_is_coloured():
    diagnostic = error("unknown-key", "no such key", SPAN)
    plain = shown(diagnostic, io.StringIO())
    coloured = shown(diagnostic, Terminal())
    assert plain.startswith("a.yaml:1:1: error[unknown-key]: no such key\n")
    assert "\x1b[31m\x1b[1merror[unknown-key]\x1b[0m" in coloured
    assert "\x1b" not in plain


def test_strict_makes_errors_of_warnings_alone():
    found = (error("a-b", "x", SPAN), warning("c-d", "y", SPAN), note("e-f", "z", SPAN))
    assert [one.severity for one in strictly(found, strict=True)] == [
        Severity.ERROR,
        Severity.ERROR,
        Severity.NOTE,
    ]
    assert strictly(found, strict=False) == found


def test_problems_are_counted_by_severity():
    found = (warning("c-d", "y", SPAN), error("a-b", "x", SPAN), warning("c-d", "y", SPAN))
    assert counted(found) == "1 error, 2 warnings"
    assert counted(()) == "no problems"


def test_talk_has_no_control_characters(capsys):
    Talk().say("a\x1b[2Jb")
    assert capsys.readouterr().err == "a\\x1b[2Jb\n"


def test_columns_align_by_what_a_terminal_shows():
    lines = aligned(("id", "name"), [("a", "日本"), ("long", "x\x07")])
    assert lines == ["id    name", "a     日本", "long  x\\x07"]


def test_a_bar_is_drawn_on_a_terminal_and_vanishes(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    with Progress("a.yaml", Talk()) as progress:
        progress.show("speak", 0, 0)
        assert terminal.getvalue() == ""
        progress.show("speak", 1, 2)
        progress.show("speak", 2, 2)
        progress.show("encode", 1, 1)
    assert "speaking" in terminal.getvalue()
    assert "\x1b[2K" in terminal.getvalue()


@pytest.mark.parametrize("talk", [Talk(), Talk(quiet=True)])
def test_no_bar_where_there_is_no_terminal_or_no_wish(monkeypatch, talk):
    stream = Terminal() if talk.quiet else io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    with Progress("a.yaml", talk) as progress:
        progress.show("speak", 1, 1)
    assert stream.getvalue() == ""
