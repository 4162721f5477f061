"""A user's own recording as a cue: read, made mono, resampled, trimmed, faded."""

import io
import warnings
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from audioguide.loudness import limit_peaks
from audioguide.sound.replacement import BadSoundError
from audioguide.units import SAMPLE_RATE_HZ

MAX_FILE_BYTES = 50 << 20
MAX_SECONDS = 60
_LEAD_DB = -40.0
"""Quieter sound before the first louder one is cut, so that a cue begins where it is placed."""
_FADE_SECONDS = 0.005

_CONTAINERS = {".m4a": "mp4", ".mp4": "mp4", ".aac": "aac", ".wma": "asf", ".webm": "webm"}
"""What ffmpeg is asked for by suffix. It is told the format and given the bytes, so that a
playlist under an innocent name cannot make it open other files or the network."""


def read_recording(name: str, path: Path) -> NDArray[np.float32]:
    """The sound of a file, mono at the track's rate, shape `(n,)`.

    WAV, FLAC, OGG and MP3 are read as they are; M4A, AAC, WMA and WebM through pydub, which
    needs ffmpeg.

    Raises:
        BadSoundError: the file is missing, no sound, too long, silent, or needs ffmpeg.
    """
    content = _content(name, path)
    form = _CONTAINERS.get(path.suffix.lower())
    pcm, rate_hz = (
        _by_pydub(name, path, content, form) if form else _by_soundfile(name, path, content)
    )
    if not np.isfinite(pcm).all():
        raise BadSoundError(name, path, "it holds values that are no numbers")
    if len(pcm) > MAX_SECONDS * rate_hz:
        raise BadSoundError(name, path, f"it is longer than {MAX_SECONDS} seconds")
    mono = pcm.mean(axis=1, dtype=np.float32)
    mono -= mono.mean()
    resampled = np.asarray(soxr.resample(mono, rate_hz, SAMPLE_RATE_HZ, quality="VHQ"), np.float32)
    return _edged(_without_lead(name, path, resampled))


def _content(name: str, path: Path) -> bytes:
    try:
        if not path.is_file():
            raise BadSoundError(name, path, "it is no file")
        if path.stat().st_size > MAX_FILE_BYTES:
            raise BadSoundError(name, path, f"it is over {MAX_FILE_BYTES >> 20} MiB")
        return path.read_bytes()
    except OSError as trouble:
        raise BadSoundError(name, path, trouble.strerror or str(trouble)) from trouble


def _by_soundfile(name: str, path: Path, content: bytes) -> tuple[NDArray[np.float32], int]:
    try:
        with soundfile.SoundFile(io.BytesIO(content)) as file:
            limit = (MAX_SECONDS + 1) * file.samplerate
            return file.read(limit, dtype="float32", always_2d=True), file.samplerate
    except soundfile.SoundFileError as trouble:
        reason = "it is no sound that can be read (WAV, FLAC, OGG, MP3 or M4A can)"
        raise BadSoundError(name, path, reason) from trouble


def _by_pydub(name: str, path: Path, content: bytes, form: str) -> tuple[NDArray[np.float32], int]:
    with warnings.catch_warnings():
        # pydub warns at import where ffmpeg is missing; the error below says it better.
        warnings.simplefilter("ignore")
        from pydub import AudioSegment
        from pydub.exceptions import CouldntDecodeError
    try:
        segment = AudioSegment.from_file(io.BytesIO(content), format=form)
    except FileNotFoundError as trouble:
        reason = f"{path.suffix} needs ffmpeg, which is not installed; save it as WAV instead"
        raise BadSoundError(name, path, reason) from trouble
    except (CouldntDecodeError, IndexError, KeyError, ValueError) as trouble:
        raise BadSoundError(name, path, "ffmpeg cannot read it") from trouble
    full_scale = float(1 << (8 * segment.sample_width - 1))
    samples = np.array(segment.get_array_of_samples(), np.float32) / full_scale
    return samples.reshape(-1, segment.channels), segment.frame_rate


def _without_lead(name: str, path: Path, pcm: NDArray[np.float32]) -> NDArray[np.float32]:
    magnitude = np.abs(pcm)
    peak = float(magnitude.max(initial=0.0))
    if peak < 1e-4:
        raise BadSoundError(name, path, "it is silent")
    first = int(np.argmax(magnitude > peak * 10 ** (_LEAD_DB / 20)))
    return pcm[first:]


def _edged(pcm: NDArray[np.float32]) -> NDArray[np.float32]:
    """The sound with both edges faded to zero and its true peak where no decoder clips it."""
    fade = min(len(pcm) // 2, int(_FADE_SECONDS * SAMPLE_RATE_HZ))
    ramp = np.linspace(0.0, 1.0, fade, endpoint=False, dtype=np.float32)
    # A quarter of the fade at the front: an attack is what tells people where the beat is.
    front = max(1, fade // 4)
    faded = pcm.copy()
    faded[:front] *= ramp[:: max(1, fade // front)][:front]
    faded[len(faded) - fade :] *= ramp[::-1]
    return limit_peaks(faded)
