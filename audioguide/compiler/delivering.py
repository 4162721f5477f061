"""Onto a device in one step: scripts are built for it first, tracks are taken as they are."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from audioguide.compiler.api import build
from audioguide.compiler.arguments import Settings, settled_options
from audioguide.compiler.delivery_sources import (
    homes_of,
    places_of,
    scripts_left_out,
    usual_sources,
)
from audioguide.compiler.programme import build_programme
from audioguide.compiler.results import Build, OnProgress
from audioguide.compiler.user_files import is_folder_of_scripts
from audioguide.errors import FileError, UsageError
from audioguide.files import OUTPUT_FOLDER

if TYPE_CHECKING:
    from audioguide.delivery.devices import Device
    from audioguide.delivery.sync import Synced

Place = str | Path


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
        ScriptError: the user's configuration has errors.
        AudioguideError: as `build`, and as `delivery.sync.sync_rows`.
    """
    from audioguide.delivery.devices import DEVICES, find_device
    from audioguide.delivery.sync import refuse_nested
    from audioguide.delivery.sync import sync as copy_tracks
    from audioguide.delivery.sync_target import open_target

    if not str(target).strip():  # As an unset variable of a shell is.
        raise UsageError("the target has no name")
    settled = settled_options(options)
    own = _own()
    device = None if settled.device is None else find_device(settled.device, own)
    open_target(Path(target))  # Before anything is built for one that is not there.
    wanted = list(map(str, sources)) or usual_sources(settled.device, own)
    places = places_of(wanted, OUTPUT_FOLDER / (settled.device or ""))
    refuse_nested(Path(target), [*places, *map(Path, filter(is_folder_of_scripts, wanted))])
    builds: list[tuple[str, Build]] = []
    for path, source in places.items():
        if source is not None:
            builds += _built(source, path, options=settled, on_progress=on_progress, **settings)
    if any(built.path is None for _, built in builds):
        return Delivery(tuple(builds), None)
    done = copy_tracks(
        Path(target),
        list(places),
        homes=homes_of(places, {*DEVICES, *own}),
        device=device,
        deletes=deletes,
        verifies=verifies,
        is_dry=is_dry,
        on_progress=on_progress,
    )
    unbuilt = scripts_left_out(path for path, source in places.items() if source is None)
    return Delivery(tuple(builds), replace(done, left_out=(*unbuilt, *done.left_out)))


def _own() -> "dict[str, Device]":
    """The devices of the user's configuration."""
    from audioguide.compiler.front import load_valid_config
    from audioguide.compiler.own_devices import own_devices

    return dict(own_devices(load_valid_config()))


def _built(
    source: str,
    path: Path,
    **settings: Any,  # noqa: ANN401 - as `build` takes them
) -> list[tuple[str, Build]]:
    """Build a script into a track, or a folder of scripts into a folder.

    Raises:
        AudioguideError: as `build`.
    """
    if not is_folder_of_scripts(source):
        return [(source, build(source, path, **settings))]
    programme = build_programme(source, path, **settings)
    made = []
    for track in programme.tracks:
        if track.build is None:
            raise track.trouble or FileError(f"{track.planned.script} was not built")
        made.append((track.planned.script, track.build))
    if programme.playlist_trouble is not None:
        raise programme.playlist_trouble
    return made
