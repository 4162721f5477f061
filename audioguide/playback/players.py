"""The programs that can play a track, and which of them is here."""

import importlib.util
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from audioguide.errors import PlayerError
from audioguide.extras import installation
from audioguide.files import MP3_SUFFIX, TRACK_SUFFIXES
from audioguide.units import FRAME_SAMPLES, SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from audioguide.playback.sounding import Sounding

Clock = Callable[[], float]
"""Seconds that never go back."""


class Player(Struct, frozen=True):
    """A program that plays a track and then ends."""

    program: str
    """As it is found on the PATH."""
    arguments: tuple[str, ...]
    """With `{path}`, and `{seconds}` or `{frames}` of an MP3 to begin at."""
    kinds: tuple[str, ...] = TRACK_SUFFIXES
    """Suffixes of what it plays."""
    heard: re.Pattern[str] | None = None
    """A line of its output that says how far it is, in `seconds`, with or without `minutes`, or
    without either that it does not know yet. None: it says nothing, and the time since it was
    started counts."""

    @property
    def can_begin_inside(self) -> bool:
        """Whether it can begin elsewhere than at the beginning."""
        return any("{seconds}" in one or "{frames}" in one for one in self.arguments)

    def command(self, place: str, path: Path, *, start_ms: int) -> list[str]:
        """The command line that plays a track.

        Args:
            place: Of the program.
            path: Of the track.
            start_ms: Where to begin.
        """
        values = {
            "path": str(path.absolute()),
            "seconds": f"{start_ms / 1000:.3f}",
            "frames": str(start_ms * SAMPLE_RATE_HZ // (1000 * FRAME_SAMPLES)),
        }
        return [place, *(one.format_map(values) for one in self.arguments)]


PACKAGE = "sounddevice"
"""The Python package that plays, which stands among the players by this name."""

PLAYERS = {
    # The user's own settings of mpv hold, but for those that would keep it from ending, or from
    # telling how far it is.
    "mpv": Player(
        "mpv",
        (
            # A file of captions beside the track would be among what it has to say.
            *("--no-video", "--sid=no", "--no-input-terminal", "--terminal=yes", "--quiet=no"),
            *("--msg-level=all=error,statusline=status", "--term-status-msg=@${{=time-pos}}"),
            *("--idle=no", "--keep-open=no", "--loop-file=no", "--no-resume-playback"),
            *("--start={seconds}", "--", "{path}"),
        ),
        heard=re.compile(r".*@(?:(?P<seconds>\d+\.\d+)|\(unavailable\))"),
    ),
    "ffplay": Player(
        "ffplay",
        (
            *("-nodisp", "-autoexit", "-hide_banner", "-loglevel", "error", "-stats"),
            *("-ss", "{seconds}", "-i", "{path}"),
        ),
        heard=re.compile(r"\s*(?:nan|(?P<seconds>\d+\.\d+)) (?:M-A|A-V|M-V|   ):"),
    ),
    "mpg123": Player(
        "mpg123",
        ("-v", "--skip", "{frames}", "{path}"),
        kinds=(MP3_SUFFIX,),
        heard=re.compile(r".*\d\+\d+  (?P<minutes>\d+):(?P<seconds>\d\d\.\d\d)\+"),
    ),
    "play": Player("play", ("-q", "{path}", "trim", "{seconds}")),
    "afplay": Player("afplay", ("{path}",)),
    "cvlc": Player(
        "cvlc",
        ("--quiet", "--no-video", "--play-and-exit", "--start-time={seconds}", "{path}"),
    ),
}
"""The best first, after the package: those that begin at once and tell how far they are."""

NAMES = (PACKAGE, *PLAYERS)

_ON_LINUX = ", which also needs the system's PortAudio (package libportaudio2)"


class Here(Struct, frozen=True):
    """A player that is here, ready to play."""

    name: str
    place: str
    """What it is, for people: the program's path, or the package."""
    can_begin_inside: bool
    kinds: tuple[str, ...]
    begin: Callable[[Path, int, Clock], "Sounding"]
    """Play a track from some millisecond on."""


def find_player(path: Path, *, wanted: str | None = None, start_ms: int = 0) -> Here:
    """A player for a track.

    Args:
        path: The track, which need not be there yet.
        wanted: The name of the only one to take; the best that is here if None.
        start_ms: Where it has to begin.

    Raises:
        PlayerError: there is none.
    """
    here = list(players_here(wanted))
    suitable = [one for one in here if path.suffix.lower() in one.kinds]
    found = [one for one in suitable if one.can_begin_inside or not start_ms]
    if found:
        return found[0]
    if wanted is not None and not here:
        raise PlayerError(f"{_why_not(wanted)}; {remedy()}")
    which = wanted or "no player that is here"
    if suitable:
        raise PlayerError(f"{which} can begin inside a track; leave out --from, or {remedy()}")
    if wanted is None:
        raise PlayerError(f"nothing here can play {path.name}; {remedy()}")
    raise PlayerError(f"{which} cannot play {path.name}; leave out --player, or {remedy()}")


def remedy() -> str:
    """What to install."""
    programs = f"install mpv, ffmpeg (with ffplay) or mpg123, or `{installation('play')}`"
    return programs + (_ON_LINUX if sys.platform.startswith("linux") else "")


def players_here(wanted: str | None = None) -> Iterator[Here]:
    """The players that are here, the best first; of `wanted` alone if it is given."""
    if wanted in (None, PACKAGE) and _missing_of_package() is None:
        yield Here(PACKAGE, "Python package", True, TRACK_SUFFIXES, _begin_package)
    for name, player in PLAYERS.items():
        place = shutil.which(player.program) if wanted in (None, name) else None
        if place is not None:
            yield Here(
                name, place, player.can_begin_inside, player.kinds, _begin_program(player, place)
            )


def _why_not(name: str) -> str:
    """Why a player cannot be had."""
    if name == PACKAGE and (reason := _missing_of_package()):
        return f"{name} cannot play here: {reason}"
    return f"{name} is not here"


def _missing_of_package() -> str | None:
    """What the package lacks: itself, the library of the system, or something to play on."""
    if importlib.util.find_spec(PACKAGE) is None:
        return "it is not installed"
    from audioguide.playback.package import missing

    return missing()


def _begin_package(path: Path, start_ms: int, clock: Clock) -> "Sounding":
    from audioguide.playback.package import Package

    return Package(path, start_ms=start_ms, clock=clock)


def _begin_program(player: Player, place: str) -> Callable[[Path, int, Clock], "Sounding"]:
    def begin(path: Path, start_ms: int, clock: Clock) -> "Sounding":
        from audioguide.playback.program import Program

        command = player.command(place, path, start_ms=start_ms)
        return Program(command, heard=player.heard, start_ms=start_ms, clock=clock)

    return begin
