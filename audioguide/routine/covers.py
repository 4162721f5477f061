"""Which picture a track gets, by the strongest who says so."""

from collections.abc import Callable
from pathlib import Path

from audioguide.diagnostics import error
from audioguide.errors import UsageError
from audioguide.routine.options import Options
from audioguide.routine.own_files import is_there, named_path
from audioguide.routine.routine import Cover
from audioguide.routine.sources import Source
from audioguide.routine.words import Report
from audioguide.source import Spanned
from audioguide.syntax.script import CoverWord, Script


def settled_cover(
    sources: tuple[Source, ...],
    options: Options,
    *,
    is_file: Callable[[Path], bool],
    report: Report,
) -> Cover:
    """The cover: drawn where nobody says anything.

    A script's file lies in its folder; the user's configuration and the command line may name
    any. Reports `cover-outside` and `cover-missing`.

    Args:
        sources: Who else says something, the strongest first.
        options: What the command line says, which is stronger; its file is relative to the
            working folder.
        is_file: Whether there is such a file.
        report: Told what is wrong with a file that a script or configuration names.

    Raises:
        UsageError: the command line names no file, or one that is not there.
    """
    if options.cover is not None:
        if options.cover in tuple(CoverWord):
            return Cover(is_drawn=options.cover == CoverWord.AUTO)
        if not options.cover.strip():
            raise UsageError("--cover: its name is empty; write auto, none or a picture")
        if not is_there(Path(options.cover), is_file):
            message = f"--cover: there is no file {options.cover}; write auto, none or a picture"
            raise UsageError(message)
        return Cover(is_drawn=False, path=options.cover)
    for source in sources:
        written = source.says.cover
        if written is None:
            continue
        if written.value in tuple(CoverWord):
            return Cover(is_drawn=written.value == CoverWord.AUTO)
        top = source.says.file.path if isinstance(source.says, Script) else None
        path = _found(written, top, is_file, report)
        return Cover(is_drawn=False, path=str(path) if path else None, span=written.span)
    return Cover()


def _found(
    file: Spanned[str], top: str | None, is_file: Callable[[Path], bool], report: Report
) -> Path | None:
    path, reason = named_path(file, top=top)
    if path is None:
        hint = "a script's cover lies in its own folder; `config.yaml` may name any file"
        report(error("cover-outside", reason, file.span, hint))
    elif not is_there(path, is_file):
        hint = "write auto, none, or the name of a JPEG or PNG file"
        report(error("cover-missing", f"there is no file {path}", file.span, hint))
    return path
