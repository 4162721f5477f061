"""Descriptions in a feed: lines of text, within what apps take, and the same as HTML."""

from collections.abc import Iterable
from html import escape

_MORE = "…"


def lines_within(lines: Iterable[str], most_bytes: int) -> str:
    r"""As many whole lines as have room as HTML, and a sign where there are more.

    >>> lines_within(["Back", "1. Morning", "2. Evening"], 40)
    'Back\n1. Morning\n…'

    Args:
        lines: Any text, a line each.
        most_bytes: Of them in UTF-8 as `as_html` has them; from 20.
    """
    kept: list[str] = []
    for line in lines:
        if _n_bytes([*kept, line, _MORE]) > most_bytes:
            return "\n".join([*kept, _MORE])
        kept.append(line)
    return "\n".join(kept)


def as_html(text: str) -> str:
    r"""Lines as a paragraph, since descriptions are read as HTML, and times in them are links.

    >>> as_html("Warm & up\n0:00 Begin")
    '<p>Warm &amp; up<br>0:00 Begin</p>'
    """
    return f"<p>{'<br>'.join(escape(text, quote=False).splitlines())}</p>"


def _n_bytes(lines: Iterable[str]) -> int:
    return len(as_html("\n".join(lines)).encode("utf-8", "replace"))
