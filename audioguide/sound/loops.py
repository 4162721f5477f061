"""Loops: sounds that go on for ever, read piece by piece."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Loop(Protocol):
    """A sound without an end, at the level of a bed."""

    n_channels: int
    """1 or 2."""

    def read(self, first: int, n_samples: int) -> NDArray[np.float32]:
        """Samples `[first, first + n_samples)`: shape `(n_samples,)`, or `(n_samples, 2)`.

        It may be called from several threads.
        """
        ...

    def close(self) -> None:
        """Let go of what it is read from; it cannot be read any more."""
        ...


class ArrayLoop:
    """A loop in memory, in one channel, whose end leads into its beginning."""

    n_channels = 1

    def __init__(self, pcm: NDArray[np.float32]) -> None:
        """Take one lap, shape `(n,)`."""
        self._pcm = pcm

    def read(self, first: int, n_samples: int) -> NDArray[np.float32]:
        """As `Loop.read`; what lies within one lap is a view."""
        at = first % len(self._pcm)
        if at + n_samples <= len(self._pcm):
            return self._pcm[at : at + n_samples]
        pieces = []
        while n_samples:
            pieces.append(self._pcm[at : at + n_samples])
            n_samples -= len(pieces[-1])
            at = 0
        return np.concatenate(pieces)

    def close(self) -> None:
        """As `Loop.close`: memory needs none."""


class MonoLoop:
    """Another loop in one channel, the mean of both where it has two."""

    n_channels = 1

    def __init__(self, loop: Loop) -> None:
        """Nothing is read before a piece is asked for."""
        self._loop = loop

    def read(self, first: int, n_samples: int) -> NDArray[np.float32]:
        """As `Loop.read`."""
        piece = self._loop.read(first, n_samples)
        return piece if piece.ndim == 1 else piece.mean(axis=1, dtype=np.float32)

    def close(self) -> None:
        """As `Loop.close`."""
        self._loop.close()
