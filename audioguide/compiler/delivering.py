"""Onto a device in one step: scripts are built for it first, tracks are taken as they are."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from audioguide.compiler.api import build
from audioguide.compiler.arguments import Settings, settled_options
from audioguide.compiler.programme import build_programme
from audioguide.compiler.programme_layout import is_folder_of_scripts
from audioguide.compiler.results import Build, OnProgress
from audioguide.compiler.user_files import find_script
from audioguide.delivery.names import natural_order, safe_name
from audioguide.errors import FileError, UsageError

if TYPE_CHECKING:
    from audioguide.delivery.devices import Device
    from audioguide.delivery.sync import Synced

Place = str | Path

_OUTPUT = Path("output")
_TRACK_SUFFIX = ".mp3"


class Delivery(Struct, frozen=True):
    """What came of a `sync`."""

    builds: tuple[tuple[str, Build], ...]
    """What came of each script among its sources, in their order."""
    synced: "Synced | None"
    """None where a script has errors: then nothing was copied."""

    @property
    def ok(self) -> bool:
        """Whether all that was wanted is on the target."""
        return self.synced is not None


def sync(
    target: Place,
    sources: Sequence[Place] = (),
    *,
    options: Settings = None,
    deletes: bool = False,
    verifies: bool = False,
    is_dry: bool = False,
    on_progress: OnProgress | None = None,
    **settings: Any,  # noqa: ANN401 - as `build` takes them
) -> Delivery:
    """Bring tracks onto a stick, a card or into a folder; scripts are built for it first.

    A second call copies nothing. What is on the target and not ours stays; see
    `delivery.sync.sync_rows`.

    Args:
        target: A folder that is there.
        sources: Tracks; folders of tracks, each a programme; scripts, and folders of scripts,
            which are built into `output/<device>`. A folder with both is one of tracks. Without
            any, what was built for the device, or else what is in `output`: its tracks, and its
            folders but for those of devices.
        options: As `build` takes them; `device` is what plays the tracks.
        deletes: What an earlier call wrote, nobody changed since, and no source has, goes.
        verifies: What is there already is read and compared.
        is_dry: Nothing is written to the target; scripts are built all the same.
        on_progress: Told how far it is.
        settings: What else `build` takes for each script alike.

    Raises:
        UsageError: there is no such device, the target has no name, or it and a source lie in each
            other.
        AudioguideError: as `build`, and as `delivery.sync.sync_rows`.
    """
    from audioguide.delivery.devices import find_device
    from audioguide.delivery.sync import refuse_nested, sync
    from audioguide.delivery.sync_target import open_target

    if not str(target).strip():  # As an unset variable of a shell is.
        raise UsageError("the target has no name")
    settled = settled_options(options)
    own = _own()
    device = None if settled.device is None else find_device(settled.device, own)
    open_target(Path(target))  # Before anything is built for one that is not there.
    wanted = list(map(str, sources)) or _usual_sources(settled.device, own)
    folder = _OUTPUT / (settled.device or "")
    paths: list[Path] = []
    builds: list[tuple[str, Build]] = []
    for source in wanted:
        if _is_of_tracks(Path(source)):
            paths.append(Path(source))
            continue
        path, made = _built(source, folder, options=settled, on_progress=on_progress, **settings)
        if path in paths:
            raise UsageError(f"two sources would both be built into {path}; rename one")
        paths.append(path)
        builds += made
    if any(built.path is None for _, built in builds):
        return Delivery(tuple(builds), None)
    refuse_nested(Path(target), paths)
    done = sync(
        Path(target),
        paths,
        device=device,
        deletes=deletes,
        verifies=verifies,
        is_dry=is_dry,
        on_progress=on_progress,
    )
    return Delivery(tuple(builds), done)


def _own() -> "dict[str, Device]":
    """The devices of the user's configuration; its problems are for a build to tell."""
    from audioguide.compiler.front import load_config
    from audioguide.compiler.own_devices import own_devices
    from audioguide.disk import Disk

    config, _ = load_config(Disk())
    return dict(own_devices(config))


def _is_of_tracks(source: Path) -> bool:
    """Whether a source is a track, or a folder with tracks."""
    try:
        if source.is_dir():
            return any(one.suffix.lower() == _TRACK_SUFFIX for one in source.iterdir())
    except (OSError, ValueError) as trouble:
        raise FileError(f"could not read {source}: {trouble}") from trouble
    if source.suffix.lower() != _TRACK_SUFFIX:
        return False
    if not source.exists():  # No script ends so either.
        raise FileError(f"could not read {source}: there is no such file")
    return True


def _usual_sources(device: str | None, own: Iterable[str]) -> list[str]:
    """What is copied where nothing is named.

    Raises:
        FileError: there is nothing.
    """
    from audioguide.delivery.devices import DEVICES

    but = {*DEVICES, *own}
    of_device = _inside(_OUTPUT / device) if device else []
    others = [one for one in _inside(_OUTPUT) if one.name not in but]
    for inside in (of_device, others):
        found = [str(one) for one in inside if _is_of_tracks(one)]
        if found:
            return found
    raise FileError(f"there are no tracks in {_OUTPUT}; name a script, or a folder of tracks")


def _inside(folder: Path) -> list[Path]:
    """What is in a folder, in natural order; nothing where there is none."""
    if not folder.is_dir():
        return []
    return sorted(folder.iterdir(), key=lambda one: natural_order(one.name))


def _built(
    source: str,
    folder: Path,
    **settings: Any,  # noqa: ANN401 - as `build` takes them
) -> tuple[Path, list[tuple[str, Build]]]:
    """Build a script, or a folder of them, into a folder; gives what that makes a source.

    Raises:
        AudioguideError: as `build`.
    """
    if not is_folder_of_scripts(source):
        script = find_script(source)
        path = folder / f"{Path(script).stem}{_TRACK_SUFFIX}"
        return path, [(source, build(source, path, **settings))]
    called = safe_name(Path(source).resolve().name).lower()
    programme = build_programme(source, folder / called, **settings)
    made = []
    for track in programme.tracks:
        if track.build is None:
            raise track.trouble or FileError(f"{track.planned.script} was not built")
        made.append((track.planned.script, track.build))
    if programme.playlist_trouble is not None:
        raise programme.playlist_trouble
    return programme.folder, made
