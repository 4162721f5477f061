"""What plays a track, as far as it decides how the track is made and what is written beside it.

All devices get 44.1 kHz, a constant bit rate of 64 kb/s and more, and ID3v2.3, on which manuals of
cars and speakers agree; so none of that is a choice here. Sources of the numbers are manuals that
say them: Chrysler's radios (Dodge Caravan 2009 to Challenger 2014) take 255 files, names of 31
characters with the suffix, 8 levels of folders, and call 96, 128, 160 and 192 kb/s usual; GM's
(Escalade 2009) show names of 32 characters, and the Cobalt's takes 255 files and reads ID3v1 and
v2; Mitsubishi's (MMCS 2014) shows 18 letters of a title; the player chip YX5300, which is in many
cheap speakers and players, takes 255 tracks a folder.
"""

from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct

from audioguide.errors import UsageError
from audioguide.near import did_you_mean, near_names

SHORT_NAME_CHARS = 26
"""With `.mp3` a name of 30, which every display and radio above takes."""
FEW_FILES = 255


class Device(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One kind of device. What is None is as the track's own script or its build has it."""

    bitrate_kbps: int | None = None
    is_mono: bool = False
    """True: one channel, whatever the track has."""
    keep_awake: bool | None = None
    """Whether long silences have a sound too soft to hear."""
    lead_in_seconds: Fraction | None = None
    """Silence before the first sound."""
    cover_px: int | None = None
    """How wide the cover in the track may be, which is a square; None: there is no picture."""
    cover_bytes: int = 60_000
    """How large it may be."""
    has_chapter_pictures: bool = False
    has_timed_words: bool = False
    """Whether the words are in the track with their times."""
    reads_unicode: bool = False
    """False: tags are in Latin-1 wherever that has their letters."""
    name_chars: int = SHORT_NAME_CHARS
    """How long a name of a file or folder may be, without its suffix."""
    is_ascii: bool = True
    """Whether names are in plain ASCII."""
    is_flat: bool = False
    """True: all tracks lie side by side; else each programme has a folder."""
    most_files: int | None = None
    """How many files of a folder it finds; None: nobody knows of a limit."""


DEVICES: Mapping[str, Device] = {  # [twin: names of devices]
    # Shows pictures, and words in step; its file systems take any name.
    "phone": Device(
        cover_px=600,
        has_chapter_pictures=True,
        has_timed_words=True,
        reads_unicode=True,
        name_chars=60,
        is_ascii=False,
    ),
    # Plays a stick folder by folder, with the engine beside it: a rate that all manuals have.
    # Its source takes a moment to be switched over.
    "car": Device(
        bitrate_kbps=128,
        lead_in_seconds=Fraction(2),
        cover_px=300,
        cover_bytes=20_000,
        most_files=FEW_FILES,
    ),
    # Has one driver and no display. It sleeps in long silences and swallows the next word, and
    # some of them find no file in a folder.
    "speaker": Device(
        bitrate_kbps=96,
        is_mono=True,
        keep_awake=True,
        lead_in_seconds=Fraction(5, 2),
        is_flat=True,
        most_files=FEW_FILES,
    ),
    # Has a small memory and display; 64 kb/s in one channel carry speech well.
    "player": Device(bitrate_kbps=64, is_mono=True, most_files=FEW_FILES),
}
"""The devices that everybody knows, by name."""


def find_device(name: str, own: Mapping[str, Device]) -> Device:
    """The device of that name.

    Args:
        name: As the user wrote it.
        own: Those of the user's configuration, which are looked at first.

    Raises:
        UsageError: there is none.

    >>> find_device("speaker", {}).is_flat
    True
    """
    devices = {**DEVICES, **own}
    if name in devices:
        return devices[name]
    hint = did_you_mean(near_names(name, devices)) or f"there are: {', '.join(devices)}"
    raise UsageError(f'no device is called "{name}"; {hint}')
