"""The Info frame: an MP3's own header, which makes decoders return exactly the planned samples.

It is a frame that holds no audio but says how many frames and bytes follow, where to seek, and
how many samples of encoder delay and padding to drop. Source of the layout: the Xing header as
LAME writes it (libmp3lame's VbrTag) and the LAME tag specification, revision 1.
"""

import struct

from fastcrc import crc16
from msgspec import Struct

from audioguide.errors import EncoderError
from audioguide.mp3.frames import HEADER_BYTES, FrameHeader, parse_header
from audioguide.units import FRAME_SAMPLES

ENCODER_DELAY_SAMPLES = 576
"""LAME's own delay; the decoder adds 529 more. Source: LAME's technical FAQ."""

_HAS_FRAMES_BYTES_TOC_QUALITY = 0x0F
_N_TOC = 100
_BEFORE_LAME_TAG_BYTES = 4 * 5 + _N_TOC
"""Its name, four numbers and where to seek."""
_LAME_TAG_BYTES, _CLAIM_BYTES, _CRC_BYTES = 34, 6, 2
"""Of the whole tag but for its CRC, of what it claims at its end, and of that CRC."""
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


class Claim(Struct, frozen=True):
    """What an Info frame says by which its file can be checked."""

    n_header_bytes: int
    """Of the Info frame itself."""
    n_bytes: int
    """Of the Info frame and all frames behind it."""
    crc: int
    """CRC-16 of the frames behind it."""


def claim_of(stream: bytes) -> Claim | None:
    """What the Info frame at the front of a stream claims; None where there is no sound one."""
    try:
        form = parse_header(stream[:HEADER_BYTES])
    except EncoderError:
        return None
    frame = stream[: form.n_bytes]
    tag = form.side_info_end + _BEFORE_LAME_TAG_BYTES
    end = tag + _LAME_TAG_BYTES
    if len(frame) < end + _CRC_BYTES or frame[form.side_info_end :][:4] not in (b"Info", b"Xing"):
        return None
    n_bytes, crc = struct.unpack_from(">IH", frame, end - _CLAIM_BYTES)
    (own_crc,) = struct.unpack_from(">H", frame, end)
    if own_crc != crc16.arc(frame[:end]) or n_bytes < form.n_bytes:
        return None
    return Claim(form.n_bytes, n_bytes, crc)


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
