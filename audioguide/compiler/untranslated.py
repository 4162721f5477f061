"""A routine that says in which language it is written, and is asked for in another one."""

from collections.abc import Mapping
from pathlib import Path

from audioguide.diagnostics import Diagnostic, warning
from audioguide.source import SourceFile
from audioguide.syntax.catalog import Catalog
from audioguide.syntax.parse import parse_script
from audioguide.syntax.script import Script

_CODE = "untranslated"


def without_words(
    script: Script, file: SourceFile, language: str, *, parameters: Mapping[str, str]
) -> tuple[Diagnostic, ...]:
    """One `untranslated` for a script that nobody has translated; nothing where none is needed.

    Args:
        script: What has no file of words in `language`.
        file: Where it was read from.
        language: BCP 47 tag of what is spoken.
        parameters: With which it was read.
    """
    written = script.language
    if written is None or _base(written.value) == _base(language):
        return ()
    words = f"languages/{_base(language)}/{Path(file.path).name}"
    none = Catalog(language=language, path=words, words={})
    _, found = parse_script(file, parameters=parameters, catalog=none)
    n_texts = sum(one.code == _CODE for one in found)
    if not n_texts:
        return ()
    message = (
        f'the routine is written in "{written.value}", and {n_texts} '
        f"text{'s' * (n_texts != 1)} of it {'have' if n_texts != 1 else 'has'} no words in "
        f'"{language}"'
    )
    return (
        warning(_CODE, message, written.span, f"add them to {words}, or have it spoken in its own"),
    )


def _base(tag: str) -> str:
    return tag.split("-")[0].lower()
