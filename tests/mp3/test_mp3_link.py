"""Whole MP3 files, judged by decoders that are not ours."""

import re
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from judges import decoded, judge, mp3val_warnings
from linking import link, stretch_of, stretches_of, write
from msgspec.structs import replace
from mutagen.mp3 import MP3, BitrateMode
from scipy.signal import correlate

from audioguide.errors import EncoderError, FileError, UsageError
from audioguide.mp3 import link as link_module
from audioguide.mp3.kept_frames import KeptFrames
from audioguide.mp3.stretch import Stretch
from audioguide.mp3.tags import TagStyle
from audioguide.units import FRAME_SAMPLES

RATE = 44_100
UNAWARE_LEAD = 1152 + 1105
"""Samples that a decoder without a sense for the Info frame plays first: that frame, as silence,
then the delay of the encoder and its own."""


def voice_like(n_samples, seed=1):
    """Noise below 3 kHz in bursts with silence between, as 16-bit numbers."""
    white = np.random.RandomState(seed).standard_normal(n_samples + 64)
    soft = np.convolve(white, np.hanning(33) / 16, mode="same")[:n_samples]
    bursts = np.sin(np.arange(n_samples) / RATE * 2.3) > 0
    return (5000 * soft * bursts).astype(np.int16)


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
@given(n_samples=st.integers(RATE // 10, 60_000), bitrate=st.sampled_from([64, 96, 320]))
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


def test_a_device_may_want_no_old_tag(tmp_path):
    style = TagStyle(with_v1=False)
    content = write(tmp_path / "track.mp3", voice_like(RATE), style=style).read_bytes()
    assert content[:4] == b"ID3\x03"
    assert content[-128:-125] != b"TAG"


def test_blocks_of_any_length_make_the_same_file(tmp_path):
    pcm = voice_like(3 * RATE)
    files = [write(tmp_path / f"{size}.mp3", pcm, size=size) for size in (1000, 1152, 1 << 20)]
    for one, other in pairwise(files):
        assert one.read_bytes() == other.read_bytes()


def test_progress_is_told_to_the_end(tmp_path):
    told = []
    pcm = voice_like(10 * RATE)
    path = write(tmp_path / "a.mp3", pcm, n_threads=3, on_progress=lambda *of: told.append(of))
    n_frames = sum(stretch.n_frames for stretch in stretches_of(pcm))
    assert told == sorted(told)
    assert told[-1] == (n_frames, n_frames)
    assert path.is_file()


def refused(path, error, stretches, length, **options):
    """That a track is refused, and that what stood there before stands alone and whole."""
    path.write_bytes(b"old")
    with pytest.raises(error) as caught:
        link(path, stretches, length, **options)
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]
    return str(caught.value)


def test_sound_that_ends_too_early_is_refused(tmp_path):
    short = replace(stretch_of(voice_like(RATE), 0, 20 * FRAME_SAMPLES), n_frames=25)
    message = refused(tmp_path / "t.mp3", EncoderError, [short], RATE)
    assert message == "the MP3 encoder gave 4 frames too few"


def test_sounds_that_meet_are_refused(tmp_path):
    one = stretch_of(voice_like(RATE), 0, 10 * FRAME_SAMPLES)
    message = refused(tmp_path / "t.mp3", EncoderError, [one, replace(one, first_frame=9)], RATE)
    assert message == "a sound begins at frame 9, before the last one ends"


def test_another_bit_rate_is_refused(tmp_path):
    refused(tmp_path / "t.mp3", UsageError, [], 10, bitrate=97)


@pytest.mark.parametrize("n_threads", [1, 4])
def test_trouble_on_the_way_leaves_the_old_file(tmp_path, n_threads):
    def failing(*_):
        yield voice_like(RATE)
        raise KeyboardInterrupt

    stretches = stretches_of(voice_like(9 * RATE))
    stretches[-1] = replace(stretches[-1], blocks=failing, key="failing")
    refused(tmp_path / "t.mp3", KeyboardInterrupt, stretches, 9 * RATE, n_threads=n_threads)


def test_what_is_under_way_stops_when_something_fails(tmp_path):
    """A long sound is not encoded to its end after the track is lost."""
    second = voice_like(RATE)
    rendered = []

    def endless(*_):
        while True:
            rendered.append(1)
            yield second

    def failing(*_):
        yield second
        raise EncoderError("no sound")

    first = Stretch(0, 10, "failing", failing)
    long = Stretch(20, 10**9, "endless", endless)
    with pytest.raises(EncoderError, match="no sound"):
        link(tmp_path / "t.mp3", [first, long], 10**13, n_threads=2)
    assert len(rendered) < 1000


@pytest.mark.parametrize("place", [3, 200, 1000, -200])
def test_a_disk_that_lies_is_found_out(tmp_path, monkeypatch, place):
    honest = link_module._check

    def damage_then_check(file, head, stream):
        file.seek(place if place >= 0 else len(head) + stream.n_bytes + place)
        byte = file.read(1)[0]
        file.seek(-1, 1)
        file.write(bytes([byte ^ 0x10]))
        honest(file, head, stream)

    monkeypatch.setattr(link_module, "_check", damage_then_check)
    message = refused(tmp_path / "t.mp3", EncoderError, stretches_of(voice_like(RATE)), RATE)
    assert message == "the MP3 that was written is not the one that was encoded"


def test_a_file_that_was_cut_is_found_out(tmp_path, monkeypatch):
    honest = link_module._check

    def cut_then_check(file, head, stream):
        file.truncate(len(head) + stream.n_bytes - 1)
        honest(file, head, stream)

    monkeypatch.setattr(link_module, "_check", cut_then_check)
    refused(tmp_path / "t.mp3", EncoderError, stretches_of(voice_like(RATE)), RATE)


def test_a_folder_in_the_way_is_a_file_error(tmp_path):
    (tmp_path / "t.mp3").mkdir()
    with pytest.raises(FileError):
        link(tmp_path / "t.mp3", [], 0)


LONG = """
import resource, sys
from pathlib import Path
import numpy as np
sys.path[:0] = sys.argv[2:]
from linking import link
from audioguide.mp3.stretch import Stretch
second = (3000 * np.sin(np.arange(44_100) / 30)).astype(np.int16)
def peak_kb(n_seconds, cache):
    n_frames = n_seconds * 44_100 // 1152
    def blocks(first, last):
        while first < min(last, n_seconds * 44_100):
            yield second[first % 44_100 :][: last - first]
            first += len(second[first % 44_100 :])
    bed = Stretch(0, n_frames, str(n_seconds), blocks)
    link(Path(sys.argv[1]), [bed], n_seconds * 44_100, bitrate=320, cache=cache)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
cache = sys.argv[1] + "-cache"
print(peak_kb(400, cache), peak_kb(1000, cache), peak_kb(1000, cache))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no getrusage")
def test_memory_does_not_grow_with_a_bed_that_never_ends(tmp_path):
    here = str(Path(__file__).parent)
    command = [sys.executable, "-c", LONG, str(tmp_path / "long.mp3"), here]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    short, long, kept = (int(number) for number in done.stdout.split())
    # A thousand seconds at 320 kb/s are 40 MB of frames.
    assert (tmp_path / "long.mp3").stat().st_size > 39_000_000
    assert long - short < 8_000
    assert kept - short < 8_000


def test_equal_sounds_are_encoded_once(tmp_path):
    pcm = np.zeros(40 * FRAME_SAMPLES, np.int16)
    for frame in (3, 13, 23):
        pcm[frame * FRAME_SAMPLES + 7 :][:500] = voice_like(500)
    pcm[33 * FRAME_SAMPLES + 8 :][:500] = voice_like(500)  # at another place in its frame
    cuts = stretches_of(pcm)
    n_rendered = Counter()

    def counted(cut):
        def blocks(first, last):
            n_rendered[cut.key] += 1
            return cut.blocks(first, last)

        return replace(cut, blocks=blocks)

    kept = link(tmp_path / "t.mp3", [counted(cut) for cut in cuts], len(pcm), n_threads=2)
    assert list(n_rendered.values()) == [1, 1]
    assert kept.made == set(n_rendered)


def test_from_cold_and_warm_and_by_any_number_of_threads_the_same_file(tmp_path):
    pcm = voice_like(20 * RATE)
    made = []
    for number, (cache, n_threads) in enumerate(
        [("a", 1), ("a", 2), ("b", 8), ("b", 1), ("c", 2), (None, 3)]
    ):
        path = tmp_path / f"{number}.mp3"
        more = {"cache": tmp_path / cache} if cache else {}
        kept = link(path, stretches_of(pcm), len(pcm), n_threads=n_threads, **more)
        made.append(len(kept.made))
    contents = {path.read_bytes() for path in tmp_path.glob("*.mp3")}
    assert len(contents) == 1
    n_islands = len(stretches_of(pcm))
    assert made == [n_islands, 0, n_islands, 0, n_islands, n_islands]


def damaged(entry, how):
    content = entry.read_bytes()
    match how:
        case "flipped":
            middle = len(content) // 2
            entry.write_bytes(
                content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
            )
        case "cut":
            entry.write_bytes(content[:-9])
        case "foreign":
            entry.write_bytes(b"RIFF" + bytes(2000))
        case "gone":
            entry.unlink()
        case "a folder":
            entry.unlink()
            entry.mkdir()


@pytest.mark.parametrize("how", ["flipped", "cut", "foreign", "gone", "a folder"])
def test_a_damaged_entry_costs_its_encoding_and_no_more(tmp_path, how):
    pcm = voice_like(20 * RATE)
    cache = tmp_path / "cache"
    link(tmp_path / "a.mp3", stretches_of(pcm), len(pcm), cache=cache)
    damaged(sorted(cache.glob("*.island"))[1], how)
    again = link(tmp_path / "b.mp3", stretches_of(pcm), len(pcm), cache=cache)
    assert len(again.made) == 1
    assert (tmp_path / "a.mp3").read_bytes() == (tmp_path / "b.mp3").read_bytes()


def test_entries_that_vanish_while_linking_are_made_again(tmp_path, monkeypatch):
    pcm = voice_like(20 * RATE)
    cache = tmp_path / "cache"
    link(tmp_path / "a.mp3", stretches_of(pcm), len(pcm), cache=cache)
    found = KeptFrames.open

    def pruned(self, stretch):
        for entry in cache.glob("*.island"):
            entry.unlink()
        return found(self, stretch)

    monkeypatch.setattr(KeptFrames, "open", pruned)
    link(tmp_path / "b.mp3", stretches_of(pcm), len(pcm), cache=cache)
    assert (tmp_path / "a.mp3").read_bytes() == (tmp_path / "b.mp3").read_bytes()


def test_another_bit_rate_is_another_entry(tmp_path):
    pcm = voice_like(5 * RATE)
    cache = tmp_path / "cache"
    link(tmp_path / "a.mp3", stretches_of(pcm), len(pcm), cache=cache)
    other = link(tmp_path / "b.mp3", stretches_of(pcm), len(pcm), cache=cache, bitrate=64)
    assert len(other.made) == len(stretches_of(pcm))


def one_pass(path, pcm):
    """The same samples through one encoder from start to end, with the same header."""
    length = len(pcm)
    whole = stretch_of(pcm, 0, (-(-length // FRAME_SAMPLES) + 2) * FRAME_SAMPLES, size=1 << 17)
    link(path, [whole], length)
    return by_ffmpeg(path).astype(float)


def test_linking_costs_no_sound(tmp_path):
    """No seam is nearer to being heard than the encoder's own errors are."""
    pcm = voice_like(30 * RATE)
    linked = by_ffmpeg(write(tmp_path / "a.mp3", pcm)).astype(float)
    once = one_pass(tmp_path / "b.mp3", pcm)
    power = (pcm.astype(float) ** 2).sum()
    errors = [10 * np.log10(power / ((heard - pcm) ** 2).sum()) for heard in (linked, once)]
    assert errors[0] > errors[1] - 0.3
    # Frame by frame, what linking changes stays under what encoding changed anyway.
    n = len(pcm) // FRAME_SAMPLES * FRAME_SAMPLES
    by_frame = (linked - once)[:n].reshape(-1, FRAME_SAMPLES)
    changes = np.sqrt((by_frame**2).mean(axis=1))
    seams = {stretch.first_frame for stretch in stretches_of(pcm)}
    at_seams = [changes[max(0, seam - 1) : seam + 3].max() for seam in seams]
    assert max(at_seams) <= changes.max() * 1.0001
    assert np.median(at_seams) <= np.quantile(changes[changes > 0], 0.99)
