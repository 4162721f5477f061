"""How words are said: the entries of a lexicon, and from a lexicon file to them."""

import unicodedata

from audioguide.diagnostics import Diagnostic, has_errors
from audioguide.lexicon import folded, ipa_and_plain
from audioguide.source import SourceFile
from audioguide.syntax.compose import compose
from audioguide.syntax.kinds import Definitions, Kind, Named, Schema
from audioguide.syntax.reading import Reading, in_order
from audioguide.syntax.scalar_text import shown
from audioguide.syntax.text_kinds import NOTE
from audioguide.syntax.tree import Mapping, Node, Scalar
from audioguide.syntax.words import parse_words
from audioguide.text import Text

Entries = tuple[tuple[str, Text], ...]

_HEAD = "lexicon"
"""What stands above the words in a script or a configuration."""
_LONGEST = 60
"""Sounds of a word or two; what a voice is asked to say as one."""
_SOUNDS = frozenset(
    "abcdefghijklmnopqrstuvwxyzæçðøħŋœβθχǀǁǂǃɐɑɒɓɔɕɖɗɘəɚɛɜɝɞɟɠɡɢɣɤɥɦɧɨɪɫɬɭɮɯɰɱɲɳɴɵɶɸɹɺɻɽɾʀʁʂʃʄʈʉʊʋʌʍ"
    "ʎʏʐʑʒʔʕʘʙʛʜʝʟʡʢⱱʰʲʷˠˤⁿˡʱ"
)
_SIGNS = frozenset("ˈˌ'ːˑ:.‿-˞ʼ| ")


class _SpellingKind:
    """A spelling, or one per language; IPA stands between slashes."""

    def read(self, node: Node, reading: Reading) -> Text | None:
        """The spellings as they are written."""
        text = NOTE.read(node, reading)
        for _, spelling in text.by_language if text else ():
            if spelling.startswith("/"):
                _check_ipa(spelling, node, reading)
        return text

    def schema(self, definitions: Definitions) -> Schema:
        """That of a text."""
        return NOTE.schema(definitions)


def _check_ipa(spelling: str, node: Node, reading: Reading) -> None:
    """Note `bad-pronunciation`."""
    hint = "write /ˈɑːsənə/, with a plain respelling behind it for voices that take no IPA"
    ipa, _ = ipa_and_plain(spelling)
    strange = [one for one in unicodedata.normalize("NFD", ipa) if not _is_ipa(one)]
    if not ipa:
        message = f"{shown(spelling)} has no IPA between two slashes"
    elif strange:
        message = f"{shown(strange[0])} is no sign of the IPA"
    elif len(ipa) > _LONGEST:
        message = f"this pronunciation is longer than {_LONGEST} signs"
    else:
        return
    reading.error("bad-pronunciation", message, node.span, hint)


def _is_ipa(sign: str) -> bool:
    return sign in _SOUNDS or sign in _SIGNS or "\u0300" <= sign <= "\u036f"


class _WordsKind:
    """Words with their spellings, each word once in whatever case of its letters."""

    _words = Named[Text](_SpellingKind(), r".*\S.*", parse_words, "words, each with a spelling")

    def read(self, node: Node, reading: Reading) -> Entries | None:
        """Every pair that could be read."""
        if isinstance(node, Mapping):
            _refuse_twins(node, reading)
        return self._words.read(node, reading)

    def schema(self, definitions: Definitions) -> Schema:
        """That of words of the author's choosing."""
        return self._words.schema(definitions)


def _refuse_twins(words: Mapping, reading: Reading) -> None:
    """Note `duplicate-key` where a word stands twice, the second time in other letters."""
    first: dict[str, Scalar] = {}
    for key, _ in words.entries:
        twin = first.setdefault(folded(key.text), key)
        if twin is not key:
            message = f"{shown(key.text)} is the word {shown(twin.text)} of line {twin.span.line}"
            hint = "words are found in any case of their letters; keep one of the two"
            reading.error("duplicate-key", message, key.span, hint)


LEXICON_ENTRIES: Kind[Entries] = _WordsKind()


def _has_head(root: Node, reading: Reading) -> bool:
    """Whether the words stand under `lexicon:`, as they do in a script. Notes `wrong-shape`.

    Read as they are they would be the spellings of one word, `lexicon`, in many languages.
    """
    if not isinstance(root, Mapping) or len(root.entries) != 1:
        return False
    ((key, value),) = root.entries
    if key.text != _HEAD or not isinstance(value, Mapping):
        return False
    message = f"a file of words has no `{_HEAD}:` above them"
    reading.error("wrong-shape", message, key.span, "take this line out")
    return True


def parse_lexicon(file: SourceFile) -> tuple[Entries, tuple[Diagnostic, ...]]:
    """The words of a lexicon file, which may be empty.

    Returns:
        Words with their spellings in the file's order, none after an error, and every problem.
    """
    root, problems = compose(file)
    if root is None:
        return (), problems
    reading = Reading(None)
    entries = None if _has_head(root, reading) else LEXICON_ENTRIES.read(root, reading)
    problems = in_order((*problems, *reading.diagnostics))
    return () if entries is None or has_errors(problems) else entries, problems
