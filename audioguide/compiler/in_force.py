"""What the user's configuration makes hold where no script says otherwise."""

from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from audioguide.compiler.front import load_config, read_source
from audioguide.compiler.user_files import config_path
from audioguide.compiler.voices import VoiceFinder, open_engines
from audioguide.diagnostics import Diagnostic, has_errors
from audioguide.disk import Disk
from audioguide.library.load import load_phrases, open_library
from audioguide.routine.include import IncludeLoader
from audioguide.routine.options import Options
from audioguide.routine.resolve import resolve
from audioguide.routine.routine import SettingOrigin
from audioguide.routine.sources import USER_CONFIGURATION
from audioguide.source import SourceFile
from audioguide.syntax.config import NO_PROFILE, Config
from audioguide.syntax.key_path import shown_path
from audioguide.syntax.parse import parse_script

_ANY_ROUTINE = "steps:\n  - say: Hello.\n"
"""A script that sets nothing."""

_VOICE_KEYS = {"voice": "name", "rate": "rate", "pitch": "pitch", "level": "level"}
"""Settings of a routine that are keys of `voice`."""

_GROUPS = {"sound": "sounds", "word": "lexicon", "cueing": "cueing"}
"""First words of settings, and the key that holds such ones."""


class InForce(Struct, frozen=True):
    """What holds where no script says otherwise."""

    path: Path
    """Of the configuration, which need not be there."""
    profile: str | None
    """The profile that is in force."""
    profiles: tuple[str, ...]
    """All that there are."""
    settings: tuple[SettingOrigin, ...]
    """By the keys of the file, with dots between them."""


def settings_in_force(
    *, profile: str | None = None
) -> tuple[InForce | None, tuple[Diagnostic, ...]]:
    """Every setting as a script has it that sets nothing, and who says so.

    Args:
        profile: The one to ask for; that of the configuration if absent.

    Returns:
        The settings, None after an error, and every problem of the configuration.

    Raises:
        UsageError: there is no such profile.
        FileError: the configuration cannot be read.
    """
    disk = Disk()
    config, problems = load_config(disk)
    if has_errors(problems):
        return None, problems
    options = Options(profile=profile)
    script, _ = parse_script(SourceFile("", _ANY_ROUTINE), parameters={})
    assert script is not None, "it is well"
    routine, found = resolve(
        script,
        library=open_library((), disk=disk),
        load_script=IncludeLoader(
            read=partial(read_source, disk=disk),
            parse=lambda file, parameters: parse_script(file, parameters=parameters),
        ),
        load_phrases=partial(load_phrases, disk=disk),
        find_voice=VoiceFinder(open_engines(config, options), config.fallback),
        is_file=disk.is_file,
        options=options,
        config=config,
    )
    problems += found
    if routine is None:
        return None, problems
    settings = (*map(_by_key, routine.origins), *_beyond_routines(config))
    names = tuple(name for name, _ in config.profiles)
    return InForce(config_path(), _in_force(profile, config), names, settings), problems


def _in_force(asked: str | None, config: Config) -> str | None:
    if asked is None:
        return config.profile.value if config.profile else None
    return None if asked == NO_PROFILE else asked


def _by_key(row: SettingOrigin) -> SettingOrigin:
    """A row of a routine under the key that it has in a configuration."""
    of, _, name = row.setting.partition(" ")
    if of in _GROUPS:
        path: tuple[str, ...] = (_GROUPS[of], name)
    elif name:  # A role, whose voice it is.
        path = ("voices", of, _VOICE_KEYS[name])
    else:
        path = ("voice", _VOICE_KEYS[of]) if of in _VOICE_KEYS else (of,)
    return replace(row, setting=shown_path(path))


def _beyond_routines(config: Config) -> tuple[SettingOrigin, ...]:
    """What a configuration says that is no setting of a routine, without the keys of servers."""
    rows = [("poses", folder.value) for folder in config.pose_folders]
    rows += [("fallback", voice) for voice in config.fallback]
    rows += [(f"engines.{name}", ", ".join(given)) for name, given in config.engines.items()]
    return tuple(SettingOrigin(name, value, USER_CONFIGURATION) for name, value in rows)
