"""What espeak-ng would say of a text, as IPA with the text's own punctuation, and no sound."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from audioguide.errors import EngineError
from audioguide.speech.engines.espeak_library import fresh_library

_UTF8, _IPA = 1, 2
"""Source: `espeak_TextToPhonemes` in speak_lib.h of espeak-ng 1.52."""
_MARKS = {
    ".": ".。．।॥۔܁።",
    "?": "?？؟",
    "!": "!！",
    ",": ",，、،–—",
    ";": ";；؛…",
    ":": ":：",
}
_MARK_OF = {sign: mark for mark, signs in reversed(_MARKS.items()) for sign in signs}
_CLOSING = r"\s\"'”’»)\]』」"
_LAST_MARK = re.compile(rf"([{''.join(_MARK_OF)}])[{_CLOSING}]*\S?[{_CLOSING}]*$")
"""The library reads one character of the next clause before it stops."""
_FINAL_MARK = re.compile(rf"([{''.join(_MARK_OF)}])[{_CLOSING}]*$")
_FIRST_MARK = re.compile(rf"\s*([{''.join(_MARK_OF)}])")
_LANGUAGE_SWITCH = re.compile(r"\([^)]+\)")
"""`(en)` before a word that is read as English, `(fr)` behind it."""


class Clause(Struct, frozen=True):
    """A piece of a text between two of its marks."""

    sounds: str
    """IPA; words are divided by spaces. Empty for a mark alone."""
    mark: str
    """What ends it: one of `.?!,;:`, or nothing."""


def clauses(text: str, voice: str, *, library: Path, voices: Path) -> tuple[Clause, ...]:
    """The clauses of a text as a voice says them.

    Args:
        text: plain words.
        voice: path below `lang/`, such as `gmw/en`.
        library: the shared library.
        voices: the folder `espeak-ng-data`.

    Raises:
        EngineError: the voice is unknown, or its data is missing.
    """
    first = _FIRST_MARK.match(text)
    opening = (Clause("", _MARK_OF[first[1]]),) if first else ()
    with fresh_library(library, voices) as (loaded, _):
        if loaded.espeak_SetVoiceByName(voice.encode()):
            raise EngineError(f'espeak-ng has no voice "{voice}"')
        return (*opening, *_spelled(loaded, text))


def _spelled(loaded: ctypes.CDLL, text: str) -> Iterator[Clause]:
    """Clause by clause, as the library moves a pointer along the text."""
    spell = loaded.espeak_TextToPhonemes
    spell.restype = ctypes.c_char_p
    spell.argtypes = [ctypes.POINTER(ctypes.c_void_p), ctypes.c_int, ctypes.c_int]
    encoded = text.encode("utf-8", "replace")
    memory = ctypes.create_string_buffer(encoded)
    start = ctypes.addressof(memory)
    here = ctypes.c_void_p(start)
    n_read = 0
    while here.value:
        said = spell(ctypes.byref(here), _UTF8, _IPA) or b""
        end = here.value - start if here.value else len(encoded)
        piece = encoded[n_read:end].decode("utf-8", "ignore")
        if here.value and end <= n_read:
            raise EngineError("espeak-ng did not get on with the text")
        sounds = " ".join(_LANGUAGE_SWITCH.sub("", said.decode("utf-8", "replace")).split())
        mark = _mark(piece, is_last=here.value is None)
        if sounds or mark:
            yield Clause(sounds, mark)
        n_read = end


def _mark(piece: str, *, is_last: bool) -> str:
    """What ends a piece of the text; at its very end only what stands there."""
    found = (_FINAL_MARK if is_last else _LAST_MARK).search(piece)
    if found:
        return _MARK_OF[found[1]]
    return "." if not is_last and "\n\n" in piece else ""
