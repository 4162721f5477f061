"""A stretch of a track in which something sounds, as the linker takes it. The noun of `mp3`."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Stretch(Struct, frozen=True, eq=False):
    """Sound from the start of one frame of the track to the end of another.

    What sounds lies so far from its end that its last frame holds silence alone.
    """

    first_frame: int
    """Where it begins, in frames from the start of the track."""
    n_frames: int
    key: str
    """A hash over all that decides its samples. Equal keys: equal samples."""
    blocks: "Callable[[int, int], Iterable[NDArray[np.int16]]]"
    """Renders its samples `[first, last)`, counted from its start: 16-bit blocks of shape `(n,)` or
    `(n, 2)`. It may be called more than once, and from any thread."""

    @property
    def end_frame(self) -> int:
        """The frame after its last one."""
        return self.first_frame + self.n_frames
