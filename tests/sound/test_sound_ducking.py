"""A bed gives way before the first word, comes back after the last, and never pumps."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from audioguide.sound.bed import BedShape, BedSound, ranges_within
from audioguide.sound.ducking import Ducking, bridged

RATE = 44_100


class Ones:
    """A loop that shows the gain alone."""

    n_channels = 1

    def read(self, first, n_samples):
        return np.ones(n_samples, np.float32)


def gain_of(ranges, n_samples, *, depth_db=8.0, attack=500, release=1500):
    joined = bridged(ranges, attack=attack, release=release)
    ducking = Ducking(joined, depth_db=depth_db, attack=attack, release=release)
    gain = ducking.gain(0, n_samples)
    return np.ones(n_samples, np.float32) if gain is None else gain


range_lists = st.lists(
    st.tuples(st.integers(0, 900_000), st.integers(1, 100_000)).map(lambda r: (r[0], r[0] + r[1])),
    max_size=8,
)


@settings(max_examples=40, deadline=None)
@given(range_lists, st.floats(0.5, 30), st.integers(2205, 40_000), st.integers(2205, 60_000))
def test_down_under_words_and_never_steeper_than_asked(ranges, depth_db, attack, release):
    n_samples = 1_100_000
    gain = gain_of(ranges, n_samples, depth_db=depth_db, attack=attack, release=release)
    level = 20 * np.log10(gain.astype(float))
    for start, end in ranges:
        assert np.abs(level[start:end] + depth_db).max() < 0.01
    # Half a cosine is steepest in its middle.
    assert np.diff(level).min(initial=0) >= -depth_db * np.pi / 2 / attack - 1e-4
    assert np.diff(level).max(initial=0) <= depth_db * np.pi / 2 / release + 1e-4
    near = np.zeros(n_samples + 1)
    for start, end in bridged(ranges, attack=attack, release=release):
        near[max(0, start - attack)] += 1
        near[min(n_samples, end + release)] -= 1
    assert (level[np.cumsum(near)[:-1] == 0] == 0).all()


@settings(max_examples=30, deadline=None)
@given(range_lists)
def test_it_goes_up_only_where_it_can_stay_up_for_two_seconds(ranges):
    gain = gain_of(ranges, 1_100_000, attack=22_050, release=66_150)
    edges = np.flatnonzero(np.diff(np.r_[0, gain >= 1.0, 0]))
    inner = [
        (start, end)
        for start, end in zip(edges[::2], edges[1::2], strict=True)
        if start > 0 and end < len(gain)
    ]
    assert all(end - start >= 2 * RATE for start, end in inner)


@settings(max_examples=30, deadline=None)
@given(range_lists, st.integers(1, 300_000), st.integers(1, 200_000))
def test_any_part_of_a_bed_is_that_part_of_all_of_it(ranges, first, length):
    shape = BedShape(
        n_samples=600_000,
        gain_db=-3.0,
        duck_db=8.0,
        attack=22_050,
        release=66_150,
        fade_in=100_000,
        fade_out=50_000,
        ranges=ranges_within(bridged(ranges, attack=22_050, release=66_150), 0, 600_000),
    )
    bed = BedSound(Ones(), shape)
    whole = bed.part(0, len(bed))
    assert whole[0] == 0
    assert whole[-1] < 0.001
    last = min(first + length, len(bed))
    assert np.allclose(bed.part(first, last), whole[first:last], atol=1e-6)


def test_two_beds_that_cross_are_as_strong_together_as_alone():
    def edge(**fades):
        shape = {"gain_db": 0.0, "duck_db": 0.0, "attack": 1, "release": 1, "ranges": ()}
        return BedSound(Ones(), BedShape(n_samples=10_000, **shape, **fades)).part(0, 10_000)

    coming, going = edge(fade_in=10_000, fade_out=0), edge(fade_in=0, fade_out=10_000)
    assert np.abs(coming.astype(float) ** 2 + going.astype(float) ** 2 - 1).max() < 1e-3


def test_a_bed_without_words_is_left_alone():
    assert (gain_of([], 1000) == 1).all()
    assert (gain_of([(10, 20)], 1000, depth_db=0.0) == 1).all()
