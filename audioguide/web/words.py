"""The words of the page: the same table that the page reads in the browser."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

TABLE = Path(__file__).resolve().parent / "assets" / "words.json"

Forms = Mapping[str, str]
"""By CLDR's plural category: `one` and `other`."""

_FALLBACK = "en"


class Words(Struct, frozen=True):
    """What the page says in one language."""

    language: str
    """Of the words: `en`, also where the programme speaks one that has no words here."""
    entries: Mapping[str, str | Forms]

    def __getitem__(self, name: str) -> str:
        """What is said."""
        entry = self.entries[name]
        assert isinstance(entry, str)
        return entry

    def counted(self, name: str, n: int) -> str:
        """What is said of so many; the browser, which knows more languages, says it again."""
        forms = self.entries[name]
        assert not isinstance(forms, str)
        return forms["one" if n == 1 else "other"].replace("{n}", str(n))


def words_of(language: str) -> Words:
    """The words for a language tag, such as `de-AT`; the English ones where there are none."""
    base = language.partition("-")[0].lower()
    table = _table()
    chosen = base if base in table else _FALLBACK
    return Words(chosen, table[chosen])


@cache
def _table() -> Mapping[str, Mapping[str, str | Forms]]:
    return msgspec.json.decode(TABLE.read_bytes(), type=dict[str, dict[str, str | dict[str, str]]])
