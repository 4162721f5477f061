"""Captions for web players and podcasts: WebVTT."""

from audioguide.beside.captions import captions
from audioguide.contents import Contents


def vtt(contents: Contents) -> str:
    """The spoken lines as WebVTT.

    `&`, `<` and `>` are escaped, so that nothing in a line is markup or the arrow of times.

    **Source**: W3C, WebVTT: The Web Video Text Tracks Format, sections 4.1 and 4.2.
    """
    return "WEBVTT\n\n" + "".join(captions(contents, point=".", escape=_escaped))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
