"""Write `docs/commands.md` from the commands themselves.

python tools/command_reference.py
"""

from pathlib import Path

import click

from audioguide.cli import audioguide

PAGE = Path(__file__).resolve().parents[1] / "docs" / "commands.md"

_HEAD = """\
# Commands

This page is written by `tools/command_reference.py` from the commands themselves.
"""


def reference() -> str:
    """The page: every command with its arguments and options."""
    sections = [_HEAD, *_sections("audioguide", audioguide, click.Context(audioguide))]
    return "\n".join(sections)


def _sections(name: str, command: click.Command, ctx: click.Context) -> list[str]:
    """The section of a command, followed by those of the commands inside it."""
    usage = " ".join([name, *_arguments(command)])
    section = f"## {name}\n\n```\n{usage}\n```\n\n{_paragraphs(command)}\n"
    if options := _options(command):
        section += "\n| option | does |\n|---|---|\n" + "".join(options)
    sections = [section]
    if isinstance(command, click.Group):
        for inner_name in command.list_commands(ctx):
            inner = command.get_command(ctx, inner_name)
            assert inner is not None
            sections += _sections(f"{name} {inner_name}", inner, ctx)
    return sections


def _arguments(command: click.Command) -> list[str]:
    """The arguments as the usage line shows them."""
    shown = []
    for parameter in command.params:
        if isinstance(parameter, click.Argument):
            name = parameter.metavar or (parameter.name or "").upper()
            if isinstance(parameter.type, click.Choice):
                name = "|".join(parameter.type.choices)
            is_whole = parameter.required or name.startswith("[")
            shown.append(name if is_whole else f"[{name}]")
    return shown


def _paragraphs(command: click.Command) -> str:
    """The help, one line a paragraph."""
    paragraphs = (command.help or "").split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def _options(command: click.Command) -> list[str]:
    """One row of the table for each option."""
    rows = []
    for option in command.params:
        if isinstance(option, click.Option):
            value = "" if option.is_flag else f" {_value(option)}"
            names = ", ".join(f"`{name}{value}`" for name in option.opts)
            default = f" Default: {option.default}." if option.show_default else ""
            rows.append(f"| {names} | {option.help}{default} |\n")
    return rows


def _value(option: click.Option) -> str:
    """What stands after the option's name."""
    if isinstance(option.type, click.Choice):
        return "\\|".join(option.type.choices)
    return option.metavar or option.type.name.upper()


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
