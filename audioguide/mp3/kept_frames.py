"""The frames of stretches: taken from the cache where they are kept, else encoded and put there.

What an island's frames are depends on its samples and the encoder alone, so they are kept under
a hash over both and serve every track in which the same island sounds.
"""

import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING, BinaryIO

from audioguide.cache.store import Store
from audioguide.errors import EncoderError, FileError
from audioguide.fingerprints import code_digest, wheel_version
from audioguide.mp3.frames import count_frames
from audioguide.mp3.parts import Encoded, Part, joined, parts_of
from audioguide.mp3.stretch import Stretch
from audioguide.units import FRAME_SAMPLES

if TYPE_CHECKING:
    from audioguide.mp3.encode import FrameEncoder

OnFrames = Callable[[int], None]
"""Told how many more frames are encoded; called from several threads."""

_CODE_NAMES = ("encode.py", "frames.py", "kept_frames.py", "parts.py")
_CODE = tuple(Path(__file__).parent / name for name in _CODE_NAMES)


class KeptFrames:
    """Frames of stretches at one bit rate, in one channel or two.

    Its methods may be called from several threads.
    """

    def __init__(
        self, store: Store, *, bitrate_kbps: int, n_channels: int = 1, n_threads: int = 1
    ) -> None:
        """Nothing is read or made.

        Args:
            store: Where frames are kept.
            bitrate_kbps: One of `TRACK_BITRATES_KBPS`.
            n_channels: 1 or 2.
            n_threads: How many parts of one long stretch are encoded side by side.
        """
        self.bitrate_kbps = bitrate_kbps
        self.n_channels = n_channels
        self._n_threads = n_threads
        self.made: set[str] = set()
        """Keys of the stretches that were encoded, not found."""
        self._store = store
        self._stopped = Event()
        self._one_in_parts = Lock()
        """One long stretch keeps all threads busy; two at once would only take twice the memory."""

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
        self.made.add(stretch.key)
        parts = parts_of(stretch.n_frames)
        if len(parts) == 1:
            yield from self._encode(stretch, parts[0], self._stopped, on_frames)
            return
        stopped = Event()

        def encode(part: Part) -> Encoded:
            frames = self._encode(stretch, part, stopped, on_frames)
            return Encoded(b"".join(frames), first=part.start)

        with self._one_in_parts:
            yield from joined(self._side_by_side(parts, encode, stopped), parts, again=encode)

    def _side_by_side(
        self, parts: Sequence[Part], encode: Callable[[Part], Encoded], stopped: Event
    ) -> Iterator[Encoded]:
        """The parts in their order, one more under way than there are threads."""
        threads = ThreadPoolExecutor(self._n_threads, thread_name_prefix="encode-part")
        try:
            waiting = deque(threads.submit(encode, part) for part in parts[: self._n_threads + 1])
            for part in (*parts[len(waiting) :], *[None] * len(waiting)):
                yield waiting.popleft().result()
                if part is not None:
                    waiting.append(threads.submit(encode, part))
        finally:
            stopped.set()  # Whoever asks for no more wants nobody to go on.
            threads.shutdown(cancel_futures=True)

    def _encode(
        self, stretch: Stretch, part: Part, stopped: Event, on_frames: OnFrames | None
    ) -> Iterator[bytes]:
        """The frames `[part.start, part.end)`, some at a time, by a fresh encoder."""
        from audioguide.mp3.encode import FrameEncoder

        encoder = FrameEncoder(bitrate_kbps=self.bitrate_kbps, n_channels=self.n_channels)
        left, unfinished = part.end - part.start, b""
        for encoded in _encoded(encoder, stretch, part):
            if stopped.is_set() or self._stopped.is_set():
                raise EncoderError("the encoding was stopped")
            # What comes after the last frame is the encoder's flushed tail.
            stream = unfinished + encoded
            n_frames, end = count_frames(stream, left)
            left, unfinished = left - n_frames, stream[end:]
            yield stream[:end]
            if on_frames:
                on_frames(part.n_own(part.end - left - n_frames, part.end - left))
        if left:
            raise EncoderError(f"the MP3 encoder gave {left} frames too few")

    def stop(self) -> None:
        """Have all encoding that is under way fail soon."""
        self._stopped.set()

    def _entry(self, stretch: Stretch) -> str:
        form = [self.bitrate_kbps, self.n_channels]
        made_from = [*_encoder(), *form, stretch.n_frames, stretch.key]
        return f"{hashlib.sha256(json.dumps(made_from).encode()).hexdigest()}.island"


def _encoded(encoder: "FrameEncoder", stretch: Stretch, part: Part) -> Iterator[bytes]:
    for block in stretch.blocks(part.start * FRAME_SAMPLES, part.fed_until * FRAME_SAMPLES):
        yield encoder.encode(block)
    yield encoder.flush()


@cache
def _encoder() -> tuple[str, str]:
    return wheel_version("lameenc"), code_digest(_CODE)
