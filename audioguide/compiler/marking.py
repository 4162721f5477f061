"""What a build says of a track beyond its script: its place in a programme."""

from msgspec import Struct

from audioguide.errors import UsageError
from audioguide.one_line import visible_line

MOST_NUMBERED = 9999
"""The highest number of a track that somebody gives by hand, in a programme made by other means
than ours; players show no longer numbers. Programmes of ours have `programme_layout.MOST_TRACKS`
at most."""


class Marking(Struct, frozen=True, kw_only=True):
    """The place of a track in a programme; one that is in none has none of it."""

    album: str | None = None
    """The programme's title as somebody gave it, which wins over the author's `tags`."""
    usual_album: str | None = None
    """The title that the programme has by itself; the author's `tags` win over it."""
    track_number: int | None = None
    """Within the programme, from 1."""
    n_tracks: int | None = None
    """Of the programme."""
    week: int | None = None
    """In which the script was built; its tracks of a programme differ by it."""


ALONE = Marking()


def settled_marking(
    *,
    album: str | None,
    track_number: int | None,
    n_tracks: int | None,
    usual_album: str | None = None,
    week: int | None = None,
) -> Marking:
    """The place of a track as a caller says it.

    Raises:
        UsageError: there cannot be such a number, or it is above that of all tracks.
    """
    for number in (track_number, n_tracks):
        if number is not None and not 1 <= number <= MOST_NUMBERED:
            raise UsageError(f"a programme has tracks 1 to {MOST_NUMBERED}, not {number}")
    if n_tracks is not None and (track_number is None or track_number > n_tracks):
        given = "no number" if track_number is None else f"number {track_number}"
        raise UsageError(f"a track of {n_tracks} cannot have {given}")
    is_numbered = track_number is not None
    return Marking(
        album=visible_line(album or "") or None,
        usual_album=visible_line(usual_album or "") or None,
        track_number=track_number,
        n_tracks=n_tracks,
        week=week if is_numbered else None,
    )
