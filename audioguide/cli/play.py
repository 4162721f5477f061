"""`audioguide play`: a track, or a script's, in the terminal."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioguide.cli.option_types import moment
from audioguide.cli.outputs import output_paths
from audioguide.cli.progress import Progress
from audioguide.cli.request import Request, compiling, jobs_option
from audioguide.cli.talk import strictly
from audioguide.errors import ExitCode, PlayerError, UsageError
from audioguide.files import TRACK_SUFFIXES
from audioguide.playback.players import NAMES
from audioguide.units import format_whole_seconds

if TYPE_CHECKING:
    from fractions import Fraction

    from audioguide.playback.players import Here
    from audioguide.playback.running_order import RunningOrder

_SECONDS_BETWEEN_LOOKS = 0.1
_LEAST_HEARD_MS = 1000
"""Whoever has heard less begins again."""

_OTHER_SOUND = frozenset({".aac", ".aif", ".aiff", ".m4a", ".m4b", ".mp4", ".ogg", ".opus", ".wma"})
"""Suffixes of sound that nothing here makes, which nobody gives to a script."""


@click.command(short_help="Play a track, or a script's, in the terminal.")
@click.argument("name", metavar="FILE or SCRIPT")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Where the track of a script goes. Default: output/<script>.mp3.",
)
@click.option(
    "--from",
    "start_seconds",
    type=moment,
    metavar="TIME",
    default="0s",
    help="Where to begin, such as 3:20.",
)
@click.option(
    "--player",
    type=click.Choice(NAMES),
    help="What plays it. Default: the first of these that is here.",
)
@compiling
@jobs_option
def play(
    *,
    name: str,
    output: str | None,
    start_seconds: "Fraction",
    player: str | None,
    request: Request,
    n_jobs: int | None,
) -> ExitCode:
    """Play a track, or a script's, in the terminal.

    FILE is an .mp3, .wav or .flac file. SCRIPT is built first, to where `build` puts it, which
    takes no time when nothing has changed; other options than --from and --player are for it.

    Shown are the chapter, the words and the time left; of a script also the pose, the dose and the
    breath. Ctrl-C stops it and says where it was; Ctrl-Z lets it stand still until `fg`.
    """
    from audioguide.compiler.user_files import is_folder_of_scripts

    if is_folder_of_scripts(name):
        raise UsageError(f"{name} is a folder; name one track or script in it")
    suffix = Path(name).suffix.lower()
    if suffix in _OTHER_SOUND:
        raise UsageError(f"{name} is neither an .mp3, .wav or .flac file nor a script")
    is_track = suffix in TRACK_SUFFIXES
    if is_track and (output or n_jobs or _has_options(request)):
        raise click.UsageError(f"{name} is a track; options of builds are for scripts")
    track = Path(name) if is_track else output_paths([name], output)[0]
    start_ms = int(start_seconds * 1000)
    from audioguide.playback.players import find_player

    # Before the script is spoken, which may take a while.
    here = find_player(track, wanted=player, start_ms=start_ms)
    order = _read(track) if is_track else _built(name, track, request, n_jobs)
    if order is None:
        return ExitCode.SCRIPT
    # With other options it would be another track.
    again = str(track) if output or _has_options(request) else name
    return _play(again, track, order, here, start_ms=start_ms, request=request)


def _has_options(request: Request) -> bool:
    from audioguide.routine.options import Options

    return request.options != Options() or bool(request.pose_folders) or request.strict


def _read(track: Path) -> "RunningOrder":
    from audioguide.playback.running_order import order_of_file

    return order_of_file(track)


def _built(name: str, track: Path, request: Request, n_jobs: int | None) -> "RunningOrder | None":
    """Build a script; None where it has errors, which are shown."""
    from audioguide import compiler
    from audioguide.playback.running_order import order_of_timeline

    with Progress(f"{name} -> {track}", request.talk) as progress:
        built = compiler.build(
            compiler.find_script(name),
            track,
            options=request.options,
            pose_folders=request.pose_folders,
            strict=request.strict,
            n_jobs=n_jobs,
            on_progress=progress.show,
        )
    refused = request.strict and built.path is None
    request.talk.diagnostics(strictly(built.diagnostics, strict=refused))
    if built.path is None or built.timeline is None:
        request.talk.say(f"{name}: nothing was written")
        return None
    request.talk.say(f"{built.path} {'is up to date' if built.up_to_date else 'was built'}")
    return order_of_timeline(built.timeline)


def _play(
    name: str, track: Path, order: "RunningOrder", here: "Here", *, start_ms: int, request: Request
) -> ExitCode:
    """Play a track from a place on, and say where it stopped if it did."""
    from audioguide.cli.play_screen import Screen
    from audioguide.cli.standstill import Standstill
    from audioguide.playback.listening import Ending, listen

    if start_ms >= order.length_ms:
        length = format_whole_seconds(order.length_ms)
        raise UsageError(f"--from {format_whole_seconds(start_ms)}: {track} ends at {length}")
    request.talk.detail(f"{here.name} plays ({here.place})")
    screen = Screen(order, request.talk)
    sounding = here.begin(track, start_ms, time.monotonic)
    try:
        with screen, Standstill(sounding, screen) as standstill:
            ending = listen(
                sounding,
                name=here.name,
                length_ms=order.length_ms,
                show=screen.show,
                wait=lambda: standstill.wait(_SECONDS_BETWEEN_LOOKS),
            )
    except KeyboardInterrupt:
        request.talk.say(
            f"stopped at {format_whole_seconds(screen.at_ms)}; {_how_on(name, screen.at_ms)}"
        )
        return ExitCode.INTERRUPTED
    except PlayerError:
        if screen.at_ms - start_ms >= _LEAST_HEARD_MS:
            request.talk.say(_how_on(name, screen.at_ms))
        raise
    if ending is Ending.HUNG:
        request.talk.say(f"{here.name} played it all and did not end, so it was stopped")
    return ExitCode.DONE


def _how_on(name: str, at_ms: int) -> str:
    import shlex

    return (
        f"`audioguide play {shlex.quote(name)} --from {format_whole_seconds(at_ms)}` goes on there"
    )
