"""A file of one's own as a bed: its level, its loop, and what cannot be one."""

import numpy as np
import pytest
import soundfile

from audioguide.loudness import LoudnessMeter, integrated_lufs
from audioguide.sound import bed_file
from audioguide.sound import beds as beds_module
from audioguide.sound import music as music_module
from audioguide.sound.bed_file import check_bed_file, open_bed_file
from audioguide.sound.bed_level import BED_LOUDEST_LUFS, BED_LUFS
from audioguide.sound.beds import Beds
from audioguide.sound.replacement import BadSoundError

RATE = 44_100


def music(seconds, rate_hz=RATE, n_channels=1, offset=0.0):
    """Noise of a band, so that its loop has somewhere to click; shape `(n, n_channels)`."""
    n_samples = int(seconds * rate_hz)
    noise = np.random.RandomState(3).standard_normal((n_samples + 40, n_channels))
    smooth = sum(noise[at : at + n_samples] for at in range(40)) / 40
    return (smooth + offset).astype(np.float32)


LOOPS = []


@pytest.fixture(autouse=True)
def _close():
    yield
    while LOOPS:
        LOOPS.pop().close()


def opened(tmp_path, pcm, rate_hz=RATE, name="music.wav", **form):
    path = tmp_path / name
    soundfile.write(path, pcm, rate_hz, **form)
    check_bed_file(path.name, path)
    LOOPS.append(open_bed_file(path.name, path))
    return LOOPS[-1]


@pytest.mark.parametrize("rate_hz", [22_050, 44_100, 48_000])
@pytest.mark.parametrize(
    ("name", "form"), [("m.wav", {"subtype": "FLOAT"}), ("m.flac", {}), ("m.mp3", {})]
)
def test_a_file_comes_to_the_level_of_a_bed(tmp_path, rate_hz, name, form):
    loop = opened(tmp_path, music(12, rate_hz), rate_hz, name, **form)
    heard = loop.read(0, 60 * RATE)
    assert loop.n_channels == 1
    assert heard.shape == (60 * RATE,)
    assert abs(integrated_lufs(heard) - BED_LUFS) < 0.3


def test_music_that_swells_is_softer_all_in_all(tmp_path):
    pcm = music(40)
    pcm[10 * RATE : 15 * RATE] *= 8
    meter = LoudnessMeter()
    meter.feed_loudness(opened(tmp_path, pcm * 0.1).read(0, 36 * RATE))
    assert abs(meter.loudest_lufs() - BED_LOUDEST_LUFS) < 0.2
    assert meter.integrated_lufs < BED_LUFS - 1


def test_rumble_that_is_hardly_heard_does_not_push_the_speech_down(tmp_path):
    rumble = 0.9 * np.sin(np.arange(10 * RATE) * (2 * np.pi * 8 / RATE))[:, None]
    heard = opened(tmp_path, (rumble + 0.003 * music(10)).astype(np.float32)).read(0, 30 * RATE)
    # Where it crosses itself it may be 3 dB higher.
    assert np.abs(heard).max() <= 10 ** (-4.9 / 20)
    assert integrated_lufs(heard) < BED_LUFS - 3


@pytest.mark.parametrize("n_channels", [1, 2])
def test_its_seam_cannot_be_found(tmp_path, n_channels):
    loop = opened(tmp_path, music(10, n_channels=n_channels))
    heard = loop.read(0, 40 * RATE)
    steps = np.abs(np.diff(heard, axis=0)).reshape(len(heard) - 1, -1).max(axis=1)
    lap = loop._lap
    for seam in (lap, 2 * lap, 3 * lap):
        for place in (seam, seam + loop._crossing):
            assert steps[place - 3 : place + 3].max() <= np.quantile(steps, 0.9999)
        # As strong within the crossing as elsewhere.
        crossing = heard[seam : seam + loop._crossing]
        assert abs(10 * np.log10((crossing**2).mean() / (heard**2).mean())) < 0.5


@pytest.mark.parametrize("n_channels", [1, 2])
def test_a_tone_does_not_swell_where_it_goes_over_into_itself(tmp_path, n_channels):
    tone = np.sin(2 * np.pi * 220 * np.arange(12 * RATE) / RATE)[:, None].repeat(n_channels, axis=1)
    loop = opened(tmp_path, 0.5 * tone.astype(np.float32))
    laps = loop.read(0, 40 * RATE).reshape(400, -1)
    levels_db = 10 * np.log10((laps.astype(np.float64) ** 2).mean(axis=1))
    assert np.ptp(levels_db[1:]) < 0.1


def test_any_piece_is_that_piece_of_all_of_it(tmp_path):
    loop = opened(tmp_path, music(3, n_channels=2))
    whole = loop.read(0, 20 * RATE)
    sizes = [1, 1000, 99_999, 200_000]
    for first in (0, 77_777, loop._lap - 1, 300_001):
        for size in sizes:
            assert np.array_equal(loop.read(first, size), whole[first : first + size])


def test_stereo_stays_stereo_and_as_loud_as_mono_to_each_ear(tmp_path):
    pcm = music(10)
    mono = opened(tmp_path, pcm).read(0, 8 * RATE)
    both = opened(tmp_path, np.repeat(pcm, 2, axis=1), name="both.wav").read(0, 8 * RATE)
    assert both.shape == (8 * RATE, 2)
    assert np.abs(both[:, 0] - mono).max() < 1e-4
    one_sided = np.concatenate([pcm, np.zeros_like(pcm)], axis=1)
    left = opened(tmp_path, one_sided, name="left.wav").read(0, 8 * RATE)
    gain_db = 10 * np.log10((left[:, 0] ** 2).mean() / (mono**2).mean())
    assert abs(gain_db - 3.01) < 0.1


def test_a_constant_offset_and_silent_ends_are_gone(tmp_path):
    pcm = np.concatenate([np.zeros((RATE, 1)), music(5), np.zeros((2 * RATE, 1))])
    loop = opened(tmp_path, pcm.astype(np.float32), subtype="FLOAT")
    assert loop._lap + loop._crossing == pytest.approx(5 * RATE, abs=50)
    shifted = opened(tmp_path, music(5, offset=0.2), name="o.wav", subtype="FLOAT")
    assert abs(shifted.read(0, 4 * RATE).mean()) < 1e-3


def test_a_file_that_changes_while_it_is_read_is_not_taken(tmp_path, monkeypatch):
    path = tmp_path / "music.wav"
    soundfile.write(path, music(2), RATE)
    beds = Beds()
    identity = beds.identity("music.wav", str(path))
    beds.close()
    honest = bed_file.open_bed_file

    def changing(name, where):
        loop = honest(name, where)
        soundfile.write(path, music(3), RATE)
        return loop

    monkeypatch.setattr(bed_file, "open_bed_file", changing)
    with pytest.raises(BadSoundError, match="it changed while it was read"):
        Beds().loop("music.wav", str(path))
    monkeypatch.undo()
    again = Beds()
    assert again.identity("music.wav", str(path)) != identity
    again.close()


def bad(tmp_path, content, name="bed.mp3"):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(BadSoundError) as caught:
        open_bed_file(name, path)
    return caught.value.reason


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1/a.ts\n",
        b"ffconcat version 1.0\nfile a.wav\n",
        b"<svg/>",
        b"PK\x03\x04",
        bytes(5000),
        b"RIFF\xff\xff\xff\xffWAVEfmt ",
    ],
)
def test_what_is_no_sound_cannot_be_a_bed(tmp_path, content):
    assert "no WAV, FLAC, OGG or MP3" in bad(tmp_path, content)


def test_a_message_names_a_file_once(tmp_path):
    path = tmp_path / "music.wav"
    assert str(BadSoundError("music.wav", path, "it is silent")) == (
        f"the sound {path} cannot be used: it is silent"
    )
    assert f"the sound for 'start', {path}," in str(BadSoundError("start", path, "it is silent"))


@pytest.mark.parametrize("package", ["soundfile", "soxr"])
def test_another_reader_of_files_makes_another_sound(tmp_path, monkeypatch, package):
    path = tmp_path / "music.wav"
    soundfile.write(path, music(2), RATE)

    def identity():
        beds_module._readers.cache_clear()
        beds = Beds()
        found = beds.identity("music.wav", str(path))
        beds.close()
        return found

    before = identity()
    assert identity() == before
    known = beds_module.wheel_version
    monkeypatch.setattr(
        beds_module, "wheel_version", lambda one: "99" if one == package else known(one)
    )
    assert identity() != before
    beds_module._readers.cache_clear()


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_values_that_are_no_numbers(tmp_path, value):
    pcm = music(3)
    pcm[70_000] = value
    soundfile.write(tmp_path / "n.wav", pcm, RATE, subtype="FLOAT")
    with pytest.raises(BadSoundError, match="no numbers"):
        open_bed_file("n.wav", tmp_path / "n.wav")


def test_bounds(tmp_path, monkeypatch):
    with pytest.raises(BadSoundError, match="silent"):
        opened(tmp_path, np.zeros((3 * RATE, 1), np.float32))
    with pytest.raises(BadSoundError, match="silent"):
        opened(tmp_path, np.full((3 * RATE, 1), 0.25, np.float32))
    with pytest.raises(BadSoundError, match="less than a second"):
        opened(tmp_path, music(0.5))
    with pytest.raises(BadSoundError, match="no file"):
        open_bed_file("x", tmp_path)
    monkeypatch.setattr(music_module, "MAX_BED_SECONDS", 2)
    with pytest.raises(BadSoundError, match="longer than"):
        opened(tmp_path, music(3))
    monkeypatch.setattr(music_module, "MAX_BED_BYTES", 1000)
    with pytest.raises(BadSoundError, match="is over"):
        check_bed_file("music.wav", tmp_path / "music.wav")
