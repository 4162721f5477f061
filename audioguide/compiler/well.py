"""What is well in a configuration with errors, so that it can be shown beside them."""

from msgspec import Struct

from audioguide.compiler.any_routine import any_routine
from audioguide.diagnostics import Diagnostic, Severity
from audioguide.disk import Disk
from audioguide.routine.routine import Routine
from audioguide.source import SourceFile, Span
from audioguide.syntax.compose import compose
from audioguide.syntax.config import Config
from audioguide.syntax.config_edit import without
from audioguide.syntax.config_file import CONFIG, parse_config
from audioguide.syntax.key_path import KeyPath, single_key
from audioguide.syntax.tree import Mapping, Node, Scalar

_PROFILES = "profiles"


class Well(Struct, frozen=True):
    """A configuration without the keys that are wrong."""

    config: Config
    routine: Routine
    """A script that sets nothing."""
    left_out: tuple[KeyPath, ...]
    """Keys of which nobody knows what holds; those of a profile as the routine has them."""


def without_errors(file: SourceFile, *, profile: str | None) -> Well | None:
    """Leave out one key after another until no error is left.

    Args:
        file: The configuration.
        profile: The one to ask for; that of the configuration if absent.

    Returns:
        None where an error stands at no key.

    Raises:
        UsageError: a key cannot be taken out, or the profile stands and falls with it.
    """
    left_out: list[KeyPath] = []
    while True:
        config, found = parse_config(file)
        if config is not None:
            routine, found = any_routine(config, profile=profile, disk=Disk())
            if routine is not None:
                return Well(config, routine, tuple(left_out))
        path = _path_of_first_error(found, file)
        if path is None:
            return None
        left_out.append(_as_routines_have_it(path, file))
        file = SourceFile(file.path, without(file, path))


def _path_of_first_error(found: tuple[Diagnostic, ...], file: SourceFile) -> KeyPath | None:
    root, _ = compose(file)
    errors = (one for one in found if one.severity is Severity.ERROR and one.span.file == file)
    paths = (_path_to(root, one.span) for one in errors)
    return next((path for path in paths if path), None)


def _path_to(node: Node | None, span: Span) -> KeyPath:
    """The keys that lead to a place; none where it is in none."""
    if isinstance(node, Mapping):
        for key, value in node.entries:
            if _holds(key.span, span):
                return (key.text,)
            if _holds(value.span, span):
                return (key.text, *_path_to(value, span))
    return ()


def _holds(outer: Span, inner: Span) -> bool:
    return (outer.line, outer.column) <= (inner.line, inner.column) and (
        (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)
    )


def _as_routines_have_it(path: KeyPath, file: SourceFile) -> KeyPath:
    """The path of a setting: without its profile, and `voice.name` for `voice: nobody`."""
    found: Node | None = compose(file)[0]
    for name in path:
        found = found.value(name) if isinstance(found, Mapping) else None
    short = single_key(CONFIG, path)
    if isinstance(found, Scalar) and short is not None:
        path = (*path, short)
    return path[2:] if path[0] == _PROFILES else path
