"""espeak-ng's phoneme tables, read from its data: no library is loaded."""

from __future__ import annotations

import re
import struct
from pathlib import Path

VOWEL = 2
"""The kind of vowels. Source, as for the others: phoneme.h of espeak-ng 1.52."""
_PAUSE_AND_STRESS = (0, 1)
_HIGHEST_KIND = 8


def table_name(voice: str, voices: Path) -> str:
    """The phoneme table that a voice's file names, or else its language."""
    text = (voices / "lang" / voice.partition("+")[0]).read_text("utf-8", "replace")
    named = re.search(r"^phonemes\s+(\S+)", text, re.MULTILINE)
    language = re.search(r"^language\s+([^\s-]+)", text, re.MULTILINE)
    found = named or language
    return found[1] if found else "en"


def phonemes_of(voices: Path, table: str) -> dict[str, int]:
    """The mnemonics of a phoneme table and of those it is made upon, each with its kind.

    Source: LoadPhData in synthdata.c of espeak-ng 1.52.
    """
    content = (voices / "phontab").read_bytes()
    tables: list[tuple[str, int, dict[str, int]]] = []
    position = 4
    for _ in range(content[0]):
        n_phonemes, n_below = content[position], content[position + 1]
        name = content[position + 4 : position + 36].split(b"\0")[0].decode()
        position += 36
        kinds = {}
        for _ in range(n_phonemes):
            raw, kind = struct.unpack_from("4s7xB", content, position)
            kinds[raw.rstrip(b"\0").decode("latin-1")] = kind
            position += 16
        tables.append((name, n_below - 1, kinds))
    index = next((n for n, (name, _, _) in enumerate(tables) if name == table), -1)
    made_of: list[dict[str, int]] = []
    while index >= 0:
        made_of.append(tables[index][2])
        index = tables[index][1]
    whole = {mnemonic: kind for kinds in reversed(made_of) for mnemonic, kind in kinds.items()}
    return {
        mnemonic: kind
        for mnemonic, kind in whole.items()
        if max(_PAUSE_AND_STRESS) < kind <= _HIGHEST_KIND and mnemonic[0] not in "#*"
    }
