"""What the user's configuration says of an engine's voices, typed, and refused by its key."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta, Struct

from audioguide.errors import EngineError

LONGEST_TIMEOUT_SECONDS = 3600
"""Who waits longer for one line than this waits for nothing."""

USUAL_TIMEOUT_SECONDS = 60.0
USUAL_RATE_WPM = 160
"""Source: flite, eSpeak and most neural voices read English prose at 150 to 180 words a minute."""

SLOWEST_WPM, FASTEST_WPM = 80, 400
"""What a script may ask for."""

Rate = Annotated[int, Meta(ge=SLOWEST_WPM, le=FASTEST_WPM)]
"""In words a minute."""
Timeout = Annotated[float, Meta(gt=0, le=LONGEST_TIMEOUT_SECONDS)]
"""In seconds."""


class ConfiguredVoice(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the configuration may say of any voice."""

    language: str | None = None
    """A BCP 47 tag."""
    gender: str | None = None


class ComputedVoice(ConfiguredVoice, frozen=True, kw_only=True):
    """What it may say of one that something else speaks."""

    rate: Rate = USUAL_RATE_WPM
    """How quickly it speaks when nothing is asked of it."""
    version: str = ""
    """Whatever it is, another one has all spoken anew."""
    timeout: Timeout = USUAL_TIMEOUT_SECONDS


T = TypeVar("T")

_PLACE = re.compile(r" - at `\$\.?(?P<key>.*)`$")


def typed_voices(settings: Mapping[str, Any], kind: type[T], *, engine: str) -> dict[str, T]:
    """The voices of an engine, by name.

    Args:
        settings: names of voices, each with settings.
        kind: the struct that those settings are.
        engine: its name in the configuration.

    Raises:
        EngineError: they make no sense; the message begins with the key, such as
            `engines.command.slt.rate`. No value is in it, since it may be a secret.
    """
    return {
        name: typed(value, kind, place=f"engines.{engine}.{name}")
        for name, value in settings.items()
    }


def typed(value: object, kind: type[T], *, place: str) -> T:
    """Settings as a struct.

    Args:
        value: as the configuration has them.
        kind: the struct.
        place: their key in the configuration, such as `engines.piper`.

    Raises:
        EngineError: they make no sense; the message begins with the key.
    """
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as trouble:
        message = str(trouble)
        found = _PLACE.search(message)
        key = f".{found['key']}" if found else ""
        raise EngineError(f"{place}{key}: {_PLACE.sub('', message)}") from None
