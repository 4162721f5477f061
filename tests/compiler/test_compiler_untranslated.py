"""A routine that is asked for in a language that it has no words in."""

import pytest

from audioguide import compiler

SCRIPT = """\
title: Evening
language: en-GB
steps:
  - say: Move only to the point of tension, and never into pain.
  - pose: childs-pose
    say: {en: Good., es: Bien.}
"""


def told(script, folder, language):
    (folder / "evening.yaml").write_text(script)
    found = compiler.check(str(folder / "evening.yaml"), options={"language": language}).diagnostics
    return [one for one in found if one.code == "untranslated"]


def test_it_is_one_warning_where_the_routine_names_its_language(tmp_path):
    (warned,) = told(SCRIPT, tmp_path, "es")
    assert warned.span.line == 2
    assert 'written in "en-GB", and 2 texts of it have no words in "es"' in warned.message
    assert warned.hint.startswith("add them to languages/es/evening.yaml")


@pytest.mark.parametrize(
    ("script", "language"),
    [
        (SCRIPT, "en-US"),
        (SCRIPT.replace("language: en-GB\n", ""), "es"),
        ('title: "1"\nlanguage: en\nsteps:\n  - say: {en: Good., es: Bien.}\n', "es"),
    ],
    ids=["the same language", "no language named", "words in both"],
)
def test_else_there_is_none(tmp_path, script, language):
    assert told(script, tmp_path, language) == []


def test_with_words_each_text_that_has_none_is_told_at_its_place(tmp_path):
    (tmp_path / "languages" / "es").mkdir(parents=True)
    (tmp_path / "languages" / "es" / "evening.yaml").write_text("Evening: Noche\n")
    (warned,) = told(SCRIPT, tmp_path, "es")
    assert warned.span.line == 4
