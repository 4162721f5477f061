"""A breath that changes over a dose: exact, even, and the same as ever where nothing changes."""

import itertools
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from routines import exercise, of, planned, settings, span

from audioguide.dose import Breathing, BreathPattern, BreathPhase, BreathsHold, Flow
from audioguide.routine.length import dose_seconds, item_size
from audioguide.routine.routine import Breathe
from audioguide.timeline.beats import breath_phases
from audioguide.timeline.timeline import Breath
from audioguide.units import to_samples

moving = st.fractions(min_value=1, max_value=14, max_denominator=12)
still = st.one_of(st.just(Fraction(0)), st.fractions(min_value=0, max_value=8, max_denominator=12))
patterns = st.builds(BreathPattern, moving, still, moving, still)
breathings = st.builds(Breathing, patterns, patterns)
numbers = st.integers(1, 60)


def pattern(*seconds) -> BreathPattern:
    inhale, hold, exhale, rest = seconds if len(seconds) == 4 else (seconds[0], 0, seconds[1], 0)
    return BreathPattern(Fraction(inhale), Fraction(hold), Fraction(exhale), Fraction(rest))


SLOWING = Breathing(pattern(4, 4), pattern(5, 7))


def test_four_breaths_from_4_4_to_5_7():
    breaths = [SLOWING.pattern(k, 4) for k in range(4)]
    assert [one.inhale_seconds for one in breaths] == [
        4,
        Fraction(13, 3),
        Fraction(14, 3),
        5,
    ]
    assert [one.exhale_seconds for one in breaths] == [4, 5, 6, 7]
    assert SLOWING.seconds(4) == 40


def test_a_single_breath_is_the_first():
    assert SLOWING.pattern(0, 1) == pattern(4, 4)
    assert SLOWING.seconds(1) == 8


@given(breath=breathings, n_breaths=numbers)
def test_the_breaths_together_are_the_dose(breath, n_breaths):
    total = sum(breath.pattern(k, n_breaths).cycle_seconds for k in range(n_breaths))
    assert total == breath.seconds(n_breaths) == dose_seconds(BreathsHold(n_breaths, breath))
    assert list(breath_phases(breath, n_breaths))[-1].end == to_samples(total)


@given(breath=breathings, n_breaths=numbers)
def test_each_breath_starts_where_the_exact_sum_says(breath, n_breaths):
    inhales = {
        span.n_breath: span.start
        for span in breath_phases(breath, n_breaths)
        if span.phase is BreathPhase.INHALE
    }
    exact = Fraction(0)
    for k in range(n_breaths):
        assert breath.start_seconds(k, n_breaths) == exact
        assert inhales[k] == (exact * 44_100 + Fraction(1, 2)).__floor__()
        exact += breath.pattern(k, n_breaths).cycle_seconds


@given(breath=breathings, n_breaths=st.integers(2, 60))
def test_every_phase_changes_evenly_from_the_first_breath_to_the_last(breath, n_breaths):
    breaths = [breath.pattern(k, n_breaths) for k in range(n_breaths)]
    assert (breaths[0], breaths[-1]) == (breath.first, breath.last)
    for lengths in zip(*(one.lengths for one in breaths), strict=True):
        steps = {two - one for one, two in itertools.pairwise(lengths)}
        assert len(steps) == 1


@given(breath=breathings, n_breaths=numbers)
def test_phases_never_overlap_and_leave_no_gap(breath, n_breaths):
    phases = list(breath_phases(breath, n_breaths))
    assert all(span.start < span.end for span in phases)
    assert all(one.end == two.start for one, two in itertools.pairwise(phases))
    assert len(phases) <= n_breaths * breath.n_phases


@given(one=patterns, n_breaths=numbers)
def test_a_constant_breath_is_the_grid_that_it_always_was(one, n_breaths):
    breath = Breathing.steady(one)
    expected = [
        (
            k,
            phase,
            to_samples(k * one.cycle_seconds + start),
            to_samples(k * one.cycle_seconds + start + length),
        )
        for k in range(n_breaths)
        for phase, start, length in one.phases()
    ]
    found = [(s.n_breath, s.phase, s.start, s.end) for s in breath_phases(breath, n_breaths)]
    assert found == [row for row in expected if row[2] < row[3]]
    assert breath.seconds(n_breaths) == n_breaths * one.cycle_seconds


def test_a_phase_of_no_length_in_both_has_no_event_and_one_that_grows_has():
    growing = Breathing(pattern(4, 0, 4, 0), pattern(4, 3, 4, 0))
    phases = list(breath_phases(growing, 4))
    of_hold = [span.n_breath for span in phases if span.phase is BreathPhase.HOLD]
    assert of_hold == [1, 2, 3]
    assert not [span for span in phases if span.phase is BreathPhase.REST]
    assert growing.n_phases == 3


def test_a_phase_of_less_than_half_a_sample_has_no_event():
    faint = Breathing(pattern(4, 0, 4, 0), pattern(4, Fraction(1, 100), 4, 0))
    phases = list(breath_phases(faint, 10_000))
    assert all(span.start < span.end for span in phases)


@given(breath=breathings, a_round=st.integers(1, 3), seconds=st.integers(1, 300))
def test_a_flow_by_time_has_the_greatest_number_of_rounds_that_fit(breath, a_round, seconds):
    n_rounds = breath.most_rounds(Fraction(seconds), breaths_per_round=a_round)
    lengths = {n: breath.seconds(n * a_round) for n in range(1, n_rounds + 3)}
    assert [n for n, length in lengths.items() if length <= seconds] == list(range(1, n_rounds + 1))


def test_a_flow_in_the_timeline_slows_down_over_its_rounds():
    here = settings(breath=SLOWING)
    timeline = planned(exercise((None, Flow(4, 1, SLOWING)), settings=here))
    (move,) = timeline.moves
    assert move.dose_end - move.dose_start == 40 * 44_100
    starts = [
        event.start - move.dose_start
        for event in of(timeline, Breath)
        if event.phase is BreathPhase.INHALE
    ]
    assert starts == [to_samples(seconds) for seconds in (0, 8, Fraction(52, 3), 28)]


def test_breathing_alone_slows_down_too_and_is_as_long_as_it_says():
    item = Breathe(4, None, settings(breath=SLOWING), None, span())
    (move,) = planned(item).moves
    assert move.dose_end - move.dose_start == 40 * 44_100
    assert item_size(item).seconds == 40


def test_a_breath_may_quicken():
    quickening = Breathing(pattern(5, 7), pattern(4, 4))
    cycles = [quickening.pattern(k, 5).cycle_seconds for k in range(5)]
    assert cycles == [12, 11, 10, 9, 8]
    assert quickening.most_rounds(Fraction(11), breaths_per_round=1) == 0
