"""What a programme is made of: which scripts, in which order, into which files.

A track has the name of its script, not of its title: the name is known before the script is read,
stays when the title is edited, and belongs to a script with errors too.
"""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from audioguide.compiler.user_files import find_script, is_folder_of_scripts
from audioguide.delivery.names import natural_order, numbered_names, readable, safe_name
from audioguide.errors import FileError, UsageError
from audioguide.files import MP3_SUFFIX, OUTPUT_FOLDER, TRACK_SUFFIXES, script_stem
from audioguide.one_line import one_line

MOST_TRACKS = 999
"""Of a programme that is built from scripts: numbers in names of files have up to three digits."""

_SCRIPT_SUFFIXES = (".yaml", ".yml")


class PlannedTrack(Struct, frozen=True):
    """A track of a programme before it is built."""

    number: int
    """From 1; the week, where its script is built in several."""
    script: str
    path: Path
    """Where it goes."""
    week: int | None = None
    """In which its script is built; None: as it says itself."""


class Layout(Struct, frozen=True):
    """A programme before it is built."""

    title: str
    has_given_title: bool
    """Whether somebody gave it its title; else that is the name of a folder or script."""
    folder: Path
    """Where its tracks go."""
    tracks: tuple[PlannedTrack, ...]
    left_out: tuple[str, ...]
    """Files that lie beside the scripts and are none, each with the reason."""

    @property
    def n_tracks(self) -> int:
        """The highest number."""
        return max(track.number for track in self.tracks)

    @property
    def names(self) -> frozenset[str]:
        """Of the tracks' files."""
        return frozenset(track.path.name for track in self.tracks)


def lay_out(
    scripts: Sequence[str],
    output: str | Path | None = None,
    *,
    title: str | None = None,
    weeks: Sequence[int] = (),
) -> Layout:
    """The tracks of a programme.

    Args:
        scripts: Scripts in order; a folder stands for the scripts on its top level, in the
            natural order of their names. What begins with a dot, and what has no `steps`, is none.
        output: A folder; `output/` with the name of the programme's folder or title if absent.
        title: Of the programme; that of the first folder's name if absent.
        weeks: In which the one script is built, each a track of that number; none twice.

    Raises:
        UsageError: there is no script, more than `MOST_TRACKS`, or no title; several scripts, or
            a folder, with weeks; `output` is a file.
        FileError: a folder cannot be read.
    """
    found, left_out = _found(scripts)
    if weeks and (len(scripts) != 1 or is_folder_of_scripts(scripts[0])):
        raise UsageError("weeks make a programme of one script; name one, and no folder")
    if not found:
        left = f"; {'; '.join(left_out[:3])}" if left_out else ""
        raise UsageError(f"there is no routine in {', '.join(scripts) or 'an empty list'}{left}")
    if len(found) > MOST_TRACKS:
        raise UsageError(f"{len(found)} scripts: a programme has {MOST_TRACKS} tracks at most")
    called = _title(scripts, title, is_of_weeks=bool(weeks))
    folder = _folder(scripts, output, called, title)
    if weeks:
        found = found * len(weeks)
    numbers = weeks or range(1, len(found) + 1)
    names = numbered_names([script_stem(script) for script in found], numbers=numbers)
    return Layout(
        title=called,
        has_given_title=title is not None,
        folder=folder,
        tracks=tuple(
            PlannedTrack(number, script, folder / f"{name}{MP3_SUFFIX}", number if weeks else None)
            for number, script, name in zip(numbers, found, names, strict=True)
        ),
        left_out=tuple(left_out),
    )


def _found(scripts: Sequence[str]) -> tuple[list[str], list[str]]:
    """The scripts that arguments stand for, and what was left out of folders."""
    found: list[str] = []
    left_out: list[str] = []
    for argument in scripts:
        if not is_folder_of_scripts(argument):
            found.append(find_script(argument))
            continue
        for path in _texts_in(Path(argument)):
            reason = _why_no_routine(path)
            if reason:
                left_out.append(f"{path} is left out: {reason}")
            else:
                found.append(str(path))
    return found, left_out


def _texts_in(folder: Path) -> list[Path]:
    """The files of a folder that could be scripts, in natural order."""
    try:
        present = [
            path
            for path in folder.iterdir()
            if path.suffix.lower() in _SCRIPT_SUFFIXES and path.name[0] != "." and path.is_file()
        ]
    except OSError as trouble:
        raise FileError.from_os("read", folder, trouble) from trouble
    return sorted(present, key=lambda path: natural_order(script_stem(path.name)))


def _why_no_routine(path: Path) -> str:
    """What shows that a file is no routine: a pose, say, or a configuration. Else empty.

    What cannot be read as YAML counts as a routine, so that its mistakes are shown.
    """
    from audioguide.syntax.compose import compose
    from audioguide.syntax.decode import MAX_FILE_BYTES, decode
    from audioguide.syntax.tree import Mapping

    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_FILE_BYTES + 1)
    except OSError:
        return ""  # The build says why.
    file, problems = decode(content, path=str(path))
    root, more = (None, ()) if problems else compose(file)
    if problems or more:
        return ""
    if root is None:
        return "it is empty"
    has_steps = isinstance(root, Mapping) and root.value("steps") is not None
    return "" if has_steps else "it has no steps, so it is no routine"


def _title(scripts: Sequence[str], title: str | None, *, is_of_weeks: bool) -> str:
    if title is not None:
        said = one_line(title)
        if not said:
            raise UsageError("a programme needs a title that can be read")
        return said
    if is_of_weeks:
        return readable(script_stem(scripts[0]))
    for argument in scripts:
        if is_folder_of_scripts(argument):
            return readable(Path(argument).resolve().name)
    raise UsageError("a programme of single scripts needs a title")


def _folder(
    scripts: Sequence[str], output: str | Path | None, called: str, title: str | None
) -> Path:
    if output is None or output == "":
        folder = next((one for one in scripts if is_folder_of_scripts(one)), None)
        source = called if title is not None or folder is None else Path(folder).resolve().name
        return OUTPUT_FOLDER / safe_name(source, ascii_only=False).lower()
    chosen = Path(output)
    try:
        is_folder = chosen.is_dir()
        if chosen.exists() and not is_folder:
            raise UsageError(f"{output} is no folder; a programme needs one")
    except OSError as trouble:
        raise FileError.from_os("write to", chosen, trouble) from trouble
    if chosen.suffix.lower() in TRACK_SUFFIXES and not is_folder:
        raise UsageError(f"{output} is one file; a programme needs a folder")
    return chosen
