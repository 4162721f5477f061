"""The frames of stretches: taken from the cache where they are kept, else encoded and put there.

What an island's frames are depends on its samples and the encoder alone, so they are kept under
a hash over both and serve every track in which the same island sounds.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, BinaryIO

from audioguide.cache.store import Store
from audioguide.errors import EncoderError, FileError
from audioguide.fingerprints import code_digest, wheel_version
from audioguide.mp3.frames import count_frames
from audioguide.mp3.stretch import Stretch

if TYPE_CHECKING:
    from audioguide.mp3.encode import FrameEncoder

OnFrames = Callable[[int], None]
"""Told how many more frames are encoded; called from several threads."""

_CODE = tuple(Path(__file__).parent / name for name in ("encode.py", "frames.py", "kept_frames.py"))


class KeptFrames:
    """Frames of stretches at one bit rate. Its methods may be called from several threads."""

    def __init__(self, store: Store, *, bitrate_kbps: int) -> None:
        self.bitrate_kbps = bitrate_kbps
        self.made: set[str] = set()
        """Keys of the stretches that were encoded, not found."""
        self._store = store
        self._stopped = Event()

    def missing(self, stretches: Iterable[Stretch]) -> list[Stretch]:
        """Those whose frames are not there, equal ones once, in their order; nothing is read."""
        seen = set(self._store.keys())
        missing = []
        for stretch in stretches:
            entry = self._entry(stretch)
            if entry not in seen:
                seen.add(entry)
                missing.append(stretch)
        return missing

    def make(self, stretch: Stretch, *, on_frames: OnFrames | None = None) -> None:
        """Encode a stretch into the cache. Where nothing can be kept, nothing is.

        Raises:
            EncoderError: the encoder failed, or everything was stopped.
        """
        try:
            with self._store.writing(self._entry(stretch)) as stream:
                for frames in self.encode(stretch, on_frames=on_frames):
                    stream.write(frames)
        except FileError:
            return  # Whoever links encodes it once more, straight into the track.

    def open(self, stretch: Stretch) -> BinaryIO | None:
        """The kept frames of a stretch, checked; None where there are none."""
        return self._store.open(self._entry(stretch))

    def encode(self, stretch: Stretch, *, on_frames: OnFrames | None = None) -> Iterator[bytes]:
        """The frames of a stretch, some at a time, by a fresh encoder.

        Raises:
            EncoderError: the encoder failed, or everything was stopped.
        """
        from audioguide.mp3.encode import FrameEncoder

        self.made.add(stretch.key)
        encoder = FrameEncoder(bitrate_kbps=self.bitrate_kbps)
        left, unfinished = stretch.n_frames, b""
        for encoded in _encoded(encoder, stretch):
            if self._stopped.is_set():
                raise EncoderError("the encoding was stopped")
            # What comes after the last frame is the encoder's flushed tail.
            stream = unfinished + encoded
            n_frames, end = count_frames(stream, left)
            left, unfinished = left - n_frames, stream[end:]
            yield stream[:end]
            if on_frames:
                on_frames(n_frames)
        if left:
            raise EncoderError(f"the MP3 encoder gave {left} frames too few")

    def stop(self) -> None:
        """Have all encoding that is under way fail soon."""
        self._stopped.set()

    def _entry(self, stretch: Stretch) -> str:
        made_from = [*_encoder(), self.bitrate_kbps, stretch.n_frames, stretch.key]
        return f"{hashlib.sha256(json.dumps(made_from).encode()).hexdigest()}.island"


def _encoded(encoder: "FrameEncoder", stretch: Stretch) -> Iterator[bytes]:
    for block in stretch.blocks():
        yield encoder.encode(block)
    yield encoder.flush()


@cache
def _encoder() -> tuple[str, str]:
    return wheel_version("lameenc"), code_digest(_CODE)
