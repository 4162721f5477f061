"""A dose against the safety bounds of a pose."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioguide.dose import (
    Breathing,
    BreathPattern,
    BreathsHold,
    Flow,
    Reps,
    Rhythm,
    SecondsHold,
)
from audioguide.syntax.limits import exceeded
from audioguide.syntax.pose import Limit, Limits, Range

BREATH = Breathing.steady(BreathPattern(Fraction(4), Fraction(0), Fraction(6), Fraction(0)))


def limits(**bounds):
    ranges = tuple(
        (Limit(name.rstrip("_")), Range(*(None if end is None else Fraction(end) for end in ends)))
        for name, ends in bounds.items()
    )
    return Limits(frozenset(), ranges, None)


def rhythm(rate_bpm=60, *, seconds=None, n_beats=None, ramp_to_bpm=None):
    return Rhythm(
        Fraction(rate_bpm),
        None if seconds is None else Fraction(seconds),
        n_beats,
        None,
        None if ramp_to_bpm is None else Fraction(ramp_to_bpm),
    )


CASES = [
    (SecondsHold(Fraction(60)), limits(hold=(20, 60)), []),
    (
        SecondsHold(Fraction(61)),
        limits(hold=(20, 60)),
        ["hold of 1min 1s is over the 1min"],
    ),
    (
        SecondsHold(Fraction(19)),
        limits(hold=(20, None)),
        ["hold of 19s is under the 20s"],
    ),
    (SecondsHold(Fraction(1, 3)), limits(), []),
    (SecondsHold(Fraction(80)), limits(breaths=(2, 8)), []),
    (
        SecondsHold(Fraction(81)),
        limits(breaths=(2, 8)),
        ["hold of 1min 21s is over the 1min 20s"],
    ),
    (
        SecondsHold(Fraction(19)),
        limits(breaths=(2, 8)),
        ["hold of 19s is under the 20s"],
    ),
    (SecondsHold(Fraction(90)), limits(hold=(None, 100), breaths=(None, 8)), []),
    (BreathsHold(8, BREATH), limits(breaths=(2, 8)), []),
    (
        BreathsHold(9, BREATH),
        limits(breaths=(2, 8)),
        ["hold of 9 breaths is over the 8 breaths"],
    ),
    (
        BreathsHold(7, BREATH),
        limits(hold=(None, 60)),
        ["hold of 1min 10s is over the 1min"],
    ),
    (Flow(8, 2, BREATH), limits(flow=(2, 8), hold=(None, 1)), []),
    (
        Flow(9, 1, BREATH),
        limits(flow=(2, 8)),
        ["flow of 9 rounds is over the 8 rounds"],
    ),
    (rhythm(80, seconds=60), limits(rhythm=(50, 80), for_=(None, 60)), []),
    (
        rhythm(81, seconds=61),
        limits(rhythm=(50, 80), for_=(None, 60)),
        [
            "rhythm of 81 bpm is over the 80 bpm",
            "for of 1min 1s is over the 1min",
        ],
    ),
    (
        rhythm(60, seconds=60, ramp_to_bpm=90),
        limits(rhythm=(50, 80)),
        ["ramp_to of 90 bpm is over the 80 bpm"],
    ),
    (rhythm(60, n_beats=60), limits(for_=(None, 60)), []),
    (
        rhythm(60, n_beats=61),
        limits(for_=(None, 60)),
        ["beats of 1min 1s is over the 1min"],
    ),
    (rhythm(40, n_beats=60, ramp_to_bpm=80), limits(for_=(None, 60)), []),
    (Reps(8, Fraction(5), Fraction(3)), limits(reps=(2, 8), work=(3, 6), release=(3, None)), []),
    (
        Reps(9, Fraction(7), Fraction(2)),
        limits(reps=(2, 8), work=(3, 6), release=(3, None)),
        [
            "reps of 9 is over the 8",
            "work of 7s is over the 6s",
            "release of 2s is under the 3s",
        ],
    ),
]


@pytest.mark.parametrize(("dose", "bounds", "told"), CASES)
def test_each_quantity_against_its_bound(dose, bounds, told):
    found = exceeded(dose, bounds, breath=BREATH)
    assert [str(excess) for excess in found] == [f"{one} of its limits" for one in told]


def test_an_excess_names_the_key_that_sets_it():
    dose = rhythm(90, n_beats=300, ramp_to_bpm=95)
    found = exceeded(dose, limits(rhythm=(50, 80), for_=(None, 60)), breath=BREATH)
    assert [excess.key for excess in found] == ["rhythm", "ramp_to", "beats"]
    assert [excess.limit for excess in found] == [Limit.RHYTHM, Limit.RHYTHM, Limit.FOR]


@given(st.integers(1, 40), st.integers(1, 40))
def test_a_bound_in_breaths_means_the_same_in_seconds(n_breaths, most):
    bounds = limits(breaths=(None, most))
    in_breaths = exceeded(BreathsHold(n_breaths, BREATH), bounds, breath=BREATH)
    in_seconds = exceeded(SecondsHold(BREATH.seconds(n_breaths)), bounds, breath=BREATH)
    assert bool(in_breaths) == bool(in_seconds) == (n_breaths > most)
