"""Where something was written: files, spans, and values that remember their span."""

from typing import Generic, TypeVar

from msgspec import Struct

T = TypeVar("T")


class SourceFile(Struct, frozen=True, eq=False):
    """A text file as the author typed its path; the text is what carets are drawn from.

    Two are equal where their paths are, whatever they hold.
    """

    path: str
    """As typed on the command line, or relative to the including file's typed path."""
    text: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SourceFile) and self.path == other.path

    def __hash__(self) -> int:
        return hash(self.path)

    def __repr__(self) -> str:
        return f"SourceFile({self.path!r})"

    def line_text(self, line: int) -> str:
        """Line number `line`, counted from 1, without its ending; empty past the end."""
        lines = self.text.splitlines()
        return lines[line - 1] if 1 <= line <= len(lines) else ""


class Span(Struct, frozen=True):
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


class Spanned(Struct, Generic[T], frozen=True):
    """A value with the place it was written at."""

    value: T
    span: Span
