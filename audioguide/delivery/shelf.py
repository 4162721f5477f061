"""A folder of tracks as it is shared, copied and published: its title, and its tracks in order.

The folder may be anybody's, so nothing in it is trusted: links are not followed, no playlist leads
out of it, and what cannot be read is left out with a word.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from audioguide.contents import Contents
from audioguide.delivery.default_shelf import folders_of_tracks, named
from audioguide.delivery.names import natural_order, readable
from audioguide.delivery.shelf_order import Note, chosen_playlist, is_plain_file, listed, shown
from audioguide.errors import AudioguideError, FileError
from audioguide.files import MP3_SUFFIX, TRACK_SUFFIXES
from audioguide.sizes import format_size

_OTHER_SUFFIXES = tuple(one for one in TRACK_SUFFIXES if one != MP3_SUFFIX)
_MOST_TRACKS = 1000
"""Of a folder, which may be anybody's collection: more than any programme of ours has."""
_MOST_PICTURE_BYTES = 256 << 20
"""Of all pictures together, which are in memory: more than so many tracks of ours have, while
the covers of a collection of music may have any size."""
_MOST_NAMED_REASONS = 3
_NAME_A_FOLDER = "name a folder of tracks; `audioguide build` makes them of scripts"


class ShelvedTrack(Struct, frozen=True):
    """A track on a shelf."""

    path: Path
    name: str
    """Of its file, in the shelf's folder. It has no control character, and can be encoded."""
    n_bytes: int
    contents: Contents


class Shelf(Struct, frozen=True):
    """The tracks of a folder."""

    folder: Path
    title: str
    """Of its playlist, else of the programme that all its tracks belong to, else its name."""
    tracks: tuple[ShelvedTrack, ...]
    """In the order of the folder's playlist; without one by track number, then by name."""
    playlist: Path | None = None
    """What decides over the order."""
    notes: tuple[str, ...] = ()
    """What of the folder was left out, and why; a sentence each."""


def read_shelf(folder: Path) -> Shelf:
    """The MP3s of a folder, at most 1000; what lies in folders inside it is not looked at.

    Where there is a playlist, what it does not list is not on the shelf. Of several the newest
    counts that audioguide wrote, or else the only one. Pictures are left out where all of them
    together would fill the memory.

    Raises:
        FileError: the folder cannot be read, or has no track that can.
    """
    notes: list[str] = []
    entries = _entries(folder)
    paths = {
        entry.name: folder / entry.name
        for entry in entries
        if entry.name.lower().endswith(MP3_SUFFIX) and is_plain_file(entry, notes.append)
    }
    notes += [
        f"{shown(entry.name)}: only MP3s can be on a shelf"
        for entry in entries
        if entry.name.lower().endswith(_OTHER_SUFFIXES)
    ]
    chosen = chosen_playlist(folder, entries, notes.append)
    names = sorted(paths, key=natural_order)
    if chosen is not None:
        names = listed(chosen[1], chosen[0].name, names, notes.append)
    if len(names) > _MOST_TRACKS:
        notes.append(f"{len(names) - _MOST_TRACKS} more tracks: there is room for {_MOST_TRACKS}")
    read = (_read(paths[name], notes.append) for name in names[:_MOST_TRACKS])
    tracks = list(_pictured(filter(None, read), notes.append))
    inside = [one for one in folders_of_tracks(folder) if one != folder]
    if not tracks:
        raise FileError(_nothing_there(folder, inside, notes))
    if inside:
        notes.append(f"{shown(named(inside))}: what lies in folders inside is not taken; name them")
    if chosen is None:
        tracks.sort(key=_place)
    return Shelf(
        folder,
        (chosen[1].title if chosen else "")
        or _programme(tracks)
        or readable(folder.resolve().name),
        tuple(tracks),
        playlist=chosen[0] if chosen else None,
        notes=tuple(notes),
    )


def _entries(folder: Path) -> "list[os.DirEntry[str]]":
    """What is in a folder, in natural order, without hidden entries."""
    try:
        with os.scandir(folder) as found:
            entries = [entry for entry in found if not entry.name.startswith(".")]
    except OSError as trouble:
        raise not_listed(folder, trouble) from trouble
    return sorted(entries, key=lambda entry: natural_order(entry.name))


def not_listed(folder: Path, trouble: OSError) -> FileError:
    """What to raise where the folder of a shelf cannot be listed."""
    reason = trouble.strerror or trouble
    return FileError(f"could not read {folder}: {reason}; {_NAME_A_FOLDER}")


def _read(path: Path, note: Note) -> ShelvedTrack | None:
    from audioguide.mp3.tag_reader import read_contents  # which brings mutagen

    try:
        contents = read_contents(path)
        return ShelvedTrack(path, path.name, path.stat().st_size, contents)
    except AudioguideError as trouble:
        note(f"{path.name}: {trouble}")
    except OSError as trouble:
        note(f"{path.name}: {trouble.strerror or trouble}")
    return None


def _pictured(tracks: Iterable[ShelvedTrack], note: Note) -> Iterator[ShelvedTrack]:
    """The tracks; where their pictures have no room beside those of others, without them."""
    left_bytes, n_without = _MOST_PICTURE_BYTES, 0
    for track in tracks:
        contents = track.contents
        pictures = (contents.cover, *(mark.picture for mark in contents.chapters))
        n_bytes = sum(len(one.data) for one in pictures if one is not None)
        if n_bytes <= left_bytes:
            left_bytes -= n_bytes
            yield track
        else:
            n_without += 1
            marks = tuple(replace(mark, picture=None) for mark in contents.chapters)
            yield replace(track, contents=replace(contents, cover=None, chapters=marks))
    if n_without:
        most = format_size(_MOST_PICTURE_BYTES)
        which = f"{n_without} track{'s' * (n_without != 1)}"
        note(f"{which} without pictures: all pictures together have over {most}")


def _place(track: ShelvedTrack) -> tuple[float, object]:
    number = track.contents.track_number
    return (float("inf") if number is None else number, natural_order(track.name))


def _programme(tracks: list[ShelvedTrack]) -> str:
    """The programme that all tracks are numbered in; empty where there is none."""
    albums = {track.contents.album for track in tracks if track.contents.n_tracks is not None}
    is_one = len(albums) == 1 and all(track.contents.n_tracks is not None for track in tracks)
    return albums.pop() if is_one else ""


def _nothing_there(folder: Path, inside: list[Path], notes: list[str]) -> str:
    """What to say of a folder without tracks, with the folders inside it that have some."""
    reasons = "".join(f"; {one}" for one in notes[:_MOST_NAMED_REASONS])
    hint = f"there is some in {shown(named(inside))}" if inside else _NAME_A_FOLDER
    return f"there is no MP3 in {folder}{reasons}; {hint}"
