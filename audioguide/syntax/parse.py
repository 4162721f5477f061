"""From the text of a routine script to a `Script`."""

from collections.abc import Mapping as MappingOf

from audioguide.diagnostics import Diagnostic, error, has_errors
from audioguide.source import SourceFile, Span
from audioguide.syntax.catalog import Catalog
from audioguide.syntax.compose import compose
from audioguide.syntax.reading import Reading, in_order
from audioguide.syntax.script import Script
from audioguide.syntax.script_fields import SCRIPT, parameter_defaults
from audioguide.syntax.tree import Mapping


def parse_script(
    file: SourceFile, *, parameters: MappingOf[str, str], catalog: Catalog | None = None
) -> tuple[Script | None, tuple[Diagnostic, ...]]:
    """Type everything that a routine script says; look nothing up.

    Args:
        file: the script's text. Any text at all is answered with diagnostics.
        parameters: values for `${name}` that win over the script's own `params`.
        catalog: its words in the language that it is wanted in, beside its own.

    Returns:
        The script, absent after an error, and every problem: those of `compose`, those of the
        scalars, `unknown-key`, `missing-key`, `misplaced-key`, `wrong-shape`, `two-verbs`,
        `no-verb`, `two-doses`, `no-steps`, `unknown-parameter`, `unknown-version`; the warning
        `untranslated`.
    """
    root, problems = compose(file)
    if root is None:
        if not problems:
            hint = "`audioguide new NAME` writes a routine to begin with"
            problems = (error("empty-file", "the file is empty", Span.whole_file(file), hint),)
        return None, problems
    defaults = parameter_defaults(root) if isinstance(root, Mapping) else {}
    if catalog is not None:
        defaults = {name: catalog.translated(text) or text for name, text in defaults.items()}
    reading = Reading({**defaults, **parameters}, catalog=catalog)
    script = SCRIPT.read(root, reading)
    problems = in_order((*problems, *reading.diagnostics))
    return None if has_errors(problems) else script, problems
