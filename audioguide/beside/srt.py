"""Captions for most other players: SubRip."""

import re

from audioguide.beside.captions import captions
from audioguide.beside.harmless import without_meaning
from audioguide.contents import Contents

_MARKUP = re.compile(r"<(?=[A-Za-z/])|\{(?=\\)")
"""The start of a tag, or of a command for the place of a caption."""


def srt(contents: Contents) -> str:
    """The spoken lines as SubRip, in UTF-8.

    The format can escape nothing: an arrow as between its times becomes `→`, and what would be
    markup gets a word joiner after its first sign.

    **Source**: there is no standard; the tags and commands are those of ffmpeg's decoder.
    """
    return "".join(captions(contents, point=",", escape=_harmless))


def _harmless(text: str) -> str:
    return without_meaning(text.replace("-->", "→"), _MARKUP)
