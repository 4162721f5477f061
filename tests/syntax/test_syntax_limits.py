"""Hostile and damaged files: any bytes at all are answered with diagnostics, quickly."""

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audioguide.diagnostics import has_errors, render
from audioguide.source import SourceFile
from audioguide.syntax import compose as compose_module
from audioguide.syntax.compose import MAX_DEPTH, MAX_EVENTS, compose
from audioguide.syntax.config_file import parse_config
from audioguide.syntax.decode import MAX_FILE_BYTES, decode
from audioguide.syntax.parse import parse_script
from audioguide.syntax.pose_file import parse_pose
from audioguide.syntax.reading import MOST_DIAGNOSTICS

LAUGHS = "a: &a [x]\n" + "".join(
    f"b{i}: &b{i} [{', '.join(['*a' if i == 0 else f'*b{i - 1}'] * 10)}]\n" for i in range(9)
)
MERGES = "m0: &m0 {x: 1}\n" + "".join(
    f"m{i}: &m{i}\n  <<: [*m{i - 1}, *m{i - 1}]\n" for i in range(1, 20)
)

HOSTILE = {
    "brackets": ("[" * 100_000, "too-deep"),
    "braces": ("{" * 100_000, "too-deep"),
    "brackets on lines": ("[\n" * 100_000, "too-deep"),
    "nested blocks": ("".join(f"{' ' * i}a:\n" for i in range(1000)), "too-deep"),
    "dashes": ("- " * 100_000, "too-deep"),
    "question marks": ("? " * 100_000, "too-deep"),
    "a billion laughs": (LAUGHS, "yaml-alias"),
    "a merge bomb": (MERGES, "yaml-alias"),
    "an alias of itself": ("a: &a [*a]", "yaml-alias"),
    "aliases that nobody named": ("steps: [" + "*a, " * 50_000 + "]", "yaml-alias"),
    "tags": ("steps: [" + "!a b, " * 50_000 + "]", "yaml-tag"),
    "a constructor": ("steps: !!python/object/apply:os.system [exit]", "yaml-tag"),
    "items": ("steps:\n" + "- a\n" * (MAX_EVENTS + 10), "too-large"),
    "keys": ("".join(f"k{i}: 1\n" for i in range(MAX_EVENTS)), "too-large"),
    "wrong steps": ("steps:\n" + "- sya: Hello.\n" * 5000, "no-verb"),
    "wrong steps on one line": ("steps: [" + "{sya: Hello.}," * 5000 + "]", "no-verb"),
    "the same key": ("a: 1\n" * 20_000, "duplicate-key"),
    "digits": ("steps:\n- rest: " + "9" * 1_000_000, "bad-duration"),
    "parameters that nobody named": (
        "steps:\n- say: '" + "${a}" * 100_000 + "'",
        "unknown-parameter",
    ),
    "a parameter that grows": (
        f"params: {{a: {'x' * 10_000}}}\nsteps:\n- say: '{'${a}' * 100_000}'",
        "too-large",
    ),
    "parameters that grow": (
        f"params: {{a: {'x' * 100_000}}}\nsteps:\n" + "- say: ${a}\n" * 1000,
        "too-large",
    ),
    "quotes": ("'" * 100_001, "yaml-syntax"),
    "colons": (":" * 100_000, "yaml-syntax"),
    "percent signs": ("%" * 100_000, "yaml-syntax"),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.timeout(60)
def test_hostile_files_are_refused(name):
    text, code = HOSTILE[name]
    for parse in PARSERS:
        output, diagnostics = parse(SourceFile("x.yaml", text))
        assert output is None
        assert len(diagnostics) <= 2 * MOST_DIAGNOSTICS + 2
    _, diagnostics = parse_script(SourceFile("x.yaml", text), parameters={})
    assert code in {diagnostic.code for diagnostic in diagnostics}
    assert all(len(render(diagnostic)) < 2000 for diagnostic in diagnostics)


def test_a_hostile_tag_runs_nothing(tmp_path):
    flag = tmp_path / "flag"
    text = f"steps: !!python/object/apply:os.mkdir [{flag}]"
    assert parse_script(SourceFile("x.yaml", text), parameters={})[0] is None
    assert not flag.exists()


def test_no_recursion_is_needed():
    text = "steps: " + "[" * (MAX_DEPTH - 2) + "]" * (MAX_DEPTH - 2)
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(300)
    try:
        root, problems = compose(SourceFile("x.yaml", text))
    finally:
        sys.setrecursionlimit(limit)
    assert root is not None
    assert not problems


def test_what_is_too_many_is_counted():
    text = "steps:\n" + "- sya: Hello.\n" * 150
    _, diagnostics = parse_script(SourceFile("x.yaml", text), parameters={})
    assert len(diagnostics) == MOST_DIAGNOSTICS + 1
    assert diagnostics[-1].code == "more-problems"
    assert diagnostics[-1].message == "and 50 more like these"


BYTES = {
    "plain": (b"steps:\n- say: hi\n", None),
    "byte order mark": (b"\xef\xbb\xbfsteps:\n- say: hi\n", None),
    "UTF-16": ("steps:\n- say: hi\n".encode("utf-16"), None),
    "UTF-16, the other way": (b"\xfe\xff" + "steps:\n- say: hi\n".encode("utf-16-be"), None),
    "Windows line ends": (b"steps:\r\n- say: hi\r\n", None),
    "old line ends": (b"steps:\r- say: hi\r", None),
    "Latin-1": (b"steps:\n- say: caf\xe9\n", ("not-text", 2, 11)),
    "UTF-16 cut": ("steps:\n- say: hi".encode("utf-16") + b"x", ("not-text", 2, 10)),
    "UTF-16 without its mark": ("steps:\n- say: hi\n".encode("utf-16-le"), ("not-text", 1, 2)),
    "NUL": (b"steps:\n- say: a\0b\n", ("not-text", 2, 9)),
    "ESC": (b"steps:\n- say: a\x1b[31m\n", ("not-text", 2, 9)),
    "BEL at the start": (b"\x07", ("not-text", 1, 1)),
    "DEL": (b"steps:\n- say: \x7f\n", ("not-text", 2, 8)),
    "form feed": (b"steps:\n\x0c\n- say: a\n", ("not-text", 2, 1)),
    "a mark inside": ("steps:\n- say: \ufeffa\n".encode(), ("not-text", 2, 8)),
    "nothing": (b"", ("empty-file", 1, 1)),
    "blank": (b"\n \n", ("empty-file", 1, 1)),
    "too large": (b"#" * (MAX_FILE_BYTES + 1), ("too-large", 1, 1)),
    "an archive": (b"PK\x03\x04\x14\x00", ("not-text", 1, 3)),
    "tab": (b"steps:\n\t- say: hi\n", ("yaml-syntax", 2, 1)),
}


@pytest.mark.parametrize("name", BYTES)
def test_bytes(name):
    content, told = BYTES[name]
    script, diagnostics = read(content)
    if told is None:
        assert not diagnostics
        assert script.steps[0].text.value.by_language == (("", "hi"),)
        return
    assert script is None
    first = diagnostics[0]
    assert (first.code, first.span.line, first.span.column) == told


def test_a_file_as_large_as_may_be_is_read():
    content = b"steps:\n- say: hi\n"
    content += b"#" * (MAX_FILE_BYTES - len(content))
    assert read(content)[0] is not None


@pytest.mark.parametrize("text", ["\ud800", "a: \udfff", "x" * (MAX_FILE_BYTES + 1)])
def test_texts_that_no_file_can_hold(text):
    script, diagnostics = parse_script(SourceFile("x.yaml", text), parameters={})
    assert script is None
    assert diagnostics[0].code in ("not-text", "too-large")


def read(content):
    file, problems = decode(content, path="x.yaml")
    if problems:
        return None, problems
    return parse_script(file, parameters={})


PARSERS = (
    lambda file: parse_script(file, parameters={"hold": "30s"}),
    lambda file: parse_pose(file, pose_id="a-pose"),
    parse_config,
)

PIECES = st.sampled_from(
    [
        *("steps:", "- ", "\n", "  ", "pose", "say", "rest", ": ", "hold", "30s", "{", "}", "["),
        *("]", ",", "${hold}", "&a", "*a", "!t", "<<", "'", '"', "#", "|", ">", "---", "...", "?"),
        *(
            "title",
            "name",
            "limits",
            "phases",
            "\t",
            "%",
            "@",
            "`",
            "\\",
            "\\x00",
            "\u2028",
            "\x85",
        ),
        *("sides", "left", "both", "cues", "at", "voice", "params", "0", "-", "repeat", "dose"),
    ]
)


def assert_answered(parse, file):
    """A file is read without an error, or refused with one whose place is in the file."""
    output, diagnostics = parse(file)
    assert (output is None) == has_errors(diagnostics)
    n_lines = max(1, len(file.text.splitlines()))
    for diagnostic in diagnostics:
        span = diagnostic.span
        assert 1 <= span.line <= n_lines + 1
        assert 1 <= span.column <= len(file.line_text(span.line)) + 1
        assert (span.end_line, span.end_column) >= (span.line, span.column)
        assert "\x1b" not in render(diagnostic)


@given(st.binary(max_size=200))
def test_any_bytes_are_answered(content):
    file, problems = decode(content, path="x.yaml")
    assert len(problems) <= 1
    for parse in PARSERS:
        assert_answered(parse, file)


@settings(max_examples=400)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_pieces_of_yaml_are_answered(text):
    for parse in PARSERS:
        assert_answered(parse, SourceFile("x.yaml", text))


GOOD = """\
title: Morning
params: {hold: 30s}
voice: {name: en-gb, rate: 140 wpm}
steps:
  - section: Warm up
    steps:
      - pose: cat-cow
        hold: ${hold}
        sides: [right, left]
        cues: [{at: -10s, say: Soften.}]
      - repeat: 2
        rest: 15s
        steps: [{breathe: 6 breaths}, {click: 60 bpm, for: 1min}]
"""


@settings(max_examples=300)
@given(st.data())
def test_a_damaged_routine_is_answered(data):
    start = data.draw(st.integers(0, len(GOOD)))
    end = data.draw(st.integers(start, min(len(GOOD), start + 10)))
    text = GOOD[:start] + data.draw(st.text(max_size=5)) + GOOD[end:]
    assert_answered(PARSERS[0], SourceFile("x.yaml", text))


@given(st.lists(PIECES, max_size=25).map("".join))
def test_the_slow_parser_answers_too(text):
    fast = compose_module._Loader
    compose_module._Loader = compose_module.yaml.BaseLoader
    try:
        for parse in PARSERS:
            assert_answered(parse, SourceFile("x.yaml", text))
    finally:
        compose_module._Loader = fast


@pytest.mark.parametrize("name", ["brackets", "dashes", "a merge bomb", "an alias of itself"])
def test_the_slow_parser_stops_early_too(name, monkeypatch):
    monkeypatch.setattr(compose_module, "_Loader", compose_module.yaml.BaseLoader)
    text, code = HOSTILE[name]
    root, problems = compose(SourceFile("x.yaml", text))
    assert root is None
    assert problems[0].code == code
