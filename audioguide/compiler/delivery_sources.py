"""What the sources of a `sync` are: tracks that are there, or scripts and where they are built."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, count
from pathlib import Path

from audioguide.compiler.programme_layout import lay_out
from audioguide.compiler.record import read_record
from audioguide.compiler.user_files import find_script, is_folder_of_scripts
from audioguide.delivery.default_shelf import folders_of_tracks, named
from audioguide.delivery.names import MOST_CHARS, natural_order, safe_name, versions
from audioguide.delivery.playlist import SUFFIX
from audioguide.errors import FileError, UsageError
from audioguide.files import MP3_SUFFIX, OUTPUT_FOLDER, TRACK_SUFFIXES, script_stem

_NO_SCRIPTS = {*TRACK_SUFFIXES, SUFFIX} - {MP3_SUFFIX}


def places_of(sources: Sequence[str], folder: Path) -> Mapping[Path, str | None]:
    """Where the tracks of sources are, each place once, with the source that is built into it.

    A place where tracks of other scripts lie, which are still there, is left to them.

    Args:
        sources: Tracks, folders of tracks, scripts, and folders of scripts.
        folder: What scripts are built into.

    Returns:
        None as the source of tracks that are taken as they are.

    Raises:
        UsageError: a source is another kind of track or a playlist, or a folder that has neither
            tracks nor scripts, but folders with tracks.
        FileError: a track is not there, or a folder cannot be read.
    """
    places: dict[Path, str | None] = {}
    for source in sources:
        if _is_of_tracks(Path(source)):
            places.setdefault(Path(source), None)
            continue
        _refuse_no_scripts(Path(source))
        inside = (folder / name for name in _names_when_built(source))
        path = next(one for one in inside if not _is_of_others(one, source, places.get(one)))
        places[path] = places.get(path) or source
    return places


def _refuse_no_scripts(source: Path) -> None:
    """Tell what is meant by a source that would be taken for a script, or a folder of scripts.

    Raises:
        UsageError: it is another kind of track, a playlist, or a folder whose tracks are all in
            folders inside it.
    """
    if source.suffix.lower() in _NO_SCRIPTS and not source.is_dir():
        raise UsageError(f"{source} is no MP3; name one, a folder of them, or scripts")
    inside = list(folders_of_tracks(source))
    if inside and not _has_scripts(source):
        raise UsageError(
            f"there are no tracks in {source} itself, but in {named(inside)}; name one"
        )


def _names_when_built(source: str) -> Iterator[str]:
    if is_folder_of_scripts(source):
        return versions(safe_name(Path(source).resolve().name).lower(), MOST_CHARS)
    stem = script_stem(find_script(source))
    return (f"{stem}{number}{MP3_SUFFIX}" for number in chain([""], (f"-{n}" for n in count(2))))


def _is_of_others(place: Path, source: str, built_there: str | None) -> bool:
    """Whether a place has the tracks of other scripts: by this call, or as their records say."""
    if built_there is not None:
        return _as_found(built_there) != _as_found(source)
    records = filter(None, map(read_record, _tracks_at(place)))
    there = {one for record in records for one in _still_there(Path(record.asked.script))}
    own = _as_found(source)
    return bool(there) and not any(own in (one, one.parent) for one in there)


def _still_there(script: Path) -> tuple[Path, ...]:
    """The one path of a script; nothing where it is gone, or cannot be looked at."""
    try:
        return (script.resolve(strict=True),)
    except (OSError, ValueError, RuntimeError):
        return ()


def _tracks_at(place: Path) -> list[Path]:
    """A track, or the tracks of a folder; nothing where there are none."""
    return sorted(place.glob(f"*{MP3_SUFFIX}")) if place.is_dir() else [place]


def _as_found(source: str) -> Path:
    return Path(source if is_folder_of_scripts(source) else find_script(source)).resolve()


def homes_of(places: Iterable[Path], devices: Collection[str]) -> Mapping[Path, Path]:
    """By which path places are known: by the same one, whatever device they are built for.

    Args:
        places: Where tracks lie.
        devices: Names of devices, which folders of tracks for them have.
    """
    homes: dict[Path, Path] = {}
    for place in places:
        home = place.resolve()
        of_device = home.parent
        if of_device.name in devices and of_device.parent.name == OUTPUT_FOLDER.name:
            home = of_device.parent / home.name
        homes[place] = place if home in homes.values() else home
    return homes


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
