"""The words of a file in another language: a file of their own, text by text.

"Cat and cow": "Katze und Kuh"
"Bring your {side} knee to your chest.":
  left: "Zieh dein linkes Knie zur Brust."
  right: "Zieh dein rechtes Knie zur Brust."
"""

from msgspec import Struct

from audioguide.diagnostics import Diagnostic, has_errors
from audioguide.source import SourceFile
from audioguide.syntax.compose import compose
from audioguide.syntax.reading import Reading, in_order
from audioguide.syntax.tree import Mapping, Node, Scalar
from audioguide.text import by_side

_SIDES = {"left", "right"}


class Catalog(Struct, frozen=True):
    """Texts of one file by what the file says."""

    language: str
    """BCP 47 tag of the translations."""
    path: str
    """Of the file that they stand in."""
    words: dict[str, str]
    """Translation by text as it is written. One that differs by side is in `text.by_side` form."""

    def translated(self, text: str) -> str | None:
        """The translation of a text as the file writes it; None where there is none."""
        return self.words.get(text.strip())


def parse_catalog(
    file: SourceFile, *, language: str
) -> tuple[Catalog | None, tuple[Diagnostic, ...]]:
    """Read the words of a file in another language.

    Returns:
        The catalog, None after an error, and every problem: those of `compose`, `wrong-shape`.
    """
    root, problems = compose(file)
    reading = Reading(None)
    words = {}
    if isinstance(root, Mapping):
        for key, node in root.entries:
            translation = _translation(node, reading)
            if translation is not None:
                words[key.text.strip()] = translation
    elif root is not None:
        reading.wrong_shape(root, "texts, each with its translation")
    problems = in_order((*problems, *reading.diagnostics))
    return None if has_errors(problems) else Catalog(language, file.path, words), problems


def _translation(node: Node, reading: Reading) -> str | None:
    if isinstance(node, Scalar):
        return node.text.strip()
    sides = {key.text: value for key, value in node.entries} if isinstance(node, Mapping) else {}
    left, right = sides.get("left"), sides.get("right")
    if sides.keys() == _SIDES and isinstance(left, Scalar) and isinstance(right, Scalar):
        return by_side(left.text.strip(), right.text.strip())
    reading.wrong_shape(node, "a text, or one for `left` and one for `right`")
    return None
