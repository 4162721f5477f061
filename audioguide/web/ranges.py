"""Which bytes of a file a request asks for.

**Source**: RFC 9110, sections 13.1.5 (If-Range) and 14. `starlette.responses.FileResponse` answers
400 to units that it does not know and to ranges that are none, which are to be ignored (14.2), and
206 to HEAD, for which ranges are not defined; so this stands here.
"""

import re
from email.utils import formatdate

from msgspec import Struct

_ONE_RANGE = re.compile(r"bytes=[ \t]*(\d{0,19})-(\d{0,19})[ \t]*", re.IGNORECASE | re.ASCII)


class ByteRange(Struct, frozen=True):
    """The half-open range of bytes that is sent."""

    start: int
    end: int

    def content_range(self, n_bytes: int) -> str:
        """The value of `Content-Range`, whose end is the last byte itself.

        >>> ByteRange(0, 500).content_range(1234)
        'bytes 0-499/1234'
        """
        return f"bytes {self.start}-{self.end - 1}/{n_bytes}"


class UnsatisfiableError(Exception):
    """No byte of what is asked for is there."""


def asked_range(
    header: str | None, n_bytes: int, *, if_range: str | None, etag: str
) -> ByteRange | None:
    """The part of a file that a GET asks for; None for the whole.

    Several ranges at once are answered with the whole, as a server may: no player asks for them.

    >>> asked_range("bytes=-100", 1234, if_range=None, etag='"a"')
    ByteRange(start=1134, end=1234)

    Args:
        header: The value of `Range`, if there is one.
        n_bytes: Of the whole.
        if_range: That of `If-Range`: the part is wanted only of the file that it names.
        etag: That of the file, which is a strong one.

    Raises:
        UnsatisfiableError: it begins past the end.
    """
    found = _ONE_RANGE.fullmatch(header) if header else None
    if found is None or (if_range is not None and if_range != etag):
        return None
    first, last = found.groups()
    if not first:
        return _suffix(last, n_bytes)
    start = int(first)
    if last and int(last) < start:
        return None
    if start >= n_bytes:
        raise UnsatisfiableError
    return ByteRange(start, min(int(last) + 1, n_bytes) if last else n_bytes)


def _suffix(length: str, n_bytes: int) -> ByteRange | None:
    """The last bytes, which may be more than there are."""
    if not length:
        return None
    if not int(length) or not n_bytes:
        raise UnsatisfiableError
    return ByteRange(max(0, n_bytes - int(length)), n_bytes)


def is_known(
    if_none_match: str | None,
    etag: str,
    *,
    if_modified_since: str | None = None,
    modified_seconds: int | None = None,
) -> bool:
    """Whether whoever asks has the file already. Source: RFC 9110, sections 13.1.2 and 13.1.3.

    The date counts only where there is no tag, and where it is the very one that we gave: a file
    that was put back to an older one has changed too.

    >>> is_known('"b", W/"a"', '"a"'), is_known('"b"', '"a"'), is_known("*", '"a"')
    (True, False, True)

    Args:
        if_none_match: The value of `If-None-Match`, if there is one.
        etag: That of the file.
        if_modified_since: The value of `If-Modified-Since`, if there is one.
        modified_seconds: When the file was changed, in s since 1970; None where nobody knows.
    """
    if if_none_match:
        tags = (tag.strip().removeprefix("W/") for tag in if_none_match.split(","))
        return any(tag in ("*", etag) for tag in tags)
    if if_modified_since is None or modified_seconds is None:
        return False
    return if_modified_since == formatdate(modified_seconds, usegmt=True)
