"""`lead_in:`, the silence before the first word, and `devices:` of a user's configuration."""

import re
from fractions import Fraction

from audioguide.syntax.bed_fields import ON_OFF, time_kind
from audioguide.syntax.config import DeviceName, DeviceSpec
from audioguide.syntax.fields import Field, Found, Record
from audioguide.syntax.kinds import Named, ScalarKind, choice
from audioguide.syntax.reading import Reading
from audioguide.syntax.scalar_text import WHOLE, BadScalar, listed, shown

BITRATES_KBPS = (64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
"""[twin: TRACK_BITRATES_KBPS in mp3/frames.py]"""

FEWEST_NAME_CHARS = 8
MOST_NAME_CHARS = 100

_RESERVED = ("con", "prn", "aux", "nul", "com[0-9]", "lpt[0-9]")
"""[twin: names that Windows keeps to itself]: tracks for a device go to a folder of its name."""
_OWN_NAME = rf"(?!(?:{'|'.join((*DeviceName, *_RESERVED))})$)[a-z0-9][a-z0-9_-]{{0,31}}"
"""In small letters, so that no two names are one folder where case is nothing."""


def _parse_bitrate(text: str) -> int:
    text = text.strip()
    if text in map(str, BITRATES_KBPS):
        return int(text)
    rates = listed(tuple(map(str, BITRATES_KBPS)))
    message = f"{shown(text)} is no bit rate of a track"
    raise BadScalar("bad-choice", message, f"in kilobits a second: {rates}")


def _parse_name_length(text: str) -> int:
    text = text.strip()
    if re.fullmatch(WHOLE, text) and FEWEST_NAME_CHARS <= int(text) <= MOST_NAME_CHARS:
        return int(text)
    hint = f"write how many characters, {FEWEST_NAME_CHARS} to {MOST_NAME_CHARS}"
    raise BadScalar("bad-count", f"{shown(text)} is no length of a name", hint)


def _parse_own_name(text: str) -> str:
    if re.fullmatch(_OWN_NAME, text):
        return text
    message = f"{shown(text)} cannot be the name of a device of your own"
    taken = listed(tuple(DeviceName))
    hint = f"small letters, digits, - and _, but not {taken}, nor con and such: old-stick"
    raise BadScalar("bad-name", message, hint)


LEAD_IN = Field(
    "lead_in",
    time_kind("lead_in", Fraction(1, 2), Fraction(10)),
    "Silence before the first word, which some speakers need to wake up: 2s.",
)

_LIKE = Field(
    "like", choice("device", DeviceName), "The device that it is like in all else.", required=True
)
_BITRATE = Field(
    "bitrate",
    ScalarKind(
        "bitrate",
        "a bit rate such as 96",
        _parse_bitrate,
        ({"enum": [*BITRATES_KBPS, *map(str, BITRATES_KBPS)]},),
    ),
    "Kilobits a second of its tracks: 64.",
)
_MONO = Field("mono", ON_OFF, "on: tracks in one channel.")
_AWAKE = Field("keep_awake", ON_OFF, "on: it falls asleep in long silences.")
_FLAT = Field("flat", ON_OFF, "on: all tracks side by side, without folders.")
_NAME_LENGTH = Field(
    "name_length",
    ScalarKind(
        "name_length",
        "a length such as 24",
        _parse_name_length,
        (
            {"type": "integer", "minimum": FEWEST_NAME_CHARS, "maximum": MOST_NAME_CHARS},
            {"type": "string", "pattern": f"^{WHOLE}$"},
        ),
    ),
    "How long names of its files may be, without their suffix: 24.",
)


def _make_device(found: Found, _: Reading) -> DeviceSpec:
    return DeviceSpec(
        like=found.need(_LIKE),
        bitrate_kbps=found.get(_BITRATE),
        is_mono=found.get(_MONO),
        keep_awake=found.get(_AWAKE),
        lead_in_seconds=found.get(LEAD_IN),
        is_flat=found.get(_FLAT),
        name_chars=found.get(_NAME_LENGTH),
    )


DEVICES = Field(
    "devices",
    Named(
        Record(
            "device_settings",
            "a device: keys such as like and bitrate",
            (_LIKE, _BITRATE, _MONO, _AWAKE, LEAD_IN, _FLAT, _NAME_LENGTH),
            _make_device,
        ),
        _OWN_NAME,
        _parse_own_name,
        "names of devices, each with settings",
    ),
    "Devices of your own for --device: a name with like, and what is otherwise.",
)
