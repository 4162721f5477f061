"""Types of option values: those of the language, read by the language's own functions."""

from collections.abc import Callable
from pathlib import Path

import click

EXISTING_FOLDER: click.Path = click.Path(exists=True, file_okay=False, path_type=Path)


def scalar(parser: str) -> Callable[[str], object]:
    """A function of `audioguide.syntax.scalars` as the type of an option.

    A value that a script could not have is wrong usage, with the script's message and hint.
    """

    def read(value: str) -> object:
        from audioguide.syntax import scalars

        return _read(getattr(scalars, parser), value)

    return read


def guidance(value: str) -> object:
    """A word of `dose.Guidance`."""
    from audioguide.dose import Guidance
    from audioguide.syntax.scalars import parse_choice

    return _read(lambda text: parse_choice(text, Guidance), value)


def parameter(value: str) -> tuple[str, str]:
    """`NAME=VALUE`, split at the first equals sign; the value may be empty."""
    name, equals, text = value.partition("=")
    if not name.strip() or not equals:
        raise click.BadParameter(f"{value!r} is not NAME=VALUE, such as hold=45s")
    return name.strip(), text


def _read(parse: Callable[[str], object], value: str) -> object:
    """The value as `parse` reads it."""
    from audioguide.syntax.scalar_text import BadScalar

    try:
        return parse(value)
    except BadScalar as refused:
        hint = f"; {refused.hint}" if refused.hint else ""
        raise click.BadParameter(f"{refused.message}{hint}") from refused
