"""Who says what holds: the script, the user's configuration, and the profile of one person.

A profile that is asked for in this call is what the user says now, for the one who will listen. So
it wins over what the script's author wrote for everybody, in its head and on its steps: else a
profile would change nothing in a script with settings of its own. One that the configuration
chooses for every build is a part of the configuration, and only wins over the rest of it.
"""

from collections.abc import Iterator

from msgspec import Struct

from audioguide.errors import UsageError
from audioguide.near import did_you_mean, near_names
from audioguide.routine.options import Options
from audioguide.routine.routine import SettingOrigin
from audioguide.syntax.config import NO_PROFILE, Config, Profile
from audioguide.syntax.script import Script

SCRIPT_HEAD = "script head"
USER_CONFIGURATION = "user configuration"


class Source(Struct, frozen=True):
    """One of those who say something about a whole script."""

    origin: str
    """As `SettingOrigin.origin` says it."""
    says: Script | Profile | Config
    """All of them have `overrides`, `language`, `sounds`, `lexicon` and `keep_awake`."""
    is_asked: bool = False
    """True: asked for in this call, so it wins over the steps of a script too."""


def sources_of(script: Script, options: Options, config: Config) -> tuple[Source, ...]:
    """Whoever is below the command line's own options, the strongest first.

    Raises:
        UsageError: the profile that is asked for is none of the configuration's.
    """
    head = Source(SCRIPT_HEAD, script)
    user = Source(USER_CONFIGURATION, config)
    profiles = dict(config.profiles)
    if options.profile is None:
        if config.profile is None:
            return head, user
        name = config.profile.value
        return head, Source(f"profile {name} ({USER_CONFIGURATION})", profiles[name]), user
    if options.profile == NO_PROFILE:
        return head, user
    if options.profile not in profiles:
        raise _unknown_profile(options.profile, tuple(profiles))
    asked = Source(
        f"profile {options.profile} (command line)", profiles[options.profile], is_asked=True
    )
    return asked, head, user


def other_origins(sources: tuple[Source, ...], options: Options) -> tuple[SettingOrigin, ...]:
    """Who says what about sounds, words of lexicons and staying awake; of each the strongest."""
    rows = [
        SettingOrigin(setting, value, source.origin)
        for source in sources
        for setting, value in _others(source.says)
    ]
    if options.keep_awake is not None:
        rows.insert(0, SettingOrigin(*_awake(is_kept=options.keep_awake), "command line"))
    strongest: dict[str, SettingOrigin] = {}
    for row in rows:
        strongest.setdefault(row.setting, row)
    return tuple(strongest.values())


def _others(says: Script | Profile | Config) -> Iterator[tuple[str, str]]:
    """Name and value of what is no setting of a step."""
    if says.keep_awake is not None:
        yield _awake(is_kept=says.keep_awake)
    for name, sound in says.sounds:
        yield f"sound {name}", sound.file.value if sound.file else f"{sound.level_db:g} dB"
    for word, spelling in says.lexicon:
        yield f"word {word}", ", ".join(written for _, written in spelling.by_language)


def _awake(*, is_kept: bool) -> tuple[str, str]:
    return "keep_awake", "on" if is_kept else "off"


def keeps_awake(sources: tuple[Source, ...], options: Options) -> bool:
    """Whether long silences get a sound too soft to hear, by the strongest who says so."""
    said = (options.keep_awake, *(source.says.keep_awake for source in sources))
    return next((one for one in said if one is not None), False)


def _unknown_profile(name: str, known: tuple[str, ...]) -> UsageError:
    there = f"its profiles: {', '.join(known)}" if known else "it has no profiles"
    hint = did_you_mean(near_names(name, known)) or there
    return UsageError(f'--profile: the configuration has no profile called "{name}"; {hint}')
