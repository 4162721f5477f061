"""From the text of a user's configuration to a `Config`."""

import re

from msgspec.structs import replace

from audioguide.diagnostics import Diagnostic, has_errors
from audioguide.near import slip_hint
from audioguide.source import SourceFile, Spanned
from audioguide.syntax.address_fields import ADDRESS
from audioguide.syntax.bed_fields import KEEP_AWAKE
from audioguide.syntax.beside_fields import BESIDE
from audioguide.syntax.compose import compose
from audioguide.syntax.config import NO_PROFILE, Config, Profile
from audioguide.syntax.cover_fields import COVER
from audioguide.syntax.device_fields import DEVICES, LEAD_IN
from audioguide.syntax.engine_fields import ENGINES, FALLBACK, without_keys
from audioguide.syntax.fields import Field, Found, Record
from audioguide.syntax.kinds import ListOf, Made, Named
from audioguide.syntax.reading import Reading, in_order
from audioguide.syntax.scalar_text import BadScalar, shown
from audioguide.syntax.setting_fields import (
    LANGUAGE,
    LEXICON,
    OVERRIDE_FIELDS,
    SOUNDS,
    read_overrides,
)
from audioguide.syntax.tag_fields import CHAPTERS, TAGS
from audioguide.syntax.text_kinds import WORDS

_PERSONAL = (
    *(LANGUAGE, *OVERRIDE_FIELDS, SOUNDS, LEXICON),
    *(KEEP_AWAKE, LEAD_IN, CHAPTERS, TAGS, BESIDE, COVER),
)
"""What suits everybody who is built for, or in a profile one person."""

_PROFILE_NAME = r"[^\s.:,\"'{}\[\]]{1,64}"
_PROFILE_NAME_OR_NONE = rf"(?!{NO_PROFILE}$){_PROFILE_NAME}"

_POSES = Field(
    "poses",
    ListOf(Made(WORDS, Spanned), "a list of folders", "write [my-poses]"),
    "Folders of your own poses, relative to this file.",
)


def _parse_profile_name(text: str) -> str:
    if re.fullmatch(_PROFILE_NAME_OR_NONE, text):
        return text
    message = f"{shown(text)} cannot be the name of a profile"
    hint = f"one word without dots, colons and quotes, other than {NO_PROFILE}: mum"
    raise BadScalar("bad-name", message, hint)


def _make_profile(found: Found, _: Reading) -> Profile:
    return Profile(
        overrides=read_overrides(found),
        language=found.spanned(LANGUAGE),
        sounds=found.get(SOUNDS) or (),
        lexicon=found.get(LEXICON) or (),
        keep_awake=found.get(KEEP_AWAKE),
        lead_in_seconds=found.get(LEAD_IN),
        chapters_by=found.get(CHAPTERS),
        tags=found.get(TAGS),
        beside=found.get(BESIDE),
        cover=found.get(COVER),
    )


_PROFILES = Field(
    "profiles",
    Named(
        Record("profile", "a profile: keys such as voice and pace", _PERSONAL, _make_profile),
        _PROFILE_NAME_OR_NONE,
        _parse_profile_name,
        "names of people, each with settings",
    ),
    "Settings for one person each: a name with keys such as voice, pace and breath.",
)
_CHOSEN = Field("profile", WORDS, "The profile that holds where --profile names none.")


def _make_config(found: Found, reading: Reading) -> Config:
    config = Config(
        overrides=read_overrides(found),
        language=found.spanned(LANGUAGE),
        sounds=found.get(SOUNDS) or (),
        lexicon=found.get(LEXICON) or (),
        keep_awake=found.get(KEEP_AWAKE),
        lead_in_seconds=found.get(LEAD_IN),
        chapters_by=found.get(CHAPTERS),
        tags=found.get(TAGS),
        beside=found.get(BESIDE),
        cover=found.get(COVER),
        pose_folders=found.get(_POSES) or (),
        profile=found.spanned(_CHOSEN),
        profiles=found.get(_PROFILES) or (),
        engines=found.get(ENGINES) or {},
        fallback=found.get(FALLBACK) or (),
        devices=found.get(DEVICES) or (),
        address=found.get(ADDRESS),
    )
    _refuse_unknown_profile(config, reading)
    return config


def _refuse_unknown_profile(config: Config, reading: Reading) -> None:
    """Note a chosen profile that is not there."""
    names = tuple(name for name, _ in config.profiles)
    if config.profile is not None and config.profile.value not in names:
        message = f"no profile is called {shown(config.profile.value)}"
        known = f"there are: {', '.join(names)}" if names else "add it under profiles"
        hint = slip_hint(config.profile.value, names) or known
        reading.error("unknown-profile", message, config.profile.span, hint)


CONFIG = Record(
    "config",
    "a configuration: keys such as voice and language",
    (*_PERSONAL, _POSES, _CHOSEN, _PROFILES, ENGINES, FALLBACK, DEVICES, ADDRESS),
    _make_config,
)


def parse_config(file: SourceFile) -> tuple[Config | None, tuple[Diagnostic, ...]]:
    """Type everything that a configuration says. An empty file says nothing, which is well.

    Returns:
        The configuration, absent after an error, and every problem.
    """
    # What is found later on, as a voice that is not here, is shown with its line too.
    shown = SourceFile(file.path, without_keys(file.text))
    root, problems = compose(file, shown=shown)
    if root is None:
        return None if problems else Config(), _without_keys(problems, file)
    reading = Reading(None)
    config = CONFIG.read(root, reading)
    problems = _without_keys(in_order((*problems, *reading.diagnostics)), file)
    return None if has_errors(problems) else config, problems


def _without_keys(problems: tuple[Diagnostic, ...], file: SourceFile) -> tuple[Diagnostic, ...]:
    """The same problems, whose lines can be shown to anybody."""
    if not problems:
        return ()
    shown = SourceFile(file.path, without_keys(file.text))
    return tuple(replace(one, span=replace(one.span, file=shown)) for one in problems)
