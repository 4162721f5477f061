"""Where tracks go."""

import os
from collections.abc import Sequence
from pathlib import Path

import click

from audioguide.errors import FileError
from audioguide.files import (
    MP3_SUFFIX,
    OUTPUT_FOLDER,
    TRACK_SUFFIXES,
    TRACK_SUFFIXES_SHOWN,
    script_stem,
)


def output_paths(scripts: Sequence[str], output: str | None) -> tuple[Path, ...]:
    """The file that each script becomes, in their order.

    `output` is a file where it ends in one of `TRACK_SUFFIXES`, else a folder; absent, it is the
    folder `output`.

    Raises:
        click.UsageError: a file for several scripts, an unknown kind of file, or two scripts
            that would write the same file (names that differ by case alone count as same,
            as some systems see them so).
        FileError: `output` exists and is neither a file nor a folder.
    """
    if output is not None and _is_file(output):
        if len(scripts) > 1:
            raise click.UsageError(f"-o {output} is one file; several scripts need a folder")
        return (Path(output),)
    folder = Path(output or OUTPUT_FOLDER)
    targets = tuple(folder / f"{script_stem(script)}{MP3_SUFFIX}" for script in scripts)
    writers: dict[str, str] = {}
    for script, target in zip(scripts, targets, strict=True):
        key = str(target).casefold()
        if key in writers:
            raise click.UsageError(f"{writers[key]} and {script} would both write {target}")
        writers[key] = script
    return targets


def _is_file(output: str) -> bool:
    """Whether `output` names a file to write, not a folder to write into."""
    path = Path(output)
    if output.endswith(tuple(filter(None, (os.sep, os.altsep)))) or path.is_dir():
        return False
    if path.suffix.lower() in TRACK_SUFFIXES:
        return True
    if path.exists() and not path.is_file():
        raise FileError(f"could not write {output}: it is neither a file nor a folder")
    if path.suffix or path.exists():
        raise click.UsageError(
            f"-o {output}: a track ends in {TRACK_SUFFIXES_SHOWN}; "
            "anything else names a folder, which may end in a slash"
        )
    return False
