"""The frames of an MP3 stream: what a frame header says, and where frames end.

Source of the tables and of the layout: ISO/IEC 11172-3, 2.4.1.3, 2.4.2.3 and 2.4.3.1. Only
MPEG-1 layer III is known here, since nothing else is written.
"""

from functools import cache

from msgspec import Struct

from audioguide.errors import EncoderError, UsageError

HEADER_BYTES = 4
LONGEST_FRAME_BYTES = 1441
"""At 320 kb/s and 32 kHz, with a byte of padding."""

BITRATES_KBPS = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
TRACK_BITRATES_KBPS = BITRATES_KBPS[4:]
"""What a track may have: car and speaker manuals ask for 64 kb/s and more."""
USUAL_BITRATES_KBPS = {1: 96, 2: 128}
"""By the number of channels. 96 is more than speech in one channel needs, and what cars and
speakers play; two channels share most of their sound in joint stereo."""
_RATES_HZ = (44_100, 48_000, 32_000)
_MONO = 3
_SIDE_BYTES_MONO, _SIDE_BYTES_STEREO = 17, 32
_SWITCHES_MONO, _SWITCHES_STEREO = (51,), (53, 112)
"""Bits of the side information that say of the first half of a frame, by channel, whether its
block is other than a long one (`window_switching_flag`)."""


class FrameHeader(Struct, frozen=True):
    """What the four bytes at the start of a frame say."""

    bitrate_kbps: int
    rate_hz: int
    is_padded: bool
    """True: the frame has one byte more, so that the mean bit rate comes out."""
    is_mono: bool
    has_crc: bool

    @property
    def n_bytes(self) -> int:
        """Length of the whole frame, header included."""
        return 144_000 * self.bitrate_kbps // self.rate_hz + self.is_padded

    @property
    def side_info_end(self) -> int:
        """Where the frame's own bookkeeping ends and its audio begins, in bytes."""
        side = _SIDE_BYTES_MONO if self.is_mono else _SIDE_BYTES_STEREO
        return HEADER_BYTES + 2 * self.has_crc + side


def check_bitrate(bitrate_kbps: int) -> None:
    """Refuse what is no bit rate of a track.

    Raises:
        UsageError: it is none of `TRACK_BITRATES_KBPS`.
    """
    if bitrate_kbps not in TRACK_BITRATES_KBPS:
        rates = ", ".join(map(str, TRACK_BITRATES_KBPS))
        raise UsageError(f"a track has a bit rate of {rates} kb/s, not {bitrate_kbps}")


def parse_header(header: bytes) -> FrameHeader:
    """Read a frame header.

    Raises:
        EncoderError: these four bytes begin no MPEG-1 layer III frame.
    """
    if len(header) < HEADER_BYTES or header[0] != 0xFF or header[1] & 0xFE != 0xFA:
        raise EncoderError(f"no MPEG-1 layer III frame begins with {header[:4].hex(' ')}")
    bitrate_index, rate_index = header[2] >> 4, header[2] >> 2 & 3
    if not 1 <= bitrate_index <= len(BITRATES_KBPS) or rate_index >= len(_RATES_HZ):
        raise EncoderError(f"a frame header has a reserved rate: {header[:4].hex(' ')}")
    return FrameHeader(
        bitrate_kbps=BITRATES_KBPS[bitrate_index - 1],
        rate_hz=_RATES_HZ[rate_index],
        is_padded=bool(header[2] & 2),
        is_mono=header[3] >> 6 == _MONO,
        has_crc=not header[1] & 1,
    )


def main_data_begin(frame: bytes) -> int:
    """How many bytes before this frame's own audio its data begins (the bit reservoir)."""
    at = HEADER_BYTES + 2 * (not frame[1] & 1)
    return frame[at] << 1 | frame[at + 1] >> 7


def side_info_end(frame: bytes) -> int:
    """Where a frame's own bookkeeping ends and its audio begins, in bytes."""
    return parse_header(frame[:HEADER_BYTES]).side_info_end


def has_long_blocks(frame: bytes) -> bool:
    """Whether the first half of a frame is in long blocks, the usual ones, in each channel.

    Then whatever came before it ended in a way that a long block may follow.
    """
    header = parse_header(frame[:HEADER_BYTES])
    side = int.from_bytes(frame[HEADER_BYTES + 2 * header.has_crc : header.side_info_end], "big")
    n_bits = 8 * (header.side_info_end - HEADER_BYTES - 2 * header.has_crc)
    switches = _SWITCHES_MONO if header.is_mono else _SWITCHES_STEREO
    return not any(side >> (n_bits - 1 - at) & 1 for at in switches)


def cut_stream(stream: bytes) -> list[int]:
    """Where each whole frame of a stream begins, and the last one ends.

    Raises:
        EncoderError: a frame does not begin where the one before it ends.
    """
    offsets = [0]
    while offsets[-1] + HEADER_BYTES <= len(stream):
        end = offsets[-1] + _frame_bytes(stream[offsets[-1] : offsets[-1] + HEADER_BYTES])
        if end > len(stream):
            break
        offsets.append(end)
    return offsets


def count_frames(stream: bytes, at_most: int) -> tuple[int, int]:
    """How many whole frames a stream begins with, up to `at_most`, and where the last one ends.

    Raises:
        EncoderError: a frame does not begin where the one before it ends.
    """
    n_frames = at = 0
    while n_frames < at_most and at + HEADER_BYTES <= len(stream):
        end = at + _frame_bytes(stream[at : at + HEADER_BYTES])
        if end > len(stream):
            break
        n_frames += 1
        at = end
    return n_frames, at


@cache
def _frame_bytes(header: bytes) -> int:
    """Length of a frame; a stream has but two different headers."""
    return parse_header(header).n_bytes
