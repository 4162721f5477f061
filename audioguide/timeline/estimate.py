"""How long a line will roughly take to say, for a check that makes no sound.

Counted in whole sixtieths of a second: a routine asks this a thousand times, and exact fractions
would take half of the time of a check.
"""

from audioguide.clip import Utterance
from audioguide.units import SAMPLE_RATE_HZ, Samples

_TICKS = 60
"""In a second."""
_SAMPLES_PER_TICK = SAMPLE_RATE_HZ // _TICKS

_CHARACTERS_PER_WORD = 6
"""A word of the rate's reference text, with its space."""
_MORE_PER_DIGIT = 4
"""A digit is spoken as a word."""
_PAUSE_TICKS = {".": 15, ",": 10, "?": 15, "!": 15}
_ONSET_TICKS = 12

_TICKS_AT_1_WPM = 60 * _TICKS // _CHARACTERS_PER_WORD
"""How long a character takes at one word a minute."""


def estimate(utterance: Utterance) -> Samples:
    """A guess at the length of an utterance's sound, on the long side, in samples.

    Rounded once, half up.
    """
    text = utterance.text.strip()
    rate_wpm = utterance.voice.rate_wpm
    n_characters = len(text) + _MORE_PER_DIGIT * sum(map(str.isdigit, text))
    inside = text[:-1]
    pauses = sum(ticks * inside.count(mark) for mark, ticks in _PAUSE_TICKS.items())
    rated_ticks = n_characters * _TICKS_AT_1_WPM + (pauses + _ONSET_TICKS) * rate_wpm
    return Samples((2 * rated_ticks * _SAMPLES_PER_TICK + rate_wpm) // (2 * rate_wpm))
