"""Silent frames, and as many of their bytes as a constant bit rate owes.

At 44.1 kHz no bit rate comes to whole bytes a frame, so some frames have one byte of padding
more. Silence pays the debt: it ends at the byte where the exact rate would be, whatever the
encoder did in the islands before. So a player that finds its place by the bit rate alone is right
everywhere, and the size of a file follows from its length.
"""

from collections.abc import Iterator
from math import gcd

from audioguide.mp3.frames import BITRATES_KBPS, check_bitrate, parse_header
from audioguide.units import FRAME_SAMPLES, SAMPLE_RATE_HZ

_CHUNK_BYTES = 1 << 18


class Silence:
    """Frames of digital silence at one bit rate.

    Such a frame is its header and zeros: no bit of main data, so it borrows nothing from the
    frames before and lends nothing to those after. Source: ISO/IEC 11172-3, 2.4.1.7.
    """

    def __init__(self, bitrate_kbps: int, *, n_channels: int = 1) -> None:
        """Make the frames.

        Raises:
            UsageError: the bit rate is none of `TRACK_BITRATES_KBPS`.
        """
        check_bitrate(bitrate_kbps)
        self._rate_bytes = bitrate_kbps * 1000 // 8 * FRAME_SAMPLES
        self._plain = _silent_frame(bitrate_kbps, n_channels, is_padded=False)
        self._padded = _silent_frame(bitrate_kbps, n_channels, is_padded=True)
        period = SAMPLE_RATE_HZ // gcd(self._rate_bytes, SAMPLE_RATE_HZ)
        self._cycle = b"".join(
            self._padded if self._owes_padding(frame) else self._plain for frame in range(period)
        )
        self._block = self._cycle * (1 + _CHUNK_BYTES // len(self._cycle))

    @property
    def header(self) -> bytes:
        """The four bytes that each frame of the track begins with, but for padding."""
        return self._plain[:4]

    def due_bytes(self, frame: int) -> int:
        """Bytes of all frames before `frame` at exactly the bit rate, rounded up.

        Up, since some players show whole kilobits a second, rounded down.
        """
        return -(-frame * self._rate_bytes // SAMPLE_RATE_HZ)

    def between(self, first: int, last: int, n_bytes: int) -> Iterator[bytes]:
        """The frames `[first, last)` of a track, in chunks.

        Args:
            first: counted from the start of the track.
            last: the frame after the last one.
            n_bytes: of all frames before `first`.
        """
        ahead = n_bytes - self.due_bytes(first)
        while first < last and ahead:
            is_padded = self._owes_padding(first)
            if ahead > 0 and is_padded:
                ahead -= 1
                yield self._plain
            elif ahead < 0 and not is_padded:
                ahead += 1
                yield self._padded
            else:
                yield self._padded if is_padded else self._plain
            first += 1
        yield from self._on_rate(self.due_bytes(first), self.due_bytes(last))

    def _on_rate(self, start: int, end: int) -> Iterator[bytes]:
        """Silence whose first byte lies at `start` of an endless silence on the exact rate."""
        offset = start % len(self._cycle)
        step = len(self._block) - len(self._cycle)
        for at in range(start, end, step):
            yield self._block[offset : offset + min(step, end - at)]

    def _owes_padding(self, frame: int) -> bool:
        return self.due_bytes(frame + 1) - self.due_bytes(frame) > len(self._plain)


_MODES = {1: 0xC4, 2: 0x44}
"""The last byte of a header: one channel, or joint stereo; both marked as an original."""


def _silent_frame(bitrate_kbps: int, n_channels: int, *, is_padded: bool) -> bytes:
    """MPEG-1 layer III at 44.1 kHz, no CRC."""
    index = BITRATES_KBPS.index(bitrate_kbps) + 1
    header = bytes([0xFF, 0xFB, index << 4 | is_padded << 1, _MODES[n_channels]])
    return header.ljust(parse_header(header).n_bytes, b"\0")
