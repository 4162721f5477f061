"""What the user's configuration makes hold where no script says otherwise."""

from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from audioguide.compiler.any_routine import any_routine
from audioguide.compiler.configuration import read_text
from audioguide.compiler.front import load_config
from audioguide.compiler.user_files import config_path
from audioguide.compiler.well import without_errors
from audioguide.diagnostics import Diagnostic, has_errors
from audioguide.disk import Disk
from audioguide.errors import AudioguideError
from audioguide.routine.routine import Routine, SettingOrigin
from audioguide.routine.sources import USER_CONFIGURATION
from audioguide.syntax.config import NO_PROFILE, Config
from audioguide.syntax.key_path import shown_path

_VOICE_KEYS = {"voice": "name", "rate": "rate", "pitch": "pitch", "level": "level"}
"""Settings of a routine that are keys of `voice`."""

_GROUPS = {"sound": "sounds", "word": "lexicon", "cueing": "cueing", "tags": "tags"}
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
        The settings, after an error without those that are wrong, or None where nothing can be
        told; and every problem of the configuration.

    Raises:
        UsageError: there is no such profile.
        FileError: the configuration cannot be read.
    """
    disk = Disk()
    config, problems = load_config(disk)
    routine = None
    if not has_errors(problems):
        routine, found = any_routine(config, profile=profile, disk=disk)
        problems += found
    if routine is not None:
        return _all_of(routine, config, profile), problems
    return _what_is_well(profile), problems


def _what_is_well(profile: str | None) -> InForce | None:
    """The settings without those that are wrong; None where these cannot be taken out."""
    try:
        well = without_errors(read_text(), profile=profile)
    except AudioguideError:
        return None
    if well is None:
        return None
    left_out = [shown_path(path) for path in well.left_out]
    found = _all_of(well.routine, well.config, profile)
    rows = tuple(
        row
        for row in found.settings
        if not any(f"{row.setting}.".startswith(f"{name}.") for name in left_out)
    )
    return replace(found, settings=rows)


def _all_of(routine: Routine, config: Config, profile: str | None) -> InForce:
    settings = (*map(_by_key, routine.origins), *_beyond_routines(config))
    names = tuple(name for name, _ in config.profiles)
    return InForce(config_path(), _in_force(profile, config), names, settings)


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
    rows += [("address", config.address)] if config.address else []
    rows += [("fallback", voice) for voice in config.fallback]
    rows += [(f"devices.{name}", f"like {device.like}") for name, device in config.devices]
    rows += [(f"engines.{name}", ", ".join(given)) for name, given in config.engines.items()]
    return tuple(SettingOrigin(name, value, USER_CONFIGURATION) for name, value in rows)
