"""Rendering: every sound at its sample, silence everywhere else, peaks held."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audioguide.peaks import true_peak_dbtp
from audioguide.sound import render
from audioguide.sound.islands import cut_islands
from audioguide.sound.render import render_blocks, render_island, to_int16
from audioguide.sound.score import Island, Placement
from audioguide.units import FRAME_SAMPLES, Samples


def placement(start, pcm, key):
    return Placement(Samples(start), Samples(len(pcm)), key)


def rendered(sounds, length):
    """The track of `(start, pcm)` pairs, and how often each was loaded."""
    loads = []

    def load(one):
        loads.append(one.key)
        return sounds[one.key][1]

    placements = [placement(start, pcm, n) for n, (start, pcm) in enumerate(sounds)]
    islands = cut_islands(placements)
    blocks = list(render_blocks(islands, Samples(length), load))
    assert all(block.dtype == np.float32 for block in blocks)
    assert all(len(block) <= render.BLOCK_SAMPLES for block in blocks)
    return np.concatenate([*blocks, np.zeros(0, np.float32)]), loads


def added(sounds, length):
    """The same track by the shortest way, without a limiter."""
    track = np.zeros(length, np.float32)
    for start, pcm in sounds:
        track[start : start + len(pcm)] += pcm
    return track


def noise(n_samples, seed, level=0.05):
    return (level * np.random.RandomState(seed).standard_normal(n_samples)).astype(np.float32)


sound_pairs = st.lists(st.tuples(st.integers(0, 40_000), st.integers(1, 9_000)), max_size=12)


@settings(max_examples=40, deadline=None)
@given(sound_pairs, st.integers(0, 5000), st.sampled_from([1000, 4096, 1 << 17]))
def test_every_sound_stands_at_its_sample(pairs, tail, block_samples):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(render, "BLOCK_SAMPLES", block_samples)
        pairs = sorted(pairs)
        sounds = [(start, noise(n, seed)) for seed, (start, n) in enumerate(pairs)]
        length = max((start + n for start, n in pairs), default=0) + tail
        track, loads = rendered(sounds, length)
        assert np.array_equal(track, added(sounds, length))
        assert sorted(loads) == list(range(len(sounds)))


def test_a_track_may_end_inside_its_last_frame():
    sound = noise(render.BLOCK_SAMPLES + 7, 3)
    track, _ = rendered([(0, sound)], len(sound))
    assert np.array_equal(track, sound)


def test_a_track_may_end_just_behind_a_block():
    # The island then has one more block, in which no sample of the track lies.
    n_blocks = next(n for n in range(1, 2000) if n * render.BLOCK_SAMPLES % FRAME_SAMPLES)
    length = n_blocks * render.BLOCK_SAMPLES
    sound = noise(length - 100, 4)
    track, _ = rendered([(0, sound)], length)
    assert len(track) == length


def test_away_from_sounds_there_is_digital_silence():
    track, _ = rendered([(50_000, noise(1000, 1)), (200_000, noise(1000, 2))], 300_000)
    assert not track[:50_000].any()
    assert not track[51_000:200_000].any()
    assert not track[201_000:].any()


def test_sounds_that_add_up_too_high_are_limited_there_alone():
    loud = np.full(60_000, 0.1, np.float32)
    loud[30_000:30_100] = 0.7
    track, _ = rendered([(0, loud), (10, loud)], 400_000)
    plain = added([(0, loud), (10, loud)], 400_000)
    assert true_peak_dbtp(plain) > 0
    assert true_peak_dbtp(track) <= -2.0
    assert np.array_equal(track[:29_000], plain[:29_000])
    assert np.array_equal(track[31_100:], plain[31_100:])


def test_limiting_leaves_no_seam_between_blocks(monkeypatch):
    loud = [(0, noise(30_000, 5, level=0.4)), (100, noise(30_000, 6, level=0.4))]
    whole, _ = rendered(loud, 40_000)
    monkeypatch.setattr(render, "BLOCK_SAMPLES", 1500)
    pieces, _ = rendered(loud, 40_000)
    assert true_peak_dbtp(whole) <= -2.0
    assert np.abs(whole - pieces).max() < 1e-6


def test_an_island_depends_on_nothing_outside_it():
    sound = noise(5000, 7)
    one = placement(0, sound, 0)
    first = Island(Samples(0), Samples(8 * FRAME_SAMPLES), (one,))
    moved = placement(1000 * FRAME_SAMPLES, sound, 0)
    second = Island(Samples(1000 * FRAME_SAMPLES), Samples(1008 * FRAME_SAMPLES), (moved,))
    blocks = [np.concatenate(list(render_island(it, lambda _: sound))) for it in (first, second)]
    assert np.array_equal(*blocks)


def test_no_sound_at_all_is_a_silent_track():
    track, _ = rendered([], 300_001)
    assert len(track) == 300_001
    assert not track.any()


def test_numbers_are_rounded_to_the_nearest_and_never_wrap():
    given_ = np.array([0, 0.4 / 32768, 0.6 / 32768, -0.6 / 32768, 1.0, -1.0, 7.0], np.float32)
    assert to_int16(given_).tolist() == [0, 0, 1, -1, 32767, -32768, 32767]


def test_what_was_16_bit_stays_what_it_was():
    every_value = np.arange(-32768, 32768).astype(np.int16)
    assert np.array_equal(to_int16(every_value.astype(np.float32) / 32768), every_value)
