"""`no-safety-words`: nothing is said about safety before the first pose.

Whoever follows a voice with eyes closed has to know beforehand to move only to the point of
tension, never into pain, and when to stop. Once in a routine, before the first pose, is enough.
The words are known by markers, a few words of the routine's language that any such sentence has
one of.
"""

from collections.abc import Iterator
from itertools import takewhile

from audioguide.diagnostics import Diagnostic, warning
from audioguide.routine.routine import Chime, Exercise, Routine


def check(routine: Routine) -> Iterator[Diagnostic]:
    """Warn at the first pose."""
    markers = [marker.casefold() for marker in routine.phrases.items("safety_markers")]
    first = next((item for item in routine.items if isinstance(item, Exercise)), None)
    if first is None:
        return
    before = takewhile(lambda item: item is not first, routine.items)
    said = [item.text.casefold() for item in before if not isinstance(item, Chime) and item.text]
    if not any(marker in text for text in said for marker in markers):
        hint = "before it: `say: Move only to the point of tension, never into pain.`"
        yield warning(
            "no-safety-words", "no word of safety before the first pose", first.span, hint
        )
