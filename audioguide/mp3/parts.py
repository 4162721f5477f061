"""A long stretch in parts that are encoded side by side, and joined where no decoder can tell.

Each part is encoded from some frames before its first one on, by an encoder of its own, which has
settled by then; and the part before goes on for some frames beyond its last. So both have frames
for the same sound, and there is a place at which the one can take over from the other: where its
frame reaches no farther back into the bytes before (`main_data_begin`) than the other's frame of
that number, and where both have long blocks. Those bytes belong to a frame that is left out, so
they are overwritten with what the frame that comes in keeps there.
"""

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from audioguide.mp3.frames import (
    cut_stream,
    has_long_blocks,
    main_data_begin,
    side_info_end,
)

PART_FRAMES = 1 << 12
"""107 seconds: enough that the frames which are encoded twice do not count."""
WARM_UP_FRAMES = 96
"""Encoded before a part's own. After them LAME's model of the ear and its reserve of bits stand
where they would had it begun at the start."""
_JOIN_FRAMES = 64
"""Among which a joint is looked for; every second one or so will do."""
_LOOK_AHEAD_FRAMES = 4
"""What LAME looks at before it decides on a frame, and more."""


class Part(Struct, frozen=True):
    """The frames `[first, last)` of a stretch, counted from its start."""

    first: int
    last: int
    is_last: bool

    @property
    def start(self) -> int:
        """The first frame that is encoded."""
        return max(0, self.first - WARM_UP_FRAMES)

    @property
    def end(self) -> int:
        """The frame behind the last one that can be used."""
        return self.last if self.is_last else self.last + _JOIN_FRAMES

    @property
    def fed_until(self) -> int:
        """The frame behind the last one whose samples the encoder is given."""
        return self.end + _LOOK_AHEAD_FRAMES

    def n_own(self, first: int, last: int) -> int:
        """How many of the frames `[first, last)` are its own."""
        return max(0, min(last, self.last) - max(first, self.first))


def parts_of(n_frames: int) -> tuple[Part, ...]:
    """How a stretch is cut: one part up to twice `PART_FRAMES`, however many threads there are."""
    firsts = range(0, max(1, n_frames - PART_FRAMES + 1), PART_FRAMES)
    lasts = (*firsts[1:], n_frames)
    return tuple(
        Part(first, last, is_last=last == n_frames)
        for first, last in zip(firsts, lasts, strict=True)
    )


class Encoded:
    """The frames `[first, first + n)` of a stretch."""

    def __init__(self, stream: bytes, *, first: int) -> None:
        """Take a stream of whole frames."""
        self._stream = bytearray(stream)
        self._offsets = cut_stream(stream)
        self._first = first

    def frame(self, number: int) -> bytes:
        """A frame, by its number in the stretch."""
        at = number - self._first
        return bytes(self._stream[self._offsets[at] : self._offsets[at + 1]])

    def between(self, first: int, last: int) -> bytes:
        """The frames `[first, last)`."""
        low, high = self._offsets[first - self._first], self._offsets[last - self._first]
        return bytes(self._stream[low:high])

    def reserve(self, number: int, n_bytes: int) -> bytes:
        """The last bytes of audio before a frame, headers and the like left out."""
        return bytes(self._stream[at] for at in self._reserved(number, n_bytes))

    def put_reserve(self, number: int, content: bytes) -> None:
        """Overwrite the last bytes of audio before a frame."""
        for at, byte in zip(self._reserved(number, len(content)), content, strict=True):
            self._stream[at] = byte

    def _reserved(self, number: int, n_bytes: int) -> Sequence[int]:
        """Where the last bytes of audio before a frame lie, in their order."""
        places: list[int] = []
        while len(places) < n_bytes:
            number -= 1
            frame = self.frame(number)
            start = self._offsets[number - self._first]
            places = [*range(start + side_info_end(frame), start + len(frame)), *places]
        return places[len(places) - n_bytes :]


def joint(before: Encoded, after: Encoded, part: Part) -> int | None:
    """The first frame that `after` can give; None where there is none.

    Args:
        before: The frames of the part before.
        after: Those of `part`.
        part: What begins there.
    """
    for number in range(part.first, part.first + _JOIN_FRAMES):
        one, other = before.frame(number), after.frame(number)
        reaches_no_farther = main_data_begin(other) <= main_data_begin(one)
        if reaches_no_farther and has_long_blocks(one) and has_long_blocks(other):
            return number
    return None


def joined(
    encoded: Iterator[Encoded], parts: Sequence[Part], *, again: Callable[[Part], Encoded]
) -> Iterator[bytes]:
    """The frames of a whole stretch, a part at a time.

    Args:
        encoded: The parts, in their order.
        parts: What each of them is.
        again: Encodes a part, such as two in one where they cannot be joined.
    """
    whole, before, at = parts[0], next(encoded), 0
    for part in parts[1:]:
        after = next(encoded)
        number = joint(before, after, part)
        if number is None:
            whole = Part(whole.first, part.last, part.is_last)
            before = again(whole)  # It begins as it did, so that it still fits what it follows.
            continue
        n_bytes = main_data_begin(after.frame(number))
        before.put_reserve(number, after.reserve(number, n_bytes))
        yield before.between(at, number)
        whole, before, at = part, after, number
    yield before.between(at, whole.last)
