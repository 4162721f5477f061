"""A timeline as sound: what sounds where, in how many channels, and how its samples are got."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from audioguide.clip import Utterance
from audioguide.compiler.sounding import (
    LoadClip,
    count_channels,
    identifier,
    in_the_middle,
    loader,
    placements,
)
from audioguide.compiler.stretches import stretches
from audioguide.mp3.stretch import Stretch
from audioguide.sound.beds import Beds
from audioguide.sound.islands import cut_islands
from audioguide.sound.palette import Palette
from audioguide.sound.render import render_blocks, to_int16
from audioguide.timeline.timeline import Timeline

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class TrackSound:
    """All that sounds on one track."""

    def __init__(
        self,
        timeline: Timeline,
        *,
        palette: Palette,
        beds: Beds,
        load_clip: LoadClip,
        identity_of: Callable[[Utterance], str],
        is_mono: bool = False,
    ) -> None:
        """Settle what sounds where.

        Args:
            timeline: When everything happens.
            palette: The cues.
            beds: The beds.
            load_clip: Gets the clip of a line.
            identity_of: Says what a line sounds like: equal answers, equal clips.
            is_mono: Everything is in one channel, whatever it is made of.

        Raises:
            BadSoundError: a file cannot be a bed.
        """
        placed = placements(in_the_middle(timeline) if is_mono else timeline, palette)
        self._length = timeline.length
        self._load = loader(palette, beds, load_clip, is_mono=is_mono)
        self.sources = tuple(source for _, source in placed)
        """The place in a script that each sound comes from, in their order."""
        self.islands = cut_islands([placement for placement, _ in placed])
        self.n_channels = 1 if is_mono else count_channels(timeline, beds)
        self.identity = identifier(palette, beds, identity_of)
        """Says what a placement sounds like: equal answers, equal samples."""

    def blocks(self) -> "Iterator[NDArray[np.int16]]":
        """The whole track, shape `(n,)` or `(n, 2)` each."""
        blocks = render_blocks(self.islands, self._length, self._load, n_channels=self.n_channels)
        return map(to_int16, blocks)

    def stretches(self) -> tuple[Stretch, ...]:
        """The islands, as the linker takes them."""
        return stretches(
            self.islands, identity=self.identity, load=self._load, n_channels=self.n_channels
        )
