"""A user's own recording as a cue: read, made mono, resampled, trimmed, faded."""

import io
import warnings
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from audioguide.peaks import limit_peaks
from audioguide.sound.edges import edges
from audioguide.sound.replacement import BadSoundError
from audioguide.units import SAMPLE_RATE_HZ

MAX_FILE_BYTES = 50 << 20
MAX_SECONDS = 60
_MAX_CHANNELS = 8
_MAX_RATE_HZ = 192_000
"""With 60 seconds and 8 channels this bounds what a small, well-packed file can unpack to."""

_SILENT = 1e-4
"""A recording whose peak is below -80 dBFS holds nothing to hear."""
_ONSET_DB = -40.0
"""Quieter sound before the first louder one is cut, so that a cue begins where it is placed."""
_END_DB = -60.0
"""Quieter sound after the last louder one is cut too."""
_HEAD_SECONDS = 0.002
_TAIL_SECONDS = 0.02

_CONTAINERS = (
    (4, b"ftyp", "mp4"),
    (0, b"\xff\xf1", "aac"),
    (0, b"\xff\xf9", "aac"),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "asf"),
    (0, b"\x1a\x45\xdf\xa3", "webm"),
)
"""Where a kind of file has which mark, and what ffmpeg calls it: M4A, AAC, WMA, WebM. A name
proves nothing: ffmpeg would follow a playlist called `bell.m4a` to other files and the network."""


def read_recording(name: str, path: Path) -> NDArray[np.float32]:
    """The sound of a file, mono at the track's rate, shape `(n,)`.

    Its true peak is at most `peaks.CEILING_DBTP`.

    WAV, AIFF, FLAC, OGG and MP3 are read as they are; M4A, AAC, WMA and WebM through pydub,
    which needs ffmpeg.

    Raises:
        BadSoundError: the file is missing, no sound, too long, silent, or needs ffmpeg.
    """
    try:
        pcm, rate_hz = _unpacked(_content(path))
        _refuse_unusable(pcm, rate_hz)
        mono = pcm.mean(axis=1, dtype=np.float64)
        mono -= mono.mean()
        if np.abs(mono).max(initial=0.0) < _SILENT:
            raise ValueError("it is silent")
        resampled = np.asarray(soxr.resample(mono, rate_hz, SAMPLE_RATE_HZ, quality="VHQ"))
        if not len(resampled):
            raise ValueError("it is shorter than one sample of a track")
    except (OSError, ValueError) as trouble:
        reason = getattr(trouble, "strerror", None) or str(trouble)
        raise BadSoundError(name, path, reason) from trouble
    return limit_peaks(_trimmed(resampled).astype(np.float32))


def _content(path: Path) -> bytes:
    if not path.is_file():
        raise ValueError("it is no file")
    with path.open("rb") as stream:
        content = stream.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        raise ValueError(f"it is over {MAX_FILE_BYTES >> 20} MiB")
    return content


def _unpacked(content: bytes) -> tuple[NDArray[np.float32], int]:
    """Samples of shape `(n, n_channels)`, one second more than allowed at most, and their rate."""
    for at, mark, form in _CONTAINERS:
        if content.startswith(mark, at):
            return _by_pydub(content, form)
    try:
        with soundfile.SoundFile(io.BytesIO(content)) as file:
            if file.channels > _MAX_CHANNELS or file.samplerate > _MAX_RATE_HZ:
                raise ValueError(f"it has {file.channels} channels at {file.samplerate} Hz")
            limit = (MAX_SECONDS + 1) * file.samplerate
            return file.read(limit, dtype="float32", always_2d=True), file.samplerate
    except soundfile.SoundFileError as trouble:
        raise ValueError("it is no WAV, FLAC, OGG, MP3 or M4A sound") from trouble


def _by_pydub(content: bytes, form: str) -> tuple[NDArray[np.float32], int]:
    with warnings.catch_warnings():
        # pydub warns, at import and again here, where ffmpeg is missing; the errors say it better.
        warnings.simplefilter("ignore")
        from pydub import AudioSegment
        from pydub.exceptions import CouldntDecodeError

        try:
            segment = AudioSegment.from_file(
                io.BytesIO(content), format=form, duration=MAX_SECONDS + 1
            )
        except FileNotFoundError as trouble:
            raise ValueError("it needs ffmpeg, which is not installed; save it as WAV") from trouble
        except (CouldntDecodeError, LookupError, ValueError) as trouble:
            raise ValueError("ffmpeg cannot read it") from trouble
    full_scale = float(1 << (8 * segment.sample_width - 1))
    samples = np.array(segment.get_array_of_samples(), np.float32) / np.float32(full_scale)
    return samples.reshape(-1, segment.channels), segment.frame_rate


def _refuse_unusable(pcm: NDArray[np.float32], rate_hz: int) -> None:
    if not len(pcm):
        raise ValueError("it is empty")
    if not np.isfinite(pcm).all():
        raise ValueError("it holds values that are no numbers")
    if len(pcm) > MAX_SECONDS * rate_hz:
        raise ValueError(f"it is longer than {MAX_SECONDS} seconds")


def _trimmed(pcm: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sound from its onset to its end, with edges that fade to zero."""
    magnitude = np.abs(pcm)
    peak = magnitude.max()
    heard = np.flatnonzero(magnitude >= peak * 10 ** (_ONSET_DB / 20))[0]
    last = np.flatnonzero(magnitude >= peak * 10 ** (_END_DB / 20))[-1]
    start = max(0, heard - int(_HEAD_SECONDS * SAMPLE_RATE_HZ))
    kept = pcm[start : last + int(_TAIL_SECONDS * SAMPLE_RATE_HZ)]
    return kept * edges(len(kept), head_seconds=_HEAD_SECONDS, tail_seconds=_TAIL_SECONDS)
