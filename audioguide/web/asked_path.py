"""From the path of a request to a key of the site.

What comes out is looked up among the site's own paths and nowhere else, so no path of a request
ever reaches the disk. Still nothing is mended here: a path that is not written plainly is no key.
"""

from secrets import compare_digest
from urllib.parse import unquote_to_bytes

from audioguide.web.paths import PAGE

_MOST_BYTES = 2000
"""Of a path. Ours have a few hundred at most."""


def has_token(raw_path: bytes, token: str) -> bool:
    """Whether a path begins with the token, told in a time that says nothing of it."""
    parts = raw_path.split(b"/", 2)
    return len(parts) > 1 and not parts[0] and compare_digest(parts[1], token.encode())


def asked_key(raw_path: bytes) -> str | None:
    """The path within the site that a request with a token asks for.

    >>> asked_key(b"/token/"), asked_key(b"/token/tracks/a%20b.mp3")
    ('index.html', 'tracks/a b.mp3')
    >>> asked_key(b"/token"), asked_key(b"/token/%2e%2e%2fetc"), asked_key(b"/token/%c0%ae")
    (None, None, None)

    Returns:
        The key, which may be that of nothing; None where the path has no such form, as without
        the slash behind the token.
    """
    parts = raw_path.split(b"/", 2)
    if len(parts) < 3 or len(raw_path) > _MOST_BYTES:
        return None
    if not parts[2]:
        return PAGE
    try:
        names = [unquote_to_bytes(name).decode("utf-8") for name in parts[2].split(b"/")]
    except UnicodeDecodeError:
        return None
    if any(not name or set(name) & set("/\\\0") or name in (".", "..") for name in names):
        return None
    return "/".join(names)
