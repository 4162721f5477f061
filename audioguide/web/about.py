"""What the page reads of the programme, as plain values for JSON and for its template."""

from collections.abc import Sequence
from typing import Any

from audioguide.web.site_track import SitePicture, SiteTrack


def about_tracks(tracks: Sequence[SiteTrack]) -> list[dict[str, Any]]:
    """Each track in order; its words are in a file of their own."""
    return [_track(track) for track in tracks]


def _track(track: SiteTrack) -> dict[str, Any]:
    contents = track.contents
    return {
        "key": track.key,
        "title": contents.title,
        "artist": contents.artist,
        "language": contents.language,
        "length_ms": contents.length_ms,
        "audio": track.audio,
        "file_name": track.file_name,
        "n_bytes": track.n_bytes,
        "version": track.version,
        "words": track.words,
        "cover": _picture(track.cover),
        "chapters": [
            {
                "title": chapter.title,
                "start_ms": chapter.start_ms,
                "end_ms": chapter.end_ms,
                "picture": _picture(chapter.picture),
            }
            for chapter in track.chapters
        ],
        "hand_outs": [
            {"path": one.path, "file_name": one.file_name, "is_pdf": one.path.endswith(".pdf")}
            for one in track.hand_outs
        ],
    }


def _picture(picture: SitePicture | None) -> dict[str, str] | None:
    return None if picture is None else {"path": picture.path, "alt": picture.alt}
