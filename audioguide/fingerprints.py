"""What installed packages and our own files are, for the names of cache entries."""

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_WHEELS = {"PIL": "pillow"}
"""Wheels that have another name than the package in them."""


def package_folder(package: str) -> Path | None:
    """Where an installed package lies, without importing it; None when it is no folder."""
    spec = find_spec(package)
    locations = spec.submodule_search_locations if spec else None
    return Path(locations[0]) if locations else None


@cache
def wheel_version(package: str) -> str:
    """Version of the wheel that installed `package`; empty when nothing says.

    It is read off the name of the wheel's metadata folder, since importing
    `importlib.metadata` takes longer than to look up all clips of a routine.
    """
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return ""
    site = Path(spec.origin).parent
    if spec.submodule_search_locations:
        site = site.parent
    wheel = _WHEELS.get(package, package)
    found = sorted(site.glob(f"{wheel}-*.dist-info"))
    return found[-1].name.removeprefix(f"{wheel}-").removesuffix(".dist-info") if found else ""


def code_digest(paths: Iterable[Path]) -> str:
    """A hash over what stands in source files, so that whoever changes one makes all anew."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
