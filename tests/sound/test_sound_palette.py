"""The cues of a routine: built-in, at another level, or a file of the user's."""

import tracemalloc

import numpy as np
import pytest
import soundfile

from audioguide.dose import BreathPhase
from audioguide.loudness import integrated_lufs
from audioguide.peaks import true_peak_dbtp
from audioguide.sound.breaths import BREATH_LUFS
from audioguide.sound.lengths import BUILT_IN_LENGTHS
from audioguide.sound.palette import load_palette
from audioguide.sound.replacement import BadSoundError, Replacement
from audioguide.sound.tones import synthesize

RATE = 44_100


def gong(path, seconds, level=0.8):
    times = np.arange(round(seconds * RATE)) / RATE
    soundfile.write(path, level * np.sin(2 * np.pi * 300 * times) * np.exp(-2 * times), RATE)
    return path


def lufs(pcm):
    return integrated_lufs(np.pad(pcm, (0, max(0, 17_640 - len(pcm)))))


def ratio_db(pcm, other):
    return 20 * np.log10(np.abs(pcm).max() / np.abs(other).max())


def test_the_built_in_palette():
    palette = load_palette()
    assert dict(palette.lengths) == dict(BUILT_IN_LENGTHS)
    for name, length in BUILT_IN_LENGTHS.items():
        assert palette.length(name) == length
        assert np.array_equal(palette.one_shot(name), synthesize(name))
        assert palette.one_shot(name) is palette.one_shot(name)


def test_a_level_changes_one_cue_alone():
    softer = load_palette([Replacement("start", None, -6.0)])
    assert ratio_db(softer.one_shot("start"), synthesize("start")) == pytest.approx(-6, abs=0.01)
    assert np.array_equal(softer.one_shot("end"), synthesize("end"))
    assert softer.lengths == load_palette().lengths


def test_a_level_changes_breath_too():
    softer = load_palette([Replacement("inhale", None, -9.0)])
    usual = load_palette()
    changed = ratio_db(
        softer.breath(BreathPhase.INHALE, RATE), usual.breath(BreathPhase.INHALE, RATE)
    )
    assert changed == pytest.approx(-9, abs=0.01)
    exhales = [one.breath(BreathPhase.EXHALE, RATE) for one in (softer, usual)]
    assert np.array_equal(*exhales)


def test_no_level_takes_a_cue_over_the_ceiling():
    loud = load_palette([Replacement("accent", None, 12.0), Replacement("exhale", None, 12.0)])
    assert true_peak_dbtp(loud.one_shot("accent")) <= -2.0
    assert true_peak_dbtp(loud.breath(BreathPhase.EXHALE, 3 * RATE)) <= -2.0


@pytest.mark.parametrize("level", [0.1, 0.3, 0.99])
@pytest.mark.parametrize(("name", "seconds"), [("end", 3.0), ("click", 0.1)])
def test_a_file_is_as_loud_as_what_it_replaces(tmp_path, level, name, seconds):
    path = gong(tmp_path / "gong.wav", seconds, level)
    palette = load_palette([Replacement(name, path, 0.0)])
    assert lufs(palette.one_shot(name)) == pytest.approx(lufs(synthesize(name)), abs=0.1)
    assert palette.length(name) == len(palette.one_shot(name))
    assert palette.length(name) == pytest.approx(seconds * RATE, abs=0.03 * RATE)


def test_a_level_comes_on_top_of_a_file(tmp_path):
    path = gong(tmp_path / "gong.wav", 2.0)
    plain, softer = (
        load_palette([Replacement("end", path, level)]).one_shot("end") for level in (0.0, -6.0)
    )
    assert ratio_db(softer, plain) == pytest.approx(-6, abs=0.01)


def test_a_faint_recording_is_not_pulled_up_for_ever(tmp_path):
    path = gong(tmp_path / "gong.wav", 2.0, level=0.002)
    palette = load_palette([Replacement("end", path, 0.0)])
    assert np.abs(palette.one_shot("end")).max() == pytest.approx(0.02, rel=0.1)


@pytest.mark.parametrize("n_samples", [5_000, 2 * RATE, 6 * RATE])
def test_a_recorded_breath_fills_its_phase(tmp_path, n_samples):
    noise = np.random.RandomState(2).standard_normal(3 * RATE) * 0.1
    soundfile.write(tmp_path / "breath.wav", noise, RATE)
    palette = load_palette([Replacement("inhale", tmp_path / "breath.wav", 0.0)])
    pcm = palette.breath(BreathPhase.INHALE, n_samples)
    assert pcm.shape == (n_samples,)
    assert pcm.dtype == np.float32
    assert pcm[0] == pcm[-1] == 0
    assert np.abs(pcm[n_samples // 4 : n_samples // 2]).max() > 0.01
    assert not pcm[3 * RATE :].any()
    if n_samples > RATE:
        assert integrated_lufs(pcm) == pytest.approx(BREATH_LUFS, abs=1.0)


def test_breath_of_one_length_is_made_once():
    palette = load_palette()
    pcm = palette.breath(BreathPhase.EXHALE, 2 * RATE)
    assert palette.breath(BreathPhase.EXHALE, 2 * RATE) is pcm
    assert len(palette.breath(BreathPhase.EXHALE, 2 * RATE + 1)) == 2 * RATE + 1


@pytest.mark.parametrize("n_samples", [0, 1, 100, 4410, 10_000])
def test_a_cue_cut_short_fades(n_samples):
    palette = load_palette()
    pcm = palette.one_shot("hold", n_samples)
    assert pcm.shape == (n_samples,)
    assert np.abs(pcm[-1:]).max(initial=0.0) == 0
    assert np.array_equal(pcm[: n_samples // 2], palette.one_shot("hold")[: n_samples // 2])


def test_a_cue_is_never_made_longer():
    palette = load_palette()
    assert palette.one_shot("hold", 10 * RATE) is palette.one_shot("hold")


def test_a_bad_file_is_named(tmp_path):
    (tmp_path / "notes.txt").write_text("not a sound")
    with pytest.raises(BadSoundError) as caught:
        load_palette([Replacement("rest", tmp_path / "notes.txt", 0.0)])
    assert caught.value.name == "rest"
    assert caught.value.reason in str(caught.value)


def test_breaths_of_ever_new_lengths_take_no_ever_new_memory():
    palette = load_palette()
    first = palette.breath(BreathPhase.INHALE, RATE)
    tracemalloc.start()
    try:
        for k in range(60):
            palette.breath(BreathPhase.INHALE, RATE + k)
        kept_bytes, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept_bytes < 20 * first.nbytes
    assert np.array_equal(palette.breath(BreathPhase.INHALE, RATE), first)
