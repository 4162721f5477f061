"""The passage that voices are calibrated on."""

from msgspec.structs import replace

from audioguide.clip import Utterance

REFERENCE_TEXT = (
    "Lie on your back, bend your knees, and place your feet on the floor. Breathe in slowly "
    "through your nose. Breathe out, and let your shoulders grow heavy. Now turn gently to the "
    "other side, only as far as feels good, and rest there."
)
"""The same for a voice of any language: what it leaves uneven, each clip's own nudge mends."""


def reference_of(utterance: Utterance) -> Utterance:
    """The reference passage in the voice and language of an utterance."""
    return replace(utterance, text=REFERENCE_TEXT, pronounced=())
