"""Respelling of words that a voice would say wrong."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioguide.lexicon import Lexicon

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
