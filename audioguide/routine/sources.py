"""Who says what holds: the script, the user's configuration, and the profile of one person.

A profile that is asked for in this call is what the user says now, for the one who will listen. So
it wins over what the script's author wrote for everybody, in its head and on its steps: else a
profile would change nothing in a script with settings of its own. One that the configuration
chooses for every build is a part of the configuration, and only wins over the rest of it.
"""

from collections.abc import Iterator
from fractions import Fraction

from msgspec import Struct

from audioguide.errors import UsageError
from audioguide.near import did_you_mean, near_names
from audioguide.routine.options import Options
from audioguide.routine.routine import SettingOrigin
from audioguide.syntax.config import NO_PROFILE, Config, Profile
from audioguide.syntax.script import BesideKind, ChaptersBy, Script, TagNames

SCRIPT_HEAD = "script head"
USER_CONFIGURATION = "user configuration"


class Source(Struct, frozen=True):
    """One of those who say something about a whole script."""

    origin: str
    """As `SettingOrigin.origin` says it."""
    says: Script | Profile | Config
    """All of them have `overrides`, `language`, `sounds`, `lexicon`, `keep_awake`,
    `lead_in_seconds`, `chapters_by`, `tags`, `cover` and `beside`."""
    is_asked: bool = False
    """True: asked for in this call, so it wins over the steps of a script too."""


def sources_of(script: Script, options: Options, config: Config) -> tuple[Source, ...]:
    """Whoever is below the command line's own options, the strongest first.

    Raises:
        UsageError: the profile that is asked for is none of the configuration's.
    """
    return (*_of_device(options), *_of_people(script, options, config))


def _of_device(options: Options) -> tuple[Source, ...]:
    """The device that the track is for. What it cannot do no author can ask of it."""
    if options.device_says is None:
        return ()
    asked = options.device_says
    says = Profile(keep_awake=asked.keep_awake, lead_in_seconds=asked.lead_in_seconds)
    return (Source(f"device {asked.name} (command line)", says, is_asked=True),)


def _of_people(script: Script, options: Options, config: Config) -> tuple[Source, ...]:
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
    """Who says what about sounds, words, tags and staying awake; of each the strongest."""
    rows = [
        SettingOrigin(setting, value, source.origin)
        for source in sources
        for setting, value in _others(source.says)
    ]
    if options.keep_awake is not None:
        rows.insert(0, SettingOrigin(*_awake(is_kept=options.keep_awake), "command line"))
    if options.chapters_by is not None:
        rows.insert(0, SettingOrigin("chapters", str(options.chapters_by), "command line"))
    if options.cover is not None:
        rows.insert(0, SettingOrigin("cover", options.cover, "command line"))
    strongest: dict[str, SettingOrigin] = {}
    for row in rows:
        strongest.setdefault(row.setting, row)
    return tuple(strongest.values())


def _others(says: Script | Profile | Config) -> Iterator[tuple[str, str]]:
    """Name and value of what is no setting of a step."""
    if says.keep_awake is not None:
        yield _awake(is_kept=says.keep_awake)
    if says.lead_in_seconds is not None:
        yield "lead_in", f"{float(says.lead_in_seconds):g}s"
    if says.chapters_by is not None:
        yield "chapters", str(says.chapters_by)
    for name, value in _names(says.tags):
        yield f"tags {name}", value
    if says.cover is not None:
        yield "cover", says.cover.value
    if says.beside is not None:
        yield "beside", ", ".join(says.beside) or "none"
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


def beside(sources: tuple[Source, ...]) -> tuple[BesideKind, ...]:
    """What is to be written beside the track, by the strongest who says so."""
    said = (source.says.beside for source in sources)
    return next((one for one in said if one is not None), ())


def chapters_by(sources: tuple[Source, ...], options: Options) -> ChaptersBy:
    """What one chapter is, by the strongest who says so; a section if nobody does."""
    said = (options.chapters_by, *(source.says.chapters_by for source in sources))
    return next((one for one in said if one is not None), ChaptersBy.SECTIONS)


def tag_names(sources: tuple[Source, ...]) -> TagNames:
    """What players are to show, each name by the strongest who says it."""
    found: dict[str, str] = {}
    for source in sources:
        for name, value in _names(source.says.tags):
            found.setdefault(name, value)
    return TagNames(**found)


def _names(tags: TagNames | None) -> Iterator[tuple[str, str]]:
    """Names that are given, by their keys."""
    if tags is not None:
        given = ((name, getattr(tags, name)) for name in tags.__struct_fields__)
        yield from ((name, value) for name, value in given if value is not None)


def lead_in_seconds(sources: tuple[Source, ...]) -> Fraction | None:
    """How long it is silent before the first sound, by the strongest who says so."""
    said = (source.says.lead_in_seconds for source in sources)
    return next((one for one in said if one is not None), None)


def _unknown_profile(name: str, known: tuple[str, ...]) -> UsageError:
    there = f"its profiles: {', '.join(known)}" if known else "it has no profiles"
    hint = did_you_mean(near_names(name, known)) or there
    return UsageError(f'--profile: the configuration has no profile called "{name}"; {hint}')
