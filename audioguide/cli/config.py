"""`audioguide config`: the settings that hold for every routine."""

import json
import sys

import click

from audioguide.cli.request import format_option, pass_down, talking
from audioguide.cli.table import show_table
from audioguide.cli.talk import Talk, result
from audioguide.diagnostics import has_errors
from audioguide.errors import ExitCode, UsageError

_format_option = format_option("json: one object.")

_profile_option = click.option(
    "--profile", metavar="NAME", help="As it is with this profile; or with none."
)


@click.group(invoke_without_command=True, short_help="Show or change your own settings.")
@_profile_option
@_format_option
@click.pass_context
def config(ctx: click.Context, *, profile: str | None, form: str) -> ExitCode:
    """Show or change your own settings, which hold for every routine.

    They stand in one file, which `audioguide config path` names. A profile has the settings for
    one person: `audioguide config set profiles.mum.pace gentle` makes one, and `--profile mum`
    builds, plans or checks with it.
    """
    return pass_down(ctx) if ctx.invoked_subcommand else _show(profile, form)


@config.command("show")
@_profile_option
@_format_option
def show(*, profile: str | None, form: str) -> ExitCode:
    """Show every setting that is in force where no script says otherwise, and who says so.

    Where the file has errors, those settings are left out that they stand at.
    """
    return _show(profile, form)


@config.command("path")
def show_path() -> ExitCode:
    """Print where the file is, or would be."""
    from audioguide.compiler.user_files import config_path

    result(str(config_path()))
    return ExitCode.DONE


# An unknown option may be a value: `config set voice.level "-6 dB"`.
@config.command("set", context_settings={"ignore_unknown_options": True})
@click.argument("key")
@click.argument("words", metavar="VALUE", nargs=-1, required=True)
@talking
def set_one(*, key: str, words: tuple[str, ...], talk: Talk) -> ExitCode:
    """Set one key, and leave everything else in the file as you wrote it.

    KEY has dots between keys: voice.rate, or profiles.mum.voice.rate; what has a dot in it goes
    into double quotes. VALUE is what the file would have: "130 wpm", "-6 dB", or "[my-poses]".
    What every build would fail by is refused, such as a voice that is not here.
    """
    from audioguide.compiler.configuration import overriding_profile, set_key
    from audioguide.compiler.user_files import config_path
    from audioguide.syntax.engine_fields import without_keys
    from audioguide.syntax.key_path import parse_path

    value = " ".join(words)
    if len(words) > 1:
        raise click.UsageError(f'VALUE has spaces, so it needs quotes: {key} "{value}"')
    changed = set_key(key, value)
    shown = "***" if parse_path(key)[-1] == "key" else without_keys(value)
    talk.say(f"{key}: {shown}" if changed else f"{key} is {shown} already")
    profile = overriding_profile(key, value)
    if profile is not None:
        talk.say(f"the profile {profile}, which is in force, has its own {key}, which wins")
    result(str(config_path()))
    return ExitCode.DONE


@config.command("unset")
@click.argument("key")
@talking
def unset_one(*, key: str, talk: Talk) -> ExitCode:
    """Take one key out of the file, and leave everything else as you wrote it."""
    from audioguide.compiler.configuration import unset_key
    from audioguide.compiler.user_files import config_path

    unset_key(key)
    talk.say(f"{key} is not set any more")
    result(str(config_path()))
    return ExitCode.DONE


@config.command("edit")
@talking
def edit(*, talk: Talk) -> ExitCode:
    """Open a copy of the file in your editor, and take it over if it is well.

    The editor is that of the environment variables VISUAL and EDITOR. Where the copy has errors
    they are shown, and the editor opens again if you like. The file itself stays as it is until
    the new one is whole.
    """
    from audioguide.cli.config_editor import edit_copy
    from audioguide.compiler.configuration import read_text
    from audioguide.compiler.user_files import config_path

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        result(str(config_path()))
        raise UsageError(
            "an editor needs a terminal; open the file above, or use `audioguide config set`"
        )
    return edit_copy(read_text(), talk)


def _show(profile: str | None, form: str) -> ExitCode:
    """Print every setting in force, and on stderr what is wrong."""
    from audioguide.compiler.in_force import settings_in_force

    found, problems = settings_in_force(profile=profile)
    Talk().diagnostics(problems)
    code = ExitCode.SCRIPT if has_errors(problems) else ExitCode.DONE
    if found is None:
        return code
    rows = [(one.setting, one.value, one.origin) for one in found.settings]
    if form == "json":
        answer = {
            "path": str(found.path),
            "exists": found.path.is_file(),
            "profile": found.profile,
            "profiles": list(found.profiles),
            "settings": [
                {"setting": setting, "value": value, "origin": origin}
                for setting, value, origin in rows
            ],
        }
        result(json.dumps(answer, indent=2, ensure_ascii=False))
        return code
    there = "" if found.path.is_file() else " (not there)"
    result(f"file: {found.path}{there}")
    result(f"profiles: {', '.join(found.profiles) or 'none'}")
    result(f"profile in force: {found.profile or 'none'}")
    show_table(("setting", "value", "comes from"), rows)
    return code
