"""A user's own files as cues: what is read, what is refused, and how they come out."""

import os
import socket
import subprocess
import sys

import numpy as np
import pytest
import soundfile
from judges import judge

from audioguide import recordings
from audioguide.errors import AudioguideError
from audioguide.peaks import true_peak_dbtp
from audioguide.sound.recording import read_recording
from audioguide.sound.replacement import BadSoundError

RATE = 44_100


def tone(seconds, hz=440.0, rate=RATE, level=0.3):
    times = np.arange(round(seconds * rate)) / rate
    return (level * np.sin(2 * np.pi * hz * times)).astype(np.float32)


def written(path, pcm, rate=RATE, **form):
    soundfile.write(path, pcm, rate, **form)
    return path


def read(path):
    return read_recording("end", path)


def pitch_hz(pcm):
    spectrum = np.abs(np.fft.rfft(pcm * np.hanning(len(pcm))))
    return float(np.argmax(spectrum) * RATE / len(pcm))


@pytest.mark.parametrize("suffix", ["wav", "flac", "ogg", "mp3", "aiff"])
def test_common_files_are_read(tmp_path, suffix):
    pcm = read(written(tmp_path / f"gong.{suffix}", tone(1.0)))
    assert pcm.dtype == np.float32
    assert len(pcm) == pytest.approx(RATE, abs=0.04 * RATE)
    assert pitch_hz(pcm) == pytest.approx(440, abs=2)


@pytest.mark.parametrize(("suffix", "codec"), [("m4a", "aac"), ("webm", "libopus")])
def test_other_files_are_read_by_ffmpeg(tmp_path, suffix, codec):
    plain = written(tmp_path / "plain.wav", tone(1.0))
    path = tmp_path / f"gong.{suffix}"
    command = [judge("ffmpeg"), "-v", "error", "-i", plain, "-c:a", codec, path]
    subprocess.run(command, check=True)
    pcm = read(path)
    assert len(pcm) == pytest.approx(RATE, abs=0.05 * RATE)
    assert pitch_hz(pcm) == pytest.approx(440, abs=2)
    assert read(path).tobytes() == pcm.tobytes()


def test_the_name_does_not_matter_but_the_content(tmp_path):
    path = written(tmp_path / "plain.wav", tone(0.5)).rename(tmp_path / "gong.m4a")
    assert pitch_hz(read(path)) == pytest.approx(440, abs=3)


@pytest.mark.parametrize("n_bytes", [0x7FFF_F024, 0x7FFF_FFFF, 0xFFFF_FFFF])
def test_what_came_through_a_pipe_is_whole(tmp_path, n_bytes):
    """Whoever wrote its header did not know how long it would be."""
    path = written(tmp_path / "gong.wav", tone(0.5))
    content = path.read_bytes()
    sizes = [size.to_bytes(4, "little") for size in (n_bytes, n_bytes - 36)]
    path.write_bytes(content[:4] + sizes[0] + content[8:40] + sizes[1] + content[44:])
    assert len(read(path)) == pytest.approx(RATE / 2, abs=0.03 * RATE)


def test_half_a_file_is_refused(tmp_path):
    path = written(tmp_path / "gong.wav", tone(0.5))
    path.write_bytes(path.read_bytes()[:20_000])
    with pytest.raises(BadSoundError, match="cut off"):
        read(path)


@pytest.mark.parametrize("rate", [8_000, 22_050, 48_000, 192_000])
def test_pitch_and_length_are_kept_at_any_rate(tmp_path, rate):
    pcm = read(written(tmp_path / "gong.wav", tone(1.0, rate=rate), rate))
    assert pitch_hz(pcm) == pytest.approx(440, abs=1.5)
    assert len(pcm) == pytest.approx(RATE, abs=20)


@pytest.mark.parametrize("subtype", ["PCM_U8", "PCM_16", "PCM_24", "FLOAT", "DOUBLE"])
def test_every_depth_comes_out_alike(tmp_path, subtype):
    pcm = read(written(tmp_path / "gong.wav", tone(0.5), subtype=subtype))
    assert np.abs(pcm).max() == pytest.approx(0.3, abs=0.01)


def test_channels_are_mixed(tmp_path):
    stereo = np.stack([tone(0.5), np.zeros(RATE // 2, np.float32)], axis=1)
    pcm = read(written(tmp_path / "gong.wav", stereo))
    assert np.abs(pcm).max() == pytest.approx(0.15, abs=0.01)


def test_silence_around_the_sound_is_cut(tmp_path):
    lead, tail = np.zeros(RATE, np.float32), np.full(2 * RATE, 1e-5, np.float32)
    pcm = read(written(tmp_path / "gong.wav", np.concatenate([lead, tone(0.5), tail])))
    level = np.abs(pcm)
    assert np.argmax(level > level.max() / 100) < 0.005 * RATE
    assert len(pcm) == pytest.approx(RATE / 2, abs=0.03 * RATE)


def test_both_edges_fade_to_zero(tmp_path):
    pcm = read(written(tmp_path / "gong.wav", np.roll(tone(0.5), 25)))
    assert pcm[0] == pcm[-1] == 0
    assert np.abs(np.diff(pcm[:20])).max() < 0.02
    assert np.abs(pcm[-20:]).max() < 0.01


def test_a_constant_part_is_taken_out(tmp_path):
    pcm = read(written(tmp_path / "gong.wav", tone(0.5) + np.float32(0.4), subtype="FLOAT"))
    assert abs(pcm.mean()) < 0.001
    assert np.abs(pcm).max() == pytest.approx(0.3, abs=0.02)


def test_peaks_are_held(tmp_path):
    pcm = read(written(tmp_path / "gong.wav", tone(0.5, level=3.0), subtype="FLOAT"))
    assert true_peak_dbtp(pcm) <= -2.0


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_is_refused(tmp_path, value):
    pcm = tone(0.2)
    pcm[100] = value
    with pytest.raises(BadSoundError, match="no numbers"):
        read(written(tmp_path / "gong.wav", pcm, subtype="FLOAT"))


@pytest.mark.parametrize("pcm", [np.zeros(5000, np.float32), np.zeros(0, np.float32)])
def test_silence_is_refused(tmp_path, pcm):
    with pytest.raises(BadSoundError, match=r"silent|empty"):
        read(written(tmp_path / "gong.wav", pcm))


def test_what_is_too_short_for_the_track_s_rate_is_refused(tmp_path):
    with pytest.raises(BadSoundError, match="shorter than one sample"):
        read(written(tmp_path / "gong.wav", np.array([0.5, -0.5], np.float32), 192_000))


def test_only_a_minute_is_read(tmp_path):
    minute = written(tmp_path / "minute.wav", tone(60, rate=8000), 8000)
    assert len(read(minute)) == pytest.approx(60 * RATE, abs=2000)
    with pytest.raises(BadSoundError, match="longer than 60 seconds"):
        read(written(tmp_path / "long.wav", tone(60.1, rate=8000), 8000))


def test_a_huge_file_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr(recordings, "MAX_FILE_BYTES", 1 << 20)
    with (tmp_path / "huge.wav").open("wb") as stream:
        stream.truncate(1 << 34)
    with pytest.raises(BadSoundError, match="over 1 MiB"):
        read(tmp_path / "huge.wav")


def test_a_flood_of_channels_is_refused(tmp_path):
    with pytest.raises(BadSoundError, match="9 channels"):
        read(written(tmp_path / "gong.wav", np.tile(tone(0.1)[:, None], (1, 9))))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"RIFF",
        b"ID3\x03\0\0\0\0\0\0",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"PK\x03\x04" + bytes(50),
        bytes(range(256)) * 20,
    ],
)
def test_what_is_no_sound_is_refused(tmp_path, content):
    (tmp_path / "gong.wav").write_bytes(content)
    with pytest.raises(BadSoundError, match=r"'end'.*gong\.wav.*no WAV, FLAC") as caught:
        read(tmp_path / "gong.wav")
    assert caught.value.name == "end"
    assert caught.value.path == tmp_path / "gong.wav"
    assert isinstance(caught.value, AudioguideError)


def test_what_only_looks_like_a_sound_is_refused(tmp_path):
    judge("ffmpeg")
    (tmp_path / "gong.m4a").write_bytes(b"\0\0\0\x18ftypM4A \0\0\0\0" + bytes(200))
    with pytest.raises(BadSoundError, match="ffmpeg cannot read it"):
        read(tmp_path / "gong.m4a")


@pytest.mark.parametrize("suffix", ["m4a", "mp3", "m3u8", "txt", "webm"])
@pytest.mark.parametrize("head", ["#EXTM3U\n#EXTINF:1,\n", "ffconcat version 1.0\nfile "])
def test_a_playlist_reaches_nothing(tmp_path, suffix, head):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.05)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/a.ts"
        (tmp_path / f"gong.{suffix}").write_text(f"{head}{url}\n")
        with pytest.raises(BadSoundError):
            read(tmp_path / f"gong.{suffix}")
        with pytest.raises(TimeoutError):
            listener.accept()


def test_without_ffmpeg_the_message_says_so(tmp_path, monkeypatch):
    from pydub import AudioSegment

    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(AudioSegment, "converter", "ffmpeg")
    monkeypatch.setattr(recordings, "find_spec", lambda name: None)
    (tmp_path / "gong.m4a").write_bytes(b"\0\0\0\x18ftypM4A " + bytes(200))
    with pytest.raises(BadSoundError, match=r"needs ffmpeg.*; .*audioguide\[codecs\]"):
        read(tmp_path / "gong.m4a")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_what_is_no_regular_file_is_never_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.wav")
    for path in (tmp_path / "pipe.wav", tmp_path, tmp_path / "missing.wav"):
        with pytest.raises(BadSoundError, match="no file"):
            read(path)


@pytest.mark.parametrize("name", ["-y.wav", "concat:a.wav", "gong ü.wav"])
def test_odd_names_are_names(tmp_path, name):
    assert len(read(written(tmp_path / name, tone(0.2)))) > 0
