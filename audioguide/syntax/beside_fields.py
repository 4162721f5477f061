"""`beside:`, the kinds of file that a build writes beside its track."""

from collections.abc import Iterable

from audioguide.near import slip_hint
from audioguide.source import Span
from audioguide.syntax.fields import Field
from audioguide.syntax.kinds import Either, ListOf, Made, ScalarKind
from audioguide.syntax.scalar_text import BadScalar, listed, shown
from audioguide.syntax.script import BesideKind
from audioguide.syntax.tree import Sequence

Besides = tuple[BesideKind, ...]
"""Kinds of file, each once, in the order of `BesideKind`."""

_KINDS = tuple(map(str, BesideKind))
_ALL, _NONE = "all", "none"

WITH_ALL = tuple(kind for kind in BesideKind if kind is not BesideKind.PDF)
"""What `all` stands for. A PDF needs a browser or a package that not everybody has, so whoever
wants it names it."""


def parse_kind(text: str) -> BesideKind:
    """One kind of file. Raises `BadScalar`: `bad-choice`."""
    text = text.strip()
    if text in _KINDS:
        return BesideKind(text)
    hint = slip_hint(text, _KINDS) or f"write some of {listed(_KINDS, last='and')}"
    if text in (_ALL, _NONE):
        hint = f"write {text} alone"
    elif "," in text:
        hint = "several stand in brackets: [lrc, vtt]"
    raise BadScalar("bad-choice", f"{shown(text)} is no kind of file beside a track", hint)


def parse_kinds(text: str) -> Besides:
    """`all`, `none`, or one kind. Raises `BadScalar`: `bad-choice`.

    >>> parse_kinds("none"), parse_kinds("pdf"), parse_kinds("all") == WITH_ALL
    ((), (<BesideKind.PDF: 'pdf'>,), True)
    """
    text = text.strip()
    if text == _ALL:
        return WITH_ALL
    return () if text == _NONE else (parse_kind(text),)


def parse_row(text: str) -> Besides:
    """`all`, `none`, or kinds with commas between them. Raises `BadScalar`: `bad-choice`.

    >>> [str(kind) for kind in parse_row("vtt, lrc")]
    ['lrc', 'vtt']
    """
    words = text.split(",")
    return parse_kinds(text) if len(words) == 1 else in_order(map(parse_kind, words))


def in_order(kinds: Iterable[BesideKind]) -> Besides:
    """Each of some kinds once, in their order."""
    wanted = set(kinds)
    return tuple(kind for kind in BesideKind if kind in wanted)


def _in_order(kinds: Besides, _: Span) -> Besides:
    return in_order(kinds)


_EXPECTS = f"{listed((*_KINDS, _ALL, _NONE))}"

BESIDE = Field(
    "beside",
    Either(
        ScalarKind("beside", _EXPECTS, parse_kinds, ({"enum": [*_KINDS, _ALL, _NONE]},)),
        Made(
            ListOf(
                ScalarKind("beside_kind", listed(_KINDS), parse_kind, ({"enum": list(_KINDS)},)),
                "a list of kinds of file",
                "write [lrc, vtt]",
            ),
            _in_order,
        ),
        Sequence,
    ),
    f"Files that are written beside the track: [lrc, vtt], {_ALL} or {_NONE}.",
)
