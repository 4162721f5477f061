"""The cues that a user replaced, with the files that they may take."""

import os
from collections.abc import Callable
from pathlib import Path

from audioguide.diagnostics import error
from audioguide.routine.include import included_path, why_refused
from audioguide.routine.routine import SoundChoice
from audioguide.routine.words import Report
from audioguide.syntax.config import Config
from audioguide.syntax.script import Script, SoundSpec


def resolve_sounds(
    script: Script,
    config: Config,
    *,
    is_file: Callable[[Path], bool],
    report: Report,
) -> tuple[SoundChoice, ...]:
    """The replaced cues; a script's entry replaces the configuration's of that name.

    A script's file follows the rules of an include and lies in the script's folder. The user's
    own configuration may name any file, relative to itself. Reports `sound-outside` and
    `sound-missing`.
    """
    own = dict(script.sounds)
    choices = []
    for name, spec in (dict(config.sounds) | own).items():
        path = _path_by_script(spec, script, report) if name in own else _path_by_config(spec)
        if path is not None and not _is_there(path, is_file):
            report(error("sound-missing", f"there is no file {path}", spec.span))
        level_db = spec.level_db or 0.0
        choices.append(SoundChoice(name, str(path) if path else None, level_db, spec.span))
    return tuple(choices)


def _is_there(path: Path, is_file: Callable[[Path], bool]) -> bool:
    """Whether there is a file; a path that the system cannot even look up has none."""
    try:
        return is_file(path)
    except OSError:
        return False


def _path_by_config(spec: SoundSpec) -> Path | None:
    if spec.file is None:
        return None
    # `Path.expanduser` raises where there is no such user.
    written = os.path.expanduser(spec.file.value)  # noqa: PTH111
    return Path(spec.file.span.file.path).parent / written


def _path_by_script(spec: SoundSpec, script: Script, report: Report) -> Path | None:
    if spec.file is None:
        return None
    written, including = spec.file.value, spec.file.span.file.path
    reason = why_refused(written, including=including, top=script.file.path)
    if reason is None:
        return Path(included_path(written, including=including))
    hint = "a script's sounds lie in its own folder; `config.yaml` may name any file"
    report(error("sound-outside", f'the path "{written}" {reason}', spec.file.span, hint))
    return None
