"""Whole MP3 files, judged by decoders that are not ours."""

import re
import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from judges import decoded, judge, mp3val_warnings
from mutagen.mp3 import MP3, BitrateMode
from scipy.signal import correlate

from audioguide.errors import EncoderError, FileError, UsageError
from audioguide.mp3 import track as track_module
from audioguide.mp3.tags import Tags
from audioguide.mp3.track import write_mp3

RATE = 44_100
TAGS = Tags(title="Back 🙂", artist="audioguide", album="audioguide", genre="Speech")
UNAWARE_LEAD = 1152 + 1105
"""Samples that a decoder without a sense for the Info frame plays first: that frame, as silence,
then the delay of the encoder and its own."""


def voice_like(n_samples, seed=1):
    """Noise below 3 kHz in bursts with silence between, as 16-bit numbers."""
    white = np.random.RandomState(seed).standard_normal(n_samples + 64)
    soft = np.convolve(white, np.hanning(33) / 16, mode="same")[:n_samples]
    bursts = np.sin(np.arange(n_samples) / RATE * 2.3) > 0
    return (5000 * soft * bursts).astype(np.int16)


def write(path, pcm, *, size=10_007, bitrate=96, **more):
    blocks = (pcm[start : start + size] for start in range(0, len(pcm), size))
    write_mp3(path, blocks, len(pcm), tags=TAGS, bitrate_kbps=bitrate, **more)
    return path


def by_mpg123(path):
    command = [judge("mpg123"), "-q", "-s", str(path)]
    return np.frombuffer(subprocess.run(command, capture_output=True, check=True).stdout, "<i2")


def by_lame(path):
    command = [judge("lame"), "--quiet", "--decode", "-t", str(path), "-"]
    return np.frombuffer(subprocess.run(command, capture_output=True, check=True).stdout, "<i2")


def by_libsndfile(path):
    return soundfile.read(path, dtype="int16")[0]


def by_sox(path):
    command = [judge("sox"), "-D", str(path), "-t", "raw", "-e", "signed", "-b", "16", "-"]
    return np.frombuffer(subprocess.run(command, capture_output=True, check=True).stdout, "<i2")


def by_ffmpeg(path):
    return decoded(path)


def lag(heard, pcm):
    """How many samples later than planned everything is heard."""
    products = correlate(heard.astype(float), pcm.astype(float), "full", method="fft")
    return int(np.argmax(products)) - (len(pcm) - 1)


DECODERS = {
    "ffmpeg": by_ffmpeg,
    "mpg123": by_mpg123,
    "lame": by_lame,
    "libsndfile": by_libsndfile,
}


@pytest.mark.parametrize("decoder", DECODERS)
@pytest.mark.parametrize("n_samples", [0, 1, 47, 575, 1151, 1152, 1153, 2303, 2304, 5000, 100_003])
def test_every_decoder_returns_the_planned_length(tmp_path, decoder, n_samples):
    path = write(tmp_path / "track.mp3", voice_like(n_samples))
    assert len(DECODERS[decoder](path)) == n_samples


@settings(max_examples=12, deadline=None)
@given(n_samples=st.integers(0, 60_000), bitrate=st.sampled_from([64, 96, 320]))
def test_any_length_at_any_bit_rate(tmp_path_factory, n_samples, bitrate):
    path = write(tmp_path_factory.mktemp("any") / "t.mp3", voice_like(n_samples), bitrate=bitrate)
    assert len(by_ffmpeg(path)) == n_samples


@pytest.mark.parametrize("decoder", DECODERS)
def test_every_sample_is_in_its_place(tmp_path, decoder):
    pcm = voice_like(6 * RATE)
    heard = DECODERS[decoder](write(tmp_path / "track.mp3", pcm))
    assert lag(heard, pcm) == 0
    error = heard.astype(float) - pcm
    assert 10 * np.log10((pcm.astype(float) ** 2).sum() / (error**2).sum()) > 12


def test_a_decoder_that_knows_no_info_frame_is_late_by_a_constant(tmp_path):
    pcm = voice_like(6 * RATE)
    assert lag(by_sox(write(tmp_path / "track.mp3", pcm)), pcm) == UNAWARE_LEAD


def test_a_click_is_heard_at_its_sample(tmp_path):
    pcm = np.zeros(20 * RATE, np.int16)
    places = [RATE * n + 317 * n for n in range(1, 19)]
    wave = 9000 * np.sin(np.arange(2000) / 8) * np.exp(-np.arange(2000) / 400)
    for place in places:
        pcm[place : place + 2000] = wave.astype(np.int16)
    heard = by_ffmpeg(write(tmp_path / "track.mp3", pcm)).astype(float)
    for place in places:
        window = heard[place - 500 : place + 2500]
        assert lag(window, pcm[place : place + 2000]) == 500


def test_silence_stays_silent(tmp_path):
    pcm = voice_like(4 * RATE)
    pcm[RATE : 3 * RATE] = 0
    heard = by_ffmpeg(write(tmp_path / "track.mp3", pcm)).astype(float)
    assert np.abs(heard[RATE + 1152 : 3 * RATE - 1152]).max() <= 1


def test_the_end_of_a_sound_is_not_lost(tmp_path):
    pcm = np.zeros(RATE, np.int16)
    pcm[-4000:] = (8000 * np.sin(np.arange(4000) / 9)).astype(np.int16)
    heard = by_ffmpeg(write(tmp_path / "track.mp3", pcm)).astype(float)
    assert np.abs(heard[-600:-100]).max() > 6000


@pytest.mark.parametrize("bitrate", [64, 96, 128, 320])
def test_a_validator_finds_nothing(tmp_path, bitrate):
    path = write(tmp_path / "track.mp3", voice_like(10 * RATE), bitrate=bitrate)
    assert mp3val_warnings(path) == []


def test_claims_of_length_agree(tmp_path):
    pcm = voice_like(7 * RATE + 1234)
    path = write(tmp_path / "track.mp3", pcm, bitrate=128)
    claims = MP3(path).info
    assert claims.length == pytest.approx(len(pcm) / RATE, abs=0.001)
    assert (claims.sample_rate, claims.channels, claims.bitrate) == (RATE, 1, 128_000)
    assert claims.bitrate_mode is BitrateMode.CBR
    assert claims.encoder_info.startswith("LAME 3.100")
    command = [judge("ffprobe"), "-v", "error", "-show_entries", "format=duration", str(path)]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert float(re.search(r"duration=([\d.]+)", shown)[1]) == pytest.approx(
        len(pcm) / RATE, abs=0.06
    )


def test_tags_stand_at_both_ends(tmp_path):
    content = write(tmp_path / "track.mp3", voice_like(RATE)).read_bytes()
    assert content[:4] == b"ID3\x03"
    assert content[-128:-125] == b"TAG"


def test_blocks_of_any_length_make_the_same_file(tmp_path):
    pcm = voice_like(3 * RATE)
    files = [write(tmp_path / f"{size}.mp3", pcm, size=size) for size in (1000, 1152, 1 << 20)]
    for one, other in pairwise(files):
        assert one.read_bytes() == other.read_bytes()


def test_progress_is_told_to_the_end(tmp_path):
    told = []
    pcm = voice_like(50_000)
    write(tmp_path / "track.mp3", pcm, size=20_000, on_progress=lambda *of: told.append(of))
    assert told == [(20_000, 50_000), (40_000, 50_000), (50_000, 50_000)]


def refused(path, error, blocks, length, **options):
    """That a track is refused, and that what stood there before stands alone and whole."""
    path.write_bytes(b"old")
    with pytest.raises(error) as caught:
        write_mp3(path, blocks, length, **{"tags": TAGS, "bitrate_kbps": 96, **options})
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]
    return str(caught.value)


@pytest.mark.parametrize("planned", [19_000, 19_999, 20_001, 90_000])
def test_another_length_than_planned_is_refused(tmp_path, planned):
    message = refused(tmp_path / "t.mp3", EncoderError, [voice_like(20_000)], planned)
    assert message == f"20000 samples were rendered where {planned} were planned"


def test_another_bit_rate_is_refused(tmp_path):
    refused(tmp_path / "t.mp3", UsageError, [voice_like(10)], 10, bitrate_kbps=97)


def test_trouble_on_the_way_leaves_the_old_file(tmp_path):
    def failing():
        yield voice_like(RATE)
        raise KeyboardInterrupt

    refused(tmp_path / "t.mp3", KeyboardInterrupt, failing(), 2 * RATE)


@pytest.mark.parametrize("place", [3, 200, 1000, -200])
def test_a_disk_that_lies_is_found_out(tmp_path, monkeypatch, place):
    honest = track_module._check

    def damage_then_check(file, head, stream):
        file.seek(place if place >= 0 else len(head) + stream.n_bytes + place)
        byte = file.read(1)[0]
        file.seek(-1, 1)
        file.write(bytes([byte ^ 0x10]))
        honest(file, head, stream)

    monkeypatch.setattr(track_module, "_check", damage_then_check)
    message = refused(tmp_path / "t.mp3", EncoderError, [voice_like(RATE)], RATE)
    assert message


def test_a_file_that_was_cut_is_found_out(tmp_path, monkeypatch):
    honest = track_module._check

    def cut_then_check(file, head, stream):
        file.truncate(len(head) + stream.n_bytes - 1)
        honest(file, head, stream)

    monkeypatch.setattr(track_module, "_check", cut_then_check)
    refused(tmp_path / "t.mp3", EncoderError, [voice_like(RATE)], RATE)


def test_a_folder_in_the_way_is_a_file_error(tmp_path):
    (tmp_path / "t.mp3").mkdir()
    with pytest.raises(FileError):
        write_mp3(tmp_path / "t.mp3", [], 0, tags=TAGS, bitrate_kbps=96)


LONG = """
import resource, sys
from pathlib import Path
import numpy as np
from audioguide.mp3.tags import Tags
from audioguide.mp3.track import write_mp3
second = (3000 * np.sin(np.arange(44_100) / 30)).astype(np.int16)
def peak_kb(n_seconds):
    blocks = (second for _ in range(n_seconds))
    tags = Tags("t", "a", "b", "Speech")
    write_mp3(Path(sys.argv[1]), blocks, n_seconds * 44_100, tags=tags, bitrate_kbps=320)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(peak_kb(60), peak_kb(900))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no getrusage")
def test_memory_does_not_grow_with_the_track(tmp_path):
    command = [sys.executable, "-c", LONG, str(tmp_path / "long.mp3")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    short, long = (int(number) for number in done.stdout.split())
    # Fifteen minutes at 320 kb/s are 36 MB of frames.
    assert (tmp_path / "long.mp3").stat().st_size > 35_000_000
    assert long - short < 8_000
