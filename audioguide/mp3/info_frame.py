"""The Info frame: an MP3's own header, which makes decoders return exactly the planned samples.

It is a frame that holds no audio but says how many frames and bytes follow, where to seek, and
how many samples of encoder delay and padding to drop. Source of the layout: the Xing header as
LAME writes it (libmp3lame's VbrTag) and the LAME tag specification, revision 1.
"""

import struct

from fastcrc import crc16
from msgspec import Struct

from audioguide.mp3.frames import FrameHeader, parse_header
from audioguide.units import FRAME_SAMPLES

ENCODER_DELAY_SAMPLES = 576
"""LAME's own delay; the decoder adds 529 more. Source: LAME's technical FAQ."""

_HAS_FRAMES_BYTES_TOC_QUALITY = 0x0F
_N_TOC = 100
_VERSION = b"LAME3.100"
_CBR = 1
_SOURCE_44_1_KHZ = 1 << 6
_JOINT_STEREO = 3 << 2
_QUALITY = 50
"""0 worst to 100 best; LAME writes 50 for quality 5."""


class Stream(Struct, frozen=True):
    """What the Info frame says of the frames behind it."""

    n_frames: int
    """Audio frames, the Info frame not among them."""
    n_bytes: int
    """Of the audio frames."""
    n_samples: int
    """What a decoder shall return."""
    crc: int
    """CRC-16 of the audio frames."""

    @property
    def padding_samples(self) -> int:
        """Samples at the end that are no part of the track."""
        return self.n_frames * FRAME_SAMPLES - ENCODER_DELAY_SAMPLES - self.n_samples


def info_frame(stream: Stream, *, like: bytes) -> bytes:
    """The Info frame of a stream with one constant bit rate.

    Args:
        stream: What follows.
        like: Header of one of its frames (four bytes), whose format the Info frame takes.
    """
    header = bytes([like[0], like[1] | 1, like[2] & ~2, like[3]])
    form = parse_header(header)
    n_bytes = form.n_bytes
    xing = struct.pack(
        f">4sIII{_N_TOC}sI",
        b"Info",
        _HAS_FRAMES_BYTES_TOC_QUALITY,
        stream.n_frames,
        stream.n_bytes + n_bytes,
        bytes(place * 256 // _N_TOC for place in range(_N_TOC)),
        _QUALITY,
    )
    start = header + bytes(form.side_info_end - len(header)) + xing
    tag = _lame_tag(stream, form, n_bytes)
    checked = start + tag
    return (checked + struct.pack(">H", crc16.arc(checked))).ljust(n_bytes, b"\0")


def _lame_tag(stream: Stream, form: FrameHeader, info_bytes: int) -> bytes:
    """The LAME tag but for its CRC, which covers all that stands before it."""
    delays = ENCODER_DELAY_SAMPLES << 12 | stream.padding_samples
    return struct.pack(
        ">9sBBIHHBB3sBbHIH",
        _VERSION,
        _CBR,
        0,  # low-pass unknown
        0,  # peak and both ReplayGain fields unset
        0,
        0,
        0,  # encoding flags and ATH type
        min(255, form.bitrate_kbps),
        delays.to_bytes(3, "big"),
        _SOURCE_44_1_KHZ | (0 if form.is_mono else _JOINT_STEREO),
        0,  # no gain was applied to the MP3
        0,  # no preset
        stream.n_bytes + info_bytes,
        stream.crc,
    )
