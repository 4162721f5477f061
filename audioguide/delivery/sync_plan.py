"""What is wanted on a target, and what a run would do for that: the nouns of `sync`."""

from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from audioguide.delivery.sync_copy import Write
from audioguide.delivery.sync_manifest import Content, Entry, Manifest
from audioguide.delivery.sync_target import Standing

OnProgress = Callable[[str, int, int], None]
"""Told `(stage, done, total)`; the stages are `read`, in files, and `copy`, in bytes."""


class Wish(Struct, frozen=True):
    """A file that is to be on the target."""

    folder: str
    """Empty: in the target itself."""
    name: str
    """As it would best be called, with its suffix; plain enough for every file system."""
    source: str
    """What it is made from, for people."""
    write: Write
    origin: str = ""
    """What it belongs to, which only ever replaces its own; see `sync_manifest.Entry`."""


class Row(Struct, frozen=True):
    """Tracks that are played one after another, and what tells a player so."""

    tracks: tuple[Wish, ...]
    playlist: Callable[[Sequence[str]], Wish] | None = None
    """Makes the playlist from the names that the tracks get."""


class Copy(Struct, frozen=True):
    """A file to be written."""

    entry: Entry
    write: Write
    replaces: Standing | None
    """A file of ours, as it was written, that it takes the place of."""
    before: Content | None
    """What that file holds."""

    @property
    def content(self) -> Content:
        """What will be there."""
        return self.entry.contents[0]


class Removal(Struct, frozen=True):
    """A file of ours to be removed."""

    entry: Entry
    standing: Standing


class Plan(Struct, frozen=True):
    """What is to be done, in its order."""

    copies: tuple[Copy, ...]
    kept: tuple[Entry, ...]
    """Ours, and already as they are to be."""
    removals: tuple[Removal, ...]
    stale: tuple[Entry, ...]
    """Ours, wanted no more, and left there."""
    foreign: tuple[str, ...]
    """Paths where somebody else has put the very same file."""
    remarks: tuple[str, ...]
    """What somebody would not expect, a sentence each."""

    def manifest_before(self) -> Manifest:
        """The list that holds while files are written, however far that gets."""
        coming = (
            replace(one.entry, contents=(one.content, one.before)) if one.before else one.entry
            for one in self.copies
        )
        going = (one.entry for one in self.removals)
        return _listed(*self.kept, *coming, *self.stale, *going)

    def manifest_after(self) -> Manifest:
        """The list once all is done."""
        return _listed(*self.kept, *(one.entry for one in self.copies), *self.stale)


def _listed(*entries: Entry) -> Manifest:
    """A list that is equal for equal entries, so that it is not written where nothing is new."""
    return Manifest(tuple(sorted(entries, key=lambda one: one.path)))
