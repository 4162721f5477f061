"""The files of a programme beside its scripts: whose they are, and its playlist."""

import re
from collections.abc import Sequence
from pathlib import Path

from audioguide.compiler.programme_layout import Layout
from audioguide.compiler.record import read_record
from audioguide.delivery.names import folded, natural_order, safe_name
from audioguide.delivery.playlist import MAX_FILE_BYTES, SUFFIX, Entry, m3u8, parse_m3u8
from audioguide.errors import AudioguideError, FileError
from audioguide.files import MP3_SUFFIX, replace_whole

_NUMBERED = re.compile(rf"[0-9]{{2,3}}-.+{re.escape(MP3_SUFFIX)}")
"""What our names of tracks in a programme look like: see `programme_layout.MOST_TRACKS`."""


def refuse_foreign_track(track: Path) -> None:
    """See to it that a track does not take the place of somebody else's file.

    Raises:
        FileError: it would.
    """
    try:
        is_foreign = track.is_symlink() or (track.exists() and not _is_ours(track))
    except OSError as trouble:
        raise FileError.from_os("write", track, trouble) from trouble
    if is_foreign:
        raise FileError(
            f"left as it was: {track}, which is no track that audioguide made; "
            "move it away, or build with --force to write over it"
        )


def write_playlist(layout: Layout, *, force: bool) -> Path | None:
    """Write the playlist of a programme, unless it is there already.

    Args:
        layout: The programme.
        force: Whether somebody else's playlist of its name goes.

    Returns:
        Its path; None where no track is there.

    Raises:
        FileError: it cannot be written, or somebody else's playlist has its name.
    """
    entries = [entry for track in layout.tracks for entry in _entries(track.path)]
    if not entries:
        return None
    path = layout.folder / playlist_name(layout.title)
    content = m3u8(layout.title, entries).encode("utf-8")
    present = _read(path)
    if present == content:
        return path
    if present is not None and not force and not _is_our_playlist(present):
        raise FileError(
            f"left as it was: {path}, which somebody else has written or changed; "
            "move it away, or build with --force to write over it"
        )
    with replace_whole(path) as stream:
        stream.write(content)
    return path


def playlist_name(title: str) -> str:
    """What the playlist of a programme is called.

    >>> playlist_name("Six weeks: the back")
    'six-weeks-the-back.m3u8'
    """
    return f"{safe_name(title).lower()}{SUFFIX}"


def left_behind(layout: Layout) -> tuple[Path, ...]:
    """Numbered tracks and playlists of ours in the folder that are no part of a programme.

    With what was written beside such tracks.
    """
    belong = {folded(name) for name in (*layout.names, playlist_name(layout.title))}
    try:
        others = [path for path in layout.folder.iterdir() if folded(path.name) not in belong]
    except OSError:
        return ()
    tracks = [path for path in others if _is_numbered_track(path)]
    beside = [path for track in tracks for path in _beside(track)]
    playlists = [path for path in others if _is_playlist(path)]
    return tuple(sorted({*tracks, *beside, *playlists}, key=lambda path: natural_order(path.name)))


def are_alike(tracks: Sequence[Path]) -> bool:
    """Whether there are several tracks, and the same is heard on all of them."""
    from audioguide.mp3.tag_reader import read_contents

    try:
        hashes = {read_contents(track).routine_hash for track in tracks}
    except AudioguideError:
        return False
    return len(tracks) > 1 and len(hashes) == 1


def _beside(track: Path) -> list[Path]:
    """What builds of a track wrote beside it, as far as it is there."""
    record = read_record(track)
    written = record.wrote if record else ()
    return [track.with_name(Path(one).name) for one in written if Path(one).is_file()]


def _is_numbered_track(path: Path) -> bool:
    return _NUMBERED.fullmatch(path.name) is not None and path.is_file() and _is_ours(path)


def _is_playlist(path: Path) -> bool:
    if path.suffix != SUFFIX:
        return False
    try:
        content = _read(path)
    except FileError:
        return False
    return content is not None and _is_our_playlist(content)


def _is_ours(track: Path) -> bool:
    """Whether audioguide made a track: as its record knows it, or by the hash in its tags."""
    record = read_record(track)
    if record is not None and record.has_output(track):
        return True
    from audioguide.mp3.tag_reader import read_contents

    try:
        return bool(read_contents(track).routine_hash)
    except AudioguideError:
        return False


def _entries(track: Path) -> tuple[Entry, ...]:
    """A track as its playlist has it; nothing where there is none of ours."""
    from audioguide.mp3.tag_reader import read_contents

    if not track.is_file():
        return ()
    try:
        contents = read_contents(track)
    except AudioguideError:
        return ()
    if not contents.routine_hash:
        return ()
    return (Entry(track.name, contents.title, contents.length_ms),)


def _read(playlist: Path) -> bytes | None:
    """What a playlist holds, as far as it can be one of ours; None where there is none."""
    try:
        if playlist.exists() and not playlist.is_file():  # Nobody may ever write to a pipe.
            raise FileError(f"could not read {playlist}: it is not a regular file")
        with playlist.open("rb") as stream:
            return stream.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as trouble:
        raise FileError.from_os("read", playlist, trouble) from trouble


def _is_our_playlist(content: bytes) -> bool:
    return parse_m3u8(content.decode("utf-8", "replace")).is_ours
