"""How words are said, kept beside the poses."""

import pytest

from audioguide.errors import FileError
from audioguide.library.load import open_library
from audioguide.syntax.decode import MAX_FILE_BYTES

POSE = "name: Still\nposition: supine\ndose: {hold: 30s}\nenter: [Lie down.]\n"


@pytest.fixture
def folder(tmp_path):
    """Makes pose folders with a lexicon."""

    def make(name, lexicon, *, file="lexicon.yaml"):
        one = tmp_path / name
        one.mkdir()
        (one / "still.yaml").write_text(POSE, encoding="utf-8")
        (one / file).write_text(lexicon, encoding="utf-8")
        return one

    return make


def spelled(entries, language="en"):
    return [(word, text.in_language(language)) for word, text in entries]


def test_a_lexicon_is_no_pose(folder):
    library = open_library([folder("a", "Ruth: root\n", file="lexicon.yml")])
    assert library.ids() == ("still",)
    assert library.diagnostics() == ()
    assert spelled(library.lexicon()[0]) == [("Ruth", "root")]


def test_a_later_folder_goes_first(folder):
    library = open_library([folder("a", "x: one\ny: why\n"), folder("b", "x: two\n")])
    entries, problems = library.lexicon()
    assert spelled(entries) == [("x", "two"), ("x", "one"), ("y", "why")]
    assert problems == ()


def test_a_spelling_may_be_for_one_language(folder):
    entries, _ = open_library([folder("a", "x: {de: eins, fr: un}\n")]).lexicon()
    assert spelled(entries, "de-AT") == [("x", "eins")]
    assert spelled(entries, "en") == [("x", None)]


def test_folders_without_one_say_nothing(tmp_path):
    assert open_library([tmp_path]).lexicon() == ((), ())
    (tmp_path / "lexicon.yaml").write_text("", encoding="utf-8")
    assert open_library([tmp_path]).lexicon() == ((), ())


@pytest.mark.parametrize(
    ("lexicon", "code", "line", "column"),
    [
        ("- x\n", "wrong-shape", 1, 1),
        ("x: y\nz: [a]\n", "wrong-shape", 2, 4),
        ('x: ""\n', "bad-text", 1, 4),
        ("x: {de: a, german: b}\n", "bad-language", 1, 12),
        ("lexicon:\n  Qi: chee\n", "wrong-shape", 1, 1),  # As if it were a script's.
        ("x: /d1s/\n", "bad-pronunciation", 1, 4),
        ("x: //\n", "bad-pronunciation", 1, 4),
        ("x: {de: /a/, fr: /!/}\n", "bad-pronunciation", 1, 4),
        (f"x: /{'a' * 61}/\n", "bad-pronunciation", 1, 4),
        ("x: [\n", "yaml-syntax", 1, 5),
        ("x: 1\nx: 2\n", "duplicate-key", 2, 1),
    ],
)
def test_what_is_wrong_is_shown(folder, lexicon, code, line, column):
    library = open_library([folder("a", lexicon)])
    entries, problems = library.lexicon()
    assert entries == ()
    assert [(one.code, one.span.line, one.span.column) for one in problems] == [
        (code, line, column)
    ]
    assert library.diagnostics() == problems


def test_what_is_no_text_is_shown(folder):
    one = folder("a", "x: y\n")
    (one / "lexicon.yaml").write_bytes(b"x: \xff\n")
    assert [problem.code for problem in open_library([one]).lexicon()[1]] == ["not-text"]
    (one / "lexicon.yaml").write_bytes(b"#" * (MAX_FILE_BYTES + 1))
    assert [problem.code for problem in open_library([one]).lexicon()[1]] == ["too-large"]


def test_a_lexicon_that_goes_is_trouble(folder):
    one = folder("a", "x: y\n")
    library = open_library([one])
    (one / "lexicon.yaml").unlink()
    with pytest.raises(FileError, match="lexicon"):
        library.lexicon()
