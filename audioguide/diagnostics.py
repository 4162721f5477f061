"""Problems in a user's files as plain values.

A mistake in a script is a `Diagnostic`, never an exception: every stage returns its output
together with the diagnostics it found, all of them at once.
"""

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from audioguide.source import Span

_KEBAB_CASE = re.compile(r"[a-z]+(-[a-z]+)*")
_SHOWN_CHARACTERS = 120


class Severity(StrEnum):
    """How bad it is. Only an error stops a build (or a warning under `--strict`)."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Diagnostic(Struct, frozen=True):
    """One problem: what is wrong, where, and what to do about it."""

    code: str
    """Kebab-case and stable; `docs/diagnostics/<code>.md` is its page."""
    severity: Severity
    message: str
    """One line, in the author's words, without a full stop."""
    span: Span
    hint: str | None = None
    """What to do, one line."""

    def __post_init__(self) -> None:
        if not _KEBAB_CASE.fullmatch(self.code):
            raise ValueError(f"a diagnostic code is kebab-case, not {self.code!r}")


def error(code: str, message: str, span: Span, hint: str | None = None) -> Diagnostic:
    """A diagnostic that stops the build."""
    return Diagnostic(code, Severity.ERROR, message, span, hint)


def warning(code: str, message: str, span: Span, hint: str | None = None) -> Diagnostic:
    """A diagnostic that the author should look at; the build goes on."""
    return Diagnostic(code, Severity.WARNING, message, span, hint)


def note(code: str, message: str, span: Span, hint: str | None = None) -> Diagnostic:
    """A diagnostic that says what the compiler did of its own accord."""
    return Diagnostic(code, Severity.NOTE, message, span, hint)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any of them is an error."""
    return any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)


def printable(text: str) -> str:
    r"""Text that is safe to show in a terminal: control and format characters escaped.

    >>> printable("a\x1b[31mb")
    'a\\x1b[31mb'
    """
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
        for char in text
    )


def display_width(text: str) -> int:
    """Columns that `text` takes in a terminal (wide East Asian characters take two)."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def first_line(diagnostic: Diagnostic) -> str:
    """`path:line:column: severity[code]: message`, the pinned shape."""
    span = diagnostic.span
    place = f"{printable(span.file.path)}:{span.line}:{span.column}"
    return f"{place}: {diagnostic.severity}[{diagnostic.code}]: {printable(diagnostic.message)}"


def render(diagnostic: Diagnostic) -> str:
    """The diagnostic as people read it: first line, source line with caret, hint."""
    span = diagnostic.span
    lines = [first_line(diagnostic)]
    source_line = span.file.line_text(span.line)
    margin = " " * len(str(span.line))
    if source_line.strip():
        # A line may be a megabyte long; what is shown is the part around the place.
        start = max(0, span.column - 1 - _SHOWN_CHARACTERS)
        end = span.column - 1 + 2 * _SHOWN_CHARACTERS
        before = printable(source_line[start : span.column - 1].replace("\t", " "))
        last = span.end_column - 1 if span.end_line == span.line else len(source_line.rstrip())
        marked = printable(source_line[span.column - 1 : min(last, end)].replace("\t", " "))
        caret = " " * display_width(before) + "^" * max(1, display_width(marked))
        shown = printable(source_line[start:end].rstrip().replace("\t", " "))
        lines += [f"{margin} |", f"{span.line} | {shown}", f"{margin} | {caret}"]
    if diagnostic.hint:
        lines.append(f"{margin} = hint: {printable(diagnostic.hint)}")
    return "\n".join(lines)


def to_json(diagnostic: Diagnostic) -> str:
    """The diagnostic as one JSON object on one line (`check --format json`)."""
    import json

    span = diagnostic.span
    return json.dumps(
        {
            "path": span.file.path,
            "line": span.line,
            "column": span.column,
            "severity": str(diagnostic.severity),
            "code": diagnostic.code,
            "message": diagnostic.message,
            "hint": diagnostic.hint,
        },
        ensure_ascii=False,
    )
