"""The user's configuration file: read, and changed as a whole."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

from audioguide.compiler.any_routine import problems_of_any
from audioguide.compiler.front import read_source, refuse_folder
from audioguide.compiler.user_files import config_path
from audioguide.diagnostics import Diagnostic, Severity, has_errors
from audioguide.disk import Disk
from audioguide.errors import FileError, ScriptError, UsageError
from audioguide.files import replace_whole
from audioguide.source import SourceFile
from audioguide.syntax.compose import compose
from audioguide.syntax.config import Config
from audioguide.syntax.config_edit import with_value, without
from audioguide.syntax.config_file import CONFIG, parse_config
from audioguide.syntax.key_path import KeyPath, parse_path, single_key
from audioguide.syntax.tree import Mapping, Node, Scalar
from audioguide.syntax.yaml_text import bracketed

HEAD = """\
# What holds for every routine that you build, unless a routine says otherwise.
# `audioguide config show` has all of it; docs/language.md, section 13, has every key.

"""
"""How a new configuration begins."""


def set_key(name: str, value: str) -> bool:
    """Set one key in the file, which is made if need be, and leave all else as it stands there.

    Args:
        name: The key with dots between those that it is inside of, such as `voice.rate`.
        value: As the file would have it; a list or keys in brackets, on one line.

    Returns:
        Whether that changed the file.

    Raises:
        UsageError: there is no such key, or it cannot have that value.
        ScriptError: every build would fail by that value, as by a voice that is not here; or the
            file has errors of its own. They are its `diagnostics`.
        FileError: it cannot be read or written.
    """
    path = parse_path(name)
    return _change(name, lambda file: with_value(file, path, value), refuse=_refuse_failing)


def overriding_profile(name: str, value: str) -> str | None:
    """The profile of every build, if it says itself what a key of the configuration is.

    Args:
        name: The key that was set.
        value: What it was set to.

    Raises:
        UsageError: it is no name of a key.
        ScriptError: the configuration is no text.
        FileError: it cannot be read.
    """
    config, _ = parse_config(read_text())
    if config is None or config.profile is None:
        return None
    root, _ = compose(read_text())
    path: KeyPath = ("profiles", config.profile.value, *parse_path(name))
    short = single_key(CONFIG, path)
    if short is not None and isinstance(bracketed(value), str):
        path = (*path, short)
    return config.profile.value if _is_set(root, path) else None


def _is_set(root: Node | None, path: KeyPath) -> bool:
    """Whether a key has a value, which may be short for `name` inside it."""
    node = root
    for depth, name in enumerate(path):
        if isinstance(node, Scalar):
            return single_key(CONFIG, path[:depth]) == name and depth == len(path) - 1
        node = node.value(name) if isinstance(node, Mapping) else None
    return node is not None


def unset_key(name: str) -> None:
    """Take one key out of the file, with those around it that would be left without any.

    Args:
        name: The key with dots between those that it is inside of, such as `voice.rate`.

    Raises:
        UsageError: the key is not there, or something else needs it.
        ScriptError: the file has errors of its own; they are its `diagnostics`.
        FileError: it cannot be read or written.
    """
    path = parse_path(name)
    _change(name, lambda file: without(file, path))


def _refuse_failing(old: Config | None, new: Config) -> None:
    """See to it that no build fails that did not fail before.

    Raises:
        ScriptError: some would.
    """
    errors = _errors(problems_of_any(new))
    if errors:
        known = _told(problems_of_any(old)) if old is not None else set()
        caused = tuple(one for one in errors if (one.code, one.message) not in known)
        if caused:
            raise ScriptError(caused)


def _errors(found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    return tuple(one for one in found if one.severity is Severity.ERROR)


def _told(found: tuple[Diagnostic, ...]) -> set[tuple[str, str]]:
    """What is said, wherever it stands: a line moves where another is set."""
    return {(one.code, one.message) for one in found}


def _change(
    name: str,
    change: Callable[[SourceFile], str],
    *,
    refuse: Callable[[Config | None, Config], None] | None = None,
) -> bool:
    old = read_text()
    _, problems = compose(old)
    if has_errors(problems):
        raise ScriptError(problems)
    new = SourceFile(old.path, change(old))
    was, before = parse_config(old)
    config, after = parse_config(new)
    known = _told(before)
    errors = _errors(after)
    caused = [one for one in errors if (one.code, one.message) not in known]
    if caused:
        said = (f"{one.message}; {one.hint}" if one.hint else one.message for one in caused)
        raise UsageError(f"{name}: {'; '.join(dict.fromkeys(said))}")
    if errors:
        raise ScriptError(before)
    if new.text == old.text:
        return False
    if refuse is not None and config is not None:
        refuse(was, config)
    write_text(new.text)
    return True


def read_text() -> SourceFile:
    """The configuration as it stands; the head of a new one where there is none.

    Raises:
        ScriptError: it is no text.
        FileError: it cannot be read.
    """
    path, disk = config_path(), Disk()
    refuse_folder(path)
    if not disk.is_file(path):
        return SourceFile(str(path), HEAD)
    file, problems = read_source(str(path), disk)
    if has_errors(problems):
        raise ScriptError(problems)
    return file


_PRIVATE = 0o600


def write_text(text: str) -> None:
    """Put a text in the place of the configuration, which stays until the new one is whole.

    It may hold the key of a server: so a new file is for its owner alone, and one that is there
    keeps its permissions. A link to it stays a link.

    Raises:
        FileError: it cannot be written.
    """
    path = config_path()
    target = Path(os.path.realpath(path))
    try:
        mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else _PRIVATE
    except OSError as trouble:
        raise FileError.from_os("write", path, trouble) from trouble
    with replace_whole(target, mode=mode) as stream:
        stream.write(text.encode("utf-8"))
