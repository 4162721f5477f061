"""Cases as text: a file with, under each line that is wrong, what its author should be told.

A case begins with `== its name`. A line of carets stands below what it points at, then severity,
code and message; the hint follows on a line of its own. Both are taken out before the text is
read. With AUDIOGUIDE_REWRITE_CASES=1 the files are rewritten with what is told now, for somebody
to read the difference.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from audioguide.source import SourceFile

HERE = Path(__file__).parent / "cases"
_TOLD = re.compile(r"#? *(\^+ (error|warning|note)\[|= hint: )")


@dataclass(frozen=True)
class Case:
    path: Path
    name: str
    text: str
    """As it stands in the file, with what should be told."""

    @property
    def source(self):
        """The text alone."""
        lines = self.text.split("\n")
        return "\n".join(line for line in lines if not _TOLD.match(line))

    def __str__(self):
        return f"{self.path.stem}: {self.name}"


def read_cases(pattern):
    """Every case of the files that match."""
    cases = []
    for path in sorted(HERE.glob(pattern)):
        for chunk in path.read_text(encoding="utf-8").split("\n== ")[1:]:
            name, _, text = chunk.partition("\n")
            cases.append(Case(path, name, text.rstrip("\n") + "\n"))
    assert cases, f"no cases in {pattern}"
    return cases


def annotate(source, diagnostics):
    """The text with what is told about it, as a case has it."""
    lines = source.split("\n")
    below = {}
    for diagnostic in diagnostics:
        span = diagnostic.span
        line_text = lines[span.line - 1] if span.line <= len(lines) else ""
        end = span.end_column if span.end_line == span.line else len(line_text) + 1
        carets = "^" * max(1, end - span.column)
        margin = "#" + " " * (span.column - 2) if span.column > 1 else ""
        told = below.setdefault(span.line, [])
        told.append(
            f"{margin}{carets} {diagnostic.severity}[{diagnostic.code}]: {diagnostic.message}"
        )
        if diagnostic.hint:
            told.append(f"{margin or '#'}= hint: {diagnostic.hint}")
    annotated = []
    for number, line in enumerate(lines, start=1):
        annotated += [line, *below.get(number, ())]
    return "\n".join(annotated)


def check(case, parse):
    """Hold a case against what is told now."""
    _, diagnostics = parse(SourceFile("case.yaml", case.source))
    told = annotate(case.source, diagnostics)
    if os.environ.get("AUDIOGUIDE_REWRITE_CASES"):
        text = case.path.read_text(encoding="utf-8")
        old, new = f"\n== {case.name}\n{case.text}", f"\n== {case.name}\n{told}"
        case.path.write_text(text.replace(old.rstrip("\n"), new.rstrip("\n"), 1), encoding="utf-8")
        return
    assert told == case.text
