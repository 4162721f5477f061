"""Types of option values: those of the language, read by the language's own functions."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

T = TypeVar("T")

MOST_WEEKS = 52  # [twin: MOST_WEEKS in compiler/arguments.py]

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


def chapters(value: str) -> object:
    """A word of `syntax.script.ChaptersBy`."""
    from audioguide.syntax.scalars import parse_choice
    from audioguide.syntax.script import ChaptersBy

    return _read(lambda text: parse_choice(text, ChaptersBy), value)


def weeks(value: str) -> tuple[int, ...]:
    """Weeks: `1-6`, or `3` alone."""
    from audioguide.syntax.scalars import parse_week

    first, dash, last = (part.strip() for part in value.partition("-"))
    if dash and not (first and last):
        raise click.BadParameter(f"{value!r} lacks a week beside the hyphen; write 1-6, or 3 alone")
    start = _read(parse_week, first)
    end = _read(parse_week, last) if dash else start
    if end < start:
        raise click.BadParameter(f"{value!r} goes backwards; write {last}-{first}")
    if end - start >= MOST_WEEKS:
        hint = f"write {start}-{start + MOST_WEEKS - 1}"
        raise click.BadParameter(f"{value!r} is more than {MOST_WEEKS} weeks at a time; {hint}")
    return tuple(range(start, end + 1))


def breath(value: str) -> object:
    """A breath, or a change of it."""
    from audioguide.syntax.breaths import parse_breathing

    return _read(parse_breathing, value)


def beside(value: str) -> object:
    """Kinds of file beside a track: `lrc,vtt`, `all` or `none`."""
    from audioguide.syntax.beside_fields import parse_row

    return _read(parse_row, value)


def bed(value: str) -> object:
    """The name of a bed."""
    from audioguide.syntax.bed_fields import parse_bed

    return _read(parse_bed, value)


def program(value: str) -> object:
    """A program and its arguments."""
    from audioguide.syntax.engine_fields import parse_program

    return _read(parse_program, value)


def duration(value: str) -> object:
    """A length of time."""
    from audioguide.syntax.durations import parse_target

    return _read(parse_target, value)


def moment(value: str) -> object:
    """A place on a track, in seconds from its start."""
    from audioguide.syntax.durations import parse_duration

    return _read(lambda text: parse_duration(text, zero_allowed=True), value)


def web_address(value: str) -> object:
    """The address of a web site."""
    from audioguide.syntax.address_fields import parse_address

    return _read(parse_address, value)


def parameter(value: str) -> tuple[str, str]:
    """`NAME=VALUE`, split at the first equals sign; the value may be empty."""
    name, equals, text = value.partition("=")
    if not name.strip() or not equals:
        raise click.BadParameter(f"{value!r} is not NAME=VALUE, such as hold=45s")
    return name.strip(), text


def _read(parse: Callable[[str], T], value: str) -> T:
    """The value as `parse` reads it."""
    from audioguide.syntax.scalar_text import BadScalar

    try:
        return parse(value)
    except BadScalar as refused:
        hint = f"; {refused.hint}" if refused.hint else ""
        if refused.code == "missing-unit" and " " in hint.removeprefix("; write "):
            hint += ", in quotes"  # Else the shell makes two arguments of it.
        raise click.BadParameter(f"{refused.message}{hint}") from refused
