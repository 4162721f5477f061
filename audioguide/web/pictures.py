"""Pictures of tracks as files of a site, each one there once."""

import hashlib

from audioguide.contents import Picture, picture_type
from audioguide.web.site_file import SiteFile
from audioguide.web.site_track import SitePicture

_SUFFIXES = {"image/png": "png", "image/jpeg": "jpg"}
_DIGEST_CHARS = 20


class SitePictures:
    """Collects the pictures of a site; equal ones share a path, which names what is in them."""

    def __init__(self) -> None:
        self.files: dict[str, SiteFile] = {}
        """All of them so far, by path."""

    def add(self, picture: Picture | None) -> SitePicture | None:
        """Where the picture will be; None for none, and for what is neither PNG nor JPEG."""
        media_type = picture_type(picture.data) if picture is not None else None
        if picture is None or media_type is None:
            return None
        digest = hashlib.sha256(picture.data).hexdigest()[:_DIGEST_CHARS]
        path = f"pictures/{digest}.{_SUFFIXES[media_type]}"
        self.files[path] = SiteFile.of_bytes(picture.data, media_type)
        return SitePicture(path, picture.alt)
