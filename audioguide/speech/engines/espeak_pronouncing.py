"""Asks espeak-ng how it writes pronunciations, in a process of its own: some voices crash it."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

from msgspec import Struct
from msgspec.json import decode, encode

import audioguide

_BOOT = """
import sys
sys.path[:] = sys.argv[1:]
from audioguide.speech.engines.espeak_pronouncing import answer
answer()
"""
_LONGEST_SECONDS = 30.0
"""A fifth of a second is usual, for an interpreter and the sounds of a voice."""


class _Question(Struct, frozen=True):
    voice: str
    ipa: tuple[str, ...]


@cache
def mnemonics_for(voice: str, ipa: tuple[str, ...]) -> dict[str, str]:
    """The mnemonics of each pronunciation that a voice can say, by its IPA.

    None of them where espeak-ng crashes or hangs over one.

    Args:
        voice: path below `lang/`, with `+variant` behind it or not.
        ipa: the pronunciations.
    """
    paths = (Path(audioguide.__file__).parent.parent, *map(Path, sys.path))
    try:
        outcome = subprocess.run(
            [sys.executable, "-c", _BOOT, *(str(path.absolute()) for path in paths)],
            input=encode(_Question(voice, ipa)),
            capture_output=True,
            timeout=_LONGEST_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return {}
    return decode(outcome.stdout.splitlines()[-1], type=dict[str, str])


def answer() -> None:
    """Answer the question on standard input, in the last line of standard output."""
    from audioguide.speech.engines.espeak_driver import library_path
    from audioguide.speech.engines.espeak_files import voice_folder
    from audioguide.speech.engines.espeak_ipa import mnemonics_of

    question = decode(sys.stdin.buffer.read(), type=_Question)
    library, voices = library_path(), voice_folder()
    found = {
        one: mnemonics_of(one, question.voice, library=library, voices=voices)
        for one in question.ipa
    }
    sayable = {one: mnemonics for one, mnemonics in found.items() if mnemonics}
    sys.stdout.buffer.write(b"\n" + encode(sayable))
