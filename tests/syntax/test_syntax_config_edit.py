"""Keys of a configuration set and unset in its text, and nothing else touched."""

import json
import re

import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st

from audioguide.errors import UsageError
from audioguide.source import SourceFile
from audioguide.syntax.compose import compose
from audioguide.syntax.config_edit import with_value, without
from audioguide.syntax.key_path import parse_path, shown_path

OURS = """\
# mine
language: en-GB   # British
voice: en-gb+f3   # hers

# how fast
pace:   # not yet
lexicon: {Ruth: root, dos: {fr: dau}}
poses:
  # all
  - a
  - b
# people
profiles:
  mum:
    voice:
      rate: 120 wpm
      # pitch: 50
  # dad: {}
"""


def set_in(text, key, value):
    return with_value(SourceFile("config.yaml", text), parse_path(key), value)


def unset_in(text, key):
    return without(SourceFile("config.yaml", text), parse_path(key))


def difference(old, new):
    """Lines that went, and lines that came, in order."""
    before, after = old.splitlines(), new.splitlines()
    gone = [f"-{line}" for line in before if line not in after]
    return gone + [f"+{line}" for line in after if line not in before]


@pytest.mark.parametrize(
    ("key", "value", "lines"),
    [
        ("language", "de", ["-language: en-GB   # British", "+language: de   # British"]),
        ("pace", "gentle", ["-pace:   # not yet", "+pace: gentle   # not yet"]),
        ("voice", "de", ["-voice: en-gb+f3   # hers", "+voice: de   # hers"]),
        (
            "voice.rate",
            "130 wpm",
            ["-voice: en-gb+f3   # hers", "+voice: {name: en-gb+f3, rate: 130 wpm}   # hers"],
        ),
        ("guidance", "short", ["+guidance: short"]),
        ("profiles.mum.pace", "brisk", ["+    pace: brisk"]),
        ("profiles.mum.voice.pitch", "40", ["+      pitch: 40"]),
        ("profiles.mum.voice", "de", ["+      name: de"]),
        ("profiles.dad.pitch", "9", ["+  dad:", "+    pitch: 9"]),
        ("sounds.start", "gong.wav", ["+sounds:", "+  start: gong.wav"]),
        ("poses", "[mine, 'a, b']", ["-poses:", "-  - a", "-  - b", '+poses: [mine, "a, b"]']),
    ],
)
def test_one_key_is_set(key, value, lines):
    assert difference(OURS, set_in(OURS, key, value)) == lines


@pytest.mark.parametrize(
    ("text", "key", "value", "new"),
    [
        ("", "pace", "gentle", "pace: gentle\n"),
        ("# mine", "voice.rate", "99 wpm", "# mine\nvoice:\n  rate: 99 wpm\n"),
        ("pace: brisk", "guidance", "short", "pace: brisk\nguidance: short\n"),
        ("a: {b: 1}\n", "a.c", "x, y", 'a: {b: 1, c: "x, y"}\n'),
        ("a: {}\n", "a.c", "1", "a: {c: 1}\n"),
        ("{voice: x}", "voice.rate", "9", "{voice: {name: x, rate: 9}}"),
        ("{voice}", "voice.rate", "9", "{voice: {rate: 9}}"),
        ("voice:\r\n  name: x\r\n", "voice.rate", "9", "voice:\r\n  name: x\r\n  rate: 9\r\n"),
        ("a: |\n  long\n\n\n# end\n", "a", "short", "a: short\n\n\n# end\n"),
        ("a: |\n  long\n\n# end\n", "b", "1", "a: |\n  long\n\n# end\nb: 1\n"),
        ("poses:  # my: own\n- a\nb: 1\n", "poses", "[x]", "poses: [x]  # my: own\nb: 1\n"),
        ("sounds:\n  end: a.wav\n", "sounds.end.level", "-6 dB",
         "sounds:\n  end: {file: a.wav, level: -6 dB}\n"),
        ("bed: rain # soft\n", "bed.gain", "-3 dB", "bed: {sound: rain, gain: -3 dB} # soft\n"),
        ("voices: {count: de}\n", "voices.count.pitch", "9",
         "voices: {count: {name: de, pitch: 9}}\n"),
        ("lexicon:\n", "lexicon.no", "# not", 'lexicon:\n  no: "# not"\n'),
        ("lexicon:\n", 'lexicon."St. Ives"', "ives", "lexicon:\n  St. Ives: ives\n"),
        ('"pace": "x"  # fast\n', "pace", "1", '"pace": 1  # fast\n'),
        ("ü: 😀   # 😀\npace: a\n", "pace", "b", "ü: 😀   # 😀\npace: b\n"),
    ],
)  # fmt: skip
def test_the_text_around_stays(text, key, value, new):
    assert set_in(text, key, value) == new


@pytest.mark.parametrize(
    ("text", "key", "new"),
    [
        ("a: 1\nb: 2  # two\nc: 3\n", "b", "a: 1\nc: 3\n"),
        ("# mine\na: 1\n", "a", "# mine\n"),
        ("a: {b: 1, c: 2, d: 3}\n", "a.b", "a: {c: 2, d: 3}\n"),
        ("a: {b: 1, c: 2, d: 3}\n", "a.c", "a: {b: 1, d: 3}\n"),
        ("a: {b: 1, c: 2, d: 3}\n", "a.d", "a: {b: 1, c: 2}\n"),
        ("a:\n  b:\n    c: 1\nd: 2\n", "a.b.c", "d: 2\n"),
        ("a: {b: {c: 1}, d: 2}\n", "a.b.c", "a: {d: 2}\n"),
        ("{a: 1}", "a", "{}"),
        ("a: |\n  long\n\n# end\nb: 1\n", "a", "\n# end\nb: 1\n"),
        ("a:\n- 1\n- 2\n\n# b\nb: 3", "b", "a:\n- 1\n- 2\n\n# b\n"),
        ("a:\nb: 1\n", "a", "b: 1\n"),
    ],
)
def test_one_key_is_taken_out(text, key, new):
    assert unset_in(text, key) == new


@pytest.mark.parametrize(
    ("text", "key", "value", "says"),
    [
        ("language: de\n", "language.x", "1", '"language" holds no keys'),
        ("poses: [a]\n", "poses.x", "1", '"poses" holds no keys'),
        ("profiles: {mum: {pace: 1}}\n", "profiles", "mum", '"profiles" holds keys'),
        ("poses:\n- a\n# own\n- b\n", "poses", "[x]", 'there are comments inside "poses"'),
        ("- a\n", "pace", "1", "config.yaml holds no keys"),
        ("? a\n: b\n? c\n: d\n", "a", "1\0", "cannot be written on one line"),
    ],
)
def test_what_would_lose_something_is_refused(text, key, value, says):
    with pytest.raises(UsageError, match=says):
        set_in(text, key, value)


@pytest.mark.parametrize("key", ["b", "a.b", "a.c.d"])
def test_what_is_not_there_cannot_be_taken_out(key):
    with pytest.raises(UsageError, match=rf'"{key}" is not set in config\.yaml'):
        unset_in("a: {c: 1}\n", key)


@pytest.mark.parametrize(
    "name", ["", ".", "a.", ".a", "a..b", '"a', 'a"b"', '""', " . ", "a." * 5000 + "a"]
)
def test_what_is_no_name_of_a_key(name):
    with pytest.raises(UsageError, match="is not the name of a key"):
        parse_path(name)


def test_a_long_value_is_written_and_a_long_key_is_not():
    long = "word " * 1000 + "end"
    assert read(set_in("", "lexicon.a", long)) == {"lexicon": {"a": long}}
    with pytest.raises(UsageError, match="cannot be written on one line"):
        set_in("", f"lexicon.{long}", "a")


def test_a_path_is_shown_as_it_is_read():
    path = ("lexicon", "St. Ives", "fr")
    assert parse_path(shown_path(path)) == path


WORDS = st.text(
    st.one_of(st.sampled_from("ab .:,#{}[]'\"-&*!|>%@`\\?~=\t"), st.characters(codec="utf-8")),
    min_size=1,
    max_size=12,
)
KEYS = st.text("abcdef", min_size=1, max_size=3)
TREES = st.recursive(
    WORDS | st.lists(WORDS, max_size=3),
    lambda inside: st.dictionaries(KEYS, inside, min_size=1, max_size=3),
    max_leaves=8,
)
PATHS = st.lists(KEYS, min_size=1, max_size=3).map(tuple)


def commented(document, draw):
    """A document as YAML, with comments where they may stand."""
    text = yaml.safe_dump(
        document, allow_unicode=True, width=10_000, sort_keys=False,
        default_flow_style=draw(st.sampled_from([None, False])),
    )  # fmt: skip
    lines = []
    for number, line in enumerate(text.splitlines()):
        is_start = re.match(r" *[a-f]+:", line)
        if is_start and draw(st.booleans()):
            lines.append(" " * (len(line) - len(line.lstrip())) + f"# comment {number}")
        lines.append(line)
    text = "\n".join(lines) + draw(st.sampled_from(["", "\n", "\n# the end\n"]))
    _, problems = compose(SourceFile("config.yaml", text))
    assume(not problems)
    return text


def comments(text):
    return re.findall(r"# comment \d+|# the end", text)


def read(text):
    return yaml.load(text, Loader=yaml.BaseLoader) or {}


def put(tree, path, value):
    inside = tree if isinstance(tree, dict) else {}
    return {**inside, path[0]: put(inside.get(path[0]), path[1:], value)} if path else value


@given(st.dictionaries(KEYS, TREES, max_size=4), PATHS, WORDS, st.data())
def test_the_outcome_is_the_old_plus_the_change(document, path, value, data):
    text = commented(document, data.draw)
    try:
        new = with_value(SourceFile("config.yaml", text), path, value)
    except UsageError:
        return
    wanted = put(read(text), path, value)
    if not value.startswith(("[", "{")):
        assert json.dumps(read(new)) == json.dumps(wanted)
    assert comments(new) == comments(text)


@given(st.dictionaries(KEYS, TREES, min_size=1, max_size=4), st.data())
def test_set_and_unset_are_inverse_but_for_comments_inside(document, data):
    text = commented(document, data.draw)
    new = with_value(SourceFile("config.yaml", text), ("zz", "new"), "value")
    assert comments(new) == comments(text)
    again = without(SourceFile("config.yaml", new), ("zz", "new"))
    assert json.dumps(read(again)) == json.dumps(read(text))
    assert comments(again) == comments(text)


@given(st.text(max_size=40), PATHS)
@example("0\t0", ("a",))
def test_any_value_at_all_is_written_or_refused(value, path):
    try:
        new = with_value(SourceFile("config.yaml", "# mine\n"), path, value)
    except UsageError:
        return
    if not value.startswith(("[", "{")):
        assert read(new) == put({}, path, value)
