"""Cue phrases: the words that every routine shares, one file a language."""

from msgspec import Struct

from audioguide.dose import Side
from audioguide.reading.rules import ReadingRules
from audioguide.text import on_side


class UnknownLanguage(Struct, frozen=True):
    """There are no cue phrases in a language."""

    known: tuple[str, ...]
    """The languages that there are cue phrases in."""


class Phrases(Struct, frozen=True):
    """The cue phrases of one language. Keys are those of `languages/en.yaml`."""

    language: str
    phrases: tuple[tuple[str, str], ...]
    lists: tuple[tuple[str, tuple[str, ...]], ...]
    lexicon: tuple[tuple[str, str], ...] = ()
    """Words that the language's voice would say wrong, each with a spelling that it says right."""
    reading: ReadingRules | None = None
    """How figures, units and short forms are said."""

    def say(self, key: str, **values: object) -> str:
        """The phrase called `key`, with its `{placeholders}` filled in."""
        return dict(self.phrases)[key].format(**values)

    def items(self, key: str) -> tuple[str, ...]:
        """The list of phrases called `key`."""
        return dict(self.lists)[key]

    def with_side(self, text: str, side: Side | None) -> str:
        """`text` with `{side}`, `{other_side}` and `{left words|right words}` filled in."""
        if side is None:
            return text
        text = on_side(text, is_left=side is Side.LEFT)
        words = {one: self.say(f"side_{one}") for one in Side}
        return text.replace("{side}", words[side]).replace("{other_side}", words[side.other])
