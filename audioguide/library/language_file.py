"""From the text of a language's file to its cue phrases and the rules of its figures."""

from audioguide.diagnostics import Diagnostic, has_errors
from audioguide.library.phrases import Phrases
from audioguide.library.reading_fields import read_reading
from audioguide.reading.rules import ReadingRules
from audioguide.source import SourceFile
from audioguide.syntax.compose import compose
from audioguide.syntax.tree import Mapping, Node, Scalar, Sequence
from audioguide.text import by_side

_LEXICON = "lexicon"
_READING = "reading"


def read_phrases(
    file: SourceFile, *, language: str
) -> tuple[Phrases | None, tuple[Diagnostic, ...]]:
    """The phrases of a file in `languages/`.

    Returns:
        The phrases, absent after an error, and every problem.
    """
    root, problems = compose(file)
    if not isinstance(root, Mapping):
        return None, problems
    rules, of_rules = _rules(root.value(_READING))
    problems = (*problems, *of_rules)
    if has_errors(problems):
        return None, problems
    phrases = Phrases(
        language=language,
        phrases=tuple(
            (key.text, _phrase(node))
            for key, node in root.entries
            if not isinstance(node, Sequence) and key.text not in (_LEXICON, _READING)
        ),
        lists=tuple(
            (key.text, tuple(item.text for item in node.items if isinstance(item, Scalar)))
            for key, node in root.entries
            if isinstance(node, Sequence)
        ),
        lexicon=_pairs(root.value(_LEXICON)),
        reading=rules,
    )
    return phrases, problems


def _rules(node: Node | None) -> tuple[ReadingRules | None, tuple[Diagnostic, ...]]:
    return (None, ()) if node is None else read_reading(node)


def _phrase(node: Scalar | Mapping) -> str:
    """A phrase; one for each side in the form of `text.by_side`, which `str.format` leaves so."""
    if isinstance(node, Scalar):
        return node.text
    sides = {key.text: value.text for key, value in node.entries if isinstance(value, Scalar)}
    return f"{{{by_side(sides['left'], sides['right'])}}}"


def _pairs(node: Node | None) -> tuple[tuple[str, str], ...]:
    entries = node.entries if isinstance(node, Mapping) else ()
    return tuple((key.text, value.text) for key, value in entries if isinstance(value, Scalar))
