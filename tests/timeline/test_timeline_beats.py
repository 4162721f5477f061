"""Beats and breaths lie where exact arithmetic puts them."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioguide.dose import Breathing, BreathPattern, BreathPhase
from audioguide.timeline.beats import Tempo, breath_phases
from audioguide.units import SAMPLE_RATE_HZ

rates = st.fractions(min_value=10, max_value=300, max_denominator=10)
lengths = st.fractions(min_value=1, max_value=120, max_denominator=10)


def even(rate_bpm, seconds):
    return list(Tempo.settled(Fraction(rate_bpm), None, Fraction(seconds), None).positions())


def test_sixty_six_a_minute_for_two_minutes_are_132_beats():
    assert len(even(66, 120)) == 132


@pytest.mark.parametrize(
    ("rate", "seconds", "number"), [(60, 60, 60), (60, "60.5", 61), (10, 5, 1)]
)
def test_beats_have_their_onset_inside_the_stretch(rate, seconds, number):
    assert len(even(rate, Fraction(seconds))) == number


def test_three_hours_at_a_third_of_a_second_do_not_drift():
    beats = even(180, 3 * 3600)
    assert len(beats) == 32_400
    assert all(beat == 14_700 * k for k, beat in enumerate(beats))


def test_a_number_of_beats_lasts_until_one_period_after_the_last():
    tempo = Tempo.settled(Fraction(66), None, None, 120)
    beats = list(tempo.positions())
    assert len(beats) == 120
    assert tempo.seconds == 120 * Fraction(60, 66)


@given(rate=rates, seconds=lengths)
def test_each_beat_is_the_exact_time_rounded_half_up(rate, seconds):
    beats = even(rate, seconds)
    period = Fraction(60) / rate * SAMPLE_RATE_HZ
    assert all(
        Fraction(-1, 2) < beat - k * period <= Fraction(1, 2) for k, beat in enumerate(beats)
    )
    assert (len(beats) - 1) * period < seconds * SAMPLE_RATE_HZ <= len(beats) * period


@given(start=rates, end=rates, seconds=lengths)
def test_a_ramp_has_its_rate_linear_in_time(start, end, seconds):
    tempo = Tempo.settled(start, end, seconds, None)
    beats = list(tempo.positions())
    slope = (end - start) / 60 / (2 * seconds)

    def passed(at_samples):
        at = Fraction(at_samples) / SAMPLE_RATE_HZ
        return start / 60 * at + slope * at * at

    for k, beat in enumerate(beats):
        assert k == 0 or passed(beat - Fraction(1, 2)) <= k < passed(beat + Fraction(1, 2))
    assert beats[0] == 0
    assert beats == sorted(set(beats))


def test_a_ramp_over_a_number_of_beats_has_that_number():
    tempo = Tempo.settled(Fraction(60), Fraction(72), None, 66)
    assert tempo.seconds == 60
    assert len(list(tempo.positions())) == 66


def test_ten_breaths_are_a_hundred_seconds_with_twenty_phases():
    four_six = Breathing.steady(BreathPattern(*map(Fraction, (4, 0, 6, 0))))
    phases = list(breath_phases(four_six, 10))
    assert len(phases) == 20
    assert [span.start for span in phases[::2]] == [k * 441_000 for k in range(10)]
    assert [span.start for span in phases[1::2]] == [k * 441_000 + 176_400 for k in range(10)]
    assert phases[-1].end == 4_410_000


@given(
    parts=st.tuples(*[st.fractions(min_value=1, max_value=12, max_denominator=20)] * 4),
    number=st.integers(1, 40),
)
def test_phases_follow_each_other_without_a_gap(parts, number):
    phases = list(breath_phases(Breathing.steady(BreathPattern(*parts)), number))
    assert all(one.end == two.start for one, two in itertools.pairwise(phases))
    assert [span.phase for span in phases[:4]] == list(BreathPhase)
