"""The key `reading` of a language's file."""

import pytest
import yaml

from audioguide.errors import FileError
from audioguide.library import load
from audioguide.library.language_file import read_phrases
from audioguide.library.load import load_phrases, phrase_languages
from audioguide.source import SourceFile

LEAST = """\
reading:
  decimal: "."
  thousands: ","
  to: to
  units:
    s: {one: second, many: seconds}
    min: {one: minute, many: minutes}
    h: {one: hour, many: hours}
    x: {one: time, many: times}
"""


def problems(text):
    phrases, found = read_phrases(SourceFile("xx.yaml", text), language="xx")
    assert (phrases is None) == bool(found)
    return [(one.code, one.span.line) for one in found]


def test_the_least_is_enough():
    assert problems(LEAST) == []


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("  unit: {}\n", "unknown-key"),
        ("  nouns: {x: {a: b}}\n", "bad-choice"),
        ("  agreeing: {f: {one: una}}\n", "bad-count"),
        ("  hundreds: {1000: mil}\n", "bad-count"),
        ("  singular_below: two\n", "bad-count"),
        ("  patterns: rhythm\n", "wrong-shape"),
        ("  words: [a]\n", "wrong-shape"),
        ("  clock: '{hour}'\n", "bad-text"),
        ("  clock: '{hours'\n", "bad-text"),
        ("  of: a {thing}\n", "bad-text"),
        ("  shares: {3/2: {alone: a, part: b, more: c}}\n", "bad-key"),
        ("  shares: {1/2: {alone: a, part: b}}\n", "missing-key"),
        ("  shares: {1/2: {alone: a, part: '{m}', more: c}}\n", "bad-text"),
        ("  shares: {1/2: {alone: a, part: {q: b}, more: c}}\n", "bad-choice"),
        ("  ordinals: {words: {1: first}}\n", "missing-key"),
        ("  to: bis\n", "duplicate-key"),
    ],
)
def test_what_is_wrong_is_shown_where_it_stands(more, code):
    line = LEAST.count("\n") + 1
    assert {(found, at) for found, at in problems(LEAST + more)} == {(code, line)}


@pytest.mark.parametrize("symbol", ["s", "min", "h", "x"])
def test_what_times_are_made_of_has_to_be_there(symbol):
    lines = [line for line in LEAST.splitlines() if not line.startswith(f"    {symbol}:")]
    assert problems("\n".join(lines)) == [("missing-key", 6)]


def test_a_language_that_is_not_well_is_trouble_not_a_crash(tmp_path, monkeypatch):
    (tmp_path / "xx.yaml").write_text("reading: nothing\n", encoding="utf-8")
    monkeypatch.setattr(load, "_LANGUAGES", tmp_path)
    with pytest.raises(FileError, match="expected how figures"):
        load_phrases("xx")


@pytest.mark.parametrize("language", phrase_languages())
def test_every_language_reads_what_english_reads(language):
    def units(tag):
        return {unit.symbols[0] for unit in load_phrases(tag).reading.units if unit.symbols}

    common = {"s", "min", "h", "x", "%", "°", "cm", "m", "kg"}
    assert common <= units(language)
    rules = load_phrases(language).reading
    assert {share.written for share in rules.shares} == {"1/2", "1/3", "2/3", "1/4", "3/4"}
    assert dict(rules.words)["&"]
    assert rules.patterns
    assert rules.clock_words


def test_no_symbol_means_two_things():
    for language in phrase_languages():
        rules = load_phrases(language).reading
        symbols = [symbol for unit in rules.units for symbol in unit.symbols]
        assert len(symbols) == len(set(symbols))
        assert rules.to not in symbols


def test_the_files_are_yaml_for_everybody():
    for language in phrase_languages():
        file = load._LANGUAGES / f"{language}.yaml"
        assert "reading" in yaml.safe_load(file.read_text("utf-8"))
