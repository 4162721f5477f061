"""WAV as engines write it: any usual sample format, and never half a file taken for a whole."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from audioguide.errors import EngineError
from audioguide.speech.engines.contract import RawSound

_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
_SAMPLE_TYPES = {
    (_PCM, 8): "u1",
    (_PCM, 16): "<i2",
    (_PCM, 32): "<i4",
    (_FLOAT, 32): "<f4",
    (_FLOAT, 64): "<f8",
}
"""Numpy's name of a sample by format tag and bits; 24 bits, which numpy lacks, stand apart."""

_UNKNOWN_BYTES = 0x7FFF_0000
"""Programs that do not know a length yet write 0, the highest number with or without a sign, or
one that leaves room for a header below it. Source: ffmpeg, sox and OpenAI's server, as seen."""


def read_wav(content: bytes, *, is_streamed: bool = False) -> RawSound:
    """The sound in a WAV file's bytes.

    Args:
        content: The file.
        is_streamed: Whether it is known to be whole, while its header, which was sent before the
            sound was made, may not know how long that is.

    Raises:
        EngineError: it is empty, no WAV, of an unknown format, or shorter than its header says.
    """
    if not content:
        raise EngineError("it wrote nothing")
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        raise EngineError("it wrote no WAV file")
    chunks = dict(_chunks(content, is_streamed=is_streamed))
    if len(chunks.get(b"fmt ", b"")) < 16 or b"data" not in chunks:
        raise EngineError("it wrote a WAV file without sound")
    header = chunks[b"fmt "]
    tag, n_channels, rate_hz, _, _, bits = struct.unpack_from("<HHIIHH", header)
    if tag == _EXTENSIBLE and len(header) >= 26:
        (tag,) = struct.unpack_from("<H", header, 24)
    samples = _samples(chunks[b"data"], tag, bits)
    if not n_channels or len(samples) % n_channels:
        raise EngineError("it wrote half a frame")
    return RawSound(samples.reshape(-1, n_channels), rate_hz)


def _chunks(content: bytes, *, is_streamed: bool) -> Iterator[tuple[bytes, bytes]]:
    """Every chunk of the file; a later one of the same name wins."""
    position = 12
    while position + 8 <= len(content):
        name, size = struct.unpack_from("<4sI", content, position)
        start = position + 8
        if is_streamed and name == b"data" and (size == 0 or size >= _UNKNOWN_BYTES):
            size = len(content) - start
        if start + size > len(content):
            there = len(content) - start
            raise EngineError(f"it wrote {there} of {size} bytes of sound")
        yield name, content[start : start + size]
        position = start + size + size % 2


def _samples(content: bytes, tag: int, bits: int) -> NDArray[np.generic]:
    if len(content) % (bits // 8 or 1):
        raise EngineError("it wrote half a sample")
    if (tag, bits) == (_PCM, 24):
        octets = np.frombuffer(content, np.uint8).reshape(-1, 3)
        wide = np.zeros((len(octets), 4), np.uint8)
        wide[:, 1:] = octets
        return wide.view("<i4").reshape(-1)
    if (tag, bits) not in _SAMPLE_TYPES:
        raise EngineError(f"it wrote WAV format {tag} with {bits} bits")
    return np.frombuffer(content, _SAMPLE_TYPES[tag, bits])
