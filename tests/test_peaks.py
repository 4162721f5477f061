"""Peaks between the samples, and the limiter for them."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import resample

from audioguide.peaks import PeakMeter, limit_peaks, limiter_reach, true_peak_dbtp

RATE = 44_100
QUIET = np.float32(0.05)


def burst(divisor, phase_degrees, dbfs=-6.0):
    """A faded sine at a whole fraction of the rate, whose peaks lie between its samples."""
    n = np.arange(RATE // 4)
    wave = np.sin(2 * np.pi * n / divisor + np.radians(phase_degrees)) * np.hanning(len(n))
    return (10 ** (dbfs / 20) * wave).astype(np.float32)


def noise(n_samples, level=0.4, seed=11):
    white = np.random.RandomState(seed).standard_normal(n_samples)
    return (level * white).astype(np.float32)


@pytest.mark.parametrize(("divisor", "phase"), [(4, 0), (4, 45), (6, 60), (8, 67.5), (50, 3)])
def test_the_true_peak_of_a_sine_is_its_amplitude(divisor, phase):
    # EBU Tech 3341, cases 15 to 19: within +0.2 and -0.4 dB.
    assert -6.4 <= true_peak_dbtp(burst(divisor, phase)) <= -5.8


def test_a_finer_grid_finds_no_more():
    pcm = burst(7.3, 20) + 0.2 * burst(3.1, 50)
    finer = 20 * math.log10(np.abs(resample(pcm, 16 * len(pcm))).max())
    assert true_peak_dbtp(pcm) == pytest.approx(finer, abs=0.3)


def test_a_peak_at_either_end_counts():
    for place in (0, -1):
        pcm = np.zeros(500, np.float32)
        pcm[place] = 0.5
        assert true_peak_dbtp(pcm) == pytest.approx(-6.02, abs=0.05)


def test_silence_has_no_peak():
    assert true_peak_dbtp(np.zeros(1000, np.float32)) == -math.inf
    assert PeakMeter().true_peak_dbtp == -math.inf


def test_what_is_under_the_ceiling_stays_as_it_is():
    pcm = noise(20_000, level=0.05)
    assert limit_peaks(pcm) is pcm
    assert len(limit_peaks(np.zeros(0, np.float32))) == 0


@settings(max_examples=25, deadline=None)
@given(
    st.integers(1, 6000),
    st.floats(0.1, 4.0),
    st.integers(0, 1000),
    st.sampled_from([-1.0, -1.5, -6.0]),
)
def test_the_ceiling_holds(n_samples, level, seed, ceiling):
    limited = limit_peaks(noise(n_samples, level, seed), ceiling_dbtp=ceiling)
    assert len(limited) == n_samples
    assert limited.dtype == np.float32
    assert true_peak_dbtp(limited) <= ceiling + 0.005


def test_only_the_neighbourhood_of_a_peak_changes():
    pcm = np.full(30_000, QUIET)
    pcm[15_000:15_040] = burst(40, 0)[5500:5540] * 4
    limited = limit_peaks(pcm)
    changed = np.flatnonzero(limited != pcm)
    reach = limiter_reach()
    assert 15_000 - reach <= changed[0]
    assert changed[-1] < 15_040 + reach
    assert len(changed) > 40


def test_the_gain_moves_smoothly():
    pcm = np.full(30_000, QUIET)
    pcm[15_000] = 2.0
    gain = np.delete(limit_peaks(pcm) / pcm, 15_000)
    assert gain.min() < 0.6
    assert np.abs(np.diff(gain)).max() < 0.003


def test_a_steady_sound_comes_out_steady():
    times = np.arange(RATE) / RATE
    limited = limit_peaks((1.5 * np.sin(2 * np.pi * 440 * times)).astype(np.float32))
    inner = limited[5000:-5000]
    spectrum = np.abs(np.fft.rfft(inner * np.hanning(len(inner))))
    spectrum /= spectrum.max()
    bin_440 = round(440 * len(inner) / RATE)
    spectrum[bin_440 - 5 : bin_440 + 6] = 0
    assert spectrum.max() < 10 ** (-50 / 20)
