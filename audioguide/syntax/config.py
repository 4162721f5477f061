"""A user's configuration, as written. The second noun of `syntax`."""

from enum import StrEnum
from fractions import Fraction
from typing import Any

from msgspec import Struct, field

from audioguide.source import Spanned
from audioguide.syntax.script import BesideKind, ChaptersBy, Overrides, SoundSpec, TagNames
from audioguide.text import Text

NO_PROFILE = "none"
"""What `--profile` says for the settings without any profile; so no profile is called that."""


class DeviceName(StrEnum):
    """The devices that everybody knows."""  # [twin: names of devices]

    PHONE = "phone"
    CAR = "car"
    SPEAKER = "speaker"
    PLAYER = "player"


class DeviceSpec(Struct, frozen=True):
    """A device of the user's own; what is absent is as the one has it that it is like."""

    like: DeviceName
    bitrate_kbps: int | None = None
    is_mono: bool | None = None
    keep_awake: bool | None = None
    lead_in_seconds: Fraction | None = None
    is_flat: bool | None = None
    name_chars: int | None = None
    """Of a file, without its suffix."""


class Profile(Struct, frozen=True):
    """What suits one person: the settings that the configuration may have for everybody."""

    overrides: Overrides = field(default_factory=Overrides)
    language: Spanned[str] | None = None
    sounds: tuple[tuple[str, SoundSpec], ...] = ()
    lexicon: tuple[tuple[str, Text], ...] = ()
    keep_awake: bool | None = None
    lead_in_seconds: Fraction | None = None
    chapters_by: ChaptersBy | None = None
    tags: TagNames | None = None
    beside: tuple[BesideKind, ...] | None = None
    cover: Spanned[str] | None = None


class Config(Struct, frozen=True):
    """`config.yaml` in the platform's configuration folder: settings below the script's head."""

    overrides: Overrides = field(default_factory=Overrides)
    language: Spanned[str] | None = None
    sounds: tuple[tuple[str, SoundSpec], ...] = ()
    lexicon: tuple[tuple[str, Text], ...] = ()
    keep_awake: bool | None = None
    lead_in_seconds: Fraction | None = None
    chapters_by: ChaptersBy | None = None
    tags: TagNames | None = None
    beside: tuple[BesideKind, ...] | None = None
    cover: Spanned[str] | None = None
    pose_folders: tuple[Spanned[str], ...] = ()
    """Folders of the user's own poses, relative to the configuration file."""
    profile: Spanned[str] | None = None
    """The one that holds where none is asked for; a name of `profiles`."""
    profiles: tuple[tuple[str, Profile], ...] = ()
    """By name, in the author's order."""
    engines: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Settings of speech engines by the engine's name, as texts, numbers, lists and mappings."""
    fallback: tuple[str, ...] = ()
    """Voices that may stand in for one that is not here, the best first."""
    devices: tuple[tuple[str, DeviceSpec], ...] = ()
    """Of the user's own, by name."""
    address: str | None = None
    """Where on the web the user's tracks are published, with a slash at its end."""
