"""A word or two for an engine that says them badly alone: spoken within a sentence and cut out.

Neural voices learn from sentences. "Inhale" alone makes many of them stutter, click or mumble, so
they get "And now we are going on, inhale." and all before the cue is cut off: where the engine
tells when its words sound, there; else in the pause that the comma leaves, if no other is nearly
as long and it lies where it has to be.
"""

import re

from msgspec import Struct
from msgspec.structs import replace

from audioguide.clip import Utterance
from audioguide.speech.plain import n_sounds

FORMAT = 1
"""Raised whenever what is said around a cue, or where it is cut, changes."""

MOST_WORDS = 2
MOST_SOUNDS = 24
"""As `plain.n_sounds` counts them; longer is a sentence, or a script without spaces."""

CARRIERS = {
    "de": "Und nun gehen wir weiter",
    "en": "And now we are going on",
    "es": "Y ahora seguimos así",
    "fr": "Et maintenant nous continuons",
    "hi": "और अब हम आगे बढ़ते हैं",
}
"""By base language; they end in a voiced sound, which a pause can be told from. In any other
language a cue is its own carrier, said three times."""


class Carried(Struct, frozen=True):
    """A cue in its carrier."""

    utterance: Utterance
    start: int
    """Index of the cue's first character in the text."""
    n_pauses: int = 1
    """How many commas stand before it."""


def is_cue(text: str) -> bool:
    """Whether a text is so short that it wants a carrier.

    >>> is_cue("Switch sides."), is_cue("Now the other side."), is_cue("...")
    (True, False, False)
    """
    words = [word for word in re.split(r"[\s-]+", text) if n_sounds(word)]
    return 0 < len(words) <= MOST_WORDS and n_sounds(text) <= MOST_SOUNDS


def in_carrier(utterance: Utterance) -> Carried:
    """The cue at the end of a sentence of its language."""
    cue = ended(utterance.text)
    base = utterance.language.partition("-")[0].lower()
    carrier = CARRIERS.get(base)
    if carrier is not None:
        return _carried(utterance, (carrier,), cue)
    bare = cue.rstrip(".?!…。！？।").strip()
    return _carried(utterance, (bare, bare), cue)


def ended(text: str) -> str:
    """The text with a full stop, where nothing ends it: a voice falls there.

    >>> ended("Inhale"), ended("Ready?")
    ('Inhale.', 'Ready?')
    """
    bare = text.strip()
    return bare if re.search(r"[.?!…。！？।][\"'”’»)\]]*$", bare) else f"{bare.rstrip(',;:')}."


def _carried(utterance: Utterance, clauses: tuple[str, ...], cue: str) -> Carried:
    before = "".join(f"{clause}, " for clause in clauses)
    return Carried(replace(utterance, text=before + cue), len(before), len(clauses))
