"""What the user sees: results on stdout; talk, trouble and diagnostics on stderr."""

import contextlib
import os
import sys
from collections.abc import Iterable
from typing import TextIO

import click
from msgspec import Struct
from msgspec.structs import replace

from audioguide.diagnostics import Diagnostic, Severity, printable, render
from audioguide.errors import AudioguideError, ExitCode, FileError, ScriptError

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def is_lively(stream: TextIO) -> bool:
    """Whether `stream` is a terminal that may be animated."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def is_colourful(stream: TextIO) -> bool:
    """Whether `stream` may be coloured. Source: no-color.org, any non-empty NO_COLOR says no."""
    return is_lively(stream) and not os.environ.get("NO_COLOR")


def result(text: str) -> None:
    """Print a command's result.

    Raises:
        FileError: it cannot be written, as on a full disk.
        click.exceptions.Exit: whoever read it has gone, as `head` does; there is nobody to tell.
    """
    try:
        click.echo(text)
    except OSError as trouble:
        # What is still in the buffer would raise once more when the interpreter closes it.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(trouble, BrokenPipeError):
            raise click.exceptions.Exit(ExitCode.FILE) from trouble
        raise FileError.from_os("write", "to standard output", trouble) from trouble


class Talk(Struct, frozen=True):
    """How much is said on stderr."""

    quiet: bool = False
    """Errors and warnings alone."""
    verbose: bool = False

    def say(self, text: str) -> None:
        """A line of talk, unless quiet."""
        if not self.quiet:
            _to_stderr(printable(text))

    def detail(self, text: str) -> None:
        """A line of talk for the curious."""
        if self.verbose:
            self.say(text)

    def warning(self, text: str) -> None:
        """What somebody would not expect, quiet or not."""
        label = click.style("warning", fg="yellow") if is_colourful(sys.stderr) else "warning"
        _to_stderr(f"audioguide: {label}: {printable(text)}")

    def trouble(self, trouble: AudioguideError) -> None:
        """Something around us failed: what, where in the user's files, and what to do next."""
        self.diagnostics(trouble.diagnostics)
        if not isinstance(trouble, ScriptError):
            label = click.style("error", fg="red") if is_colourful(sys.stderr) else "error"
            told = {diagnostic.message for diagnostic in trouble.diagnostics}
            lines = [printable(line) for line in str(trouble).splitlines() if line not in told]
            if lines:
                _to_stderr(f"audioguide: {label}: " + "\n".join(lines))

    def diagnostics(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Problems of a script, on stderr; notes are talk."""
        for diagnostic in diagnostics:
            if not (self.quiet and diagnostic.severity is Severity.NOTE):
                _to_stderr(shown(diagnostic, sys.stderr))


def shown(diagnostic: Diagnostic, stream: TextIO) -> str:
    """The diagnostic as `stream` shows it."""
    text = render(diagnostic)
    if not is_colourful(stream):
        return text
    label = f"{diagnostic.severity}[{diagnostic.code}]"
    colour = _COLOURS[diagnostic.severity]
    return text.replace(label, click.style(label, fg=colour, bold=True), 1)


def strictly(diagnostics: Iterable[Diagnostic], *, strict: bool) -> tuple[Diagnostic, ...]:
    """The diagnostics with each warning an error where `strict` says so."""
    return tuple(
        replace(one, severity=Severity.ERROR)
        if strict and one.severity is Severity.WARNING
        else one
        for one in diagnostics
    )


def counted(diagnostics: Iterable[Diagnostic]) -> str:
    """How many there are of each severity, in words.

    >>> counted(())
    'no problems'
    """
    severities = [diagnostic.severity for diagnostic in diagnostics]
    numbers = [(severities.count(severity), severity) for severity in Severity]
    parts = [f"{n} {severity}{'s' * (n != 1)}" for n, severity in numbers if n]
    return ", ".join(parts) or "no problems"


def _to_stderr(text: str) -> None:
    """Write a line; a closed stderr leaves nobody to tell."""
    with contextlib.suppress(OSError):
        click.echo(text, err=True)
