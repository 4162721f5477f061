"""The command line: arguments to the compiler, and its answers to the terminal.

Each command is one file, imported when it is used: `audioguide --help` loads none of them.
"""

import contextlib
import gc
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
    "sync": "Copy tracks to a stick, a card or a folder.",
    "share": "Share tracks with the phones in your network.",
    "publish": "Write tracks as pages for a web host.",
    "play": "Play a track, or a script's, in the terminal.",
    "new": "Write a commented starter script.",
    "poses": "List the poses, or show one.",
    "voices": "List, try or compare the voices.",
    "config": "Show or change your own settings.",
    "schema": "Print the JSON Schema of a kind of file, for editors.",
    "explain": "Explain a diagnostic code.",
    "cache": "Show, prune, verify or clear the cache.",
    "doctor": "Show what works here, and how to mend what does not.",
}
"""Name of each command (and of its file) with its help line."""

_COLLECT_AFTER = 100_000
"""New objects between two looks for cycles. What a check makes is alive until its end, and to
look through it every 700 objects, which is the default, takes a fifteenth of its time."""

_OF_SIGNALS = 128
"""What is added to a signal's number for the exit code. Source: the convention of shells."""


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

    SIGTERM, and SIGHUP of a terminal that is closed, unwind like Ctrl-C does, so that temporary
    files and child processes go too.
    """
    gc.set_threshold(_COLLECT_AFTER)
    signal.signal(signal.SIGTERM, _unwind)
    closed = getattr(signal, "SIGHUP", None)
    if closed is not None and signal.getsignal(closed) is signal.SIG_DFL:  # Not under nohup.
        signal.signal(closed, _unwind)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A path or title that the terminal cannot show is escaped, not a crash.
            stream.reconfigure(errors="backslashreplace")
    try:
        audioguide.main(prog_name="audioguide")
    except KeyboardInterrupt:
        _leave_interrupted()
    except SystemExit as leaving:
        if leaving.code == ExitCode.INTERRUPTED:
            _leave_interrupted()
        raise
    raise AssertionError("click leaves by SystemExit")


def _leave_interrupted() -> NoReturn:
    """Leave with 130, whatever was running when Ctrl-C came.

    Python remembers a KeyboardInterrupt that passed through `exec` of a string, as in the making
    of a dataclass, and would then end by the signal although it was caught. Every `with` block
    has ended by now, so there is nothing left to lose.
    """
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(ExitCode.INTERRUPTED)


def _unwind(number: int, frame: FrameType | None) -> NoReturn:
    """Leave by an exception, which runs every `finally` on the way out."""
    raise SystemExit(_OF_SIGNALS + number)
