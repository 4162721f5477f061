"""Changes of one place in a YAML file, as text: everything else stays as its author wrote it."""

from msgspec import Struct

from audioguide.errors import UsageError
from audioguide.source import SourceFile
from audioguide.syntax.scalar_text import shown
from audioguide.syntax.tree import Mapping, Node, Scalar
from audioguide.syntax.yaml_text import INDENT, Places, Plain, written


class Entry(Struct, frozen=True):
    """A key with its value, and the mapping that they stand in."""

    mapping: Mapping
    key: Scalar
    value: Node


def entry_of(mapping: Mapping, name: str) -> Entry | None:
    """The entry of a mapping, if it has one of that name."""
    found = (Entry(mapping, key, value) for key, value in mapping.entries if key.text == name)
    return next(found, None)


class YamlEdit:
    """One change of a file. Each verb gives the whole new text, and leaves the file alone."""

    def __init__(self, file: SourceFile) -> None:
        """Take a file that can be read."""
        self._text = file.text
        self._places = Places(file)
        self._newline = "\r\n" if "\r\n" in file.text else "\n"

    def append(self, new: dict[str, Plain]) -> str:
        """Keys at the end of a file that has none."""
        return self._with_lines(len(self._text), new, indent=0)

    def insert(self, mapping: Mapping, new: dict[str, Plain]) -> str:
        """Keys at the end of a mapping, past the comments that end it."""
        places = self._places
        if not places.is_bracketed(mapping):
            indent = mapping.span.column - 1
            return self._with_lines(self._end_of_block(mapping, indent), new, indent=indent)
        inside = _on_one_line(new)[1:-1]
        if not mapping.entries:
            return self._spliced(places.start(mapping) + 1, 0, inside)
        return self._spliced(places.entry_end(*mapping.entries[-1]), 0, f", {inside}")

    def fill(self, entry: Entry, new: dict[str, Plain]) -> str:
        """Keys under a key that has no value."""
        if self._places.is_bracketed(entry.mapping):
            return self.replace(entry, new)
        at = self._places.next_line(self._places.entry_end(entry.key, entry.value))
        return self._with_lines(at, new, indent=entry.key.span.column - 1 + INDENT)

    def replace(self, entry: Entry, value: Plain) -> str:
        """A value in the place of another, which may be missing."""
        places = self._places
        in_brackets = places.is_bracketed(entry.mapping)
        new = _on_one_line(value, in_brackets=in_brackets)
        start, end = places.start(entry.value), places.end(entry.value)
        colon = places.colon_end(entry.key, entry.value)
        if colon is None:
            return self._spliced(places.end(entry.key), 0, f": {new}")
        if start == end:
            return self._spliced(colon, 0, f" {new}")
        if in_brackets or entry.value.span.line == entry.key.span.end_line:
            return self._spliced(start, end - start, new)
        # A block under its key: its lines go, and the new value stands beside the key.
        first, last = places.line_start(start), places.next_line(end - 1)
        between = self._text[colon:first]
        return f"{self._text[:colon]} {new}{between}{self._text[last:]}"

    def remove(self, entry: Entry) -> str:
        """The text without a key and its value."""
        places, entries = self._places, entry.mapping.entries
        start, end = places.start(entry.key), places.entry_end(entry.key, entry.value)
        if not places.is_bracketed(entry.mapping):
            start, end = places.line_start(start), places.next_line(end - 1)
            return self._spliced(start, end - start, "")
        at = entries.index((entry.key, entry.value))
        if at > 0:
            start = places.entry_end(*entries[at - 1])
        elif len(entries) > 1:
            end = places.start(entries[1][0])
        return self._spliced(start, end - start, "")

    def has_comments_in(self, node: Node) -> bool:
        """Whether lines of a node are comments."""
        text = self._text[self._places.start(node) : self._places.end(node)]
        return any(line.lstrip().startswith("#") for line in text.splitlines())

    def _with_lines(self, at: int, new: dict[str, Plain], *, indent: int) -> str:
        gap = "" if at == 0 or self._text[at - 1] in "\r\n" else self._newline
        lines = (f"{' ' * indent}{line}{self._newline}" for line in _lines(new))
        return self._spliced(at, 0, gap + "".join(lines))

    def _end_of_block(self, mapping: Mapping, indent: int) -> int:
        """Where a line may be added to a block: after comments that are set in as far as it is."""
        text, places = self._text, self._places
        at = found = places.next_line(places.end(mapping) - 1)
        while at < len(text):
            after = places.next_line(at)
            line = text[at:after]
            content = line.lstrip(" ")
            if content.startswith("#") and len(line) - len(content) >= indent:
                found = after
            elif content.strip():
                break
            at = after
        return found

    def _spliced(self, at: int, n_removed: int, new: str) -> str:
        return self._text[:at] + new + self._text[at + n_removed :]


def _lines(new: dict[str, Plain]) -> list[str]:
    """Keys as a block: keys inside keys on lines of their own, lists in brackets."""
    lines = []
    for name, value in new.items():
        key = _scalar(name, in_brackets=False, is_key=True)
        if isinstance(value, dict) and value:
            lines += [f"{key}:", *(f"{' ' * INDENT}{line}" for line in _lines(value))]
        else:
            lines.append(f"{key}: {_on_one_line(value, in_brackets=False)}")
    return lines


def _on_one_line(value: Plain, *, in_brackets: bool = True) -> str:
    if isinstance(value, str):
        return _scalar(value, in_brackets=in_brackets)
    if isinstance(value, list):
        return f"[{', '.join(map(_on_one_line, value))}]"
    pairs = (
        f"{_scalar(name, in_brackets=True, is_key=True)}: {_on_one_line(inside)}"
        for name, inside in value.items()
    )
    return f"{{{', '.join(pairs)}}}"


def _scalar(text: str, *, in_brackets: bool, is_key: bool = False) -> str:
    found = written(text, in_brackets=in_brackets, is_key=is_key)
    if found is None:
        raise UsageError(f"{shown(text)} cannot be written on one line of a YAML file")
    return found
