"""The user's own sound files that a routine plays: which there are, and trouble with them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from audioguide.diagnostics import error
from audioguide.errors import ScriptError
from audioguide.routine.routine import Routine
from audioguide.sound.beds import Beds
from audioguide.sound.replacement import BadSoundError
from audioguide.source import Span


def bed_files(routine: Routine) -> dict[str, Span]:
    """The files under everything, each with the place that names it first."""
    files: dict[str, Span] = {}
    for settings in (routine.settings, *(item.settings for item in routine.items)):
        if settings.bed is not None and settings.bed.path is not None:
            files.setdefault(settings.bed.path, settings.bed_span or routine.span)
    return files


def opened_beds(routine: Routine) -> Beds:
    """The beds of a routine, after a look at each file.

    Raises:
        ScriptError: a file cannot be a bed, as far as its beginning tells.
    """
    files = bed_files(routine)
    if files:
        from audioguide.sound.bed_file import check_bed_file

        for path in files:
            with placing_bad_sounds(routine):
                check_bed_file(Path(path).name, Path(path))
    return Beds()


@contextmanager
def placing_bad_sounds(routine: Routine) -> Iterator[None]:
    """Turn trouble with a user's sound into `bad-sound` where a file names it.

    Raises:
        ScriptError: a file cannot be what it was named for.
    """
    try:
        yield
    except BadSoundError as trouble:
        spans = {one.name: one.span for one in routine.sounds} | bed_files(routine)
        place = spans.get(str(trouble.path)) or spans[trouble.name]
        raise ScriptError([error("bad-sound", str(trouble), place)]) from trouble
