"""The user's configuration file: read, and changed as a whole."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

from audioguide.compiler.front import read_source
from audioguide.compiler.user_files import config_path
from audioguide.diagnostics import Severity, has_errors
from audioguide.disk import Disk
from audioguide.errors import FileError, ScriptError, UsageError
from audioguide.files import replace_whole
from audioguide.source import SourceFile
from audioguide.syntax.compose import compose
from audioguide.syntax.config_edit import with_value, without
from audioguide.syntax.config_file import parse_config
from audioguide.syntax.key_path import parse_path

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
        ScriptError: the file has errors of its own; they are its `diagnostics`.
        FileError: it cannot be read or written.
    """
    path = parse_path(name)
    return _change(name, lambda file: with_value(file, path, value))


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


def _change(name: str, change: Callable[[SourceFile], str]) -> bool:
    old = read_text()
    _, problems = compose(old)
    if has_errors(problems):
        raise ScriptError(problems)
    new = SourceFile(old.path, change(old))
    _, before = parse_config(old)
    _, after = parse_config(new)
    known = {(one.code, one.message) for one in before}
    errors = [one for one in after if one.severity is Severity.ERROR]
    caused = [one for one in errors if (one.code, one.message) not in known]
    if caused:
        said = (f"{one.message}; {one.hint}" if one.hint else one.message for one in caused)
        raise UsageError(f"{name}: {'; '.join(dict.fromkeys(said))}")
    if errors:
        raise ScriptError(before)
    if new.text == old.text:
        return False
    write_text(new.text)
    return True


def read_text() -> SourceFile:
    """The configuration as it stands; the head of a new one where there is none.

    Raises:
        ScriptError: it is no text.
        FileError: it cannot be read.
    """
    path, disk = config_path(), Disk()
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
