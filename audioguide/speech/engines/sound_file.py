"""Sound files as systems and servers write them, whatever they were asked for."""

from __future__ import annotations

import io
import struct

from audioguide.errors import EngineError
from audioguide.speech.engines.contract import RawSound
from audioguide.speech.engines.wav import read_wav

MOST_SECONDS = 1800
"""Of one line: a small file may unpack to hours."""

_STARTS = (b"FORM", b"fLaC", b"OggS", b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa")
"""AIFF, FLAC, Ogg and MP3: with tags, or at once with a frame of MPEG 1, 2 or 2.5, layer III."""


def read_any(content: bytes, *, is_streamed: bool = False) -> RawSound:
    """The sound in a WAV, AIFF, FLAC, Ogg or MP3 file's bytes.

    Args:
        content: The file.
        is_streamed: Whether it is known to be whole, so that its header need not say how long
            it is; MP3 has no such header, and is read only then.

    Raises:
        EngineError: it is empty, none of these, or not whole.
    """
    if not content or content.startswith(b"RIFF"):
        return read_wav(content, is_streamed=is_streamed)
    if not may_be_sound(content):
        raise EngineError("it gave no sound")
    if content.startswith(b"FORM"):
        _refuse_half(content)
    elif not content.startswith(b"fLaC") and not is_streamed:
        raise EngineError("it gave sound of which nobody knows whether it is whole")
    return _by_soundfile(content)


def may_be_sound(content: bytes) -> bool:
    """Whether a file begins like one of these."""
    return content.startswith((b"RIFF", *_STARTS))


def _refuse_half(content: bytes) -> None:
    """An AIFF says how long it is, which `soundfile` does not mind."""
    n_bytes = struct.unpack_from(">I", content, 4)[0] if len(content) >= 8 else 0
    if n_bytes <= 4 or len(content) < 8 + n_bytes:
        raise EngineError(f"it wrote {len(content)} of {8 + n_bytes} bytes of sound")


def _by_soundfile(content: bytes) -> RawSound:
    import soundfile

    try:
        with soundfile.SoundFile(io.BytesIO(content)) as file:
            n_frames = file.frames
            if n_frames > MOST_SECONDS * file.samplerate:
                raise EngineError(f"it gave over {MOST_SECONDS} s of sound")
            pcm = file.read(n_frames, dtype="float32", always_2d=True)
            rate_hz = file.samplerate
    except (soundfile.SoundFileError, RuntimeError) as trouble:
        raise EngineError("it gave sound that cannot be read") from trouble
    if len(pcm) < n_frames:
        raise EngineError(f"it gave {len(pcm)} of {n_frames} samples")
    return RawSound(pcm, rate_hz)
