"""Loudness against the standard's numbers, a textbook filter, and ffmpeg."""

import math

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from judges import loudness as judged_loudness
from scipy.signal import lfilter, resample

from audioguide.loudness import LoudnessMeter, integrated_lufs

RATE = 44_100


def sine(dbfs, seconds, hz=1000.0, rate=RATE):
    times = np.arange(round(seconds * rate)) / rate
    return (10 ** (dbfs / 20) * np.sin(2 * np.pi * hz * times)).astype(np.float32)


def noise(seconds, level=0.1, seed=5):
    white = np.random.RandomState(seed).standard_normal(round(seconds * RATE))
    return (level * white).astype(np.float32)


def textbook_lufs(pcm):
    """BS.1770 at 48 kHz with the coefficients it prints, sample by sample filters and a loop."""
    shelf = [1.53512485958697, -2.69169618940638, 1.19839281085285]
    shelf_a = [1.0, -1.69065929318241, 0.73248077421585]
    weighted = lfilter(shelf, shelf_a, pcm.astype(np.float64))
    weighted = lfilter([1.0, -2.0, 1.0], [1.0, -1.99004745483398, 0.99007225036621], weighted)
    starts = range(0, len(pcm) - 19_200 + 1, 4800)
    energies = np.array([np.mean(weighted[start : start + 19_200] ** 2) for start in starts])
    lufs = -0.691 + 10 * np.log10(energies)
    gate = -0.691 + 10 * np.log10(energies[lufs > -70].mean()) - 10
    return -0.691 + 10 * np.log10(energies[(lufs > -70) & (lufs > gate)].mean())


@pytest.mark.parametrize("rate", [22_050, 24_000, 44_100, 48_000, 96_000])
def test_a_mono_sine_reads_three_below_its_stereo_number(rate):
    # EBU Tech 3341, case 1: -23 dBFS in both channels is -23 LUFS, so one channel is -26.
    assert integrated_lufs(sine(-23, 20, rate=rate), rate) == pytest.approx(-26, abs=0.1)


def test_a_full_scale_sine_reads_what_the_standard_says():
    assert integrated_lufs(sine(0, 5, hz=997.0), RATE) == pytest.approx(-3.01, abs=0.03)


def test_quiet_stretches_are_gated_out():
    # EBU Tech 3341, cases 3 and 4, in mono: what is 10 LU and more below the rest counts not.
    case_3 = [sine(-36, 10), sine(-23, 60), sine(-36, 10)]
    case_4 = [sine(-72, 10), *case_3, sine(-72, 10)]
    for parts in (case_3, case_4):
        assert integrated_lufs(np.concatenate(parts)) == pytest.approx(-26, abs=0.1)


def test_loudness_rises_and_falls_with_the_parts_that_count():
    # EBU Tech 3341, case 5, in mono.
    parts = [sine(-26, 20), sine(-20, 20.1), sine(-26, 20)]
    assert integrated_lufs(np.concatenate(parts)) == pytest.approx(-26, abs=0.1)


def test_the_textbook_agrees_at_its_own_rate():
    swell = np.abs(np.sin(np.arange(48_000 * 12) / 48_000 * 0.9)) ** 3
    pcm = np.random.RandomState(7).standard_normal(len(swell)) * 0.2 * swell
    assert integrated_lufs(pcm.astype(np.float32), 48_000) == pytest.approx(
        textbook_lufs(pcm), abs=0.005
    )


def test_ffmpeg_agrees(tmp_path):
    pcm = np.concatenate([noise(3), 0.02 * noise(2), sine(-20, 3, hz=200.0), np.zeros(44_100)])
    soundfile.write(tmp_path / "mixed.wav", pcm, RATE, subtype="FLOAT")
    whole, peak = judged_loudness(tmp_path / "mixed.wav")
    meter = LoudnessMeter()
    meter.feed(pcm.astype(np.float32))
    assert meter.integrated_lufs == pytest.approx(whole, abs=0.1)
    assert meter.true_peak_dbtp == pytest.approx(peak, abs=0.3)


@pytest.mark.parametrize("factor", [2, 4])
def test_sound_measures_alike_at_its_own_rate_and_at_the_tracks(factor):
    whole = noise(4)
    few = resample(whole, len(whole) // factor)
    many = resample(few, len(whole))
    slow = integrated_lufs(few.astype(np.float32), RATE // factor)
    assert slow == pytest.approx(integrated_lufs(many.astype(np.float32)), abs=0.005)


def test_silence_has_no_loudness():
    for n_samples in (0, 1, 100, 44_100):
        assert integrated_lufs(np.zeros(n_samples, np.float32)) == -math.inf
    assert integrated_lufs(sine(-90, 2)) == -math.inf


def test_a_short_clip_is_one_block_of_its_own_length():
    # A steady sine is as loud in 300 ms as in 4 s, but for the filter's first milliseconds.
    assert integrated_lufs(sine(-20, 0.3)) == pytest.approx(integrated_lufs(sine(-20, 4)), abs=0.1)


@settings(max_examples=15)
@given(st.lists(st.integers(1, 60_000), min_size=1, max_size=6))
def test_blocks_of_any_length_measure_alike(lengths):
    pcm = noise(2.5)
    meter = LoudnessMeter()
    start = 0
    for length in lengths:
        meter.feed(pcm[start : start + length])
        start += length
    meter.feed(pcm[start:])
    whole = LoudnessMeter()
    whole.feed(pcm)
    assert meter.integrated_lufs == pytest.approx(whole.integrated_lufs, abs=1e-5)
    assert meter.true_peak_dbtp == pytest.approx(whole.true_peak_dbtp, abs=1e-9)


def test_silence_after_sound_leaves_the_meter_where_it_was():
    pcm = sine(-20, 4)
    meter = LoudnessMeter()
    meter.feed(pcm)
    before = meter.integrated_lufs
    for _ in range(20):
        meter.feed(np.zeros(44_100, np.float32))
    assert meter.integrated_lufs == pytest.approx(before, abs=0.3)


def test_the_loudest_seconds_are_found_wherever_they_lie():
    meter = LoudnessMeter()
    meter.feed_loudness(np.concatenate([sine(-40, 10), sine(-20, 3), sine(-40, 10)]))
    alone = integrated_lufs(sine(-20, 3))
    assert meter.loudest_lufs() == pytest.approx(alone, abs=0.1)
    assert meter.loudest_lufs(1) == pytest.approx(alone, abs=0.1)
    assert meter.integrated_lufs < alone


def test_the_loudest_of_nothing_and_of_less_than_was_asked_for():
    assert LoudnessMeter().loudest_lufs() == -math.inf
    meter = LoudnessMeter()
    meter.feed_loudness(np.zeros(RATE, np.float32))
    assert meter.loudest_lufs() == -math.inf
    short = LoudnessMeter()
    short.feed_loudness(sine(-20, 1))
    assert short.loudest_lufs() == pytest.approx(short.integrated_lufs, abs=0.5)
