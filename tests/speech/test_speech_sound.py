"""Sound of any engine becomes a clip that starts and ends where it is heard to."""

import io
import struct

import numpy as np
import pytest
import soundfile
from hostile_engines import tone, wav

from audioguide.errors import EngineError
from audioguide.speech.convert import mono, resampled
from audioguide.speech.engines.contract import RawSound
from audioguide.speech.engines.wav import read_wav
from audioguide.speech.trim import trimmed

RATE_HZ = 44_100


def _file(pcm, rate_hz, subtype):
    stream = io.BytesIO()
    soundfile.write(stream, pcm, rate_hz, format="WAV", subtype=subtype)
    return stream.getvalue()


def _pitch_hz(pcm):
    spectrum = np.abs(np.fft.rfft(pcm * np.hanning(len(pcm))))
    return np.argmax(spectrum) * RATE_HZ / len(pcm)


@pytest.mark.parametrize("subtype", ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE"])
@pytest.mark.parametrize("rate_hz", [16_000, 22_050, 24_000, 44_100, 48_000])
@pytest.mark.parametrize("n_channels", [1, 2])
def test_pitch_level_and_length_survive_any_format(subtype, rate_hz, n_channels):
    pcm = np.repeat(tone(1.5, rate_hz)[:, None], n_channels, axis=1)
    raw = read_wav(_file(pcm, rate_hz, subtype))
    sound = resampled(mono(raw), raw.rate_hz)
    assert sound.dtype == np.float32
    assert abs(len(sound) - 1.5 * RATE_HZ) <= 1
    assert _pitch_hz(sound) == pytest.approx(440, abs=1)
    assert np.abs(sound[1000:-1000]).max() == pytest.approx(0.3, abs=0.01)


def test_channels_are_averaged():
    stereo = np.stack([tone(1.0, RATE_HZ), np.zeros(RATE_HZ, np.float32)], axis=1)
    assert np.abs(mono(RawSound(stereo, RATE_HZ))).max() == pytest.approx(0.15, abs=0.001)


@pytest.mark.parametrize("n_bytes", [1, 30, 43, 44, 45, 1000, 31_999])
def test_half_a_file_is_never_taken_for_a_whole(n_bytes):
    with pytest.raises(EngineError, match="it wrote"):
        read_wav(wav(tone(1.0))[:n_bytes])


@pytest.mark.parametrize("content", [b"", b"ID3\x04", b"<html>", b"RIFF\0\0\0\0WAVE"])
def test_what_is_no_wav_is_refused(content):
    with pytest.raises(EngineError, match="it wrote"):
        read_wav(content)


def test_a_codec_is_refused():
    content = bytearray(wav(tone(1.0)))
    struct.pack_into("<H", content, 20, 85)
    with pytest.raises(EngineError, match="WAV format 85"):
        read_wav(bytes(content))


@pytest.mark.parametrize("lead_seconds", [0.0, 0.001, 0.3])
@pytest.mark.parametrize("rise_seconds", [0.0, 0.05])
def test_a_clip_starts_within_five_milliseconds_of_its_onset(lead_seconds, rise_seconds):
    body = tone(0.5, RATE_HZ)
    n_rise = round(rise_seconds * RATE_HZ)
    body[:n_rise] *= np.linspace(0, 1, n_rise) ** 2
    silence = np.full(round(lead_seconds * RATE_HZ), 1e-5, np.float32)
    clip = trimmed(np.concatenate([silence, body, silence]), RATE_HZ)
    onset = int(np.argmax(np.abs(clip) >= np.abs(clip).max() * 0.01))
    assert onset <= 0.005 * RATE_HZ
    assert np.abs(clip[0]) < 0.001 or lead_seconds + rise_seconds == 0


def test_the_tail_is_kept_until_it_cannot_be_heard():
    ringing = tone(3.0, RATE_HZ) * np.exp(-np.arange(3 * RATE_HZ) / (0.2 * RATE_HZ))
    clip = trimmed(ringing.astype(np.float32), RATE_HZ)
    seconds_to_60_db = 0.2 * np.log(1000)
    assert len(clip) / RATE_HZ == pytest.approx(seconds_to_60_db, abs=0.03)
    assert np.abs(clip[-1]) < 1e-5


def test_sound_that_stops_dead_is_given_an_edge():
    clip = trimmed(np.ones(RATE_HZ, np.float32), RATE_HZ)
    assert len(clip) == RATE_HZ
    assert np.abs(np.diff(clip)).max() < 0.02
    assert clip[-1] < 0.001


@pytest.mark.parametrize("n_samples", [0, 1, 5, 100, RATE_HZ])
def test_silence_gives_nothing_and_shreds_do_no_harm(n_samples):
    assert len(trimmed(np.zeros(n_samples, np.float32), RATE_HZ)) == 0
    assert len(trimmed(np.ones(n_samples, np.float32), RATE_HZ)) == n_samples
