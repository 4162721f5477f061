"""The tracks of a shelf as a site has them, and the files that belong to each."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from audioguide.beside.chapters_json import chapters_json
from audioguide.beside.table import FORMATS
from audioguide.delivery.names import unique_names
from audioguide.files import MP3_SUFFIX
from audioguide.web.digests import digest_of
from audioguide.web.pictures import SitePictures
from audioguide.web.site_file import SiteFile
from audioguide.web.site_track import HandOut, SiteChapter, SiteTrack
from audioguide.web.track_page import MOST_KEY_CHARS

if TYPE_CHECKING:
    from audioguide.delivery.shelf import Shelf, ShelvedTrack

_AUDIO = "audio/mpeg"
_VERSION_CHARS = 12
_HAND_OUTS = {".html": "text/html; charset=utf-8", ".pdf": "application/pdf"}
"""Suffixes of pages to print that lie beside a track under its name."""


def site_tracks(shelf: "Shelf", pictures: SitePictures) -> tuple[SiteTrack, ...]:
    """The tracks of a programme in order, with a path for each of their files.

    Args:
        shelf: The programme.
        pictures: To which the pictures of the tracks are added.

    Raises:
        FileError: one of them is gone, or is no regular file.
    """
    keys = unique_names((track.path.stem for track in shelf.tracks), most_chars=MOST_KEY_CHARS)
    return tuple(
        _site_track(track, key, pictures) for track, key in zip(shelf.tracks, keys, strict=True)
    )


def _site_track(track: "ShelvedTrack", key: str, pictures: SitePictures) -> SiteTrack:
    contents = track.contents
    place = f"tracks/{key}"
    return SiteTrack(
        key=key,
        contents=contents,
        audio=f"{place}{MP3_SUFFIX}",
        file_name=track.name,
        n_bytes=track.n_bytes,
        version=_version(track),
        words=f"{place}.vtt",
        subtitles=f"{place}.srt",
        chapter_list=f"{place}.chapters.json",
        cover=pictures.add(contents.cover),
        chapters=tuple(
            SiteChapter(mark.title, mark.start_ms, mark.end_ms, pictures.add(mark.picture))
            for mark in contents.chapters
        ),
        hand_outs=tuple(
            HandOut(f"{place}{suffix}", media_type, beside.name)
            for suffix, media_type in _HAND_OUTS.items()
            if _lies(beside := track.path.with_suffix(suffix))
        ),
    )


def _version(track: "ShelvedTrack") -> str:
    """From all bytes of the file: sounds may be others where every name and word is the same."""
    return digest_of(SiteFile.on_disk(track.path, _AUDIO))[:_VERSION_CHARS]


def _lies(path: Path) -> bool:
    """Whether there is such a file itself; a link may lead out of the folder."""
    return path.is_file() and not path.is_symlink()


def track_files(
    shelf: "Shelf", tracks: Sequence[SiteTrack], *, address: str | None
) -> Iterator[tuple[str, SiteFile]]:
    """Each file of the tracks but their pictures, with its path.

    Args:
        shelf: The programme.
        tracks: Those of the programme as the site has them.
        address: That of the site, for apps that read chapters without knowing where they are from.

    Raises:
        FileError: one of them is gone, or is no regular file.
    """
    for shelved, track in zip(shelf.tracks, tracks, strict=True):
        yield track.audio, SiteFile.on_disk(shelved.path, _AUDIO, version=track.version)
        for hand_out in track.hand_outs:
            beside = shelved.path.with_name(hand_out.file_name)
            yield hand_out.path, SiteFile.on_disk(beside, hand_out.media_type)
        yield track.words, _text("vtt", FORMATS["vtt"].text(track.contents))
        yield track.subtitles, _text("srt", FORMATS["srt"].text(track.contents))
        chapters = chapters_json(track.contents, picture_addresses=_addresses(track, address))
        yield track.chapter_list, _text("chapters", chapters)


def _text(name: str, text: str) -> SiteFile:
    """A file in one of the formats beside a track."""
    return SiteFile.of_bytes(text.encode(), f"{FORMATS[name].media_type}; charset=utf-8")


def _addresses(track: SiteTrack, address: str | None) -> list[str | None]:
    if address is None:
        return []
    pictures = (chapter.picture for chapter in track.chapters)
    return [f"{address}{picture.path}" if picture else None for picture in pictures]
