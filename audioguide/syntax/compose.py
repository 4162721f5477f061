"""From text to a tree, stopped early by limits.

The tree is built from the parser's event stream on a stack of its own: nothing recurses, and
nothing is expanded before it was counted.
"""

from collections.abc import Iterator

import yaml

from audioguide.diagnostics import Diagnostic, error
from audioguide.source import SourceFile, Span
from audioguide.syntax.decode import UNPRINTABLE, text_problem
from audioguide.syntax.reading import MOST_DIAGNOSTICS
from audioguide.syntax.scalar_text import shown
from audioguide.syntax.tree import Mapping, Node, Scalar, Sequence
from audioguide.syntax.yaml_problems import describe

MAX_DEPTH = 32
"""Lists and mappings inside each other; far more than a routine needs, far less than a stack."""

MAX_EVENTS = 50_000
"""A routine that reaches it has some ten thousand steps."""

_SPLIT_IT = "use repeat, or split it and use include"

_TAG_PREFIX = "tag:yaml.org,2002:"
_NodeEvent = yaml.ScalarEvent | yaml.MappingStartEvent | yaml.SequenceStartEvent
# libyaml's parser is about twenty times as fast; both yield the same events.
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def compose(
    file: SourceFile, *, shown: SourceFile | None = None
) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """The one document of `file` as a tree.

    Args:
        file: What is read.
        shown: What spans are of, if people shall not see all of `file`; as long, line by line.

    Returns:
        The tree, absent where the file is empty or not to be read, and its problems:
        `not-text`, `too-large`, `too-deep`, `yaml-syntax`, `yaml-alias`, `yaml-tag`,
        `yaml-documents`, `bad-key` and `duplicate-key` (which leaves the tree readable: the
        first of the two counts).
    """
    problem = text_problem(file)
    if problem is not None:
        return None, (problem,)
    composer = _Composer(shown or file)
    try:
        composer.read(yaml.parse(file.text, Loader=_Loader))
    except _Stop:
        pass
    except yaml.YAMLError as trouble:
        composer.problems.append(describe(trouble, file))
    fatal = any(problem.code != "duplicate-key" for problem in composer.problems)
    return None if fatal else composer.root, tuple(composer.problems)


class _Stop(Exception):  # noqa: N818 - not an error: the reading ends here, its reason is noted
    """A limit was reached."""


class _Open:
    """A list or mapping whose end has not come yet."""

    __slots__ = ("first_lines", "is_mapping", "items", "key", "start")

    def __init__(self, start: yaml.Event, *, is_mapping: bool) -> None:
        self.start = start
        self.is_mapping = is_mapping
        self.items: list[Node] = []
        self.key: Scalar | None = None
        self.first_lines: dict[str, int] = {}


class _Composer:
    """Builds the tree and notes problems on the way."""

    def __init__(self, file: SourceFile) -> None:
        self.file = file
        self.problems: list[Diagnostic] = []
        self.root: Node | None = None
        self._open: list[_Open] = []
        self._n_documents = 0

    def read(self, events: Iterator[yaml.Event]) -> None:
        """Read events to their end or to the first limit."""
        for n_events, event in enumerate(events):
            if len(self.problems) > MOST_DIAGNOSTICS:
                raise _Stop
            if n_events > MAX_EVENTS:
                raise self._stop("too-large", "the file has too many parts", event, _SPLIT_IT)
            if isinstance(event, yaml.ScalarEvent):
                self._refuse_decoration(event)
                self._add(self._scalar(event), event)
            elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                self._begin(event)
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                self._end(event)
            elif isinstance(event, yaml.AliasEvent):
                self._refuse_alias(event)
            elif isinstance(event, yaml.DocumentStartEvent):
                self._begin_document(event)

    def _begin_document(self, event: yaml.Event) -> None:
        self._n_documents += 1
        if self._n_documents > 1:
            hint = "a file holds one routine or one pose; use include to join several"
            raise self._stop("yaml-documents", "a second document begins here", event, hint)

    def _begin(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        self._refuse_decoration(event)
        if len(self._open) >= MAX_DEPTH:
            hint = f"lists and mappings may stand {MAX_DEPTH} deep in each other"
            raise self._stop("too-deep", "this is nested too deeply", event, hint)
        self._open.append(_Open(event, is_mapping=isinstance(event, yaml.MappingStartEvent)))

    def _end(self, event: yaml.Event) -> None:
        done = self._open.pop()
        span = self._span(done.start, event)
        if done.is_mapping:
            pairs = zip(done.items[::2], done.items[1::2], strict=True)
            entries = tuple((key, value) for key, value in pairs if isinstance(key, Scalar))
            self._add(Mapping(entries, span), event)
        else:
            self._add(Sequence(tuple(done.items), span), event)

    def _add(self, node: Node, event: yaml.Event) -> None:
        """Put a finished node where it belongs."""
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if not parent.is_mapping:
            parent.items.append(node)
        elif parent.key is None:
            parent.key = self._key(node, event)
        else:
            if parent.key.text not in parent.first_lines:
                parent.first_lines[parent.key.text] = parent.key.span.line
                parent.items += [parent.key, node]
            else:
                self._refuse_duplicate(parent.key, parent.first_lines[parent.key.text])
            parent.key = None

    def _key(self, node: Node, event: yaml.Event) -> Scalar:
        if not isinstance(node, Scalar):
            raise self._stop("bad-key", "a key has to be a word", event, "write `key: value`")
        if node.text == "<<":
            hint = "write the keys out, or use params, repeat or include"
            self.problems.append(error("yaml-alias", "merge keys are not read", node.span, hint))
        return node

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        span = self._span(event, event)
        found = UNPRINTABLE.search(event.value)
        if found is not None:
            message = f"the text holds a character that is no text: U+{ord(found[0]):04X}"
            self.problems.append(error("not-text", message, span, "take the escape out"))
        return Scalar(event.value, span)

    def _refuse_alias(self, event: yaml.AliasEvent) -> None:
        span = self._span(event, event)
        hint = "write it out, or use params, repeat or include"
        self.problems.append(error("yaml-alias", "aliases are not read", span, hint))
        self._add(Scalar("", span), event)

    def _refuse_decoration(self, event: _NodeEvent) -> None:
        """Note an anchor or a tag."""
        if event.anchor is not None:
            hint = "to use something twice, use params, repeat or include"
            message = f"anchors are not read: {shown('&' + event.anchor)}"
            self.problems.append(error("yaml-alias", message, self._first(event), hint))
        if event.tag is not None:
            hint = "take it away; to begin a text with an exclamation mark, quote the text"
            tag = event.tag.replace(_TAG_PREFIX, "!!")
            message = f"tags are not read: {shown(tag)}"
            self.problems.append(error("yaml-tag", message, self._first(event), hint))

    def _refuse_duplicate(self, key: Scalar, first_line: int) -> None:
        message = f"{shown(key.text)} stands here for the second time, first on line {first_line}"
        self.problems.append(error("duplicate-key", message, key.span, "keep one of the two"))

    def _stop(self, code: str, message: str, event: yaml.Event, hint: str | None = None) -> _Stop:
        """Note why the reading ends here."""
        self.problems.append(error(code, message, self._first(event), hint))
        return _Stop()

    def _span(self, start: yaml.Event, end: yaml.Event) -> Span:
        """From the first character of one event to the last of another."""
        return Span(self.file, *_place(start.start_mark), *_place(end.end_mark))

    def _first(self, event: yaml.Event) -> Span:
        """The first character of an event, for a problem that has no other extent."""
        line, column = _place(event.start_mark)
        return Span(self.file, line, column, line, column + 1)


def _place(mark: "yaml.error.Mark | yaml._yaml.Mark | None") -> tuple[int, int]:
    """Line and column of a mark, counted from 1."""
    if mark is None:
        raise ValueError("the parser marks every event")
    return mark.line + 1, mark.column + 1
