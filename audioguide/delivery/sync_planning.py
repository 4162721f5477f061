"""What a run would do to a target: what is copied, what stays, what is removed, and what is told.

Nothing is changed here. A name on the target that is not ours stays what it is, and so does a file
of ours that somebody has changed since; ours then takes another name, and that is said.
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import PurePosixPath

from msgspec.structs import replace

from audioguide.delivery.names import folded, versions
from audioguide.delivery.sync_copy import content_of
from audioguide.delivery.sync_manifest import MANIFEST_NAME, Content, Entry, Manifest
from audioguide.delivery.sync_plan import Copy, OnProgress, Plan, Removal, Row, Wish
from audioguide.delivery.sync_target import Target


def plan(
    target: Target,
    manifest: Manifest,
    rows: Sequence[Row],
    *,
    most_chars: int,
    deletes: bool = False,
    verifies: bool = False,
    on_progress: OnProgress | None = None,
) -> Plan:
    """Settle what is to be done.

    Args:
        target: What stands on the device.
        manifest: What of that is ours.
        rows: All that is wanted.
        most_chars: The longest that a name may be, without its suffix.
        deletes: Ours that is not wanted any more goes, and what comes may take its place.
        verifies: What is there already is read, and not only looked at.
        on_progress: Told how many files are read.

    Raises:
        FileError: a source or the target cannot be read.
    """
    origins = {wish.origin for row in rows for wish in row.tracks}
    left = [one for one in manifest.entries if deletes and one.origin not in origins]
    planner = _Planner(target, manifest, left, most_chars=most_chars, verifies=verifies)
    n_tracks = sum(len(row.tracks) for row in rows)
    n_read = 0
    for row in rows:
        names = []
        for wish in row.tracks:
            names.append(PurePosixPath(planner.place(wish)).name)
            n_read += 1
            if on_progress is not None:
                on_progress("read", n_read, n_tracks)
        if row.playlist is not None:
            planner.place(row.playlist(names))
    return planner.finished(deletes=deletes)


class _Planner:
    """Gives wishes their places, one after another."""

    def __init__(
        self,
        target: Target,
        manifest: Manifest,
        left: Sequence[Entry],
        *,
        most_chars: int,
        verifies: bool,
    ) -> None:
        """`left` is what of ours is to go, so that others may have its place."""
        self._target = target
        self._manifest = manifest
        self._most_chars = most_chars
        self._verifies = verifies
        self._by_wish = {(one.origin, folded(one.wished)): one for one in manifest.entries}
        self._ours = {folded(entry.path) for entry in manifest.entries}
        self._left = {folded(entry.path): entry for entry in left}
        self._folder_by_wish = {
            (entry.origin, folded(entry.wished.rpartition("/")[0])): entry.path.rpartition("/")[0]
            for entry in manifest.entries
        }
        self._owners = {
            folded(entry.path.rpartition("/")[0]): entry
            for entry in reversed(manifest.entries)
            if folded(entry.path) not in self._left
        }
        """Of folders: the first file in each, which tells whose it is."""
        self._given = {folded(MANIFEST_NAME)}
        """Paths that are somebody's by now, folded."""
        self._folders: dict[tuple[str, str], str] = {}
        """By origin, and as they are wished."""
        self._settled: set[str] = set()
        """Paths of the manifest that a wish was about."""
        self._lost: set[str] = set()
        """Paths of the manifest that somebody has changed, folded."""
        self._copies: list[Copy] = []
        self._kept: list[Entry] = []
        self._foreign: list[str] = []
        self._remarks: list[str] = []

    def place(self, wish: Wish) -> str:
        """Find out where a file goes, and what that takes; gives its path."""
        content = content_of(wish.write)
        wished = _joined(wish.folder, wish.name)
        folder = self._folder(wish) if wish.folder else ""
        entry = self._by_wish.get((wish.origin, folded(wished)))
        entry = entry or self._left.get(folded(_joined(folder, wish.name)))
        path = None
        if entry is not None and self._may_stay(entry, folder):
            self._settled.add(entry.path)
            path = self._in_its_place(entry, wish, content)
        if path is None:
            path = self._at_a_free_path(wish, folder, content)
        self._given.add(folded(path))
        return path

    def _may_stay(self, entry: Entry, folder: str) -> bool:
        here = entry.path.rpartition("/")[0]
        return folded(here) == folded(folder) and folded(entry.path) not in self._given

    def _in_its_place(self, entry: Entry, wish: Wish, content: Content) -> str | None:
        """The path of the file that we wrote for this wish before; None where it is lost."""
        standing = self._target.at(entry.path)
        path = standing.path if standing else entry.path
        wished = _joined(wish.folder, wish.name)
        renewed = Entry(path, wished, wish.source, (content,), wish.origin)
        as_it_was = replace(renewed, source=entry.source)
        if standing is None or (standing.is_file and not standing.n_bytes and content.n_bytes):
            # An empty file is nobody's music: it is what a device that lies about its flushing
            # leaves when it is pulled out.
            self._copies.append(Copy(renewed, wish.write, standing, None))
            return path
        is_known = entry.contents == (content,) and not self._verifies
        if is_known and standing.is_file and standing.n_bytes == content.n_bytes:
            self._kept.append(as_it_was)
            return path
        there = self._target.holds_any(standing, entry.contents)
        if there is None:
            self._remarks.append(f"{entry.path} was changed since it was written, and stays so")
            self._lost.add(folded(entry.path))
            return None
        if there == content:
            self._kept.append(as_it_was)
        else:
            self._copies.append(Copy(renewed, wish.write, standing, there))
        return path

    def _at_a_free_path(self, wish: Wish, folder: str, content: Content) -> str:
        is_somebodys = False
        for name in _versions(wish.name, self._most_chars):
            path = _joined(folder, name)
            if folded(path) in self._given or folded(path) in self._ours:
                is_somebodys = is_somebodys or folded(path) in self._lost
                continue
            standing = self._target.at(path)
            is_somebodys = is_somebodys or standing is not None
            if standing is None:
                break
            if self._target.holds_any(standing, (content,)):
                self._foreign.append(standing.path)
                return standing.path
        if is_somebodys:
            taken = _joined(folder, wish.name)
            self._remarks.append(f"{taken} is somebody else's, and stays; ours is {name}")
        wished = _joined(wish.folder, wish.name)
        entry = Entry(path, wished, wish.source, (content,), wish.origin)
        self._copies.append(Copy(entry, wish.write, None, None))
        return path

    def _folder(self, wish: Wish) -> str:
        """What a folder is called on the target: ours, one that stands there, or a free name."""
        key = wish.origin, wish.folder
        if key not in self._folders:
            self._folders[key] = self._new_folder(wish)
        return self._folders[key]

    def _new_folder(self, wish: Wish) -> str:
        before = self._folder_by_wish.get((wish.origin, folded(wish.folder)))
        why_not = ""
        for name in chain(filter(None, [before]), _versions(wish.folder, self._most_chars)):
            owner = self._owners.get(folded(name))
            standing = self._target.at(name)
            if name != before and owner is not None and owner.origin != wish.origin:
                whose = PurePosixPath(owner.source).parent
                why_not = why_not or f"has another programme, from {whose}, which stays"
            elif standing is None or standing.is_folder:
                break
            else:
                why_not = why_not or "is no folder, and stays"
        if why_not:
            self._remarks.append(f"{wish.folder} {why_not}; ours is {name}")
        path = standing.path if standing else name
        self._owners[folded(path)] = Entry(path, wish.folder, wish.source, (), wish.origin)
        return path

    def finished(self, *, deletes: bool) -> Plan:
        """The plan, once all wishes have their place."""
        removals: list[Removal] = []
        stale: list[Entry] = []
        for entry in self._manifest.entries:
            if entry.path in self._settled or folded(entry.path) in self._given:
                continue
            standing = self._target.at(entry.path)
            if standing is None:
                continue
            if not deletes:
                stale.append(entry)
            elif self._target.holds_any(standing, entry.contents) is None:
                self._remarks.append(f"{entry.path} was changed since it was written, and stays")
            else:
                removals.append(Removal(entry, standing))
        return Plan(
            copies=tuple(self._copies),
            kept=tuple(self._kept),
            removals=tuple(removals),
            stale=tuple(stale),
            foreign=tuple(self._foreign),
            remarks=tuple(self._remarks),
        )


def _versions(name: str, most_chars: int) -> Iterator[str]:
    """The name of a file or folder, and others for where it is taken."""
    suffix = PurePosixPath(name).suffix
    return (f"{one}{suffix}" for one in versions(name.removesuffix(suffix), most_chars))


def _joined(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name
