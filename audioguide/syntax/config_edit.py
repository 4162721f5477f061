"""One key of a configuration set or unset in its text, with all else as the user wrote it.

The text is changed at the place that the tree gives, and read again: what comes out is either the
old configuration with this one change, or refused.
"""

import json

from audioguide.errors import UsageError
from audioguide.source import SourceFile
from audioguide.syntax.compose import compose
from audioguide.syntax.config_file import CONFIG
from audioguide.syntax.key_path import KeyPath, shown_path, single_key
from audioguide.syntax.tree import Mapping, Scalar
from audioguide.syntax.yaml_edit import Entry, YamlEdit, entry_of
from audioguide.syntax.yaml_text import Plain, bracketed, plain

_EDIT_IT = "`audioguide config edit` opens the file"


def with_value(file: SourceFile, path: KeyPath, value: str) -> str:
    """The text of a configuration with one key set.

    Where a single value is short for a key, as in `voice: en-gb`, that key is set, so that others
    beside it stay.

    Args:
        file: The configuration, in which `compose` finds no problem.
        path: The key, after the keys that it is inside of.
        value: A text; or a list or keys in brackets, on one line.

    Raises:
        UsageError: it cannot be set there without a loss.
    """
    root, _ = compose(file)
    if root is not None and not isinstance(root, Mapping):
        raise UsageError(f"{file.path} holds no keys; {_EDIT_IT}")
    path, wanted = _put(plain(root), path, bracketed(value))
    edit = YamlEdit(file)
    if root is None:
        assert isinstance(wanted, dict)
        return _checked(edit.append(wanted), wanted, file)
    depth, node = _deepest(root, path)
    new = _at(wanted, path[: depth + 1])
    assert new is not None, "what is wanted has the path"
    if isinstance(node, Mapping):
        text = edit.insert(node, {path[depth]: new})
    elif isinstance(node.value, Scalar) and not node.value.text and isinstance(new, dict):
        text = edit.fill(node, new)
    elif edit.has_comments_in(node.value):
        inside = shown_path(path[: depth + 1])
        raise UsageError(f'there are comments inside "{inside}" in {file.path}; {_EDIT_IT}')
    else:
        text = edit.replace(node, new)
    return _checked(text, wanted, file)


def without(file: SourceFile, path: KeyPath) -> str:
    """The text of a configuration without one key, nor those around it that held nothing else.

    Args:
        file: The configuration, in which `compose` finds no problem.
        path: The key, after the keys that it is inside of.

    Raises:
        UsageError: the key is not there, or cannot be taken out on its own.
    """
    root, _ = compose(file)
    entries: list[Entry] = []
    node = root
    for name in path:
        entry = entry_of(node, name) if isinstance(node, Mapping) else None
        if entry is None:
            raise UsageError(f'"{shown_path(path)}" is not set in {file.path}')
        entries.append(entry)
        node = entry.value
    while len(entries) > 1 and len(entries[-1].mapping.entries) == 1:
        entries.pop()
    wanted = _dropped(plain(root), path[: len(entries)])
    return _checked(YamlEdit(file).remove(entries[-1]), wanted, file)


def _deepest(root: Mapping, path: KeyPath) -> tuple[int, Entry | Mapping]:
    """How far a path leads in a tree, as an index into it, and what stands there.

    That is an entry with no keys inside, or the mapping that lacks the key of that index.
    """
    mapping = root
    for depth, name in enumerate(path):
        entry = entry_of(mapping, name)
        if entry is None:
            return depth, mapping
        if depth == len(path) - 1 or not isinstance(entry.value, Mapping):
            return depth, entry
        mapping = entry.value
    raise AssertionError("a path has a key")


def _put(tree: Plain, path: KeyPath, value: Plain) -> tuple[KeyPath, Plain]:
    """A tree with a value put where a path leads, and the path that it took in the end."""
    for depth in range(1, len(path)):
        found = _at(tree, path[:depth])
        if found is None or isinstance(found, dict):
            continue
        short = single_key(CONFIG, path[:depth])
        if found and (short is None or isinstance(found, list)):
            raise UsageError(f'"{shown_path(path[:depth])}" holds no keys; unset it first')
        tree = _with(tree, path[:depth], {short: found} if short and found else {})
    if isinstance(value, str) and isinstance(_at(tree, path), dict):
        short = single_key(CONFIG, path)
        if short is None:
            name = shown_path(path)
            raise UsageError(f'"{name}" holds keys; set one of them, or unset it first')
        path = (*path, short)
    return path, _with(tree, path, value)


def _at(tree: Plain, path: KeyPath) -> Plain | None:
    """What a path leads to; None where it leads nowhere."""
    found: Plain | None = tree
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _with(tree: Plain | None, path: KeyPath, value: Plain) -> Plain:
    if not path:
        return value
    inside = tree if isinstance(tree, dict) else {}
    return {**inside, path[0]: _with(inside.get(path[0]), path[1:], value)}


def _dropped(tree: Plain, path: KeyPath) -> Plain:
    assert isinstance(tree, dict)
    if len(path) == 1:
        return {name: value for name, value in tree.items() if name != path[0]}
    return {**tree, path[0]: _dropped(tree[path[0]], path[1:])}


def _checked(text: str, wanted: Plain, file: SourceFile) -> str:
    """The text, if it says what it shall and nothing else."""
    root, problems = compose(SourceFile(file.path, text))
    # Compared as JSON, which has the order of the keys too.
    if problems or json.dumps(plain(root)) != json.dumps(wanted):
        raise UsageError(f"{file.path} is laid out in a way that cannot be changed; {_EDIT_IT}")
    return text
