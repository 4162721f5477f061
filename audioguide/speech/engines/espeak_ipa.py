"""IPA as espeak-ng's own mnemonics, which are all that it takes.

espeak-ng writes IPA and does not read it. What each mnemonic of a voice sounds like, in IPA, is
heard from the library itself; a pronunciation is spelled from these, and heard once more as a
whole: only one that comes back as it was written is used, so a wrong sound is never spoken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from msgspec import Struct

from audioguide.lexicon import Lexicon
from audioguide.speech.engines.espeak_library import heard
from audioguide.speech.engines.espeak_phontab import VOWEL, phonemes_of, table_name

_ENGLISH_R = "ɹ"
"""Dictionaries write it `r`."""
_STRESS = {"ˈ": "'", "ˌ": ","}
_OTHER_WRITINGS = str.maketrans(
    {"g": "ɡ", "'": "ˈ", ":": "ː", ".": None, "‿": None, "-": None, "|": None}
    | dict.fromkeys("\u0361\u035c")
)
"""Ways to write the same; ties and borders of syllables are not heard."""
_VOWEL_CONTEXTS = ("{}", "t|{}|t", "t|'{}|t", "t|{}|t|'a")
_CONSONANT_CONTEXTS = ("{}|a", "a|{}|a", "a|{}", "p|{}|a", "a|{}|p|a")
"""A phoneme may sound another way at the end of a word, or between vowels."""


class SoundTable(Struct, frozen=True):
    """The sounds of one voice."""

    mnemonics: dict[str, str]
    """By IPA without stress."""
    vowels: frozenset[str]

    def spelled(self, ipa: str) -> tuple[str, str] | None:
        """A pronunciation in mnemonics, and in IPA as it has to be heard.

        None where it has a sound that the voice lacks.
        """
        ipa = one_writing(ipa)
        if _ENGLISH_R in self.mnemonics:
            ipa = ipa.replace("r", _ENGLISH_R)
        mnemonics: list[str] = []
        expected: list[str] = []
        stress, position = "", 0
        while position < len(ipa):
            sign = ipa[position]
            sound = next(self._sounds_at(ipa, position), "")
            if sign in _STRESS:
                stress = sign
            elif sign == " ":
                mnemonics.append(" ")
            elif not sound:
                return None
            elif sound in self.vowels and stress:
                mnemonics.append(f"{_STRESS[stress]}{self.mnemonics[sound]}|")
                expected.append(f"{stress}{sound}")
                stress = ""
            else:
                mnemonics.append(f"{self.mnemonics[sound]}|")
                expected.append(sound)
            position += len(sound) or 1
        return re.sub(r"\|(?= |$)", "", "".join(mnemonics)), "".join(expected)

    def _sounds_at(self, ipa: str, position: int) -> Iterator[str]:
        """The sounds that may stand there, the longest first."""
        for length in range(4, 0, -1):
            sound = ipa[position : position + length]
            if len(sound) == length and sound in self.mnemonics:
                yield sound


class Bracketed(Struct, frozen=True):
    """A text with mnemonics in double brackets."""

    text: str
    pieces: tuple[tuple[int, int], ...] = ((0, 0),)
    """Where each piece begins, here and in the text without mnemonics; every second one is such a
    word."""

    def place(self, location: int) -> int:
        """Where what stands at `location` stood without mnemonics."""
        index = max(n for n, (here, _) in enumerate(self.pieces) if here <= location)
        here, there = self.pieces[index]
        return there if index % 2 else there + location - here


def bracketed(text: str, pronounced: tuple[tuple[str, str], ...]) -> Bracketed:
    """A text whose words are given as mnemonics, and whose own brackets are none.

    >>> bracketed("In asana [[x]].", (("asana", "'A:s@n@"),)).text
    "In [['A:s@n@]] ((x]]."
    """
    mnemonics = {word.casefold(): sounds for word, sounds in pronounced}
    pieces, written, there = [], "", 0
    for piece, is_other in Lexicon(pronounced).split(text):
        pieces.append((len(written), there))
        written += piece.replace("[[", "((") if is_other else f"[[{mnemonics[piece.casefold()]}]]"
        there += len(piece)
    return Bracketed(written, tuple(pieces))


@cache
def mnemonics_of(ipa: str, voice: str, *, library: Path, voices: Path) -> str | None:
    """A pronunciation as the voice takes it between `[[` and `]]`.

    None where it cannot be said as it is written.

    Args:
        ipa: with or without marks of stress, wherever in the syllable they stand.
        voice: path below `lang/`, with `+variant` behind it or not.
        library: the shared library.
        voices: the folder `espeak-ng-data`.

    Raises:
        EngineError: the voice is unknown, or its data is missing.
    """
    spelled = sound_table(voice, library, voices).spelled(ipa)
    if spelled is None:
        return None
    mnemonics, expected = spelled
    (sounds,) = heard([f"[[{mnemonics}]]"], voice, library=library, voices=voices)
    said = one_writing("".join(sounds))
    if not any(mark in expected for mark in _STRESS):
        said = _without_stress(said)
    return mnemonics if _with_one_r(said) == _with_one_r(expected) else None


@cache
def sound_table(voice: str, library: Path, voices: Path) -> SoundTable:
    """What the mnemonics of a voice sound like, heard from the library in a tenth of a second.

    Raises:
        EngineError: the voice is unknown, or its data is missing.
    """
    kinds = phonemes_of(voices, table_name(voice, voices))
    asked = [
        (mnemonic, context, kind == VOWEL)
        for mnemonic, kind in kinds.items()
        for context in (_VOWEL_CONTEXTS if kind == VOWEL else _CONSONANT_CONTEXTS)
    ]
    texts = [f"[[{context.format(mnemonic)}]]" for mnemonic, context, _ in asked]
    answers = heard(texts, voice, library=library, voices=voices)
    found: dict[str, str] = {}
    vowels: set[str] = set()
    for (mnemonic, context, is_vowel), sounds in sorted(
        zip(asked, answers, strict=True), key=_plainest_first
    ):
        n_before, n_all = context.split("{}")[0].count("|"), context.count("|") + 1
        if len(sounds) != n_all:
            continue
        sound = _without_stress(one_writing(sounds[n_before]))
        if sound:
            found.setdefault(sound, mnemonic)
            vowels.update({sound} if is_vowel else ())
    return SoundTable(found, frozenset(vowels))


def _plainest_first(
    heard_one: tuple[tuple[str, str, bool], tuple[str, ...]],
) -> tuple[int, int, bool]:
    """The first context goes first, as it decides least; then short names and those of letters."""
    mnemonic, context, is_vowel = heard_one[0]
    contexts = _VOWEL_CONTEXTS if is_vowel else _CONSONANT_CONTEXTS
    return contexts.index(context), len(mnemonic), not mnemonic[-1].isalpha()


def one_writing(ipa: str) -> str:
    """IPA with one way to write each sound: no ties, borders of syllables or other length marks."""
    return unicodedata.normalize(
        "NFC", unicodedata.normalize("NFD", ipa).translate(_OTHER_WRITINGS)
    )


def _with_one_r(ipa: str) -> str:
    """A trill is a tap behind some consonants (German `tr`); nobody writes that."""
    return ipa.replace("ɾ", "r")


def _without_stress(ipa: str) -> str:
    return ipa.replace("ˈ", "").replace("ˌ", "")
