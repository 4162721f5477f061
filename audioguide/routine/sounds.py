"""The cues that a user replaced, with the files that they may take."""

from collections.abc import Callable
from pathlib import Path

from audioguide.diagnostics import error
from audioguide.routine.own_files import is_there, named_path
from audioguide.routine.routine import SoundChoice
from audioguide.routine.sources import Source
from audioguide.routine.words import Report
from audioguide.source import Span, Spanned
from audioguide.syntax.script import Script


def resolve_sounds(
    sources: tuple[Source, ...], *, is_file: Callable[[Path], bool], report: Report
) -> tuple[SoundChoice, ...]:
    """The replaced cues; of each name, the entry of the strongest source, who stand first.

    A script's file follows the rules of an include and lies in the script's folder. The user's
    own configuration may name any file, relative to itself. Reports `sound-outside` and
    `sound-missing`.
    """
    chosen = {
        name: (spec, source.says)
        for source in reversed(sources)
        for name, spec in source.says.sounds
    }
    choices = []
    for name, (spec, by) in chosen.items():
        path = None
        if spec.file is not None:
            top = by.file.path if isinstance(by, Script) else None
            path = find_sound(spec.file, top=top, span=spec.span, is_file=is_file, report=report)
        level_db = spec.level_db or 0.0
        choices.append(SoundChoice(name, str(path) if path else None, level_db, spec.span))
    return tuple(choices)


def find_sound(
    file: Spanned[str],
    *,
    top: str | None,
    span: Span,
    is_file: Callable[[Path], bool],
    report: Report,
) -> Path | None:
    """Where a sound lies that somebody names, relative to the file that it is named in.

    Args:
        file: As written.
        top: Path of the script whose folder may not be left; None: the user's own word, who may
            name any file.
        span: What names it, for `sound-missing`.
        is_file: Whether there is such a file.
        report: Told `sound-missing` or `sound-outside`.
    """
    path, reason = named_path(file, top=top)
    if path is None:
        hint = "a script's sounds lie in its own folder; `config.yaml` may name any file"
        report(error("sound-outside", reason, file.span, hint))
    elif not is_there(path, is_file):
        report(error("sound-missing", f"there is no file {path}", span))
    return path
