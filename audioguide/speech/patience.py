"""How long an engine may think."""

from msgspec import Struct


class Patience(Struct, frozen=True):
    """The time for one clip after which an engine counts as hung.

    Generous, since a machine may be busy: the built-in voice needs some 5 ms.
    """

    seconds: float = 20.0
    seconds_per_character: float = 0.1

    def for_text(self, text: str) -> float:
        """Seconds for this text."""
        return self.seconds + self.seconds_per_character * len(text)
