"""Keys inside keys as one name, such as `voice.rate`, and what the tables have at such a path."""

import re
from typing import Any

from audioguide.errors import UsageError
from audioguide.syntax.compose import MAX_DEPTH
from audioguide.syntax.fields import Record
from audioguide.syntax.kinds import Either, Kind, Made, Named
from audioguide.syntax.scalar_text import shown

KeyPath = tuple[str, ...]

_STEP = re.compile(r'"([^"]+)"|([^".]+)')


def parse_path(name: str) -> KeyPath:
    """The keys of a name with dots between them; one with a dot in it stands in double quotes.

    Raises:
        UsageError: it is no such name.

    >>> parse_path("profiles.mum.voice.rate"), parse_path('lexicon."St. Ives"')
    (('profiles', 'mum', 'voice', 'rate'), ('lexicon', 'St. Ives'))
    """
    steps = []
    at = 0
    while found := _STEP.match(name, at):
        steps.append(found[1] or found[2].strip())
        at = found.end()
        if at == len(name) and all(steps) and len(steps) < MAX_DEPTH:
            return tuple(steps)
        if not name.startswith(".", at):
            break
        at += 1
    raise UsageError(f"{shown(name)} is not the name of a key, such as pace or voice.rate")


def shown_path(path: KeyPath) -> str:
    """A path as `parse_path` reads it.

    >>> shown_path(("lexicon", "St. Ives"))
    'lexicon."St. Ives"'
    """
    return ".".join(f'"{step}"' if "." in step else step for step in path)


def single_key(record: Record[Any], path: KeyPath) -> str | None:
    """The key that a single value at a path is short for, as `voice: en-gb` is for its name.

    None where there is no such key, or nothing at all.

    Args:
        record: The kind of file.
        path: Keys inside keys of such a file.
    """
    kind: Kind[Any] | None = record
    for step in path:
        kind = _inside(kind, step)
    while isinstance(kind, Made):
        kind = kind.of
    return kind.single_key if isinstance(kind, Either) else None


def _inside(kind: Kind[Any] | None, key: str) -> Kind[Any] | None:
    """The kind of a key's value in a mapping of some kind."""
    match kind:
        case Made():
            return _inside(kind.of, key)
        case Either():
            return _inside(kind.compound, key)
        case Named():
            return kind.of
        case Record():
            return next((field.kind for field in kind.fields if field.name == key), None)
        case _:
            return None
