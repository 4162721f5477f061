"""The ten built-in sounds: their lengths, levels, edges, and what tells them apart."""

import numpy as np
import pytest

from audioguide.dose import BreathPhase
from audioguide.loudness import integrated_lufs
from audioguide.sound.breaths import BREATH_LUFS, synthesize_breath
from audioguide.sound.edges import edges
from audioguide.sound.lengths import BREATH_NAMES, BUILT_IN_LENGTHS
from audioguide.sound.tones import TONES, synthesize
from audioguide.syntax.script import CUE_NAMES

RATE = 44_100
SPEECH_LUFS = -19.0
BREATHS = {
    (phase, seconds): synthesize_breath(phase, round(seconds * RATE))
    for phase in (BreathPhase.INHALE, BreathPhase.EXHALE)
    for seconds in (0.5, 1, 4, 10)
}
ONE_SHOTS = {name: synthesize(name) for name in BUILT_IN_LENGTHS}
ALL = {**ONE_SHOTS, **BREATHS}


def every_sound():
    return pytest.mark.parametrize("pcm", ALL.values(), ids=[str(key) for key in ALL])


def onset_seconds(pcm):
    level = np.abs(pcm)
    return int(np.argmax(level > level.max() / 100)) / RATE


def loudest_lufs(pcm):
    """Loudness of the loudest 400 ms."""
    padded = np.pad(pcm, (0, RATE * 4 // 10))
    return max(
        integrated_lufs(padded[start : start + RATE * 4 // 10])
        for start in range(0, len(pcm), RATE // 10)
    )


def centre_hz(pcm):
    power = np.abs(np.fft.rfft(pcm)) ** 2
    return float((power * np.fft.rfftfreq(len(pcm), 1 / RATE)).sum() / power.sum())


def every(n_samples, pcm, *, seconds):
    """A track of nothing but one sound at an even distance."""
    track = np.zeros(round(seconds * RATE) + len(pcm), np.float32)
    for start in range(0, round(seconds * RATE), n_samples):
        track[start : start + len(pcm)] += pcm
    return track


def test_there_are_ten():
    assert (*BUILT_IN_LENGTHS, *BREATH_NAMES) == CUE_NAMES
    assert len(CUE_NAMES) == 11
    assert set(TONES) == set(BUILT_IN_LENGTHS)


@pytest.mark.parametrize("name", BUILT_IN_LENGTHS)
def test_a_cue_is_as_long_as_schedules_think(name):
    assert ONE_SHOTS[name].shape == (BUILT_IN_LENGTHS[name],)


@every_sound()
def test_no_sound_begins_or_ends_with_a_click(pcm):
    peak = np.abs(pcm).max()
    assert pcm[0] == 0
    assert abs(pcm[-1]) <= peak * 1e-4
    # A step is a wide spectrum: nothing above 12 kHz comes near the sound itself.
    padded = np.pad(pcm, 2000)
    spectrum = np.abs(np.fft.rfft(padded)) ** 2
    high = np.fft.rfftfreq(len(padded), 1 / RATE) > 12_000
    assert spectrum[high].sum() < 1e-5 * spectrum.sum()


@every_sound()
def test_no_sound_has_a_constant_part(pcm):
    assert abs(pcm.mean()) < 2e-4


@pytest.mark.parametrize("name", BUILT_IN_LENGTHS)
def test_a_cue_is_heard_where_it_starts(name):
    assert onset_seconds(ONE_SHOTS[name]) < 0.001


@pytest.mark.parametrize("name", ["click", "accent"])
def test_a_click_has_struck_within_two_milliseconds(name):
    level = np.abs(ONE_SHOTS[name])
    assert int(np.argmax(level > 0.9 * level.max())) < 0.002 * RATE


@pytest.mark.parametrize("key", BREATHS, ids=str)
def test_a_breath_is_heard_where_it_starts(key):
    assert onset_seconds(BREATHS[key]) < 0.02


@every_sound()
def test_every_sound_is_softer_than_speech(pcm):
    assert loudest_lufs(pcm) < SPEECH_LUFS - 2
    assert np.abs(pcm).max() <= 10 ** (-7 / 20) + 1e-6


@pytest.mark.parametrize("name", BUILT_IN_LENGTHS)
def test_a_cue_peaks_where_its_table_says(name):
    peak_dbfs = 20 * np.log10(np.abs(ONE_SHOTS[name]).max())
    assert peak_dbfs == pytest.approx(TONES[name].peak_dbfs, abs=0.01)


@pytest.mark.parametrize("key", BREATHS, ids=str)
def test_a_breath_of_any_length_is_equally_loud(key):
    assert integrated_lufs(BREATHS[key]) == pytest.approx(BREATH_LUFS, abs=0.05)


@pytest.mark.parametrize("rate_bpm", [10, 40, 66, 100, 200])
def test_a_track_of_clicks_alone_is_loud_enough(rate_bpm):
    track = every(round(60 * RATE / rate_bpm), ONE_SHOTS["click"], seconds=60)
    assert -27.1 <= integrated_lufs(track) <= -23


def test_a_track_of_breath_alone_is_loud_enough():
    breath = np.concatenate(
        [
            BREATHS[BreathPhase.INHALE, 4],
            ONE_SHOTS["hold"],
            np.zeros(5 * RATE, np.float32),
            BREATHS[BreathPhase.EXHALE, 10],
            ONE_SHOTS["rest"],
        ]
    )
    assert -27.1 <= integrated_lufs(np.tile(breath, 6)) <= -23


def test_the_accent_is_brighter_and_no_softer():
    assert centre_hz(ONE_SHOTS["accent"]) > 1.3 * centre_hz(ONE_SHOTS["click"])
    assert loudest_lufs(ONE_SHOTS["accent"]) >= loudest_lufs(ONE_SHOTS["click"])


def test_start_and_end_are_told_apart_by_pitch_and_length():
    assert centre_hz(ONE_SHOTS["start"]) > 1.3 * centre_hz(ONE_SHOTS["end"])
    assert BUILT_IN_LENGTHS["end"] > 1.5 * BUILT_IN_LENGTHS["start"]


def test_a_bowl_decays_slowly():
    level = np.abs(ONE_SHOTS["end"])
    assert level[RATE : RATE + 2000].max() > 0.15 * level.max()
    assert level[3 * RATE :].max() < 0.05 * level.max()


def halves(pcm):
    return pcm[: len(pcm) // 2], pcm[len(pcm) // 2 :]


def power(pcm):
    return float(np.mean(pcm.astype(np.float64) ** 2))


@pytest.mark.parametrize("seconds", [1, 4, 10])
def test_an_inhale_rises_and_an_exhale_falls(seconds):
    first, second = halves(BREATHS[BreathPhase.INHALE, seconds])
    assert centre_hz(second) > 1.3 * centre_hz(first)
    assert power(second) > 1.5 * power(first)
    first, second = halves(BREATHS[BreathPhase.EXHALE, seconds])
    assert centre_hz(second) < centre_hz(first) / 1.3
    assert power(second) < power(first) / 1.5


def test_a_breath_is_smooth_from_moment_to_moment():
    # Level over 50 ms never jumps: the noise has grain, but no step.
    pcm = BREATHS[BreathPhase.INHALE, 10][: 9 * RATE]
    frames = pcm[: len(pcm) // 4410 * 4410].reshape(-1, 4410)
    levels = 10 * np.log10((frames.astype(np.float64) ** 2).mean(axis=1))
    assert np.abs(np.diff(levels)).max() < 6


@pytest.mark.parametrize("phase", [BreathPhase.INHALE, BreathPhase.EXHALE])
@pytest.mark.parametrize("n_samples", [0, 1, 2, 7, 441, 30 * RATE])
def test_a_breath_of_any_length_can_be_made(phase, n_samples):
    pcm = synthesize_breath(phase, n_samples)
    assert pcm.shape == (n_samples,)
    assert np.isfinite(pcm).all()
    assert np.abs(pcm).max(initial=0.0) < 0.6


def test_equal_breaths_are_equal_samples():
    again = synthesize_breath(BreathPhase.INHALE, 4 * RATE)
    assert np.array_equal(again, BREATHS[BreathPhase.INHALE, 4])
    assert not np.array_equal(again, synthesize_breath(BreathPhase.EXHALE, 4 * RATE))


def test_the_noise_is_the_same_on_every_machine():
    # The start of the frozen stream: another numpy must not change every track.
    white = np.random.RandomState(1009).standard_normal(4)
    assert white == pytest.approx([-1.109346, 0.379941, -1.068522, -0.938619], abs=1e-6)


@pytest.mark.parametrize("n_samples", [0, 1, 5, 100, 10_000])
def test_edges_are_soft_at_any_length(n_samples):
    gain = edges(n_samples, head_seconds=0.01, tail_seconds=0.02)
    assert gain.shape == (n_samples,)
    assert ((gain >= 0) & (gain <= 1)).all()
    if n_samples >= 100:
        assert gain[0] == gain[-1] == 0
        assert gain.max() > 0.99
