"""Text is spoken as plain words, whole, in parts that nobody hears."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioguide.speech.parts import LONGEST_PART, parts_of, pause_between
from audioguide.speech.plain import plain_text, shortened


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("  Rest \t now. ", "Rest now."),
        ("Rest\nnow.", "Rest now."),
        ("Rest.\r\n\r\n \nNow.", "Rest.\n\nNow."),
        ("a\x01300Sb", "a 300Sb"),
        ("\x1b[31mred\x07", "[31mred"),
        ("a\u202eb\u200bc\ufeffd\u00ade", "abcde"),
        ("a\ue000b\ud800c", "abc"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("<break time='9s'/> [[p'a]] & -f", "<break time='9s'/> [[p'a]] & -f"),
        ("\x00\x01 \u200b", ""),
    ],
)
def test_only_words_are_left(text, plain):
    assert plain_text(text) == plain


@given(st.text())
def test_plain_text_is_composed_encodable_and_stays_as_it_is(text):
    plain = plain_text(text)
    assert unicodedata.is_normalized("NFC", plain)
    assert plain.encode().decode() == plain
    assert plain_text(plain) == plain


@given(st.text())
def test_both_forms_of_a_letter_are_one_text(text):
    assert plain_text(unicodedata.normalize("NFD", text)) == plain_text(
        unicodedata.normalize("NFC", text)
    )


@given(st.text(), st.integers(1, 40))
def test_parts_are_short_and_lose_nothing(text, longest):
    parts = parts_of(text, longest=longest)
    assert all(len(part) <= longest for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_parts_end_where_sentences_do():
    sentence = "Lie on your back, and let it be heavy. "
    parts = parts_of(sentence * 100)
    assert len(parts) == -(-len(sentence * 100) // (LONGEST_PART // len(sentence) * len(sentence)))
    assert all(part.endswith("heavy.") for part in parts)
    assert parts_of("Rest now.") == ("Rest now.",)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One two.\n\nThree.", ("One two.", "Three.")),
        ("one two, three", ("one two,", "three")),
        ("one two three", ("one two", "three")),
        ("吸气。呼气。慢慢地吸气。", ("吸气。呼气。", "慢慢地吸气。")),
    ],
)
def test_the_best_cut_is_taken(text, parts):
    assert parts_of(text, longest=10 if text.isascii() else 6) == parts


def test_the_pause_between_parts_is_a_words_time():
    assert pause_between(60) == 44_100
    assert pause_between(140) == 18_900


def test_messages_show_the_beginning_and_no_raw_controls():
    assert shortened("\x1b[2J" + "a" * 100) == '"\\x1b[2J' + "a" * 56 + '…"'
