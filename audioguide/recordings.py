"""Sound files of people, unpacked: whatever a phone, a recorder or an editor writes.

WAV, AIFF, FLAC, OGG and MP3 are read as they are. M4A, AAC, WMA and WebM are read through pydub,
which needs ffmpeg, or without it through PyAV, which the extra `codecs` brings.
"""

from __future__ import annotations

import io
import shutil
import warnings
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from audioguide.extras import installation

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

MAX_FILE_BYTES = 50 << 20
MAX_CHANNELS = 8
MAX_RATE_HZ = 192_000
"""With a length and 8 channels this bounds what a small, well-packed file can unpack to."""

_STREAMED_BYTES = 0x7FFF0000
"""What a program at least writes for a size that it does not know yet. Source: sox and ffmpeg, as
seen."""

SUFFIXES = (
    *(".wav", ".aif", ".aiff", ".flac", ".ogg", ".oga", ".opus", ".mp3"),
    *(".m4a", ".mp4", ".aac", ".wma", ".webm"),
)
"""How such files are called."""

_CONTAINERS = (
    (4, b"ftyp", "mp4"),
    (0, b"\xff\xf1", "aac"),
    (0, b"\xff\xf9", "aac"),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "asf"),
    (0, b"\x1a\x45\xdf\xa3", "webm"),
)
"""Where a kind of file has which mark, and what ffmpeg calls it: M4A, AAC, WMA, WebM. A name
proves nothing: ffmpeg would follow a playlist called `bell.m4a` to other files and the network."""


def read_sound(path: Path, *, longest_seconds: int) -> tuple[NDArray[np.float32], int]:
    """The samples of a file, shape `(n, n_channels)`, full scale at ±1, and their rate in Hz.

    Raises:
        OSError: it cannot be read.
        ValueError: it is no sound, empty, too large or too long, or needs ffmpeg; the message
            says so in half a sentence.
    """
    import numpy as np

    pcm, rate_hz = _unpacked(_content(path), longest_seconds + 1)
    if not len(pcm):
        raise ValueError("it is empty")
    if not np.isfinite(pcm).all():
        raise ValueError("it holds values that are no numbers")
    if len(pcm) > longest_seconds * rate_hz:
        raise ValueError(f"it is longer than {longest_seconds} seconds")
    return pcm, rate_hz


def _content(path: Path) -> bytes:
    if not path.is_file():
        raise ValueError("it is no file")
    with path.open("rb") as stream:
        content = stream.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        raise ValueError(f"it is over {MAX_FILE_BYTES >> 20} MiB")
    return content


def _unpacked(content: bytes, seconds: int) -> tuple[NDArray[np.float32], int]:
    """At most the first `seconds`."""
    for at, mark, form in _CONTAINERS:
        if content.startswith(mark, at):
            if shutil.which("ffmpeg") is None and find_spec("av") is not None:
                return _by_av(content, form, seconds)
            return _by_pydub(content, form, seconds)
    import soundfile

    _refuse_cut(content)
    try:
        with soundfile.SoundFile(io.BytesIO(content)) as file:
            _refuse_odd(file.channels, file.samplerate)
            pcm = file.read(seconds * file.samplerate, dtype="float32", always_2d=True)
            return pcm, file.samplerate
    except soundfile.SoundFileError as trouble:
        raise ValueError("it is no WAV, FLAC, OGG, MP3 or M4A sound") from trouble


def _refuse_cut(content: bytes) -> None:
    """Raise for a WAV with less in it than it says, which soundfile reads without a word."""
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        n_bytes = int.from_bytes(content[4:8], "little")
        # Who writes to a pipe does not know the size, and says zero or as much as there can be.
        if n_bytes < _STREAMED_BYTES and n_bytes + 8 > len(content) + 1:
            raise ValueError("it is cut off")


def _refuse_odd(n_channels: int, rate_hz: int) -> None:
    if not 1 <= n_channels <= MAX_CHANNELS or not 1 <= rate_hz <= MAX_RATE_HZ:
        raise ValueError(f"it has {n_channels} channels at {rate_hz} Hz")


def _by_pydub(content: bytes, form: str, seconds: int) -> tuple[NDArray[np.float32], int]:
    import numpy as np

    with warnings.catch_warnings():
        # pydub warns, at import and again here, where ffmpeg is missing; the errors say it better.
        warnings.simplefilter("ignore")
        from pydub import AudioSegment
        from pydub.exceptions import CouldntDecodeError

        try:
            segment = AudioSegment.from_file(io.BytesIO(content), format=form, duration=seconds)
        except FileNotFoundError as trouble:
            remedy = f"save it as WAV, or {installation('codecs')}"
            raise ValueError(f"it needs ffmpeg, which is not installed; {remedy}") from trouble
        except (CouldntDecodeError, LookupError, ValueError) as trouble:
            raise ValueError("ffmpeg cannot read it") from trouble
    full_scale = float(1 << (8 * segment.sample_width - 1))
    samples = np.array(segment.get_array_of_samples(), np.float32) / np.float32(full_scale)
    return samples.reshape(-1, segment.channels), segment.frame_rate


def _by_av(content: bytes, form: str, seconds: int) -> tuple[NDArray[np.float32], int]:
    """As ffmpeg's libraries read it, which PyAV carries with it."""
    import av
    import numpy as np

    blocks: list[NDArray[np.float32]] = []
    n_samples = 0
    try:
        with av.open(io.BytesIO(content), "r", format=_AV_FORMATS.get(form, form)) as file:
            stream = file.streams.audio[0]
            rate_hz, n_channels = stream.rate, stream.channels
            _refuse_odd(n_channels, rate_hz)
            resampler: Any = av.AudioResampler(format="flt", layout=stream.layout, rate=rate_hz)
            for frame in file.decode(stream):
                for part in resampler.resample(frame):
                    blocks.append(part.to_ndarray().reshape(-1, n_channels))
                    n_samples += len(blocks[-1])
                if n_samples > seconds * rate_hz:
                    break
    except (av.FFmpegError, IndexError) as trouble:
        raise ValueError("it cannot be decoded") from trouble
    pcm = np.concatenate(blocks) if blocks else np.zeros((0, 1), np.float32)
    return pcm[: seconds * rate_hz].astype(np.float32), rate_hz


_AV_FORMATS = {"webm": "matroska"}
"""Where a format that is read has another name than the one that is written."""
