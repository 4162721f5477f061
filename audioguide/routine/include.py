"""Which files a script may include, and the loader that keeps to it."""

import os
import posixpath
from collections.abc import Callable, Mapping
from pathlib import Path, PurePath, PureWindowsPath
from typing import Protocol

from audioguide.diagnostics import Diagnostic, error
from audioguide.errors import FileError
from audioguide.source import SourceFile
from audioguide.syntax.script import IncludeStep, Script

Chain = tuple[SourceFile, ...]
"""The files that are being included, the top script first."""

DEEPEST_CHAIN = 16
"""Files in a chain of includes; each is a level of recursion."""


class LoadScript(Protocol):
    """Loads the file of an `include` step."""

    def __call__(
        self, step: IncludeStep, *, chain: Chain
    ) -> tuple[Script | None, tuple[Diagnostic, ...]]:
        """The included script, or None and why not."""
        ...


def why_outside(written: str, *, including: str, top: str) -> str | None:
    """Why a path may not be followed, in words that go on after "the path"; None if it may.

    Looks at nothing but the words of the path, the same on every system; symbolic links are
    the loader's.

    Args:
        written: The path as the author wrote it, relative to the including file.
        including: Path of the including file.
        top: Path of the top script, whose folder may not be left.
    """
    if not written.strip() or not written.isprintable():
        return "is empty or has characters that no path should have"
    if "://" in written:
        return "is an address, not a file"
    if written.startswith("~"):
        return "begins with a home folder"
    if PureWindowsPath(written).anchor or written.startswith("/"):
        return "is absolute"
    if "\\" in written:
        return "has a backslash; folders are parted by /"
    folder = posixpath.dirname(posixpath.normpath(PurePath(top).as_posix()))
    target = included_path(written, including=including)
    if not _lies_in(target, folder):
        return "leaves the folder of the script"
    return None


def included_path(written: str, *, including: str) -> str:
    """The path of an included file as it is shown, relative to the including file's."""
    folder = posixpath.dirname(PurePath(including).as_posix())
    return posixpath.normpath(posixpath.join(folder, written))


def _lies_in(target: str, folder: str) -> bool:
    if not folder:
        return not target.startswith(("../", "/")) and target != ".."
    return target.startswith(folder.rstrip("/") + "/")


def why_refused(written: str, *, including: str, top: str) -> str | None:
    """`why_outside`, and the same of where symbolic links lead to."""
    reason = why_outside(written, including=including, top=top)
    if reason is not None:
        return reason
    real = _real(Path(included_path(written, including=including)))
    inside = real.is_relative_to(_real(Path(top).parent))
    return None if inside else "leads out of the folder of the script"


def _real(path: Path) -> Path:
    """The path without symbolic links; unlike `Path.resolve` it never raises on a loop."""
    return Path(os.path.realpath(path))


class IncludeLoader:
    """A `LoadScript` that follows the path rules and finds cycles.

    A file that is included several times with the same parameters is read and parsed once.
    """

    def __init__(
        self,
        *,
        read: Callable[[str], tuple[SourceFile, tuple[Diagnostic, ...]]],
        parse: Callable[
            [SourceFile, Mapping[str, str]], tuple[Script | None, tuple[Diagnostic, ...]]
        ],
    ) -> None:
        """Take what opens and parses files.

        Args:
            read: Text of a file, and what is wrong with its bytes; raises `FileError` where it
                cannot be read.
            parse: Script of a file with its parameters filled in.
        """
        self._read = read
        self._parse = parse
        self._parsed: dict[
            tuple[str, tuple[tuple[str, str], ...]],
            tuple[Script | None, tuple[Diagnostic, ...]],
        ] = {}

    def __call__(
        self, step: IncludeStep, *, chain: Chain
    ) -> tuple[Script | None, tuple[Diagnostic, ...]]:
        """The script, or `include-outside`, `include-cycle`, `include-missing` or `too-deep`."""
        top, including = chain[0].path, chain[-1].path
        written, span = step.path.value, step.path.span
        reason = why_refused(written, including=including, top=top)
        if reason is not None:
            hint = "an include is written relative to its file, inside the folder of the script"
            return None, (error("include-outside", f'the path "{written}" {reason}', span, hint),)
        shown = included_path(written, including=including)
        cycle = _cycle(shown, chain)
        if cycle:
            message = f"this include leads back to itself: {' -> '.join(cycle)}"
            return None, (error("include-cycle", message, span, "include each file only once"),)
        if len(chain) >= DEEPEST_CHAIN:
            message = f"includes are more than {DEEPEST_CHAIN} files deep"
            return None, (error("too-deep", message, span),)
        try:
            return self._load(shown, tuple((name, value.value) for name, value in step.parameters))
        except FileError as trouble:
            hint = f"it belongs beside {including}; where that was copied, copy it too"
            return None, (error("include-missing", str(trouble), span, hint),)

    def _load(
        self, shown: str, parameters: tuple[tuple[str, str], ...]
    ) -> tuple[Script | None, tuple[Diagnostic, ...]]:
        key = (shown, parameters)
        if key not in self._parsed:
            file, problems = self._read(shown)
            self._parsed[key] = (
                (None, problems) if problems else self._parse(file, dict(parameters))
            )
        return self._parsed[key]


def _cycle(shown: str, chain: Chain) -> tuple[str, ...]:
    """The files from `shown` back to `shown`; empty where it is not in the chain."""
    real = _real(Path(shown))
    for position, file in enumerate(chain):
        if _real(Path(file.path)) == real:
            return (*(one.path for one in chain[position:]), shown)
    return ()
