"""Frame headers, the cutting of a stream into frames, checksums, and the Info frame."""

import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from linking import cut_frames

from audioguide.errors import EncoderError, UsageError
from audioguide.mp3.encode import FrameEncoder
from audioguide.mp3.frames import (
    BITRATES_KBPS,
    TRACK_BITRATES_KBPS,
    count_frames,
    main_data_begin,
    parse_header,
)
from audioguide.mp3.info_frame import Stream, info_frame
from audioguide.units import FRAME_SAMPLES


def plain_crc16(content):
    """CRC-16/ARC, bit by bit."""
    crc = 0
    for byte in content:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc


def encoded(n_samples, bitrate=96, seed=3):
    noise = np.random.RandomState(seed).randint(-8000, 8000, n_samples).astype(np.int16)
    encoder = FrameEncoder(bitrate_kbps=bitrate)
    frames, unfinished = cut_frames(encoder.encode(noise) + encoder.flush())
    assert not unfinished
    return frames


@pytest.mark.parametrize(
    ("header", "kbps", "n_bytes"),
    [
        ("fffb70c4", 96, 313),
        ("fffb72c4", 96, 314),
        ("fffb50c4", 64, 208),
        ("fffbe0c4", 320, 1044),
        ("fffb90c4", 128, 417),
    ],
)
def test_a_header_says_how_long_its_frame_is(header, kbps, n_bytes):
    form = parse_header(bytes.fromhex(header))
    assert (form.bitrate_kbps, form.n_bytes, form.rate_hz) == (kbps, n_bytes, 44_100)
    assert form.is_mono
    assert not form.has_crc
    assert form.side_info_end == 21


def test_stereo_and_a_checksum_make_the_side_longer():
    form = parse_header(bytes.fromhex("fffa7000"))
    assert not form.is_mono
    assert form.has_crc
    assert form.side_info_end == 4 + 2 + 32


@pytest.mark.parametrize(
    "header", ["", "fffb", "00000000", "fff370c4", "fffd70c4", "fffbf0c4", "fffb00c4", "fffb7cc4"]
)
def test_what_is_no_frame_is_refused(header):
    with pytest.raises(EncoderError):
        parse_header(bytes.fromhex(header))


@given(st.integers(1, 4000), st.integers(0, 4))
def test_a_stream_is_cut_wherever_it_is_interrupted(step, n_frames):
    frames = FRAMES[:n_frames]
    stream, found, rest = b"".join(frames), [], b""
    for start in range(0, len(stream), step):
        whole, rest = cut_frames(rest + stream[start : start + step])
        found += whole
    assert (found, rest) == (frames, b"")


FRAMES = encoded(8 * FRAME_SAMPLES)


def test_a_stream_out_of_step_is_noticed():
    with pytest.raises(EncoderError, match="no MPEG-1 layer III frame"):
        count_frames(FRAMES[0] + b"x" + FRAMES[1], 2)


def test_no_more_frames_are_counted_than_are_wanted():
    stream = b"".join(FRAMES[:3])
    assert count_frames(stream, 2) == (2, len(FRAMES[0] + FRAMES[1]))
    assert count_frames(stream, 9) == (3, len(stream))
    assert count_frames(stream[:-1], 9) == (2, len(FRAMES[0] + FRAMES[1]))
    assert count_frames(b"", 9) == (0, 0)


def test_the_first_frame_of_an_encoder_stands_alone():
    assert main_data_begin(FRAMES[0]) == 0
    assert any(main_data_begin(frame) for frame in encoded(100 * FRAME_SAMPLES, bitrate=128))


@pytest.mark.parametrize("bitrate", TRACK_BITRATES_KBPS)
def test_every_frame_is_what_was_asked_for(bitrate):
    forms = [parse_header(frame) for frame in encoded(20 * FRAME_SAMPLES, bitrate)]
    assert {form.bitrate_kbps for form in forms} == {bitrate}
    assert {form.rate_hz for form in forms} == {44_100}
    assert all(form.is_mono for form in forms)


@pytest.mark.parametrize("bitrate", [0, 32, 56, 95, 100, 384])
def test_other_bit_rates_are_refused(bitrate):
    with pytest.raises(UsageError, match=f"not {bitrate}"):
        FrameEncoder(bitrate_kbps=bitrate)


def test_an_encoder_that_has_ended_says_so():
    encoder = FrameEncoder(bitrate_kbps=96)
    encoder.encode(np.zeros(5000, np.int16))
    encoder.flush()
    with pytest.raises(EncoderError, match="the MP3 encoder failed"):
        encoder.flush()


@pytest.mark.parametrize("bitrate", TRACK_BITRATES_KBPS)
def test_the_info_frame_says_everything(bitrate):
    like = bytes([0xFF, 0xFB, (BITRATES_KBPS.index(bitrate) + 1) << 4 | 2, 0xC4])
    stream = Stream(n_frames=1000, n_bytes=313_469, n_samples=1_150_000, crc=0xBEEF)
    frame = info_frame(stream, like=like)
    n_bytes = parse_header(frame[:4]).n_bytes
    assert len(frame) == n_bytes
    assert not any(frame[4:21])
    name, flags, n_frames, n_all, toc, quality = struct.unpack_from(">4sIII100sI", frame, 21)
    assert (name, flags, quality) == (b"Info", 15, 50)
    assert (n_frames, n_all) == (1000, 313_469 + n_bytes)
    assert list(toc) == sorted(toc)
    assert (toc[0], toc[50], toc[99]) == (0, 128, 253)
    tag = frame[141:177]
    assert tag[:9] == b"LAME3.100"
    assert not any(tag[11:19]), "peak and gains are unset"
    delay, padding = tag[21] << 4 | tag[22] >> 4, (tag[22] & 15) << 8 | tag[23]
    assert delay == 576
    assert delay + 1_150_000 + padding == 1000 * FRAME_SAMPLES
    n_music, music_crc, tag_crc = struct.unpack(">IHH", tag[28:])
    assert (n_music, music_crc) == (n_all, 0xBEEF)
    assert tag_crc == plain_crc16(frame[:175])
    assert not any(frame[177:])
