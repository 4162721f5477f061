"""Text: everything spoken, and titles and names, in one language or several."""

from audioguide.source import Spanned
from audioguide.syntax.catalog import Catalog
from audioguide.syntax.kinds import Definitions, Kind, Made, Named, ScalarKind, Schema
from audioguide.syntax.reading import Reading
from audioguide.syntax.scalars import LANGUAGE_PATTERN, parse_language
from audioguide.syntax.tree import Mapping, Node, Scalar
from audioguide.syntax.words import parse_words
from audioguide.text import Text

_SPOKEN_FORMS: tuple[Schema, ...] = (
    {"type": "string", "pattern": r"\S"},
    {"type": ["number", "boolean"]},
)
"""`title: 2024` is text to the language, and a number to an editor."""

_PLACEHOLDERS = ("side", "other_side")
"""What spoken text writes in braces, which YAML takes for a mapping at the start of a text."""

WORDS = ScalarKind("words", "a text", parse_words, _SPOKEN_FORMS)


class _TextKind:
    """Text: a string, or one string per language."""

    __slots__ = ("_is_heard",)
    _by_language = Named(WORDS, LANGUAGE_PATTERN, parse_language, "a text")

    def __init__(self, *, is_heard: bool) -> None:
        """Take whether listeners meet the text, which then is wanted in their language."""
        self._is_heard = is_heard

    def read(self, node: Node, reading: Reading) -> Text | None:
        """The text."""
        if isinstance(node, Mapping):
            if any(key.text in _PLACEHOLDERS for key, _ in node.entries):
                message = "a text that begins with a bracket has to be quoted"
                reading.error("bad-text", message, node.span, "put the whole text in quotes")
                return None
            texts = self._by_language.read(node, reading)
            if texts is None or len(texts) < len(node.entries):
                return None
            if not texts:
                reading.error("bad-text", "there is no text here", node.span)
                return None
            return Text(texts)
        words = WORDS.read(node, reading)
        if words is None:
            return None
        if self._is_heard and reading.catalog is not None and isinstance(node, Scalar):
            return _in_both(words, node, reading, reading.catalog)
        return Text.plain(words)

    def schema(self, definitions: Definitions) -> Schema:
        """A string, or an object of languages."""

        def write() -> Schema:
            languages = {**self._by_language.schema(definitions), "minProperties": 1}
            return {"anyOf": [WORDS.schema(definitions), languages]}

        return definitions.refer("text", write)


def _in_both(words: str, node: Scalar, reading: Reading, catalog: Catalog) -> Text:
    """A text as the file has it, and in the language of its catalog."""
    translation = catalog.translated(node.text)
    if translation is None:
        if any(map(str.isalpha, words)):
            message = f'this text has no words in "{catalog.language}"'
            hint = f"add it to {catalog.path}, as it is written here"
            reading.warning("untranslated", message, node.span, hint)
        return Text.plain(words)
    expanded = reading.expanded(Scalar(translation, node.span))
    return Text((("", words), (catalog.language, expanded or words)))


TEXT: Kind[Text] = _TextKind(is_heard=True)
NOTE: Kind[Text] = _TextKind(is_heard=False)
"""A text that is for authors and therapists alone."""
PLACED_TEXT: Kind[Spanned[Text]] = Made(TEXT, Spanned)
"""A text with its place; that of the whole mapping where it is written per language."""
