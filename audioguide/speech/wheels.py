"""Versions of installed packages, for cache keys."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path


def package_folder(package: str) -> Path | None:
    """Where an installed package lies, without importing it; None when it is missing."""
    spec = find_spec(package)
    locations = spec.submodule_search_locations if spec else None
    return Path(locations[0]) if locations else None


@cache
def wheel_version(package: str) -> str:
    """Version of the wheel that installed `package`; empty when nothing says.

    It is read off the name of the wheel's metadata folder, since importing
    `importlib.metadata` takes longer than to look up all clips of a routine.
    """
    folder = package_folder(package)
    if folder is None:
        return ""
    found = sorted(folder.parent.glob(f"{package}-*.dist-info"))
    return found[-1].name.removeprefix(f"{package}-").removesuffix(".dist-info") if found else ""
