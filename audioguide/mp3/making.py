"""Stretches encoded side by side in threads, while the track is written behind them."""

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from types import TracebackType
from typing import Self

from audioguide.mp3.kept_frames import KeptFrames
from audioguide.mp3.stretch import Stretch

OnProgress = Callable[[int, int], None]
"""Told how many of how many frames that have to be encoded are; by one thread at a time."""


class Making:
    """Begins to make the frames of stretches, in their order; the `with` block ends it.

    Threads and not processes: the encoder and the renderer let go of Python's lock for nearly
    all of their time.
    """

    def __init__(
        self,
        stretches: Iterable[Stretch],
        kept: KeptFrames,
        *,
        n_threads: int,
        on_progress: OnProgress | None = None,
    ) -> None:
        """Nothing begins before the block.

        Args:
            stretches: of which those that are not kept yet are made, equal ones once.
            kept: where the frames go.
            n_threads: how many stretches are encoded at a time.
            on_progress: told after each block of samples.
        """
        self._kept = kept
        self._missing = kept.missing(stretches)
        self._n_frames = sum(stretch.n_frames for stretch in self._missing)
        self._n_made = 0
        self._on_progress = on_progress
        self._telling = Lock()
        self._threads = ThreadPoolExecutor(n_threads, thread_name_prefix="encode")
        self._futures: dict[tuple[str, int], Future[None]] = {}

    def __enter__(self) -> Self:
        for stretch in self._missing:
            future = self._threads.submit(self._kept.make, stretch, on_frames=self._tell)
            self._futures[stretch.key, stretch.n_frames] = future
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        trouble: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            self._kept.stop()
        self._threads.shutdown(wait=True, cancel_futures=True)

    def wait_for(self, stretch: Stretch) -> None:
        """Wait until the frames of a stretch are made, if they have to be.

        Raises:
            AudioguideError: they could not be rendered or encoded.
        """
        future = self._futures.get((stretch.key, stretch.n_frames))
        if future is not None:
            future.result()

    def _tell(self, n_frames: int) -> None:
        if self._on_progress:
            with self._telling:
                self._n_made += n_frames
                self._on_progress(self._n_made, self._n_frames)
