"""From the bytes of a file to its text."""

import codecs
import re

from audioguide.diagnostics import Diagnostic, error
from audioguide.source import SourceFile, Span

MAX_FILE_BYTES = 1 << 20
"""A larger file is refused; whoever reads one need not read further than one byte past this."""

# What YAML 1.1 does not call printable, and the byte order mark: the parser refuses the same.
# Named one by one, since a pattern of all that is printable takes long to compile.
_UNPRINTABLE = "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]"
UNPRINTABLE = re.compile(_UNPRINTABLE)
"""Control characters, lone surrogates and the like."""

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(content: bytes, *, path: str) -> tuple[SourceFile, tuple[Diagnostic, ...]]:
    """The text of a routine, pose or configuration file.

    UTF-8 is expected, with or without a byte order mark; UTF-16 is read where a byte order mark
    announces it.

    Args:
        content: the whole file.
        path: as the author typed it.

    Returns:
        The file, and no diagnostic or one: `too-large` over 1 MiB, `not-text` for bytes that are
        neither encoding. After a diagnostic the text is only fit to draw carets from.
    """
    if len(content) > MAX_FILE_BYTES:
        file = SourceFile(path, "")
        return file, (_too_large(file),)
    encoding = "utf-16" if content.startswith(_UTF_16) else "utf-8-sig"
    try:
        return SourceFile(path, content.decode(encoding)), ()
    except UnicodeDecodeError as trouble:
        before = content[: trouble.start].decode(encoding, "replace")
        file = SourceFile(path, content.decode(encoding, "replace"))
        message = f"the file is not {encoding[:6].upper().rstrip('-')} text from here on"
        hint = "save it as UTF-8 in your editor"
        return file, (error("not-text", message, _place(file, len(before)), hint),)


def text_problem(file: SourceFile) -> Diagnostic | None:
    """What keeps `file` from being read at all: its size, or a character that is no text."""
    if len(file.text) > MAX_FILE_BYTES:
        return _too_large(file)
    found = UNPRINTABLE.search(file.text)
    if found is None:
        return None
    message = f"a character that is no text stands here: U+{ord(found[0]):04X}"
    hint = "delete it; it may have come along when the text was pasted"
    return error("not-text", message, _place(file, found.start()), hint)


def _too_large(file: SourceFile) -> Diagnostic:
    return error(
        "too-large",
        "the file is over 1 MiB",
        Span.whole_file(file),
        "a routine is text; split a long one and use include",
    )


def _place(file: SourceFile, index: int) -> Span:
    """The span of the character at `index`."""
    lines = file.text[: index + 1].splitlines() or [""]
    line, column = len(lines), max(1, len(lines[-1]))
    return Span(file, line, column, line, column + 1)
