"""The formats that are made of a track's contents alone, by name.

A cue sheet also names the file of its track, so it is not among them: see `cue`.
"""

from collections.abc import Callable

from msgspec import Struct

from audioguide.beside.chapters_json import chapters_json
from audioguide.beside.lrc import lrc
from audioguide.beside.srt import srt
from audioguide.beside.vtt import vtt
from audioguide.contents import Contents


class Format(Struct, frozen=True):
    """One kind of file; its text is UTF-8, its lines end in a line feed."""

    suffix: str
    """Takes the place of the track's."""
    media_type: str
    text: Callable[[Contents], str]


FORMATS = {  # [twin: kinds of files beside]
    "lrc": Format(".lrc", "text/plain", lrc),
    "vtt": Format(".vtt", "text/vtt", vtt),
    "srt": Format(".srt", "application/x-subrip", srt),
    "chapters": Format(".chapters.json", "application/json+chapters", chapters_json),
}
