"""The user's configuration in their editor: a copy, which is taken over if it is well."""

import shutil
import tempfile
from pathlib import Path

import click

from audioguide.cli.talk import Talk, counted, result
from audioguide.compiler.configuration import write_text
from audioguide.diagnostics import has_errors
from audioguide.errors import ExitCode, UsageError
from audioguide.source import SourceFile
from audioguide.syntax.config_file import parse_config
from audioguide.syntax.decode import decode


def edit_copy(old: SourceFile, talk: Talk) -> ExitCode:
    """Have a copy of the configuration edited until it is well, or given up.

    The configuration is replaced once the copy is well. What was written and is not taken over
    is kept, and the user told where.

    Args:
        old: The configuration as it is.
        talk: Says what is wrong.

    Raises:
        UsageError: the editor does not start, or fails.
        FileError: the configuration cannot be written.
    """
    content = old.text.encode("utf-8")
    copy = Path(tempfile.mkdtemp(prefix="audioguide-")) / "config.yaml"
    copy.write_bytes(content)
    try:
        edited = _edited(copy, old.path, talk)
        if edited is None:
            return ExitCode.SCRIPT
        if edited == old.text:
            talk.say("nothing was changed")
        else:
            write_text(edited)
        content = copy.read_bytes()
        result(old.path)
        return ExitCode.DONE
    finally:
        if not copy.exists() or copy.read_bytes() == content:
            shutil.rmtree(copy.parent, ignore_errors=True)
        else:
            talk.say(f"what you wrote is kept in {copy}")


def _edited(copy: Path, path: str, talk: Talk) -> str | None:
    """What a user makes of a copy; None where it has errors and they give up."""
    while True:
        _open_editor(copy)
        file, problems = decode(copy.read_bytes(), path=path)
        if not has_errors(problems):
            _, problems = parse_config(file)
        talk.diagnostics(problems)
        if not has_errors(problems):
            return file.text
        talk.say(f"{counted(problems)}; {path} stays as it was")
        if not _is_wanted("Open the editor again?"):
            return None


def _is_wanted(question: str) -> bool:
    """Whether the user says yes; who leaves the question says no."""
    try:
        return click.confirm(question, default=True, err=True)
    except click.Abort:
        return False


def _open_editor(copy: Path) -> None:
    """Have a file edited.

    Raises:
        UsageError: the editor does not start, or fails.
    """
    try:
        click.edit(filename=str(copy))
    except click.ClickException as trouble:
        raise UsageError(
            f"{trouble.format_message()}; the environment variable EDITOR names another"
        ) from trouble
