"""Music of the user's own, read block by block, so that no length of it fills the memory."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from audioguide.units import SAMPLE_RATE_HZ

MAX_BED_BYTES = 512 << 20
MAX_BED_SECONDS = 3600
_MAX_CHANNELS = 8
_MAX_RATE_HZ = 192_000
_BLOCK_FRAMES = 1 << 16


def open_music(path: Path) -> soundfile.SoundFile:
    """The file, where it may be a bed by its size and its header; the caller closes it.

    Raises:
        OSError: it cannot be read.
        ValueError: it is no file, too large, or of an odd kind.
        soundfile.SoundFileError: it is no sound.
    """
    if not path.is_file():
        raise ValueError("it is no file")
    if path.stat().st_size > MAX_BED_BYTES:
        raise ValueError(f"it is over {MAX_BED_BYTES >> 20} MiB")
    file = soundfile.SoundFile(path)
    if file.channels > _MAX_CHANNELS or file.samplerate > _MAX_RATE_HZ:
        message = f"it has {file.channels} channels at {file.samplerate} Hz"
        file.close()
        raise ValueError(message)
    return file


def resampled(file: soundfile.SoundFile, n_channels: int) -> Iterator[NDArray[np.float32]]:
    """The sound at the track's rate, block by block, shape `(n, n_channels)`.

    Where it has another number of channels than is wanted, each is the mean of all.

    Raises:
        ValueError: it is too long, or holds values that are no numbers.
    """
    stream = None
    if file.samplerate != SAMPLE_RATE_HZ:
        stream = soxr.ResampleStream(
            file.samplerate, SAMPLE_RATE_HZ, n_channels, dtype="float32", quality="HQ"
        )
    left = MAX_BED_SECONDS * file.samplerate
    while len(block := file.read(_BLOCK_FRAMES, dtype="float32", always_2d=True)):
        left -= len(block)
        if left < 0:
            raise ValueError("it is longer than an hour")
        if not np.isfinite(block).all():
            raise ValueError("it holds values that are no numbers")
        if block.shape[1] != n_channels:
            block = block.mean(axis=1, keepdims=True)
        ready = block if stream is None else stream.resample_chunk(block)
        if len(ready):
            yield ready
    if stream is not None:
        ready = stream.resample_chunk(np.zeros((0, n_channels), np.float32), last=True)
        if len(ready):
            yield ready
