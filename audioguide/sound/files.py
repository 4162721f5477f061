"""Tracks as WAV and FLAC files, 16 bit mono, whole or not at all."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from audioguide.errors import EncoderError
from audioguide.files import replace_whole
from audioguide.units import SAMPLE_RATE_HZ, Samples

FORMATS = {".wav": "WAV", ".flac": "FLAC"}


def write_pcm(path: Path, blocks: Iterable[NDArray[np.int16]], length: Samples) -> None:
    """Write a track as the kind of file that its suffix names.

    Raises:
        EncoderError: the encoder failed, or the blocks are not `length` samples in all.
        FileError: the file cannot be written.
    """
    with replace_whole(path) as stream:
        written = 0
        try:
            with soundfile.SoundFile(
                stream,
                mode="w",
                samplerate=SAMPLE_RATE_HZ,
                channels=1,
                format=FORMATS[path.suffix.lower()],
                subtype="PCM_16",
            ) as file:
                for block in blocks:
                    file.write(block)
                    written += len(block)
        except soundfile.SoundFileError as trouble:
            raise EncoderError(f"could not encode {path}: {trouble}") from trouble
        if written != length:
            raise EncoderError(f"{written} samples were written where {length} were planned")
