"""Blocks of samples to one MP3 file, whole or not at all."""

import itertools
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from audioguide.errors import EncoderError
from audioguide.files import replace_whole
from audioguide.mp3.crc import crc16
from audioguide.mp3.encode import FrameEncoder
from audioguide.mp3.frames import HEADER_BYTES, SAMPLES_PER_FRAME, cut_frames
from audioguide.mp3.info_frame import ENCODER_DELAY_SAMPLES, Stream, info_frame
from audioguide.mp3.tags import Tags, id3v1, id3v2
from audioguide.units import Samples

_DECODER_DELAY_SAMPLES = 529
"""What a decoder needs beyond the last sample to give it out. Source: LAME's technical FAQ."""

_FEWEST_FRAMES = 2
"""ffmpeg takes a file with fewer for no MP3."""
_SHORTEST_WITH_V1_BYTES = 2048
"""In a file whose tag is more than a sixteenth of it ffmpeg doubts the Info frame, and plays the
padding too. Source: libavformat/mp3dec.c; a twentieth of a second at 320 kb/s."""

_FRAMES_A_WRITE = 2048
_CHUNK_BYTES = 1 << 20


def write_mp3(
    path: Path,
    blocks: Iterable[NDArray[np.int16]],
    length: Samples,
    *,
    tags: Tags,
    bitrate_kbps: int,
    on_progress: Callable[[int, int], None] | None = None,
) -> None:
    """Encode a track and write it with its header and tags.

    Args:
        path: Replaced only once the new file is whole and checked.
        blocks: 16-bit mono samples, shape `(n,)` each, `length` in all.
        length: What decoders shall return, in samples.
        tags: What the track is called.
        bitrate_kbps: One of `frames.TRACK_BITRATES_KBPS`.
        on_progress: Told how many samples of how many are encoded.

    Raises:
        UsageError: there is no such bit rate.
        EncoderError: LAME failed, or the file is not what was planned.
        FileError: the file cannot be written.
    """
    encoder = FrameEncoder(bitrate_kbps=bitrate_kbps)
    with replace_whole(path) as file:
        front = id3v2(tags)
        file.write(front)
        frames = _encode(encoder, _counted(blocks, length, on_progress))
        first = next(frames)
        like = first[:HEADER_BYTES]
        place = info_frame(Stream(1, 0, 0, 0), like=like)
        file.write(place)
        stream = _write_frames(file, itertools.chain([first], frames), length)
        if stream.n_bytes >= _SHORTEST_WITH_V1_BYTES:
            file.write(id3v1(tags))
        head = front + info_frame(stream, like=like)
        file.seek(0)
        file.write(head)
        _check(file, head, stream)


def _counted(
    blocks: Iterable[NDArray[np.int16]],
    length: Samples,
    on_progress: Callable[[int, int], None] | None,
) -> Iterator[NDArray[np.int16]]:
    done = 0
    for block in blocks:
        yield block
        done += len(block)
        if on_progress:
            on_progress(done, length)
    if done != length:
        raise EncoderError(f"{done} samples were rendered where {length} were planned")


def _encode(encoder: FrameEncoder, blocks: Iterable[NDArray[np.int16]]) -> Iterator[bytes]:
    for block in blocks:
        yield from encoder.encode(block)
    # LAME gives nothing for a track that is shorter than its own delay.
    yield from encoder.encode(np.zeros(SAMPLES_PER_FRAME, np.int16))
    yield from encoder.flush()


def _write_frames(file: BinaryIO, frames: Iterator[bytes], length: Samples) -> Stream:
    """Write the frames that the track needs, and say what the Info frame has to know of them.

    LAME flushes up to two frames more; with them some decoders miss where the track ends.
    """
    sounding = -(-(length + ENCODER_DELAY_SAMPLES + _DECODER_DELAY_SAMPLES) // SAMPLES_PER_FRAME)
    needed = max(sounding, _FEWEST_FRAMES)
    wanted = itertools.islice(frames, needed)
    n_frames = n_bytes = crc = 0
    while batch := list(itertools.islice(wanted, _FRAMES_A_WRITE)):
        joined = b"".join(batch)
        file.write(joined)
        n_frames += len(batch)
        n_bytes += len(joined)
        crc = crc16(joined, crc)
    # The encoder's last frames are not wanted, its blocks all are: they are counted at their end.
    for _ in frames:
        pass
    if n_frames < needed:
        raise EncoderError(f"{n_frames} frames came out of the encoder where {needed} are needed")
    return Stream(n_frames, n_bytes, length, crc)


def _check(file: BinaryIO, head: bytes, stream: Stream) -> None:
    """Read the file back: its head, and as many frames as planned, each unharmed in its place."""
    file.seek(0)
    is_whole = file.read(len(head)) == head
    left = stream.n_bytes
    n_frames = crc = 0
    rest = b""
    while left and (chunk := file.read(min(_CHUNK_BYTES, left))):
        left -= len(chunk)
        crc = crc16(chunk, crc)
        frames, rest = cut_frames(rest + chunk)
        n_frames += len(frames)
    if not is_whole or left or rest or (n_frames, crc) != (stream.n_frames, stream.crc):
        raise EncoderError("the MP3 that was written is not the one that was encoded")
