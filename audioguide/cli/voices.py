"""`audioguide voices`: who can speak."""

import json
from pathlib import Path

import click

from audioguide.cli.option_types import scalar
from audioguide.cli.request import format_option, pass_down, talking
from audioguide.cli.table import show_table
from audioguide.cli.talk import Talk, result
from audioguide.errors import ExitCode

_TRIAL_TEXT = "Move only to the point of tension, and never into pain. Breathe in, and breathe out."

_format_option = format_option("json: one array.")

_language_option = click.option(
    "--language",
    type=scalar("parse_language"),
    metavar="TAG",
    help="Only voices of this language, such as en or en-GB.",
)


@click.group(invoke_without_command=True, short_help="List the voices, or try one.")
@_language_option
@_format_option
@click.pass_context
def voices(ctx: click.Context, *, language: str | None, form: str) -> ExitCode:
    """List the voices, or try one."""
    return pass_down(ctx) if ctx.invoked_subcommand else _list(language, form)


@voices.command("list")
@_language_option
@_format_option
def list_all(*, language: str | None, form: str) -> ExitCode:
    """List the voices.

    Each can be varied: a `+` and the name of a variant behind it, such as en-gb+f3.
    """
    return _list(language, form)


@voices.command("try")
@click.argument("name")
@click.option("--text", default=_TRIAL_TEXT, help="What to say.")
@click.option(
    "--rate",
    type=scalar("parse_speaking_rate"),
    metavar="RATE",
    default="140 wpm",
    show_default=True,
    help="Speaking rate.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write a .wav file instead of playing.",
)
@talking
def try_one(*, name: str, text: str, rate: int, output: Path | None, talk: Talk) -> ExitCode:
    """Let a voice speak: play it where a player is found, else write it to a file."""
    from audioguide.cli.voice_trial import play, speak_to_file, trial_path

    path = output or trial_path(name)
    length_seconds = speak_to_file(path, name=name, text=text, rate_wpm=rate)
    if output is None and play(path, talk, length_seconds=length_seconds):
        path.unlink(missing_ok=True)
    else:
        result(str(path))
    return ExitCode.DONE


def _list(language: str | None, form: str) -> ExitCode:
    """Print every voice, or those of a language."""
    from audioguide.speech.voices import list_voices

    found = [
        voice
        for voice in list_voices()
        if language is None or any(_is_within(tag, language) for tag in voice.languages)
    ]
    if form == "json":
        rows = [{"id": one.id, "engine": one.engine, "language": one.language} for one in found]
        result(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        rows_shown = [(one.id, one.language, one.title) for one in found]
        show_table(("id", "language", "name"), rows_shown)
    return ExitCode.DONE


def _is_within(tag: str, language: str) -> bool:
    """Whether a tag is `language` or a region of it."""
    return f"{tag}-".casefold().startswith(f"{language}-".casefold())
