"""Islands of sound in silence to one MP3 file, whole or not at all.

The frames of each stretch are kept or made (`kept_frames.py`), side by side in threads, while the
file is written from its start to its end: a stretch, silent frames up to the next, and so on.
No more than a chunk of the track is in memory.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

from fastcrc import crc16
from msgspec.structs import replace

from audioguide.contents import Contents
from audioguide.errors import EncoderError
from audioguide.files import replace_whole
from audioguide.mp3.info_frame import ENCODER_DELAY_SAMPLES, Stream, info_frame
from audioguide.mp3.kept_frames import KeptFrames
from audioguide.mp3.making import Making, OnProgress
from audioguide.mp3.silence import Silence
from audioguide.mp3.stretch import Stretch
from audioguide.mp3.tags import EVERYTHING, SHORTEST_WITH_V1_BYTES, TagStyle, id3v1, id3v2
from audioguide.units import FRAME_SAMPLES, Samples

_DECODER_DELAY_SAMPLES = 529
"""What a decoder needs beyond the last sample to give it out. Source: LAME's technical FAQ."""

_FEWEST_FRAMES = 2
"""ffmpeg takes a file with fewer for no MP3."""

_CHUNK_BYTES = 1 << 20


def write_mp3(
    path: Path,
    stretches: Sequence[Stretch],
    length: Samples,
    *,
    contents: Contents,
    style: TagStyle = EVERYTHING,
    kept: KeptFrames,
    n_threads: int = 1,
    on_progress: OnProgress | None = None,
) -> None:
    """Encode what is not kept, and write a track with its header and tags.

    Args:
        path: Replaced only once the new file is whole and checked.
        stretches: All that sounds, in order, none touching the next.
        length: What decoders shall return, in samples.
        contents: What is on the track, for its tags.
        style: Which tags it gets.
        kept: Where frames come from.
        n_threads: How many stretches are encoded side by side.
        on_progress: Called from one thread at a time.

    Raises:
        UsageError: there is no such bit rate.
        EncoderError: the encoder failed, or the file is not what was planned.
        FileError: the file cannot be written.
    """
    silence = Silence(kept.bitrate_kbps, n_channels=kept.n_channels)
    n_frames = _frames_for(length)
    sounding = [_within(stretch, n_frames) for stretch in stretches]
    with (
        Making(sounding, kept, n_threads=n_threads, on_progress=on_progress) as making,
        replace_whole(path) as file,
    ):
        front = id3v2(contents, style=style)
        file.write(front)
        file.write(info_frame(Stream(1, 0, 0, 0), like=silence.header))
        body = _Body(file, silence)
        for stretch in sounding:
            body.add_silence(stretch.first_frame)
            making.wait_for(stretch)
            body.add_sound(stretch, kept)
        body.add_silence(n_frames)
        stream = Stream(n_frames, body.n_bytes, length, body.crc)
        head = front + info_frame(stream, like=silence.header)
        if style.with_v1 and stream.n_bytes >= SHORTEST_WITH_V1_BYTES:
            file.write(id3v1(contents))
        file.seek(0)
        file.write(head)
        _check(file, head, stream)


class _Body:
    """The frames of a track as they are written, one after another."""

    def __init__(self, file: BinaryIO, silence: Silence) -> None:
        self._file = file
        self._silence = silence
        self._next_frame = 0
        self.n_bytes = 0
        self.crc = 0
        """CRC-16/ARC, as the LAME tag wants it."""

    def add_silence(self, end_frame: int) -> None:
        """Silent frames up to `end_frame`."""
        if end_frame < self._next_frame:
            raise EncoderError(f"a sound begins at frame {end_frame}, before the last one ends")
        self._add(self._silence.between(self._next_frame, end_frame, self.n_bytes))
        self._next_frame = end_frame

    def add_sound(self, stretch: Stretch, kept: KeptFrames) -> None:
        """The frames of a stretch that begins here: kept, else encoded on the spot."""
        frames = kept.open(stretch)
        if frames is None:
            self._add(kept.encode(stretch))
        else:
            with frames:
                self._add(iter(lambda: frames.read(_CHUNK_BYTES), b""))
        self._next_frame = stretch.end_frame

    def _add(self, chunks: Iterable[bytes]) -> None:
        for chunk in chunks:
            self._file.write(chunk)
            self.crc = crc16.arc(chunk, self.crc)
            self.n_bytes += len(chunk)


def _frames_for(length: Samples) -> int:
    """How many frames a track has: all that a decoder needs for its last sample, and no more.

    With more some decoders miss where the track ends.
    """
    n_samples = length + ENCODER_DELAY_SAMPLES + _DECODER_DELAY_SAMPLES
    return max(-(-n_samples // FRAME_SAMPLES), _FEWEST_FRAMES)


def _within(stretch: Stretch, n_frames: int) -> Stretch:
    """The part of a stretch that lies within the track's frames; its silent tail may not."""
    return replace(stretch, n_frames=min(stretch.n_frames, n_frames - stretch.first_frame))


def _check(file: BinaryIO, head: bytes, stream: Stream) -> None:
    """Read the file back: its head, and as many bytes of frames as planned, each unharmed."""
    file.seek(0)
    is_whole = file.read(len(head)) == head
    left, crc = stream.n_bytes, 0
    while left and (chunk := file.read(min(_CHUNK_BYTES, left))):
        left -= len(chunk)
        crc = crc16.arc(chunk, crc)
    if not is_whole or left or crc != stream.crc:
        raise EncoderError("the MP3 that was written is not the one that was encoded")
