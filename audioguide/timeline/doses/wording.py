"""The words that a dose draws on, in the routine's language and for its side."""

from msgspec import Struct

from audioguide.dose import Guidance, Side
from audioguide.library.phrases import Phrases
from audioguide.syntax.pose import Line, Pose
from audioguide.text import Text


class Wording(Struct, frozen=True):
    """Where a dose gets its texts from."""

    phrases: Phrases
    language: str
    guidance: Guidance
    pose: Pose | None = None
    side: Side | None = None
    second_side: bool = False
    """True: this dose was just done on the other side, so there is less to say."""

    def phrase(self, key: str, **values: object) -> str:
        """A cue phrase."""
        return self.phrases.say(key, **values)

    def text(self, text: Text, side: Side | None = None) -> str:
        """A pose's text with its side filled in."""
        spoken = text.in_language(self.language) or ""
        return self.phrases.with_side(spoken, side or self.side)

    def lines(self, lines: tuple[Line, ...], side: Side | None = None) -> tuple[str, ...]:
        """Several lines' texts."""
        return tuple(self.text(line.text, side) for line in lines)
