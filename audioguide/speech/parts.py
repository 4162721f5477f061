"""Long texts in parts: cut where a speaker would breathe, joined with the pause heard there."""

import re
from fractions import Fraction

from audioguide.units import Samples, to_samples

LONGEST_PART = 600
"""Characters, some 40 s of speech; a part is one clip, spoken and checked by itself."""

_CUTS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\n\n",
        r"(?<=[.!?…。！？।])[\"'”’)\]]*\s+|(?<=[。！？])",
        r"(?<=[,;:，、；：])\s*",
        r"\s+",
    )
)
"""Where to cut, the best first: paragraphs, sentences, clauses, words."""


def parts_of(text: str, *, longest: int = LONGEST_PART) -> tuple[str, ...]:
    """The text in order, in parts of at most `longest` characters, cut as rarely as it can be.

    >>> parts_of("One. Two. Three.", longest=9)
    ('One. Two.', 'Three.')
    >>> parts_of("unbreakable", longest=6)
    ('unbrea', 'kable')
    """
    return tuple(_packed(text.strip(), longest, _CUTS))


def _packed(text: str, longest: int, cuts: tuple[re.Pattern[str], ...]) -> list[str]:
    if len(text) <= longest:
        return [text]
    if not cuts:
        return [text[start : start + longest] for start in range(0, len(text), longest)]
    packed = [""]
    for piece in _pieces(text, cuts[0]):
        if len((packed[-1] + piece).rstrip()) <= longest:
            packed[-1] += piece
        else:
            packed.append(piece)
    return [
        smaller
        for part in packed
        if part.strip()
        for smaller in _packed(part.strip(), longest, cuts[1:])
    ]


def _pieces(text: str, cut: re.Pattern[str]) -> list[str]:
    """The text between cuts, each piece with the white space behind it."""
    ends = [match.end() for match in cut.finditer(text)]
    starts = [0, *ends]
    return [text[start:end] for start, end in zip(starts, [*ends, len(text)], strict=True)]


def pause_between(rate_wpm: int) -> Samples:
    """The silence between two parts: the time of one word.

    Source: measured, espeak-ng leaves 0.43 s between two sentences at 140 words a minute, and
    0.73 s at 100.
    """
    return to_samples(Fraction(60, rate_wpm))
