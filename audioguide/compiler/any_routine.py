"""A routine that sets nothing, so that all of it is what the user's configuration makes hold."""

from functools import partial

from audioguide.compiler.front import missing_pose_folders, read_source
from audioguide.compiler.voices import VoiceFinder, open_engines
from audioguide.diagnostics import Diagnostic, has_errors
from audioguide.disk import Disk
from audioguide.library.load import load_phrases, open_library
from audioguide.routine.include import IncludeLoader
from audioguide.routine.options import Options
from audioguide.routine.resolve import resolve
from audioguide.routine.routine import Routine
from audioguide.source import SourceFile
from audioguide.syntax.config import NO_PROFILE, Config
from audioguide.syntax.parse import parse_script

_ANY_ROUTINE = "steps:\n  - say: Hello.\n"
"""A script that sets nothing."""


def any_routine(
    config: Config, *, profile: str | None, disk: Disk
) -> tuple[Routine | None, tuple[Diagnostic, ...]]:
    """What becomes of a script that sets nothing.

    Args:
        config: The user's configuration.
        profile: The one to ask for; that of the configuration if absent.
        disk: What files are looked up through.

    Returns:
        The routine, None after an error, and what every build with this configuration would say.

    Raises:
        UsageError: there is no such profile.
    """
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
    found = (*missing_pose_folders(config), *found)
    return None if has_errors(found) else routine, found


def problems_of_any(config: Config) -> tuple[Diagnostic, ...]:
    """What `any_routine` finds without a profile and with each that there is, each once."""
    disk = Disk()
    profiles = (NO_PROFILE, *(name for name, _ in config.profiles))
    every = (any_routine(config, profile=name, disk=disk)[1] for name in profiles)
    return tuple(dict.fromkeys(one for found in every for one in found))
