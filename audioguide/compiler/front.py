"""From the name of a script to its routine: the files that are opened on the way."""

import os
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct, field

from audioguide.compiler.own_devices import chosen_device
from audioguide.compiler.pictures import own_cover_of
from audioguide.compiler.unreadable import what_to_do
from audioguide.compiler.untranslated import without_words
from audioguide.compiler.user_files import config_path
from audioguide.compiler.voices import VoiceFinder, chosen_voice, open_engines
from audioguide.contents import Picture
from audioguide.delivery.devices import Device
from audioguide.diagnostics import Diagnostic, error, has_errors
from audioguide.disk import Disk
from audioguide.errors import FileError, ScriptError
from audioguide.files import shipped
from audioguide.library.load import PoseLibrary, load_catalog, load_phrases, open_library
from audioguide.routine.checks import advise
from audioguide.routine.include import IncludeLoader
from audioguide.routine.layers import BUILT_IN_LANGUAGE, routine_language
from audioguide.routine.options import Options
from audioguide.routine.resolve import resolve
from audioguide.routine.routine import Routine
from audioguide.source import SourceFile, Span
from audioguide.speech.engines.table import Engines
from audioguide.syntax.config import Config
from audioguide.syntax.config_file import parse_config
from audioguide.syntax.decode import MAX_FILE_BYTES, decode
from audioguide.syntax.parse import parse_script
from audioguide.syntax.script import Script


class Resolved(Struct, frozen=True):
    """A routine with everything that was found on the way to it."""

    routine: Routine | None
    diagnostics: tuple[Diagnostic, ...]
    engines: Engines = field(default_factory=Engines)
    """Who can speak it."""
    cover: Picture | None = None
    """Of the user's own file, where one is named."""
    device: Device | None = None
    """What it is for."""
    address: str | None = None
    """Where on the web the user's tracks are published."""


def open_poses(
    pose_folders: Sequence[Path] = (), *, language: str = BUILT_IN_LANGUAGE
) -> PoseLibrary:
    """The shipped poses, then those of the user's configuration, then the given folders.

    Raises:
        ScriptError: a folder of the configuration is not there.
        FileError: a folder is missing or cannot be listed.
    """
    disk = Disk()
    config, _ = load_config(disk)
    missing = missing_pose_folders(config)
    if missing:
        raise ScriptError(missing)
    return _open_poses(config, pose_folders, disk, language=language)


def _open_poses(
    config: Config, pose_folders: Sequence[Path], disk: Disk, *, language: str = BUILT_IN_LANGUAGE
) -> PoseLibrary:
    own = [_own_folder(folder.value) for folder in config.pose_folders]
    folders = [shipped("poses"), *own, *pose_folders]
    return open_library(folders, language=language, disk=disk)


def _own_folder(written: str) -> Path:
    """Where a folder lies that the configuration names, relative to it."""
    # `Path.expanduser` raises where there is no such user.
    return config_path().parent / os.path.expanduser(written)  # noqa: PTH111


def missing_pose_folders(config: Config) -> tuple[Diagnostic, ...]:
    """The error `poses-missing` for each folder of poses that is not there."""
    places = ((folder.span, _own_folder(folder.value)) for folder in config.pose_folders)
    hint = "a folder is looked for beside the configuration; make it, or correct the name"
    return tuple(
        error("poses-missing", f"there is no folder {path}", span, hint)
        for span, path in places
        if not _is_folder(path)
    )


def _is_folder(path: Path) -> bool:
    """Whether there is a folder; a path that the system cannot even look up has none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def load_config(disk: Disk) -> tuple[Config, tuple[Diagnostic, ...]]:
    """The user's configuration; an empty one where there is no file.

    Raises:
        FileError: it cannot be read, or is a folder.
    """
    path = config_path()
    refuse_folder(path)
    if not disk.is_file(path):
        return Config(), ()
    file, problems = read_source(str(path), disk)
    if problems:
        return Config(), problems
    config, found = parse_config(file)
    return config or Config(), found


def load_valid_config() -> Config:
    """The user's configuration, for who has no script whose diagnostics would tell of its errors.

    Raises:
        ScriptError: it has errors; they are its `diagnostics`.
        FileError: it cannot be read, or is a folder.
    """
    config, problems = load_config(Disk())
    if has_errors(problems):
        raise ScriptError(problems)
    return config


def refuse_folder(path: Path) -> None:
    """See to it that no folder stands where a file is looked for.

    Raises:
        FileError: one does.
    """
    if _is_folder(path):
        raise FileError(f"could not read {path}: it is a folder; move it away, a file belongs here")


def configured_engines() -> Engines:
    """Every engine as the user's configuration has it, for who wants no routine."""
    config, _ = load_config(Disk())
    return open_engines(config, Options())


def read_source(path: str, disk: Disk) -> tuple[SourceFile, tuple[Diagnostic, ...]]:
    """The text of a file, with `too-large` or `not-text` where it is none.

    Raises:
        FileError: it cannot be read; carries `unreadable-file` at the file's first place.
    """
    try:
        content = disk.read(path, at_most_bytes=MAX_FILE_BYTES + 1)
    except (OSError, ValueError) as trouble:
        message = f"could not read {path}: {getattr(trouble, 'strerror', None) or trouble}"
        span = Span.whole_file(SourceFile(path, ""))
        problem = error("unreadable-file", message, span, what_to_do(path))
        raise FileError(message, diagnostics=[problem]) from trouble
    return decode(content, path=path)


def _parse(
    file: SourceFile, parameters: Mapping[str, str], *, language: str, disk: Disk
) -> tuple[Script | None, tuple[Diagnostic, ...]]:
    """A script with its words in the language that the routine is spoken in."""
    catalog, of_words = load_catalog(Path(file.path), language, disk=disk)
    script, found = parse_script(file, parameters=parameters, catalog=catalog)
    return script, (*of_words, *found)


def resolve_script(
    path: str, *, options: Options, pose_folders: Sequence[Path], disk: Disk
) -> Resolved:
    """Everything up to the routine, with the advice for the body.

    Args:
        path: Of the script.
        options: What the caller sets.
        pose_folders: The user's, on top of those of the configuration.
        disk: What files are read through; it remembers what was seen.

    Raises:
        FileError: the script, or a pose folder, cannot be read.
        UsageError: an option names a voice, parameter, language or device that there is not.
    """
    file, problems = read_source(path, disk)
    if problems:
        return Resolved(None, problems)
    config, found = load_config(disk)
    found += missing_pose_folders(config)
    engines = open_engines(config, options)
    options = chosen_voice(options)
    device, options = chosen_device(options, config)
    parameters = dict(options.parameters)
    script, of_syntax = parse_script(file, parameters=parameters)
    if script is None or has_errors((*found, *of_syntax)):
        return Resolved(None, (*found, *of_syntax))
    # In which language a script is spoken is known once it is read.
    spoken, _ = routine_language(script, options, config)
    language = spoken.value
    catalog, of_words = load_catalog(Path(path), language, disk=disk)
    if catalog is not None:
        script, of_syntax = parse_script(file, parameters=parameters, catalog=catalog)
    elif not of_words:
        of_words = without_words(script, file, language, parameters=parameters)
    diagnostics = (*found, *of_words, *of_syntax)
    if script is None or has_errors(diagnostics):
        return Resolved(None, diagnostics)
    routine, of_names = resolve(
        script,
        library=_open_poses(config, pose_folders, disk, language=language),
        load_script=IncludeLoader(
            read=partial(read_source, disk=disk),
            parse=partial(_parse, language=language, disk=disk),
        ),
        load_phrases=partial(load_phrases, disk=disk),
        find_voice=VoiceFinder(engines, (*options.fallback, *config.fallback)),
        is_file=disk.is_file,
        options=options,
        config=config,
    )
    diagnostics += of_names
    if routine is None or has_errors(diagnostics):
        return Resolved(None, diagnostics)
    cover, of_cover = own_cover_of(routine, disk)
    if of_cover:
        return Resolved(None, (*diagnostics, *of_cover))
    if routine.target_seconds is None:
        diagnostics += advise(routine)  # Else it is the fitted doses that are looked at.
    return Resolved(routine, diagnostics, engines, cover, device, config.address)
