"""`no-safety-words`: nothing is said about safety before the first pose.

Whoever follows a voice with eyes closed has to know beforehand to move only to the point of
tension, never into pain, and when to stop. Once in a routine, before the first pose, is enough.
The words are known by markers, a few words of the routine's language that any such sentence has
one of.
"""

import re
from collections.abc import Iterator
from itertools import takewhile

from audioguide.diagnostics import Diagnostic, warning
from audioguide.routine.routine import Chime, Exercise, Routine


def check(routine: Routine) -> Iterator[Diagnostic]:
    """Warn at the first pose."""
    markers = "|".join(map(re.escape, routine.phrases.items("safety_markers")))
    is_safety = re.compile(rf"\b(?:{markers})\b", re.IGNORECASE)
    first = next((item for item in routine.items if isinstance(item, Exercise)), None)
    if first is None:
        return
    before = takewhile(lambda item: item is not first, routine.items)
    said = [item.text for item in before if not isinstance(item, Chime) and item.text]
    if not any(is_safety.search(text.value) for text in said):
        hint = "before it: `say: Move only to the point of tension, never into pain.`"
        yield warning(
            "no-safety-words", "no word of safety before the first pose", first.span, hint
        )
