"""The options that build, plan and check share, and what they come to."""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource
from msgspec import Struct

from audioguide.cli.option_types import (
    EXISTING_FOLDER,
    bed,
    breath,
    chapters,
    duration,
    guidance,
    parameter,
    program,
    scalar,
)
from audioguide.cli.talk import Talk
from audioguide.errors import ExitCode

if TYPE_CHECKING:
    from audioguide.routine.options import Options

Command = Callable[..., ExitCode]


class Request(Struct, frozen=True):
    """What the command line asks of one compilation."""

    options: "Options"
    pose_folders: tuple[Path, ...]
    strict: bool
    """Warnings are errors."""
    talk: Talk


_SETTINGS = (
    click.option(
        "--set",
        "parameters",
        type=parameter,
        metavar="NAME=VALUE",
        multiple=True,
        help="Value of a parameter that the script declares; may be given several times.",
    ),
    click.option(
        "--pace",
        type=scalar("parse_pace"),
        metavar="PACE",
        help="gentle, steady, brisk, or a factor such as 0.9.",
    ),
    click.option(
        "--breath",
        type=breath,
        metavar="PATTERN",
        help="Seconds in and out, such as 4-6; 6 breaths/min; box; or from 4-4 to 5-7.",
    ),
    click.option(
        "--guidance",
        type=guidance,
        metavar="HOW-MUCH",
        help="full, short, bells, silent or learning.",
    ),
    click.option("--voice", metavar="NAME", help="A voice, as `audioguide voices` lists it."),
    click.option(
        "--speak-with",
        type=program,
        metavar="COMMAND",
        help="A program that speaks: it gets the text on standard input and writes the WAV {out}.",
    ),
    click.option(
        "--fallback",
        metavar="NAME",
        multiple=True,
        help="A voice that may stand in for one that is not here; may be given several times.",
    ),
    click.option(
        "--rate",
        type=scalar("parse_speaking_rate"),
        metavar="RATE",
        help="Speaking rate, such as '140 wpm'.",
    ),
    click.option(
        "--language",
        type=scalar("parse_language"),
        metavar="TAG",
        help="Language of the routine, such as en-GB.",
    ),
    click.option(
        "--week",
        type=scalar("parse_week"),
        metavar="N",
        help="Week, such as 3: what has a `progress` is as it is then.",
    ),
    click.option(
        "--target",
        type=duration,
        metavar="LENGTH",
        help="Length of the track, such as 20min: doses are scaled within the poses' limits.",
    ),
    click.option(
        "--bed",
        type=bed,
        metavar="NAME",
        help="What sounds under it all: rain, waves, brown-noise, drone or none.",
    ),
    click.option(
        "--keep-awake",
        is_flag=True,
        default=None,
        help="Give long silences a sound too soft to hear, for speakers that fall asleep.",
    ),
    click.option(
        "--chapters",
        type=chapters,
        metavar="WHAT",
        help="What a chapter of the track is: sections, or poses for each pose in a row.",
    ),
    click.option(
        "--cover",
        metavar="PICTURE",
        help="The track's picture: auto, none, or a JPEG or PNG file.",
    ),
    click.option(
        "--device",
        metavar="NAME",
        help="What the track is for: phone, car, speaker, player, or one of your configuration.",
    ),
    click.option(
        "--profile",
        metavar="NAME",
        help="A profile of your configuration, whose settings win over the script's; or none.",
    ),
)

poses_option = click.option(
    "--poses",
    "pose_folders",
    type=EXISTING_FOLDER,
    metavar="DIR",
    multiple=True,
    help="A folder of your own poses, on top of those that ship; may be given several times.",
)

MOST_JOBS = 64  # [twin: MOST_JOBS in compiler/arguments.py]

jobs_option = click.option(
    "--jobs",
    "n_jobs",
    type=click.IntRange(1, MOST_JOBS),
    metavar="N",
    help="How much is done side by side, 1 to 64. Default: one job a processor.",
)

_STRICT = click.option("--strict", is_flag=True, help="Treat warnings as errors.")

_TALK = (
    click.option("-q", "--quiet", is_flag=True, help="Show errors and warnings alone."),
    click.option("-v", "--verbose", is_flag=True, help="Show more of what happens."),
)


def format_option(says: str) -> Callable[[Command], Command]:
    """`--format text` or `--format json`, handed over as `form`; `says` is its help."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help=says,
    )


def pass_down(ctx: click.Context) -> ExitCode:
    """Make what was given to a group the defaults of the commands inside it.

    `poses --poses mine list` would otherwise forget the folder without a word.
    """
    assert isinstance(ctx.command, click.Group)
    given = {
        name: value
        for name, value in ctx.params.items()
        if ctx.get_parameter_source(name) is not ParameterSource.DEFAULT
    }
    ctx.default_map = dict.fromkeys(ctx.command.commands, given)
    return ExitCode.DONE


def talking(command: Command) -> Command:
    """Give a command `--quiet` and `--verbose`, and hand it a `talk`."""

    @functools.wraps(command)
    def with_talk(*, quiet: bool, verbose: bool, **own: object) -> ExitCode:
        if quiet and verbose:
            raise click.UsageError("--quiet and --verbose contradict each other")
        return command(talk=Talk(quiet=quiet, verbose=verbose), **own)

    return _with_options(with_talk, _TALK)


def compiling(command: Command) -> Command:
    """Give a command the options of a compilation, and hand it a `request`."""

    @functools.wraps(command)
    def with_request(
        *,
        talk: Talk,
        strict: bool,
        pose_folders: tuple[Path, ...],
        **given: Any,  # noqa: ANN401 - the options, typed by click
    ) -> ExitCode:
        from audioguide.routine.options import Options

        options = Options(
            parameters=given.pop("parameters"),
            pace=given.pop("pace"),
            breath=given.pop("breath"),
            guidance=given.pop("guidance"),
            voice=given.pop("voice"),
            rate_wpm=given.pop("rate"),
            language=given.pop("language"),
            target_seconds=given.pop("target"),
            week=given.pop("week"),
            bed=given.pop("bed"),
            keep_awake=given.pop("keep_awake"),
            chapters_by=given.pop("chapters"),
            cover=given.pop("cover"),
            device=given.pop("device"),
            profile=given.pop("profile"),
            program=given.pop("speak_with") or (),
            fallback=given.pop("fallback"),
        )
        return command(request=Request(options, pose_folders, strict, talk), **given)

    return _with_options(talking(with_request), (*_SETTINGS, poses_option, _STRICT))


def _with_options(command: Command, options: tuple[Callable[[Command], Command], ...]) -> Command:
    """Apply option decorators so that the help shows them in the order of the tuple."""
    for option in reversed(options):
        command = option(command)
    return command
