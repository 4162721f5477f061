"""Respelling of words that a voice would say wrong."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioguide.lexicon import Lexicon, has_word, ipa_and_plain

WORDS = Lexicon(
    (
        ("dos", "dau"),
        ("Bālāsana", "baa laa sana"),
        ("Ardha Matsyendrāsana", "half fish"),
        ("Matsyendrāsana", "whole fish"),
        ("बा", "left"),
        ("e.g.", "for example"),
        ("dos", "never"),
    )
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("le dos", "le dau"),
        ("Dos à DOS.", "dau à dau."),
        ("dosage, ados", "dosage, ados"),
        ("dos-à-dos, (dos)", "dau-à-dau, (dau)"),
        ("in Bālāsana.", "in baa laa sana."),
        (unicodedata.normalize("NFD", "in Bālāsana."), "in baa laa sana."),
        ("Ardha Matsyendrāsana, Matsyendrāsana", "half fish, whole fish"),
        ("बाएं बा", "बाएं left"),
        ("e.g. this", "for example this"),
        ("", ""),
    ],
)
def test_whole_words_are_said_as_they_are_spelled(text, said):
    assert WORDS.respelled(text) == said


@given(st.text())
def test_what_is_not_in_it_stays(text):
    plain = unicodedata.normalize("NFC", text)
    assert Lexicon().respelled(text) == plain
    assert Lexicon((("qqqq", "x"),)).respelled(text.replace("q", "")) == unicodedata.normalize(
        "NFC", text.replace("q", "")
    )


@given(st.text(alphabet="ab .", max_size=30))
def test_what_is_said_is_not_respelled_again(text):
    there_and_back = Lexicon((("a", "b"), ("b", "a")))
    swapped = there_and_back.respelled(text)
    assert there_and_back.respelled(swapped) == text


@pytest.mark.parametrize(
    ("written", "ipa", "plain"),
    [
        ("/eɪ/", "eɪ", ""),
        (" / eɪ /  ay ay ", "eɪ", "ay ay"),
        ("and/or", "", "and/or"),
        ("/eɪ", "", "/eɪ"),
        ("//", "", ""),
    ],
)
def test_ipa_stands_between_slashes(written, ipa, plain):
    assert ipa_and_plain(written) == (ipa, plain)


@pytest.mark.parametrize(
    ("spellings", "words", "ipa"),
    [
        ([("a", "/eɪ/ ay"), ("A", "/biː/ bee")], {"a": "ay"}, {"a": "eɪ"}),
        ([("a", "/eɪ/"), ("a", "ay")], {"a": "ay"}, {"a": "eɪ"}),
        ([("a", "ay"), ("A", "/eɪ/")], {"a": "ay"}, {}),
        ([("e\u0301", "a"), ("\u00e9", "b")], {"e\u0301": "a"}, {}),
    ],
)
def test_the_strongest_spelling_counts(spellings, words, ipa):
    assert Lexicon.of(spellings) == Lexicon(tuple(words.items()), tuple(ipa.items()))


def test_a_word_stands_whole():
    assert has_word("Le Dos.", "dos")
    assert not has_word("Dosage", "dos")


@given(st.text(alphabet="ab .", max_size=30))
def test_pieces_make_the_text(text):
    lexicon = Lexicon((("a", "x"), ("a b", "y")))
    pieces = lexicon.split(text)
    assert "".join(piece for piece, _ in pieces) == text
    assert all(lexicon.respelled(piece) == piece for piece, is_other in pieces if is_other)
