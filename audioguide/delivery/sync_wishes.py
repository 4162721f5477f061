"""From folders of tracks to what is to be on a device: under which names, with which tags."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, cast

from msgspec import Struct
from msgspec.structs import replace

from audioguide.contents import Contents
from audioguide.delivery.devices import DEVICES, Device
from audioguide.delivery.names import safe_name, unique_names
from audioguide.delivery.playlist import SUFFIX, Entry, m3u8
from audioguide.delivery.shelf import read_shelf
from audioguide.delivery.sync_copy import Sink, Write, writing
from audioguide.delivery.sync_plan import Row, Wish
from audioguide.errors import FileError
from audioguide.files import MP3_SUFFIX

_CHUNK_BYTES = 1 << 20
_ORIGIN_DIGITS = 16
_PROGRAMME_CHARS = 8
"""Of a programme's name before that of its tracks, where all lie side by side."""

ANY_DEVICE = DEVICES["phone"]
"""By whose names files are called where no device is named; their tags then stay as they are."""


class Track(Struct, frozen=True):
    """A track that is to go onto a device."""

    path: Path
    contents: Contents


class Shelved(Struct, frozen=True):
    """A programme, or one track alone."""

    title: str
    """Empty: it is one track, and lies in no folder."""
    tracks: tuple[Track, ...]
    origin: str
    """What it belongs to; see `sync_manifest.Entry`."""


def shelved(
    sources: Iterable[Path], *, homes: Mapping[Path, Path]
) -> tuple[tuple[Shelved, ...], tuple[str, ...]]:
    """What lies in folders of tracks, each a programme, and single tracks, each source once.

    Args:
        sources: Folders and tracks.
        homes: Of sources: by which path they are known, if not by their own.

    Returns:
        The programmes in their order, the single tracks behind them; and what was left out of
        folders, a sentence each.

    Raises:
        FileError: a source cannot be read, or has no track.
    """
    notes: list[str] = []
    programmes: list[Shelved] = []
    single: list[Shelved] = []
    for source in {path.resolve(): path for path in sources}.values():
        origin = _origin(homes.get(source, source))
        if source.is_dir():
            shelf = read_shelf(source)
            notes += (f"in {source}: {note}" for note in shelf.notes)
            tracks = tuple(Track(one.path, one.contents) for one in shelf.tracks)
            programmes.append(Shelved(shelf.title, tracks, origin))
        else:
            single.append(Shelved("", (_track(source),), origin))
    return (*programmes, *single), tuple(notes)


def _origin(home: Path) -> str:
    """What tells a place from others, and does not tell whoever gets the stick where it is."""
    return hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:_ORIGIN_DIGITS]


def _track(path: Path) -> Track:
    from audioguide.mp3.tag_reader import read_contents  # which brings mutagen

    if path.exists() and not path.is_file():
        raise FileError(f"could not read {path}: it is not a regular file")
    return Track(path, read_contents(path))


def rows_for(shelves: Sequence[Shelved], device: Device | None) -> tuple[Row, ...]:
    """What is to be on a device, in the order of playing.

    Two programmes may ask for the same names; see `sync_planning`.

    Args:
        shelves: The tracks.
        device: What they are for; None: anything, and tracks are copied as they are.
    """
    by = device or ANY_DEVICE
    rows = []
    for shelf in shelves:
        stems = [_stem(track, shelf, by) for track in shelf.tracks]
        names = unique_names(stems, most_chars=by.name_chars, ascii_only=by.is_ascii)
        called = safe_name(shelf.title.lower(), most_chars=by.name_chars, ascii_only=by.is_ascii)
        where = "" if by.is_flat or not shelf.title else called
        rows.append(_row(shelf, where, called, names, device))
    return tuple(rows)


def _stem(track: Track, shelf: Shelved, by: Device) -> str:
    """What a track would best be called: as its file is, behind its programme where that helps."""
    stem = track.path.name.rpartition(".")[0]
    if not (by.is_flat and shelf.title):
        return stem
    of = safe_name(shelf.title, most_chars=_PROGRAMME_CHARS, ascii_only=by.is_ascii)
    return f"{of.lower()}-{stem}"


def _row(
    shelf: Shelved, where: str, called: str, names: Sequence[str], device: Device | None
) -> Row:
    tracks = tuple(
        Wish(where, f"{name}{MP3_SUFFIX}", str(track.path), _write(track, device), shelf.origin)
        for name, track in zip(names, shelf.tracks, strict=True)
    )
    if not shelf.title:
        return Row(tracks)

    def playlist(names: Sequence[str]) -> Wish:
        entries = [
            Entry(name, track.contents.title, track.contents.length_ms)
            for name, track in zip(names, shelf.tracks, strict=True)
        ]
        content = m3u8(shelf.title, entries).encode("utf-8")
        return Wish(where, f"{called}{SUFFIX}", shelf.title, writing(content), shelf.origin)

    return Row(tracks, playlist)


def _write(track: Track, device: Device | None) -> Write:
    """What hands out a track: under the tags that its device wants, if it is one of ours."""
    if device is None or not track.contents.routine_hash:
        return _copying(track.path)

    def write(sink: Sink) -> None:
        from audioguide.mp3.retag import retagged
        from audioguide.mp3.tags import TagStyle

        style = TagStyle(
            with_pictures=device.cover_px is not None,
            with_synced_words=device.has_timed_words,
            prefers_latin_1=not device.reads_unicode,
        )
        contents = _for_device(track.contents, device)
        # It only ever writes to it.
        retagged(track.path, cast("BinaryIO", sink), contents, style)

    return write


def _for_device(contents: Contents, device: Device) -> Contents:
    """What is on a track, with pictures that the device can take."""
    if not device.has_chapter_pictures:
        chapters = tuple(replace(mark, picture=None) for mark in contents.chapters)
        contents = replace(contents, chapters=chapters)
    if contents.cover is None or device.cover_px is None or device.cover_px >= _BUILT_PX:
        return contents
    from audioguide.picture.own_cover import BadCoverError
    from audioguide.picture.smaller import smaller

    try:
        cover = smaller(contents.cover, width_px=device.cover_px, most_bytes=device.cover_bytes)
    except BadCoverError:
        return replace(contents, cover=None)
    return replace(contents, cover=cover)


_BUILT_PX = 600
"""How wide covers are that a build makes."""  # [twin: SIDE_PX in picture/cover.py]


def _copying(path: Path) -> Write:
    def write(sink: Sink) -> None:
        for chunk in _chunks(path):
            sink.write(chunk)

    return write


def _chunks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            yield from iter(lambda: file.read(_CHUNK_BYTES), b"")
    except OSError as trouble:
        raise FileError.from_os("read", path, trouble) from trouble


def crowded(rows: Sequence[Row], device: Device | None) -> tuple[str, ...]:
    """A sentence for each folder with more files than the device finds."""
    if device is None or device.most_files is None:
        return ()
    n_files: dict[tuple[str, str], int] = {}
    for row in rows:
        for wish in row.tracks:
            where = wish.folder, wish.origin if wish.folder else ""
            n_files[where] = n_files.get(where, 0) + 1
    return tuple(
        f"{folder or 'the target'} gets {n} tracks, and such devices find {device.most_files}"
        for (folder, _), n in n_files.items()
        if n > device.most_files
    )
