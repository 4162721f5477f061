"""How long a line will roughly take to say, for a check that makes no sound."""

from fractions import Fraction

from audioguide.clip import Utterance
from audioguide.units import Samples, to_samples

_CHARACTERS_PER_WORD = 6
"""A word of the rate's reference text, with its space."""
_MORE_PER_DIGIT = 4
"""A digit is spoken as a word."""
_PAUSES_SECONDS = {
    ".": Fraction(1, 4),
    ",": Fraction(1, 6),
    "?": Fraction(1, 4),
    "!": Fraction(1, 4),
}
_ONSET_SECONDS = Fraction(1, 5)


def estimate(utterance: Utterance) -> Samples:
    """A guess at the length of an utterance's sound, on the long side, in samples."""
    text = utterance.text.strip()
    digits = sum(char.isdigit() for char in text)
    words = Fraction(len(text) + digits * _MORE_PER_DIGIT, _CHARACTERS_PER_WORD)
    seconds = words * 60 / utterance.voice.rate_wpm
    pauses = sum((_PAUSES_SECONDS.get(char, Fraction(0)) for char in text[:-1]), Fraction(0))
    return to_samples(seconds + pauses + _ONSET_SECONDS)
