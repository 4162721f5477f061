"""Where a track has its own page on a site, for whoever knows no more than the track's file."""

from pathlib import Path

from audioguide.delivery.names import safe_name
from audioguide.files import MP3_SUFFIX

MOST_KEY_CHARS = 64
"""Of the name of a track on a site."""


def track_page(address: str, track: Path) -> str:
    """The address of a track's page; that of the whole site for what no site shows.

    Of tracks with names that are alike in plain letters only the first has the name that is
    counted on here.

    Args:
        address: That of the site, with a slash at its end.
        track: The file.

    >>> track_page("https://example.org/back/", Path("out", "01-Rücken.mp3"))
    'https://example.org/back/#track=01-Rucken'
    """
    if track.suffix.lower() != MP3_SUFFIX:
        return address
    # [twin: what the page reads behind `#`, in assets/app.js]
    return f"{address}#track={safe_name(track.stem, most_chars=MOST_KEY_CHARS)}"
