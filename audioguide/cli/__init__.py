"""The command line: arguments to the compiler, and its answers to the terminal.

Each command is one file, imported when it is used: `audioguide --help` loads none of them.
"""

import os
import signal
import sys
from types import FrameType
from typing import NoReturn

import click

from audioguide import __version__
from audioguide.cli.lazy_group import LazyGroup
from audioguide.errors import ExitCode

COMMANDS = {
    "build": "Compile scripts to MP3.",
    "check": "Show every problem of scripts; makes no sound.",
    "plan": "Show when everything in a script happens.",
    "new": "Write a commented starter script.",
    "poses": "List the poses, or show one.",
    "voices": "List the voices, or try one.",
    "schema": "Print the JSON Schema of a kind of file, for editors.",
    "explain": "Explain a diagnostic code.",
    "doctor": "Show what works here, and how to mend what does not.",
}
"""Name of each command (and of its file) with its help line."""

_TERMINATED = 128 + signal.SIGTERM


@click.group(
    cls=LazyGroup,
    commands_of="audioguide.cli",
    command_help=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def audioguide() -> None:
    """Compile routine scripts into timed, guided audio.

    A script is a YAML file that says which back stretches or yoga poses to do, in which
    order and for how long; a track is the MP3 that guides you through it.
    """


def main() -> NoReturn:
    """Run the command line of this process and leave with its exit code.

    SIGTERM unwinds like Ctrl-C does, so that temporary files and child processes go too.
    """
    signal.signal(signal.SIGTERM, _unwind)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A path or title that the terminal cannot show is escaped, not a crash.
            stream.reconfigure(errors="backslashreplace")
    try:
        audioguide.main(prog_name="audioguide")
    except KeyboardInterrupt:
        os._exit(ExitCode.INTERRUPTED)
    raise AssertionError("click leaves by SystemExit")


def _unwind(number: int, frame: FrameType | None) -> NoReturn:
    """Leave by an exception, which runs every `finally` on the way out."""
    raise SystemExit(_TERMINATED)
