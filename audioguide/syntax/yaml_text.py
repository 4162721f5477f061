"""Text as YAML writes it, and where a node of a tree stands in the text of its file."""

import json

from audioguide.source import SourceFile
from audioguide.syntax.compose import compose
from audioguide.syntax.tree import Mapping, Node, Scalar

INDENT = 2
"""Spaces by which what is inside a key is set in."""

Plain = str | list["Plain"] | dict[str, "Plain"]
"""A tree without places."""


def plain(node: Node | None) -> Plain:
    """What a tree says, wherever it stands; an empty file says an empty mapping."""
    if node is None:
        return {}
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Mapping):
        return {key.text: plain(value) for key, value in node.entries}
    return [plain(item) for item in node.items]


def written(text: str, *, in_brackets: bool, is_key: bool = False) -> str | None:
    """A text on one line: as it is where YAML reads it so, else in quotes.

    Args:
        text: What it shall be read as.
        in_brackets: Whether it comes to stand inside `{}` or `[]`.
        is_key: Whether it is a key, not a value; one of more than 1024 characters is none.

    Returns:
        None where YAML cannot write it on one line.

    >>> written("130 wpm", in_brackets=False), written("a: b", in_brackets=False)
    ('130 wpm', '"a: b"')
    >>> written("a, b", in_brackets=False), written("a, b", in_brackets=True)
    ('a, b', '"a, b"')
    >>> written("so?", in_brackets=False), written("so?", in_brackets=True)
    ('so?', '"so?"')
    """
    quoted = json.dumps(text, ensure_ascii=False)
    # Readers of YAML disagree on tabs outside quotes, and on question marks inside brackets.
    is_disputed = "\t" in text or (in_brackets and "?" in text)
    for candidate in (quoted,) if is_disputed else (text, quoted):
        line, wanted = (
            (f"{candidate}: x", {text: "x"}) if is_key else (f"x: {candidate}", {"x": text})
        )
        if candidate and _composed(f"{{{line}}}" if in_brackets else line) == wanted:
            return candidate
    return None


def bracketed(value: str) -> Plain:
    """A list or mapping that is written in brackets on one line; `value` itself where it is none.

    >>> bracketed("[mine, yours]"), bracketed("130 wpm")
    (['mine', 'yours'], '130 wpm')
    """
    if not value.startswith(("[", "{")) or len(value.splitlines()) != 1:
        return value
    read = _composed(f"value: {value}")
    found = read.get("value") if isinstance(read, dict) else None
    return found if isinstance(found, (list, dict)) else value


def _composed(text: str) -> Plain | None:
    root, problems = compose(SourceFile("", text))
    return None if problems else plain(root)


class Places:
    """Where nodes of a file's tree stand, as indices into its text."""

    def __init__(self, file: SourceFile) -> None:
        """Count the lines of a file."""
        self.text = file.text
        self._starts = [0]
        for line in file.text.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))

    def start(self, node: Node) -> int:
        """The index of its first character."""
        return self._starts[node.span.line - 1] + node.span.column - 1

    def end(self, node: Node) -> int:
        """The index after its last character.

        The parser ends what is not in brackets where the next thing begins, so that comments and
        empty lines between them would belong to it.
        """
        if not self.is_bracketed(node):
            if isinstance(node, Mapping) and node.entries:
                return self.entry_end(*node.entries[-1])
            if not isinstance(node, (Scalar, Mapping)) and node.items:
                return self.end(node.items[-1])
        end = self._starts[node.span.end_line - 1] + node.span.end_column - 1
        start = self.start(node)
        return start + len(self.text[start:end].rstrip())

    def entry_end(self, key: Scalar, value: Node) -> int:
        """The index after the last character of a key with its value, which may be missing."""
        if isinstance(value, Scalar) and self.start(value) == self.end(value):
            return self.colon_end(key, value) or self.end(key)
        return self.end(value)

    def colon_end(self, key: Scalar, value: Node) -> int | None:
        """The index after the colon between a key and its value; None where there is none."""
        colon = self.text.find(":", self.end(key), self.start(value) + 1)
        return None if colon < 0 else colon + 1

    def is_bracketed(self, node: Node) -> bool:
        """Whether a list or mapping stands in brackets."""
        return not isinstance(node, Scalar) and self.text[self.start(node)] in "{["

    def line_start(self, index: int) -> int:
        """The index of the first character of the line that `index` stands on."""
        return max(start for start in self._starts if start <= index)

    def next_line(self, index: int) -> int:
        """The index of the first character of the line after that of `index`."""
        return min((start for start in self._starts if start > index), default=len(self.text))
