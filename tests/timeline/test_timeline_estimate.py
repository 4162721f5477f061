"""The guess at a line's length, held against the same sum in exact fractions."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioguide.clip import Utterance, Voice
from audioguide.timeline.estimate import estimate
from audioguide.timeline.moving import paced_move
from audioguide.units import grid_position, round_half_up, to_samples


def utterance(text, rate_wpm=140):
    return Utterance(text, "en", Voice("espeak", "gmw/en", rate_wpm, 50))


PAUSES_SECONDS = {
    ".": Fraction(1, 4),
    ",": Fraction(1, 6),
    "?": Fraction(1, 4),
    "!": Fraction(1, 4),
}


@given(st.text(alphabet="ab 12²٣.,?!\n", max_size=80), st.integers(80, 449))
def test_it_is_the_exact_sum_rounded_once(text, rate_wpm):
    text = text.strip()
    n_characters = len(text) + 4 * sum(char.isdigit() for char in text)
    speaking = Fraction(n_characters, 6) * 60 / rate_wpm
    pauses = sum(PAUSES_SECONDS.get(char, Fraction(0)) for char in text[:-1])
    seconds = speaking + pauses + Fraction(1, 5)
    assert estimate(utterance(text, rate_wpm)) == round_half_up(seconds * 44_100)


@pytest.mark.parametrize(("longer", "shorter"), [("rest 10", "rest ab"), ("a, b", "a  b")])
def test_figures_and_commas_take_time(longer, shorter):
    assert estimate(utterance(longer)) > estimate(utterance(shorter))


SECONDS = st.fractions(0, 10_000, max_denominator=1000)


@given(SECONDS, st.fractions(Fraction(1, 2), 2, max_denominator=100))
def test_time_to_move_is_never_under_four_fifths(seconds, pace):
    assert paced_move(seconds, pace) == max(seconds / pace, seconds * Fraction(4, 5))


@given(SECONDS, st.integers(0, 10_000))
def test_a_position_is_rounded_once_half_up(seconds, k):
    assert to_samples(seconds) == round_half_up(seconds * 44_100)
    assert grid_position(k, seconds) == round_half_up(k * seconds * 44_100)
