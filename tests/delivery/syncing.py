"""What the tests of `sync` share: wishes of plain bytes, and what a target holds."""

import json
from pathlib import Path

from audioguide.delivery.sync import sync_rows
from audioguide.delivery.sync_copy import PART_NAME, writing
from audioguide.delivery.sync_manifest import MANIFEST_NAME
from audioguide.delivery.sync_plan import Row, Wish


def wish(path, content, origin=""):
    """A file that is wanted at a path of the target."""
    folder, _, name = path.rpartition("/")
    return Wish(folder, name, f"from{origin}/{name}", writing(content), origin)


def row(*contents, listed=None, origin=""):
    """Tracks by path, and a playlist of their names."""
    wishes = tuple(wish(path, content, origin) for path, content in contents)
    if listed is None:
        return Row(wishes)
    return Row(wishes, lambda names: wish(listed, "\n".join(names).encode(), origin))


def run(target, *rows, **options):
    """One run."""
    return sync_rows(Path(target), rows, most_chars=26, **options)


def held(target):
    """Every file of a target but our list, with what it holds, by path."""
    root = Path(target)
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.is_symlink() and path.name != MANIFEST_NAME
    }


def listed(target):
    """The paths in our list."""
    path = Path(target) / MANIFEST_NAME
    return (
        {one["path"] for one in json.loads(path.read_text())["entries"]} if path.exists() else set()
    )


def parts(target):
    """What was left unfinished."""
    return [path for path in Path(target).rglob("*") if path.name == PART_NAME]
