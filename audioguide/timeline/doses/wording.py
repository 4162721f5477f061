"""The words that a dose draws on, in the routine's language and for its side."""

from msgspec import Struct

from audioguide.dose import Guidance, Side
from audioguide.library.phrases import Phrases
from audioguide.syntax.pose import Line, Pose
from audioguide.text import Text

_FEWEST_LEFT = 2
"""One that is left is called the last one."""


class Wording(Struct, frozen=True):
    """Where a dose gets its texts from."""

    phrases: Phrases
    language: str
    guidance: Guidance
    pose: Pose | None = None
    side: Side | None = None
    second_side: bool = False
    """True: this dose was just done on the other side, so there is less to say."""
    count_step: int = 1
    """Of how many repetitions one is counted; 0: none is."""
    counts_down: bool = False
    """True: what is counted is how many there are still to do."""

    def phrase(self, key: str, **values: object) -> str:
        """A cue phrase."""
        return self.phrases.say(key, **values)

    def count_after(self, k: int, n_reps: int) -> int | None:
        """The number that is said after repetition `k` of `n_reps`, from 0, if one is.

        The last one to come has words of its own, and after the last there is nothing to say.
        """
        number = n_reps - k - 1 if self.counts_down else k + 1
        is_named = self.counts_down and number < _FEWEST_LEFT
        return None if is_named or not self.count_step or number % self.count_step else number

    def text(self, text: Text, side: Side | None = None) -> str:
        """A pose's text with its side filled in."""
        spoken = text.in_language(self.language) or ""
        return self.phrases.with_side(spoken, side or self.side)

    def lines(self, lines: tuple[Line, ...], side: Side | None = None) -> tuple[str, ...]:
        """Several lines' texts."""
        return tuple(self.text(line.text, side) for line in lines)
