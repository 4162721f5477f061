"""The reading of one tree: its problems and its parameters."""

import re
from collections.abc import Mapping as MappingOf
from typing import TYPE_CHECKING

from audioguide.diagnostics import Diagnostic, error, note, warning
from audioguide.near import slip_hint
from audioguide.source import Span
from audioguide.syntax.scalar_text import PARAMETER_NAME, shown
from audioguide.syntax.tree import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from audioguide.syntax.catalog import Catalog

MOST_DIAGNOSTICS = 100
"""More than anybody mends in one go; a hostile file could cause a million."""
MOST_EXPANDED_CHARACTERS = 1 << 20
"""What all parameters of a file may grow to, so that one long value used often stays harmless."""

_REFERENCE = re.compile(r"\$\{([^{}]*)\}?")
_FOUND = {Scalar: "a single value", Sequence: "a list", Mapping: "keys with values"}


def in_order(diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """The diagnostics of one file from its top to its end."""
    return tuple(sorted(diagnostics, key=lambda one: (one.span.line, one.span.column)))


class Reading:
    """Collects problems while a tree is read, and fills parameters in."""

    def __init__(
        self, parameters: MappingOf[str, str] | None, *, catalog: "Catalog | None" = None
    ) -> None:
        """Start a reading.

        Args:
            parameters: name to text; None for a kind of file that takes no parameters.
            catalog: the file's words in another language, if it is read for that one.
        """
        self.catalog = catalog
        self._parameters = parameters
        self._diagnostics: list[Diagnostic] = []
        self._n_expanded = 0
        self.n_errors = 0

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What was found so far; the last one counts those past `MOST_DIAGNOSTICS`."""
        n_more = self.n_errors - MOST_DIAGNOSTICS
        if n_more <= 0:
            return tuple(self._diagnostics)
        message = f"and {n_more} more like these"
        return (*self._diagnostics, note("more-problems", message, self._diagnostics[-1].span))

    def error(self, code: str, message: str, span: Span, hint: str | None = None) -> None:
        """Note an error."""
        self.n_errors += 1
        if self.n_errors <= MOST_DIAGNOSTICS:
            self._diagnostics.append(error(code, message, span, hint))

    def warning(self, code: str, message: str, span: Span, hint: str | None = None) -> None:
        """Note a warning."""
        self._diagnostics.append(warning(code, message, span, hint))

    def wrong_shape(self, node: Node, expects: str, hint: str | None = None) -> None:
        """Note that a node is of another class than its field takes."""
        found = _FOUND[type(node)]
        if isinstance(node, Scalar):
            found = shown(node.text) if node.text else "nothing"
        self.error("wrong-shape", f"expected {expects}, found {found}", node.span, hint)

    def text_of(self, node: Node, expects: str) -> str | None:
        """The text of a scalar with its parameters filled in; None where it is no scalar.

        Args:
            node: what stands there.
            expects: what should, such as `a duration`.
        """
        if not isinstance(node, Scalar):
            self.wrong_shape(node, expects)
            return None
        return self.expanded(node)

    def expanded(self, scalar: Scalar) -> str | None:
        """The text of a scalar with every `${name}` replaced once; None after a problem."""
        if "${" not in scalar.text:
            return scalar.text
        known = self._parameters or {}
        references = [(found[0], found[1]) for found in _REFERENCE.finditer(scalar.text)]
        unknown = [one for one in references if one[1] not in known or not one[0].endswith("}")]
        for written, name in dict.fromkeys(unknown):
            message, hint = self._refusal(written, name)
            self.error("unknown-parameter", message, scalar.span, hint)
        if unknown:
            return None
        self._n_expanded += sum(len(known[name]) for _, name in references)
        if self._n_expanded > MOST_EXPANDED_CHARACTERS:
            self.error("too-large", "the parameters grow past 1 MiB of text", scalar.span)
            return None
        return _REFERENCE.sub(lambda found: known[found[1]], scalar.text)

    def _refusal(self, written: str, name: str) -> tuple[str, str]:
        """Message and hint for a reference that stands for nothing."""
        if self._parameters is None:
            return f"{shown(written)} cannot stand here", "parameters belong to routine scripts"
        if re.fullmatch(PARAMETER_NAME, name) and written.endswith("}"):
            near = slip_hint(name, self._parameters)
            return f"there is no parameter {shown(name)}", near or "give it a default under params"
        hint = "write ${name}; a name is letters, digits, - and _"
        return f"{shown(written)} is not a parameter", hint
