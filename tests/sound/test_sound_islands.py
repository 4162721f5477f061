"""Cutting a track into the stretches that sound."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from audioguide.sound.islands import cut_islands
from audioguide.sound.score import Placement
from audioguide.units import FRAME_SAMPLES, Samples


def placement(start, n_samples, key="x"):
    return Placement(Samples(start), Samples(n_samples), key)


def bounds(*placements):
    return [
        (island.start // FRAME_SAMPLES, island.end // FRAME_SAMPLES)
        for island in cut_islands(placements)
    ]


def test_nothing_sounds_nowhere():
    assert cut_islands(()) == ()


def test_an_island_is_widened_to_frames_and_one_before_and_two_after():
    assert bounds(placement(5 * FRAME_SAMPLES + 1, 10)) == [(4, 8)]
    assert bounds(placement(5 * FRAME_SAMPLES, FRAME_SAMPLES)) == [(4, 8)]
    assert bounds(placement(5 * FRAME_SAMPLES, FRAME_SAMPLES + 1)) == [(4, 9)]


def test_no_island_begins_before_the_track():
    assert bounds(placement(0, 10)) == [(0, 3)]
    assert bounds(placement(FRAME_SAMPLES, 10)) == [(0, 4)]


def test_islands_that_touch_are_one():
    first = placement(0, FRAME_SAMPLES)
    assert bounds(first, placement(4 * FRAME_SAMPLES, 1)) == [(0, 7)]
    assert bounds(first, placement(5 * FRAME_SAMPLES, 1)) == [(0, 3), (4, 8)]


def test_a_long_sound_holds_the_short_ones_inside_it():
    long, short = placement(0, 50 * FRAME_SAMPLES), placement(1000, 10)
    later = placement(40 * FRAME_SAMPLES, 10)
    (island,) = cut_islands((long, short, later))
    assert island.placements == (long, short, later)
    assert island.end == 52 * FRAME_SAMPLES


starts_and_lengths = st.tuples(st.integers(0, 80 * FRAME_SAMPLES), st.integers(1, 20_000))


@given(st.lists(starts_and_lengths, max_size=30))
def test_islands_hold_every_sound_and_never_touch(sounds):
    placements = [placement(start, length, n) for n, (start, length) in enumerate(sounds)]
    islands = cut_islands(placements)
    held = [one for island in islands for one in island.placements]
    assert sorted(held, key=lambda one: one.key) == placements
    for island in islands:
        assert island.start % FRAME_SAMPLES == island.end % FRAME_SAMPLES == 0
        assert island.start == 0 or island.placements[0].start - island.start >= FRAME_SAMPLES
        for one in island.placements:
            assert island.start <= one.start
            assert one.start + one.n_samples + 2 * FRAME_SAMPLES <= island.end
    for one, other in pairwise(islands):
        assert one.end < other.start


@given(st.lists(starts_and_lengths, min_size=1, max_size=30), st.integers(1, 1000))
def test_what_moves_by_whole_frames_keeps_its_islands(sounds, n_frames):
    """So that an edit leaves alone what lies behind it."""
    moved = 2 * FRAME_SAMPLES
    here = cut_islands([placement(moved + start, length) for start, length in sounds])
    moved += n_frames * FRAME_SAMPLES
    later = cut_islands([placement(moved + start, length) for start, length in sounds])

    def shape(islands):
        return [
            [(one.start - island.start, one.n_samples) for one in island.placements]
            for island in islands
        ]

    assert shape(here) == shape(later)
