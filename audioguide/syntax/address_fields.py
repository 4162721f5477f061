"""`address:` of a user's configuration: where on the web the programme is published."""

import re
from urllib.parse import quote, urlsplit

from audioguide.syntax.fields import Field
from audioguide.syntax.kinds import ScalarKind, pattern
from audioguide.syntax.scalar_text import BadScalar, shown

_PATTERN = r"[Hh][Tt][Tt][Pp][Ss]?://\S+"
_HOST = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*|[0-9a-f:.]+")
"""A name or a number; that of IPv6 stands in brackets."""
_HIGHEST_CHARS = 2000
_HINT = "write where the pages will be: https://example.org/back/"
_KEPT_IN_PATHS = "/%:@!$&'()*+,;=~"
"""What a path of an address may have as it is, beside letters, digits and `-._`. Source: RFC 3986,
section 3.3."""


def parse_address(text: str) -> str:
    """The address of a web site, in plain ASCII and with a slash at its end.

    >>> parse_address("HTTPS://example.org/back"), parse_address("https://bücher.example")
    ('https://example.org/back/', 'https://xn--bcher-kva.example/')

    Raises:
        BadScalar: `bad-address`.
    """
    try:
        parts = urlsplit(text)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii")
        path = quote(parts.path, safe=_KEPT_IN_PATHS)
    except (ValueError, UnicodeError):
        raise _bad(text, "is no web address") from None
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        raise _bad(text, "is no web address")
    if not text.isprintable() or any(map(str.isspace, text)) or len(text) > _HIGHEST_CHARS:
        raise _bad(text, "has signs that no web address has, or too many")
    if "@" in parts.netloc or "?" in text or "#" in text:
        raise _bad(text, "is more than the address of a site: no name, ? or # can stand in it")
    if {".", ".."} & set(path.split("/")):
        raise _bad(text, "has dots where a name has to be")
    where = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{where}{f':{port}' if port else ''}{path.rstrip('/')}/"


def _bad(text: str, what: str) -> BadScalar:
    return BadScalar("bad-address", f"{shown(text)} {what}", _HINT)


ADDRESS = Field(
    "address",
    ScalarKind(
        "address",
        "a web address such as https://example.org/back/",
        parse_address,
        (pattern(_PATTERN),),
    ),
    "Where on the web `audioguide publish` puts your tracks: https://example.org/back/.",
)
