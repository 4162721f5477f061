"""The beds that ship: their spectra, their levels, no seam, no whine, no click."""

import numpy as np
import pytest

from audioguide.loudness import LoudnessMeter
from audioguide.sound.ambience import LOOP_SAMPLES, synthesize_loop
from audioguide.sound.bed_level import BED_LOUDEST_LUFS, BED_LUFS
from audioguide.sound.beds import Beds
from audioguide.syntax.script import BedName

RATE = 44_100
NAMES = [str(name) for name in BedName]
NOISES = ["rain", "waves", "brown-noise"]


@pytest.fixture(scope="module")
def loops():
    beds = Beds()
    return {name: beds.loop(name, None) for name in NAMES}


def lap(loops, name):
    return loops[name].read(0, LOOP_SAMPLES)


def spectrum_db(pcm, n_fft=8192):
    """The mean power of each bin, in decibels."""
    frames = pcm[: len(pcm) // n_fft * n_fft].reshape(-1, n_fft) * np.hanning(n_fft)
    power = (np.abs(np.fft.rfft(frames)) ** 2).mean(axis=0)
    return np.fft.rfftfreq(n_fft, 1 / RATE), 10 * np.log10(power + 1e-20)


@pytest.mark.parametrize("name", NAMES)
def test_a_bed_has_the_level_of_a_bed(loops, name):
    meter = LoudnessMeter()
    twice = np.tile(lap(loops, name), 2)
    meter.feed(twice)
    assert BED_LUFS - 0.7 <= meter.integrated_lufs <= BED_LUFS + 0.1
    assert meter.loudest_lufs() <= BED_LOUDEST_LUFS + 0.05
    assert meter.true_peak_dbtp < -8
    assert abs(twice.mean()) < 1e-4


@pytest.mark.parametrize("name", NAMES)
def test_its_end_leads_into_its_beginning(loops, name):
    """Across the seam samples, slopes and spectrum are as they are elsewhere."""
    reach = 4096
    seam = loops[name].read(LOOP_SAMPLES - reach, 2 * reach)
    pcm = lap(loops, name)
    for order in (1, 2, 3):
        usual = np.abs(np.diff(pcm, order))
        assert np.abs(np.diff(seam, order)[reach - 4 : reach + 4]).max() <= np.quantile(
            usual, 0.9999
        )
    _, at_seam = spectrum_db(seam, 2 * reach)
    # A click would fill the top octave, where there is next to nothing.
    levels = [
        spectrum_db(pcm[at : at + 2 * reach], 2 * reach)[1][-reach // 2 :].mean()
        for at in range(0, LOOP_SAMPLES - 2 * reach, 50_000)
    ]
    assert at_seam[-reach // 2 :].mean() <= max(levels) + 1


@pytest.mark.parametrize("name", NAMES)
def test_equal_loops_every_time(name):
    assert np.array_equal(synthesize_loop(name), synthesize_loop(name))


@pytest.mark.parametrize("name", NOISES)
def test_nothing_whines(loops, name):
    hertz, level = spectrum_db(lap(loops, name))
    around = np.array([np.median(level[max(0, at - 12) : at + 13]) for at in range(len(level))])
    heard = (hertz > 60) & (hertz < 12_000)
    assert (level - around)[heard].max() < 4


@pytest.mark.parametrize(
    ("name", "low_hz", "high_hz", "db_per_octave"),
    [("brown-noise", 125, 8000, -6), ("rain", 500, 4000, -3)],
)
def test_the_slope_of_a_noise(loops, name, low_hz, high_hz, db_per_octave):
    hertz, level = spectrum_db(lap(loops, name))
    band = (hertz >= low_hz) & (hertz <= high_hz)
    slope, _ = np.polyfit(np.log2(hertz[band]), level[band], 1)
    assert abs(slope - db_per_octave) < 1.6


def test_waves_come_and_go_and_rain_stays(loops):
    def swing_db(name):
        seconds = lap(loops, name)[: 47 * RATE].reshape(47, RATE)
        levels = 10 * np.log10((seconds**2).mean(axis=1))
        return np.ptp(levels)

    assert 4 < swing_db("waves") < 12
    assert swing_db("rain") < 6
    assert swing_db("brown-noise") < 5


def test_a_drone_stands_on_d_and_a(loops):
    hertz, level = spectrum_db(lap(loops, "drone"), 1 << 16)
    strongest = hertz[np.argsort(level)[-12:]]
    assert {round(69 + 12 * np.log2(one / 440)) % 12 for one in strongest} <= {2, 9}


def test_any_piece_of_a_loop_is_that_piece_of_all_of_it(loops):
    whole = np.tile(lap(loops, "drone"), 3)
    for first, n_samples in ((0, 7), (LOOP_SAMPLES - 3, 10), (5, 2 * LOOP_SAMPLES)):
        piece = loops["drone"].read(first, n_samples)
        assert np.array_equal(piece, whole[first : first + n_samples])
