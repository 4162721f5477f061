"""The page itself: one HTML file from a template, what describes it, and the assets as they are."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from audioguide.units import format_whole_seconds
from audioguide.web.about import about_tracks
from audioguide.web.paths import EVERYTHING, FEED, PAGE, PLAYLIST, PROGRAMME
from audioguide.web.policy import PAGE_POLICY
from audioguide.web.site_file import SiteFile
from audioguide.web.site_track import SiteTrack
from audioguide.web.words import words_of

_HERE = Path(__file__).resolve().parent
_ASSETS = _HERE / "assets"
_TEMPLATE = "page.html"

_MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}

_ICON_SIZES_PX = {"icon-180.png": 180, "icon-192.png": 192, "icon-512.png": 512}
"""Source: 180 is what iOS asks for; 192 and 512 are what browsers ask of what can be installed."""


def page_files(
    title: str, tracks: Sequence[SiteTrack], *, others: frozenset[str]
) -> Mapping[str, SiteFile]:
    """The page, what it is made of, and what it reads, by path.

    Args:
        title: Of the programme.
        tracks: Its tracks, in order.
        others: Paths of the site's other files; the page shows what of them is there.
    """
    files = dict(_assets())
    shell = ["./", PAGE, PROGRAMME, "manifest.webmanifest", *sorted(files)]
    about = {
        "title": title,
        "language": _language(tracks),
        "feed": _if_there(FEED, others),
        "playlist": PLAYLIST,
        "everything": _if_there(EVERYTHING, others),
        "shell": [path for path in shell if path != "sw.js"],
        "tracks": about_tracks(tracks),
    }
    files[PAGE] = _file(_html(about), "text/html")
    files[PROGRAMME] = _file(_json(about), "application/json")
    files["manifest.webmanifest"] = _file(_json(_manifest(about)), "application/manifest+json")
    return files


def _if_there(path: str, others: frozenset[str]) -> str | None:
    return path if path in others else None


def _language(tracks: Sequence[SiteTrack]) -> str:
    """That of the programme: its first track's."""
    return tracks[0].contents.language if tracks else "en"


def _file(text: str, media_type: str) -> SiteFile:
    return SiteFile.of_bytes(text.encode(), f"{media_type}; charset=utf-8")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _manifest(about: Mapping[str, Any]) -> dict[str, Any]:
    """How the page is installed. Source: W3C, Web Application Manifest."""
    return {
        "name": about["title"],
        "short_name": about["title"],
        "lang": about["language"],
        "dir": "auto",
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "background_color": "#f7f5f0",
        "theme_color": "#f7f5f0",
        "icons": [
            {"src": "icon-192.png", "sizes": "192x192", "type": "image/png", "purpose": "any"},
            {"src": "icon-512.png", "sizes": "512x512", "type": "image/png", "purpose": "any"},
            {"src": "icon-512.png", "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
        ],
    }


@cache
def _assets() -> Mapping[str, SiteFile]:
    """The files that are the same on every site; each lies in the package, or is drawn."""
    from audioguide.picture.icon import icon_png

    files = {path.name: _asset(path) for path in sorted(_ASSETS.iterdir()) if path.is_file()}
    for name, size_px in _ICON_SIZES_PX.items():
        files[name] = SiteFile.of_bytes(icon_png(size_px), "image/png")
    return files


def _asset(path: Path) -> SiteFile:
    return SiteFile.of_bytes(path.read_bytes(), _MEDIA_TYPES[path.suffix])


def _html(about: Mapping[str, Any]) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(clock=format_whole_seconds, size=_size)
    template = environment.get_template(_TEMPLATE)
    return template.render(about=about, policy=PAGE_POLICY, words=words_of(about["language"]))


def _size(n_bytes: int) -> str:
    return f"{max(1, round(n_bytes / 1e6))} MB"
