"""`audioguide voices`: who can speak, and how it sounds."""

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audioguide.cli.option_types import scalar
from audioguide.cli.request import Command, format_option, pass_down, talking
from audioguide.cli.table import show_table
from audioguide.cli.talk import Talk, result
from audioguide.cli.voice_sheet import sheet
from audioguide.cli.voice_store import add, remove
from audioguide.errors import ExitCode

if TYPE_CHECKING:
    from audioguide.speech.engines.contract import VoiceEntry

_format_option = format_option("json: one array.")

_FILTERS: tuple[Callable[[Command], Command], ...] = (
    click.option(
        "--language",
        type=scalar("parse_language"),
        metavar="TAG",
        help="Only voices of this language, such as en or en-GB.",
    ),
    click.option("--engine", metavar="NAME", help="Only voices of this engine, such as espeak."),
    click.option("--gender", metavar="WORD", help="Only female or male voices."),
    click.option(
        "--variants",
        "with_variants",
        is_flag=True,
        help="Each voice with all its variants, which are many.",
    ),
)

_rate_option = click.option(
    "--rate",
    "rate_wpm",
    type=scalar("parse_speaking_rate"),
    metavar="RATE",
    default="140 wpm",
    show_default=True,
    help="Speaking rate.",
)

_spoken_option = click.option(
    "--language",
    type=scalar("parse_language"),
    metavar="TAG",
    help="Language of the text; else the voice's own.",
)


def _filtered(command: Command) -> Command:
    """Give a command the options of a list of voices."""
    for option in (_format_option, *reversed(_FILTERS)):
        command = option(command)
    return command


@click.group(invoke_without_command=True, short_help="List, try or compare the voices.")
@_filtered
@click.pass_context
def voices(
    ctx: click.Context,
    /,
    *,
    form: str,
    **wanted: Any,  # noqa: ANN401 - the filters
) -> ExitCode:
    """List, try or compare the voices."""
    return pass_down(ctx) if ctx.invoked_subcommand else _list(form, **wanted)


@voices.command("list")
@_filtered
def list_all(*, form: str, **wanted: Any) -> ExitCode:  # noqa: ANN401 - the filters
    """List the voices.

    Those of espeak can be varied: a `+` and the name of a variant behind it, such as en-gb+f3.
    """
    return _list(form, **wanted)


voices.add_command(sheet)
voices.add_command(add)
voices.add_command(remove)


@voices.command("try")
@click.argument("name")
@click.option("--text", help="What to say; else a few cues in the language.")
@_spoken_option
@_rate_option
@click.option(
    "--pitch",
    type=scalar("parse_pitch"),
    metavar="NUMBER",
    default="50",
    show_default=True,
    help="How high, 0 to 99.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write a .wav file instead of playing.",
)
@talking
def try_one(
    *,
    name: str,
    output: Path | None,
    talk: Talk,
    **spoken: Any,  # noqa: ANN401 - what is said and how, as `speak_to_file` takes it
) -> ExitCode:
    """Let a voice speak: play it where a player is found, else write it to a file."""
    from audioguide.cli.voice_trial import play, speak_to_file, trial_path

    path = output or trial_path(name)
    length_seconds = speak_to_file(path, name=name, **spoken)
    if output is None and play(path, talk, length_seconds=length_seconds):
        path.unlink(missing_ok=True)
    else:
        result(str(path))
    return ExitCode.DONE


@voices.command("compare")
@click.argument("names", nargs=-1, required=True, metavar="NAME NAME...")
@click.option("--text", help="What they say; else a few cues in the language.")
@_spoken_option
@_rate_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    default="output/voices.mp3",
    show_default=True,
    help="The track: .mp3, .wav or .flac.",
)
@talking
def compare(
    *,
    names: tuple[str, ...],
    output: Path,
    talk: Talk,
    **spoken: Any,  # noqa: ANN401 - what is said and how, as `compare_voices` takes it
) -> ExitCode:
    """Build one short track on which several voices say the same in turn.

    The built-in voice of the language announces each with its number and title.
    """
    from audioguide.cli.progress import Progress
    from audioguide.compiler.comparison import compare_voices
    from audioguide.units import format_clock

    if len(names) < 2:
        raise click.UsageError("to compare takes two voices or more")
    with Progress(f"{len(names)} voices -> {output}", talk) as progress:
        found = compare_voices(names, output, on_progress=progress.show, **spoken)
    for number, one in enumerate(found.heard, start=1):
        clock = format_clock(Fraction(one.start_seconds))
        talk.say(f"{clock}  {number}, {one.voice.id}: {one.voice.title}")
    result(str(found.path))
    return ExitCode.DONE


def _list(form: str, **wanted: Any) -> ExitCode:  # noqa: ANN401 - as `voices_like` takes them
    """Print the voices that are wanted."""
    from audioguide.compiler.front import configured_engines
    from audioguide.compiler.voice_list import voices_like

    found = voices_like(configured_engines(), **wanted)
    if form == "json":
        result(json.dumps([_fields(one) for one in found], indent=2, ensure_ascii=False))
        return ExitCode.DONE
    if not found:
        Talk().say("no voice is like that; --variants looks at variants too")
    rows = [(one.id, one.language, one.gender or "", one.title) for one in found]
    show_table(("id", "language", "gender", "name"), rows)
    return ExitCode.DONE


def _fields(voice: "VoiceEntry") -> dict[str, object]:
    """A voice as JSON has it."""
    return {
        "id": voice.id,
        "engine": voice.engine,
        "language": voice.language,
        "languages": list(voice.languages),
        "name": voice.title,
        "gender": voice.gender,
        "slowest_wpm": voice.abilities.slowest_wpm,
        "fastest_wpm": voice.abilities.fastest_wpm,
    }
