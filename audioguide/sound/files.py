"""Tracks as WAV and FLAC files of 16 bit, whole or not at all."""

import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

import numpy as np
import soundfile
from numpy.typing import NDArray

from audioguide.errors import EncoderError
from audioguide.files import replace_whole
from audioguide.units import SAMPLE_RATE_HZ, Samples

FORMATS = {".wav": "WAV", ".flac": "FLAC"}


def write_pcm(
    path: Path, blocks: Iterable[NDArray[np.int16]], length: Samples, *, n_channels: int = 1
) -> None:
    """Write a track as the kind of file that its suffix names, one of `FORMATS`.

    Its blocks have the shape `(n,)`, or `(n, 2)` for two channels.

    Raises:
        EncoderError: the encoder failed, or the blocks are not `length` samples in all.
        FileError: the file cannot be written.
    """
    with replace_whole(path) as stream:
        sink = _Sink(stream)
        written = 0
        try:
            with soundfile.SoundFile(
                sink,
                mode="w",
                samplerate=SAMPLE_RATE_HZ,
                channels=n_channels,
                format=FORMATS[path.suffix.lower()],
                subtype="PCM_16",
            ) as file:
                for block in blocks:
                    file.write(block)
                    written += len(block)
                    sink.raise_trouble()
        except soundfile.SoundFileError as trouble:
            raise EncoderError(f"could not encode {path}: {trouble}") from trouble
        sink.raise_trouble()
        if written != length:
            raise EncoderError(f"{written} samples were written where {length} were planned")


class _Sink:
    """A file whose trouble waits to be raised.

    libsndfile calls it from C, where an exception is printed and lost; so a full disk is noted
    here, and the call answers as if it had gone well.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._trouble: OSError | None = None

    def raise_trouble(self) -> None:
        """Raise the first trouble that there was."""
        if self._trouble is not None:
            raise self._trouble

    def write(self, content: bytes) -> int:
        return self._answer(lambda: self._stream.write(content), len(content))

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._answer(lambda: self._stream.seek(offset, whence), 0)

    def tell(self) -> int:
        return self._answer(self._stream.tell, 0)

    def read(self, n_bytes: int = -1) -> bytes:
        return self._stream.read(n_bytes)

    def _answer(self, call: Callable[[], int], otherwise: int) -> int:
        try:
            return call()
        except OSError as trouble:
            self._trouble = self._trouble or trouble
            return otherwise
