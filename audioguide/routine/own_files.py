"""Where a file lies that somebody names in a script or in the configuration."""

import os
from collections.abc import Callable
from pathlib import Path

from audioguide.routine.include import included_path, why_refused
from audioguide.source import Spanned


def named_path(file: Spanned[str], *, top: str | None) -> tuple[Path | None, str]:
    """The path of a file, relative to the file that it is named in; or None, and why not.

    A script's file follows the rules of an include and lies in the script's folder. The user's
    own configuration may name any file.

    Args:
        file: As written.
        top: Path of the script whose folder may not be left; None: the user's own word.
    """
    including = file.span.file.path
    if top is None:
        # `Path.expanduser` raises where there is no such user.
        return Path(including).parent / os.path.expanduser(file.value), ""  # noqa: PTH111
    reason = why_refused(file.value, including=including, top=top)
    if reason is None:
        return Path(included_path(file.value, including=including)), ""
    return None, f'the path "{file.value}" {reason}'


def is_there(path: Path, is_file: Callable[[Path], bool]) -> bool:
    """Whether there is a file; a path that the system cannot even look up has none."""
    try:
        return is_file(path)
    except (OSError, ValueError):
        return False
