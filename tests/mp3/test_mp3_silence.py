"""Silent frames, and the bytes that they make up for."""

import subprocess

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from judges import judge
from linking import cut_frames

from audioguide.errors import UsageError
from audioguide.mp3.encode import FrameEncoder
from audioguide.mp3.frames import TRACK_BITRATES_KBPS, main_data_begin, parse_header
from audioguide.mp3.silence import Silence


@pytest.mark.parametrize("bitrate", TRACK_BITRATES_KBPS)
def test_a_silent_frame_has_the_header_of_those_that_sound(bitrate):
    encoder = FrameEncoder(bitrate_kbps=bitrate)
    sounding, _ = cut_frames(encoder.encode(np.ones(9000, np.int16)) + encoder.flush())
    silent, rest = cut_frames(b"".join(Silence(bitrate).between(0, 60, 0)))
    assert not rest
    assert len(silent) == 60
    assert {frame[:4] for frame in sounding} <= {frame[:4] for frame in silent}
    assert {main_data_begin(frame) for frame in silent} == {0}
    assert not any(any(frame[4:]) for frame in silent)


@given(
    st.sampled_from(TRACK_BITRATES_KBPS),
    st.integers(0, 400_000),
    st.integers(0, 3000),
    st.integers(-30, 30),
)
def test_silence_ends_where_the_bit_rate_is_exact(bitrate, first, n_frames, ahead):
    silence = Silence(bitrate)
    before = silence.due_bytes(first) + ahead
    content = b"".join(silence.between(first, first + n_frames, before))
    frames, rest = cut_frames(content)
    assert not rest
    assert len(frames) == n_frames
    left = before + len(content) - silence.due_bytes(first + n_frames)
    # At least one frame in 49 could be the other way round, and makes up for a byte.
    assert abs(left) <= max(0, abs(ahead) - n_frames // 49)
    assert {parse_header(frame).bitrate_kbps for frame in frames} <= {bitrate}


@given(st.sampled_from(TRACK_BITRATES_KBPS), st.integers(1, 10_000_000))
def test_the_mean_rate_is_exact(bitrate, n_frames):
    exact = bitrate * 125 * n_frames * 1152 / 44_100
    assert 0 <= Silence(bitrate).due_bytes(n_frames) - exact < 1.001


def test_a_decoder_hears_nothing(tmp_path):
    path = tmp_path / "silence.mp3"
    path.write_bytes(b"".join(Silence(96).between(0, 5000, 0)))
    command = [judge("mpg123"), "-q", "-s", str(path)]
    heard = subprocess.run(command, capture_output=True, check=True).stdout
    assert len(heard) >= 2 * 4990 * 1152
    assert not any(heard)


def test_another_bit_rate_is_refused_by_silence():
    with pytest.raises(UsageError, match="not 97"):
        Silence(97)
