"""Is this the sound of that text? What an engine gave is doubted before it is kept."""

import unicodedata

import numpy as np
from numpy.typing import NDArray

from audioguide.clip import Utterance
from audioguide.errors import EngineError
from audioguide.speech.engines.contract import NothingToSpeakError
from audioguide.speech.plain import n_sounds

_SILENT_DBFS = -60.0
_LETTERS_PER_WORD = 6
"""Of the text that speaking rates are defined on, with the space."""
_HASTIEST = 0.3
"""Measured over every voice, from 80 to 449 words a minute: no text of letters took less than
half its nominal time."""
_SLOWEST = 25
"""A character may be several words: a figure, a sign, `Chinese letter` in a voice that cannot
read it. Measured as before: up to 16."""
_GRACE_SECONDS = 3.0
"""For the longest names of single characters, such as those of emoji."""
_CUE_SLOWEST = 1.5
_CUE_GRACE_WORDS = 2
"""A word or two, spoken at their rate, take at most this much longer than nominal, and some words
for their ends. Measured on 2432 of them, in 22 languages of espeak-ng at 80 to 300 words a minute:
each is at least 1.5 times within it, while most that stutter to three times their length are not.
"""
_READ_AS_WORDS = "%&@#*/\\"
"""Signs that are, besides figures and what Unicode calls a number or a symbol."""


def doubt(
    pcm: NDArray[np.float32], rate_hz: int, utterance: Utterance, *, is_cue: bool = False
) -> None:
    """Raise unless the trimmed sound could be that text at that speaking rate.

    Args:
        pcm: Shape `(n,)`, full scale at ±1.
        rate_hz: Of `pcm`.
        utterance: What it should be.
        is_cue: it is a word or two of a voice that may stutter, and doubted more.

    Raises:
        NothingToSpeakError: it is silent, and the text has neither letters nor figures.
        EngineError: it is silent, too short or too long.
    """
    n_letters = sum(character.isalnum() for character in utterance.text)
    if np.abs(pcm).max(initial=0.0) < 10 ** (_SILENT_DBFS / 20):
        if not n_letters:
            raise NothingToSpeakError
        raise EngineError("it gave silence")
    seconds = len(pcm) / rate_hz
    letter_seconds = 60 / (_LETTERS_PER_WORD * utterance.voice.rate_wpm)
    least = _HASTIEST * n_letters * letter_seconds
    most = _GRACE_SECONDS + _SLOWEST * len(utterance.text) * letter_seconds
    if is_cue and not _has_signs(utterance.text):
        n_letters_most = _CUE_SLOWEST * n_sounds(utterance.text)
        most = (n_letters_most + _CUE_GRACE_WORDS * _LETTERS_PER_WORD) * letter_seconds
    if not least <= seconds <= most:
        raise EngineError(
            f"it gave {seconds:.2f} s of sound, where {least:.2f} to {most:.2f} s "
            f"are possible at {utterance.voice.rate_wpm} words a minute"
        )


def _has_signs(text: str) -> bool:
    """Whether one character of it may be several words."""
    return any(unicodedata.category(one)[0] in "NS" or one in _READ_AS_WORDS for one in text)
