"""Names of files that every file system takes: FAT, exFAT, NTFS, HFS+, APFS and those of Linux.

A name is letters, digits, `-` and `_`, so nothing in it means anything to a shell, a web address
or a playlist either. What else stands in a title parts its words.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from audioguide.one_line import one_line

MOST_CHARS = 32
"""Of a name without its suffix. Displays of cars and speakers show 16 to 32 characters."""

FALLBACK = "track"
"""The name of what has nothing to be named by."""

_MOST_BYTES = 180
"""Of a name in UTF-8. Source: file systems of Linux take 255 bytes, suffix and all; HFS+ 255
UTF-16 units of the decomposed name."""

_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´")
_INVISIBLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0]")
"""Letters and marks that show nothing. Source: Unicode, Default_Ignorable_Code_Point."""

_RESERVED = frozenset(
    {"con", "prn", "aux", "nul"}
    | {f"{device}{digit}" for device in ("com", "lpt") for digit in range(10)}
)
"""Devices of Windows, with any suffix. Source: Microsoft, "Naming Files, Paths, and
Namespaces"; superscript digits count as digits, and are digits here already.
[twin: names that Windows keeps to itself]"""


def safe_name(title: str, *, most_chars: int = MOST_CHARS, ascii_only: bool = True) -> str:
    """What a file may be called that has this title; without a suffix, never empty.

    Args:
        title: Any text.
        most_chars: The longest that the name may be, from 1.
        ascii_only: In plain ASCII: accents go, other scripts are spelled in Latin letters.

    >>> safe_name("Child's pose: 5 min / side"), safe_name("../x"), safe_name("CON")
    ('Childs-pose-5-min-side', 'x', 'CON-track')
    >>> safe_name("Rücken"), safe_name("Rücken", ascii_only=False), safe_name("...")
    ('Rucken', 'Rücken', 'track')
    """
    return _fitted(_plain(title, ascii_only=ascii_only), most_chars)


def unique_names(
    titles: Iterable[str],
    *,
    most_chars: int = MOST_CHARS,
    ascii_only: bool = True,
    taken: Iterable[str] = (),
) -> tuple[str, ...]:
    """A safe name for each title, none twice, however a file system compares names.

    A title whose name is taken gets a number behind it. A title more at the end changes no name
    before it.

    Args:
        titles: In order.
        most_chars: The longest that a name may be, number and all; from 8.
        ascii_only: As `safe_name` has it.
        taken: Names, without suffix, that are none to give.

    >>> unique_names(["Neck", "neck!", "Nëck", "Hips"])
    ('Neck', 'neck-2', 'Neck-3', 'Hips')
    """
    used = {folded(name) for name in taken}
    names = []
    for title in titles:
        plain = _plain(title, ascii_only=ascii_only)
        name = next(one for one in versions(plain, most_chars) if folded(one) not in used)
        used.add(folded(name))
        names.append(name)
    return tuple(names)


def numbered_names(
    titles: Sequence[str], *, numbers: Sequence[int] = (), most_chars: int = MOST_CHARS
) -> tuple[str, ...]:
    """A safe name in plain ASCII for each title, with its number before it; so none is twice.

    Numbers have as many digits as the highest one, two at least, so that players which sort by
    name play in order. A number that a title begins with goes where it numbers the title already:
    where it is the same, or is padded with zeros.

    Args:
        titles: In order.
        numbers: As many, none twice, from 1; those of their places if absent.
        most_chars: The longest that a name may be, number and all; from 8.

    >>> numbered_names(["Acute relief", "02 - Evening", "..."])
    ('01-acute-relief', '02-evening', '03-track')
    >>> numbered_names(["5 minutes", "10 minutes"])
    ('01-5-minutes', '02-10-minutes')
    """
    chosen = numbers or range(1, len(titles) + 1)
    n_digits = max(2, len(str(max(chosen, default=0))))
    return tuple(
        f"{number:0{n_digits}d}-"
        + _fitted(
            _unnumbered(_plain(title, ascii_only=True).lower(), number), most_chars - n_digits - 1
        )
        for number, title in zip(chosen, titles, strict=True)
    )


def versions(plain: str, most_chars: int) -> Iterator[str]:
    """A name, then the name with a 2 behind it, and so on without an end, for where it is taken.

    Args:
        plain: A safe name, or what a longer one begins with; without a suffix.
        most_chars: The longest that a name may be, number and all; from 8.

    >>> from itertools import islice
    >>> list(islice(versions("Evening-rest", 12), 3))
    ['Evening-rest', 'Evening-2', 'Evening-3']
    """
    yield _fitted(plain, most_chars)
    number = 2
    while True:
        yield f"{_fitted(plain, most_chars - len(f'-{number}'))}-{number}"
        number += 1


def folded(name: str) -> str:
    """What two names have in common that some file system takes for the same.

    >>> folded("Straße") == folded("STRASSE")
    True
    """
    decomposed = unicodedata.normalize("NFD", name).casefold()
    return unicodedata.normalize("NFC", decomposed)


def readable(name: str) -> str:
    """The name of a folder or script as a title.

    >>> readable("my-back_programme")
    'My back programme'
    """
    words = one_line(re.sub(r"[-_]+", " ", name))
    return f"{words[:1].upper()}{words[1:]}" or "Programme"


def natural_order(name: str) -> tuple[tuple[tuple[int, int, str], ...], str]:
    """A key that sorts names as people do: numbers by their value, letters without their case.

    >>> sorted(["10 c", "2 b", "B", "a"], key=natural_order)
    ['2 b', '10 c', 'a', 'B']
    """
    parts = re.split(r"([0-9]{1,18})", folded(name))
    ordered = [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part]
    return tuple(ordered), name


def _plain(title: str, *, ascii_only: bool) -> str:
    """Letters and digits of a title, with one `-` between words; it may be empty."""
    text = unicodedata.normalize("NFKC", title).translate(_APOSTROPHES)
    text = _INVISIBLE.sub("", text)
    kept = "".join(one if _is_of_a_word(one) else " " for one in text)
    # What went may have kept a letter and its mark apart.
    kept = _in_ascii(kept) if ascii_only else unicodedata.normalize("NFC", kept)
    return "-".join(filter(None, map(_without_stray_marks, kept.split())))


def _is_of_a_word(char: str) -> bool:
    return char == "_" or unicodedata.category(char)[0] in "LMN"


def _without_stray_marks(word: str) -> str:
    """A word without what it cannot begin with: marks that no letter carries, and `_`."""
    n_stray = 0
    while n_stray < len(word) and (word[n_stray] == "_" or _is_mark(word[n_stray])):
        n_stray += 1
    return word[n_stray:]


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"


def _in_ascii(text: str) -> str:
    if text.isascii():
        return text
    from anyascii import anyascii

    return re.sub(r"[^A-Za-z0-9_]+", " ", anyascii(text))


def _fitted(plain: str, most_chars: int) -> str:
    """A name no longer than that, cut between words where one is near; never empty or reserved."""
    name = _cut(plain, most_chars) or FALLBACK[:most_chars]
    if name.casefold() not in _RESERVED:
        return name
    longer = _cut(f"{name}-{FALLBACK}", most_chars)
    return FALLBACK[:most_chars] if longer.casefold() in _RESERVED else longer


def _cut(plain: str, most_chars: int) -> str:
    name = plain[:most_chars]
    while len(name.encode("utf-8")) > _MOST_BYTES:
        name = name[:-1]
    if len(name) < len(plain) and plain[len(name)] != "-":
        at_word = name.rfind("-")
        if at_word > len(name) // 2:
            name = name[:at_word]
    return name.rstrip("-_")


def _unnumbered(plain: str, place: int) -> str:
    """A name without the number before it, where that is its place."""
    begins = re.match(r"([0-9]{1,4})[-_]+(?=.)", plain)
    if begins and (begins[1].startswith("0") or int(begins[1]) == place):
        return plain[begins.end() :]
    return plain
