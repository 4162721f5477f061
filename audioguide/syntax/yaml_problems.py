"""What the YAML parser complains about, in the words of somebody who writes routines."""

import re

import yaml
from msgspec import Struct

from audioguide.diagnostics import Diagnostic, error
from audioguide.source import SourceFile, Span


class _Complaint(Struct, frozen=True):
    """One thing that goes wrong, recognised by what the parser says and what stands there."""

    says: str
    """Searched in the parser's context and problem. Both parsers' words are covered."""
    stands_before: str
    """Searched at the end of the line up to the place."""
    stands_there: str
    """Matched at the place."""
    message: str
    """May hold `{line}`, where the thing began, and `{char}`, what stands at the place."""
    hint: str
    at_start: bool = False
    """Whether the caret belongs where the thing began rather than where the parser gave up."""


_INDENTS = "line up the keys of a step under each other, and the dashes of a list"
_QUOTE_IT = "put the whole text in quotes"

_COMPLAINTS = (
    _Complaint(
        r"flow (mapping|sequence)",
        r"\$$",
        r"\{",
        "a parameter inside {{ }} or [ ] has to be quoted",
        'write "${name}", with the quotes',
    ),
    _Complaint(
        r"flow (mapping|sequence).*expected ','",
        "",
        "",
        "the bracket that opens on line {line} is not closed here",
        "close it, put a comma between its parts, or quote a text that has brackets in it",
    ),
    _Complaint("tab character|token", "", "\t", "a tab cannot indent", "indent with spaces"),
    _Complaint(
        "cannot start any token", "", "", 'an unquoted text cannot begin with "{char}"', _QUOTE_IT
    ),
    _Complaint(
        "mapping values are not allowed",
        "",
        "",
        'a ":" cannot stand here',
        "a text that holds a colon and a space has to be in quotes; a key begins its own line",
    ),
    _Complaint(
        "unexpected end of stream|document indicator",
        "",
        "",
        "the quote that opens here is never closed",
        "close it; inside single quotes an apostrophe is written twice",
        at_start=True,
    ),
    _Complaint(
        "could not find expected ':'",
        "",
        "",
        'a ":" is missing after this key',
        "write `key: value`",
        at_start=True,
    ),
    _Complaint(
        "block (mapping|collection)",
        r"['\"]\s*\w*\s*$",
        r"[^\s-]",
        "text goes on after its closing quote",
        _QUOTE_IT + "; inside single quotes an apostrophe is written twice",
    ),
    _Complaint(
        "block (mapping|collection)",
        r"[}\]]\s*$",
        r"[^\s-]",
        "a text that begins with a bracket has to be quoted",
        _QUOTE_IT,
    ),
    _Complaint(
        "block (mapping|collection)",
        "",
        "",
        "this line does not fit the list or keys that begin on line {line}",
        _INDENTS,
    ),
    _Complaint(
        "escape",
        "",
        "",
        "a backslash begins something unknown here",
        "write two backslashes for one, or use single quotes",
    ),
)


def describe(trouble: yaml.YAMLError, file: SourceFile) -> Diagnostic:
    """The diagnostic `yaml-syntax` for what the parser raised."""
    if not isinstance(trouble, yaml.MarkedYAMLError) or trouble.problem_mark is None:
        return error("yaml-syntax", "this is not YAML", Span.whole_file(file))
    place = trouble.problem_mark
    start = trouble.context_mark or place
    said = f"{trouble.context} {trouble.problem}"
    line_text = file.line_text(place.line + 1)
    before, there = line_text[: place.column], line_text[place.column :]
    for complaint in _COMPLAINTS:
        if (
            re.search(complaint.says, said)
            and re.search(complaint.stands_before, before)
            and re.match(complaint.stands_there, there)
        ):
            message = complaint.message.format(line=start.line + 1, char=there[:1])
            span = _span(start if complaint.at_start else place, file)
            return error("yaml-syntax", message, span, complaint.hint)
    return error("yaml-syntax", f"this is not YAML: {trouble.problem}", _span(place, file))


def _span(mark: yaml.Mark, file: SourceFile) -> Span:
    """One character at a mark of the parser, which may lie past the last line."""
    n_lines = len(file.text.splitlines())
    line, column = mark.line + 1, mark.column + 1
    if line > max(1, n_lines):
        line, column = max(1, n_lines), len(file.line_text(n_lines)) + 1
    return Span(file, line, column, line, column + 1)
