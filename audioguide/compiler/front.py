"""From the name of a script to its routine: the files that are opened on the way."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from audioguide.compiler.voices import find_voice
from audioguide.diagnostics import Diagnostic, error, has_errors
from audioguide.errors import FileError
from audioguide.files import shipped
from audioguide.library.load import PoseLibrary, load_phrases, open_library
from audioguide.routine.checks import advise
from audioguide.routine.include import IncludeLoader
from audioguide.routine.options import Options
from audioguide.routine.resolve import resolve
from audioguide.routine.routine import Routine
from audioguide.source import SourceFile, Span
from audioguide.syntax.config import Config
from audioguide.syntax.config_file import parse_config
from audioguide.syntax.decode import MAX_FILE_BYTES, decode
from audioguide.syntax.parse import parse_script
from audioguide.syntax.script import Script

CONFIG_FOLDER_VARIABLE = "AUDIOGUIDE_CONFIG_DIR"
"""Overrides the platform's configuration folder."""

_SUFFIXES = (".yaml", ".yml")


class Resolved(Struct, frozen=True):
    """A routine with everything that was found on the way to it."""

    routine: Routine | None
    diagnostics: tuple[Diagnostic, ...]


def config_path() -> Path:
    """Where the user's configuration lies, whether or not there is one."""
    folder = os.environ.get(CONFIG_FOLDER_VARIABLE)
    if folder:
        return Path(folder) / "config.yaml"
    from platformdirs import user_config_path

    return user_config_path("audioguide", appauthor=False) / "config.yaml"


def find_script(name: str) -> str:
    """The path of a script: as typed, or of the shipped routine of that name.

    A bare name without folder or suffix that is no file here is looked for as `NAME.yaml`, as
    `scripts/NAME.yaml`, and among the shipped routines. What is found nowhere comes back as
    typed; reading it says what is wrong.
    """
    typed = Path(name)
    if typed.name != name or typed.suffix or _is_file(typed):
        return name
    folders = (Path(), Path("scripts"), shipped("scripts"))
    candidates = (folder / f"{name}{suffix}" for folder in folders for suffix in _SUFFIXES)
    return str(next((path for path in candidates if _is_file(path)), name))


def _is_file(path: Path) -> bool:
    """Whether there is a file; a path that the system cannot even look up has none."""
    try:
        return path.is_file()
    except OSError:
        return False


def open_poses(pose_folders: Sequence[Path] = ()) -> PoseLibrary:
    """The shipped poses, then those of the user's configuration, then the given folders."""
    config, _ = load_config()
    return _open_poses(config, pose_folders)


def _open_poses(config: Config, pose_folders: Sequence[Path]) -> PoseLibrary:
    base = config_path().parent
    # `Path.expanduser` raises where there is no such user.
    own = [base / os.path.expanduser(folder.value) for folder in config.pose_folders]  # noqa: PTH111
    return open_library([shipped("poses"), *own, *pose_folders])


def load_config() -> tuple[Config, tuple[Diagnostic, ...]]:
    """The user's configuration; an empty one where there is no file."""
    path = config_path()
    if not path.is_file():
        return Config(), ()
    file, problems = read_source(str(path))
    if problems:
        return Config(), problems
    config, found = parse_config(file)
    return config or Config(), found


def read_source(path: str) -> tuple[SourceFile, tuple[Diagnostic, ...]]:
    """The text of a file, with `too-large` or `not-text` where it is none.

    Raises:
        FileError: it cannot be read; carries `unreadable-file` at the file's first place.
    """
    try:
        with Path(path).open("rb") as stream:
            content = stream.read(MAX_FILE_BYTES + 1)
    except (OSError, ValueError) as trouble:
        reason = getattr(trouble, "strerror", None) or str(trouble)
        span = Span.whole_file(SourceFile(path, ""))
        hint = "check the name; `audioguide new` writes a first script"
        problem = error("unreadable-file", f"the file cannot be read: {reason}", span, hint)
        raise FileError(f"could not read {path}: {reason}", diagnostics=[problem]) from trouble
    return decode(content, path=path)


def _parse(
    file: SourceFile, parameters: Mapping[str, str]
) -> tuple[Script | None, tuple[Diagnostic, ...]]:
    return parse_script(file, parameters=parameters)


def resolve_script(path: str, *, options: Options, pose_folders: Sequence[Path]) -> Resolved:
    """Everything up to the routine, with the advice for the body.

    Raises:
        FileError: the script, or a pose folder, cannot be read.
        UsageError: an option names a voice, parameter or language that there is not.
    """
    file, problems = read_source(path)
    if problems:
        return Resolved(None, problems)
    config, found = load_config()
    script, of_syntax = parse_script(file, parameters=dict(options.parameters))
    diagnostics = (*found, *of_syntax)
    if script is None or has_errors(diagnostics):
        return Resolved(None, diagnostics)
    routine, of_names = resolve(
        script,
        library=_open_poses(config, pose_folders),
        load_script=IncludeLoader(read=read_source, parse=_parse),
        load_phrases=load_phrases,
        find_voice=find_voice,
        is_file=Path.is_file,
        options=options,
        config=config,
    )
    diagnostics += of_names
    if routine is None or has_errors(diagnostics):
        return Resolved(None, diagnostics)
    return Resolved(routine, (*diagnostics, *advise(routine)))
