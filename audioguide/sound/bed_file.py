"""A user's own file as a bed: decoded once to a temporary file, looped without a seam.

A piece of music may be long, so no more of it than a block is ever in memory.
"""

import math
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import IO

import numpy as np
import soundfile
from numpy.typing import NDArray

from audioguide.loudness import LoudnessMeter
from audioguide.sound.bed_level import bed_gain
from audioguide.sound.loops import Loop
from audioguide.sound.music import open_music, resampled
from audioguide.sound.replacement import BadSoundError
from audioguide.units import SAMPLE_RATE_HZ

_MIN_SECONDS = 1
_CROSSING_SECONDS = 4.0
"""Over which the end of a file goes over into its beginning; at most a quarter of it."""
_SILENT = 1e-3
"""Quieter sound than -60 dBFS is cut from both ends, so that no loop has a hole."""
_HEADROOM = 0.5
"""Samples are kept at half their size, since resampling may lift peaks over full scale."""


def open_bed_file(name: str, path: Path) -> Loop:
    """A file as a loop at the level of a bed, in one channel or two.

    WAV, AIFF, FLAC, OGG and MP3, of a second to an hour. Of more than two channels the mean is
    taken. Its end crosses over into its beginning at equal power, however alike the two are.

    Raises:
        BadSoundError: the file is missing, no sound, too long, silent, or holds no numbers.
    """
    # It goes when it is closed, for it has no name.
    samples = tempfile.TemporaryFile(prefix="audioguide-bed-")  # noqa: SIM115
    try:
        with _named(name, path):
            return _FileLoop(path, samples)
    except BaseException:
        samples.close()
        raise


def check_bed_file(name: str, path: Path) -> None:
    """Look at the beginning of a file, to refuse early what cannot be a bed.

    Raises:
        BadSoundError: as `open_bed_file`, as far as the beginning tells.
    """
    with _named(name, path), open_music(path):
        pass


@contextmanager
def _named(name: str, path: Path) -> Iterator[None]:
    """Say of which bed trouble is."""
    try:
        yield
    except soundfile.SoundFileError as trouble:
        raise BadSoundError(name, path, "it is no WAV, FLAC, OGG or MP3 sound") from trouble
    except (OSError, ValueError) as trouble:
        reason = getattr(trouble, "strerror", None) or str(trouble)
        raise BadSoundError(name, path, reason) from trouble


class _FileLoop:
    """A decoded file, at the level of a bed."""

    def __init__(self, path: Path, samples: IO[bytes]) -> None:
        """Decode it all.

        Args:
            path: What is decoded.
            samples: An empty file for its samples.

        Raises:
            OSError: it cannot be read, or the temporary file not written.
            ValueError: it cannot be a bed.
            soundfile.SoundFileError: it is no sound.
        """
        self._lock = Lock()
        self._samples = samples
        with open_music(path) as file:
            self.n_channels = 2 if file.channels == 2 else 1
            meters = tuple(LoudnessMeter() for _ in range(self.n_channels))
            self._first, end = self._decode(file, meters)
        n_samples = end - self._first
        if n_samples < _MIN_SECONDS * SAMPLE_RATE_HZ:
            raise ValueError("less than a second of it can be heard")
        self._crossing = int(min(_CROSSING_SECONDS * SAMPLE_RATE_HZ, n_samples // 4))
        self._lap = n_samples - self._crossing
        self._likeness = self._compared()
        self._gain = bed_gain(meters, peak=self._peak) / (32768 * _HEADROOM)

    def _decode(
        self, file: soundfile.SoundFile, meters: tuple[LoudnessMeter, ...]
    ) -> tuple[int, int]:
        """Write the samples, note their mean and peak, and give where the sound begins and ends."""
        at = end = 0
        first: int | None = None
        sums = np.zeros(self.n_channels)
        low, high = np.full(self.n_channels, np.inf), np.full(self.n_channels, -np.inf)
        for block in resampled(file, self.n_channels):
            for meter, channel in zip(meters, block.T, strict=True):
                meter.feed_loudness(np.ascontiguousarray(channel))
            sums += block.sum(axis=0, dtype=np.float64)
            low, high = np.minimum(low, block.min(axis=0)), np.maximum(high, block.max(axis=0))
            heard = np.flatnonzero(np.abs(block).max(axis=1) > _SILENT)
            if len(heard):
                first = at + int(heard[0]) if first is None else first
                end = at + int(heard[-1]) + 1
            kept = np.clip(np.rint(block * (32768 * _HEADROOM)), -32768, 32767)
            self._samples.write(kept.astype("<i2").tobytes())
            at += len(block)
        mean = sums / max(1, at)
        self._mean = (mean * 32768 * _HEADROOM).astype(np.float32)
        self._peak = float(max((mean - low).max(), (high - mean).max()))
        if first is None or self._peak < _SILENT:
            raise ValueError("it is silent")
        return first, end

    def read(self, first: int, n_samples: int) -> NDArray[np.float32]:
        """As `Loop.read`. The first lap begins as the file does, later ones in the crossing."""
        piece = np.zeros((n_samples, self.n_channels), np.float32)
        for lap in range(max(0, first // self._lap - 1), (first + n_samples - 1) // self._lap + 1):
            begins = lap * self._lap
            low, high = (
                max(first, begins),
                min(first + n_samples, begins + self._lap + self._crossing),
            )
            if low < high:
                part = self._stored(low - begins, high - begins)
                self._cross(part, low - begins, is_first=lap == 0)
                piece[low - first : high - first] += part
        piece *= self._gain
        return piece if self.n_channels == 2 else piece[:, 0]

    def close(self) -> None:
        """As `Loop.close`."""
        self._samples.close()

    def _cross(self, part: NDArray[np.float32], at: int, *, is_first: bool) -> None:
        """Let a lap come in over its first samples and go out over its last, `at` its place."""
        coming = min(len(part), self._crossing - at)
        if coming > 0 and not is_first:
            part[:coming] *= self._crossing_gain(np.arange(at, at + coming))
        going = max(0, self._lap - at)
        if going < len(part):
            left = self._lap + self._crossing - np.arange(at + going, at + len(part))
            part[going:] *= self._crossing_gain(left)

    def _crossing_gain(self, places: NDArray[np.int64]) -> NDArray[np.float32]:
        """From 0 to 1, shape `(n, 1)`: a quarter of a sine, less where alike sounds would add up.

        Of two sounds with the gains `a` and `b` and the correlation `c` the power is
        `a² + b² + 2abc`, which is 1 + c sin for two quarters of a sine.
        """
        turn = np.pi * places / self._crossing
        gain = np.sin(turn / 2) / np.sqrt(1 + self._likeness * np.sin(turn))
        return np.asarray(gain, np.float32)[:, None]

    def _compared(self) -> float:
        """The correlation of the two sounds that cross, from 0 to 1."""
        beginning = self._stored(0, self._crossing)
        end = self._stored(self._lap, self._lap + self._crossing)
        both, one, other = (
            float((first * second).sum(dtype=np.float64))
            for first, second in ((beginning, end), (beginning, beginning), (end, end))
        )
        return min(1.0, max(0.0, both) / max(1.0, math.sqrt(one * other)))

    def _stored(self, low: int, high: int) -> NDArray[np.float32]:
        width = 2 * self.n_channels
        with self._lock:
            self._samples.seek((self._first + low) * width)
            content = self._samples.read((high - low) * width)
        samples = np.frombuffer(content, "<i2").reshape(-1, self.n_channels)
        return samples.astype(np.float32) - self._mean
