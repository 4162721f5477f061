"""Cutting a track into the stretches that sound."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from audioguide.sound.islands import FRAME_SAMPLES, cut_islands
from audioguide.sound.score import Placement
from audioguide.units import Samples

LENGTH = Samples(100 * FRAME_SAMPLES + 17)


def placement(start, n_samples, key="x"):
    return Placement(Samples(start), Samples(n_samples), key)


def bounds(*placements, length=LENGTH):
    return [
        (island.start // FRAME_SAMPLES, island.end // FRAME_SAMPLES)
        for island in cut_islands(placements, length)
    ]


def test_nothing_sounds_nowhere():
    assert cut_islands((), LENGTH) == ()


def test_an_island_is_widened_to_frames_and_two_more():
    assert bounds(placement(5 * FRAME_SAMPLES + 1, 10)) == [(5, 8)]
    assert bounds(placement(5 * FRAME_SAMPLES, FRAME_SAMPLES)) == [(5, 8)]
    assert bounds(placement(5 * FRAME_SAMPLES, FRAME_SAMPLES + 1)) == [(5, 9)]


def test_islands_that_touch_are_one():
    first = placement(0, FRAME_SAMPLES)
    assert bounds(first, placement(3 * FRAME_SAMPLES, 1)) == [(0, 6)]
    assert bounds(first, placement(4 * FRAME_SAMPLES, 1)) == [(0, 3), (4, 7)]


def test_an_island_ends_with_the_last_frame_of_the_track():
    assert bounds(placement(LENGTH - 10, 10)) == [(100, 101)]
    whole = 4 * FRAME_SAMPLES
    assert bounds(placement(0, whole), length=Samples(whole)) == [(0, 4)]


def test_a_long_sound_holds_the_short_ones_inside_it():
    long, short = placement(0, 50 * FRAME_SAMPLES), placement(1000, 10)
    later = placement(40 * FRAME_SAMPLES, 10)
    (island,) = cut_islands((long, short, later), LENGTH)
    assert island.placements == (long, short, later)
    assert island.end == 52 * FRAME_SAMPLES


starts_and_lengths = st.tuples(st.integers(0, 80 * FRAME_SAMPLES), st.integers(1, 20_000))


@given(st.lists(starts_and_lengths, max_size=30))
def test_islands_hold_every_sound_and_never_touch(sounds):
    placements = [placement(start, length, n) for n, (start, length) in enumerate(sounds)]
    islands = cut_islands(placements, LENGTH)
    held = [one for island in islands for one in island.placements]
    assert sorted(held, key=lambda one: one.key) == placements
    for island in islands:
        assert island.start % FRAME_SAMPLES == island.end % FRAME_SAMPLES == 0
        for one in island.placements:
            assert island.start <= one.start
            assert one.start + one.n_samples + 2 * FRAME_SAMPLES <= island.end
    for one, other in pairwise(islands):
        assert one.end < other.start
