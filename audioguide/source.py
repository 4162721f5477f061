"""Where something was written: files, spans, and values that remember their span."""

from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A text file as the author typed its path; the text is what carets are drawn from."""

    path: str
    """As typed on the command line, or relative to the including file's typed path."""
    text: str = field(repr=False, compare=False)

    def line_text(self, line: int) -> str:
        """Line number `line`, counted from 1, without its ending; empty past the end."""
        lines = self.text.splitlines()
        return lines[line - 1] if 1 <= line <= len(lines) else ""


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch of a source file. Lines and columns count from 1, in characters."""

    file: SourceFile
    line: int
    column: int
    end_line: int
    end_column: int
    """The column after the last character."""

    @classmethod
    def whole_file(cls, file: SourceFile) -> "Span":
        """The span of a problem that belongs to no single place: the file's first character."""
        return cls(file=file, line=1, column=1, end_line=1, end_column=1)


@dataclass(frozen=True, slots=True)
class Spanned(Generic[T]):
    """A value with the place it was written at."""

    value: T
    span: Span
