"""A click group that imports a command when it is used, and knows the exit codes."""

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from audioguide.errors import AudioguideError, ExitCode, FileError
from audioguide.near import slip_hint

if TYPE_CHECKING:
    from audioguide.cli.talk import Talk


class LazyGroup(click.Group):
    """Commands by name; command `x` is the object `x` of the module `<commands_of>.x`.

    A command returns its exit code (or None for 0), trouble leaves with the exit code it
    carries and without a traceback, Ctrl-C leaves with 130.
    """

    def __init__(
        self,
        name: str | None = None,
        *,
        commands_of: str,
        command_help: Mapping[str, str],
        **settings: Any,  # noqa: ANN401 - click's own
    ) -> None:
        super().__init__(name, **settings)
        self.commands_of = commands_of
        self.command_help = command_help

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the help."""
        return list(self.command_help)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in self.command_help:
            return None
        command = getattr(import_module(f"{self.commands_of}.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that `args` start with; an unknown one is met with the nearest name."""
        name = args[0]
        if name not in self.command_help and not name.startswith("-"):
            hint = slip_hint(name, self.command_help)
            raise click.UsageError(
                f"no command is called {name!r}{f'; {hint}' if hint else ''}", ctx
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of commands, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.command_help.items()))

    def invoke(self, ctx: click.Context) -> None:
        """Run the command and leave with its exit code."""
        try:
            code = super().invoke(ctx) or ExitCode.DONE
        except AudioguideError as trouble:
            code = _tell(trouble)
        except OSError as trouble:
            # Wherever a path is merely looked at, the system may refuse: a folder that is closed
            # to us, a name that is too long.
            code = _tell(FileError.from_os("use", trouble.filename or "a file", trouble))
        except KeyboardInterrupt:
            _talk().say("interrupted; nothing was left half-written")
            code = ExitCode.INTERRUPTED
        ctx.exit(int(code))


def _tell(trouble: AudioguideError) -> ExitCode:
    """Show trouble, and give the exit code that it carries."""
    _talk().trouble(trouble)
    return trouble.exit_code


def _talk() -> "Talk":
    """What says so, imported when there is something to say: `--help` is quicker without."""
    from audioguide.cli.talk import Talk

    return Talk()
