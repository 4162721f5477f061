"""What the sources of a `sync` are: tracks that are there, or scripts and where they are built."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from audioguide.compiler.programme_layout import is_folder_of_scripts, lay_out
from audioguide.compiler.user_files import find_script
from audioguide.delivery.names import natural_order, safe_name
from audioguide.errors import FileError, UsageError
from audioguide.files import MP3_SUFFIX, OUTPUT_FOLDER, script_stem


def places_of(sources: Sequence[str], folder: Path) -> Mapping[Path, str | None]:
    """Where the tracks of sources are, each place once, with the source that is built into it.

    Args:
        sources: Tracks, folders of tracks, scripts, and folders of scripts.
        folder: What scripts are built into.

    Returns:
        None as the source of tracks that are taken as they are.

    Raises:
        UsageError: two sources would be built into one place.
        FileError: a track is not there, or a folder cannot be read.
    """
    places: dict[Path, str | None] = {}
    for source in sources:
        if _is_of_tracks(Path(source)):
            places.setdefault(Path(source), None)
            continue
        path = folder / _name_when_built(source)
        other = places.get(path) or source
        if other != source and _as_found(other) != _as_found(source):
            raise UsageError(f"{other} and {source} would both be built into {path}; rename one")
        places[path] = other
    return places


def _name_when_built(source: str) -> str:
    if is_folder_of_scripts(source):
        return safe_name(Path(source).resolve().name).lower()
    return f"{script_stem(find_script(source))}{MP3_SUFFIX}"


def _as_found(source: str) -> Path:
    return Path(find_script(source)).resolve()


def _is_of_tracks(source: Path) -> bool:
    """Whether a source is a track, or a folder with tracks."""
    try:
        if source.is_dir():
            return any(map(_may_be_on_a_shelf, source.iterdir()))
    except (OSError, ValueError) as trouble:
        raise FileError(f"could not read {source}: {trouble}") from trouble
    if source.suffix.lower() != MP3_SUFFIX:
        return False
    if not source.exists():  # No script ends so either.
        raise FileError(f"could not read {source}: there is no such file")
    return True


def _may_be_on_a_shelf(path: Path) -> bool:
    """Whether a file is one that `delivery.shelf` looks at; a Mac hides some beside tracks."""
    return path.suffix.lower() == MP3_SUFFIX and path.name[0] != "." and path.is_file()


def scripts_left_out(paths: Iterable[Path]) -> Iterator[str]:
    """A sentence for each folder that is taken for one of tracks and has scripts too."""
    for path in paths:
        if path.is_dir() and _has_scripts(path):
            yield f"{path} has tracks, so its scripts are not built; name those that are to be"


def _has_scripts(folder: Path) -> bool:
    try:
        return bool(lay_out([str(folder)]).tracks)
    except UsageError:
        return False


def usual_sources(device: str | None, own: Iterable[str]) -> list[str]:
    """What is copied where nothing is named.

    Raises:
        FileError: there is nothing.
    """
    from audioguide.delivery.devices import DEVICES

    but = {*DEVICES, *own}
    of_device = _inside(OUTPUT_FOLDER / device) if device else []
    others = [one for one in _inside(OUTPUT_FOLDER) if one.name not in but]
    for inside in (of_device, others):
        found = [str(one) for one in inside if _is_of_tracks(one)]
        if found:
            return found
    raise FileError(f"there are no tracks in {OUTPUT_FOLDER}; name a script, or a folder of tracks")


def _inside(folder: Path) -> list[Path]:
    """What is in a folder, in natural order; nothing where there is none."""
    if not folder.is_dir():
        return []
    return sorted(folder.iterdir(), key=lambda one: natural_order(one.name))
