"""What a server says when it gives no sound."""

from __future__ import annotations

import msgspec

from audioguide.speech.engines.exchange import Reply

_N_SHOWN = 200
"""Characters of what it says."""
_MOST_READ = 1 << 16
"""Characters of it that are looked at."""


def refusal_of(reply: Reply, *, secret: str | None) -> str:
    """What a server answered in place of sound, in its own words, as far as they are short.

    Args:
        reply: Its answer.
        secret: What must not be shown, should the server have echoed it.
    """
    answered = f"it answered {reply.status} {reply.reason}".rstrip()
    if 300 <= reply.status < 400:
        return f"{answered}: it points elsewhere, and nothing is sent there; name that address"
    said = _said(reply.content)
    if secret:
        said = said.replace(secret, "***")
    said = "".join(one if one.isprintable() else "?" for one in said)
    said = f"{said[:_N_SHOWN]}…" if len(said) > _N_SHOWN else said
    return f"{answered}: {said}" if said else answered


def wanted_wait_seconds(reply: Reply) -> float | None:
    """How long the server asks to wait before it is asked again; None where it does not.

    Source: RFC 9110, section 10.2.3: a number of seconds, or a date.
    """
    from datetime import UTC, datetime
    from email.utils import parsedate_to_datetime

    asked = reply.headers.get("retry-after", "").strip()
    if asked.isascii() and asked.isdigit():
        return float(asked[:9])
    try:
        when = parsedate_to_datetime(asked)
    except ValueError:
        return None
    if when.tzinfo is None:
        return None
    return max(0.0, (when - datetime.now(UTC)).total_seconds())


def _said(content: bytes) -> str:
    """The message of its JSON, else all of it, with single spaces."""
    text = content[:_MOST_READ].decode("utf-8", "replace")
    try:
        found = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        found = None
    if isinstance(found, dict):
        inner = found.get("error", found)
        told = inner.get("message", inner.get("detail")) if isinstance(inner, dict) else inner
        text = str(told) if told else text
    return " ".join(text.split())
