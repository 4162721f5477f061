"""Where the user's files lie: scripts by name, and the configuration. Nothing is read here."""

import os
from pathlib import Path

from audioguide.files import shipped

CONFIG_FOLDER_VARIABLE = "AUDIOGUIDE_CONFIG_DIR"
"""Overrides the platform's configuration folder."""

_SUFFIXES = (".yaml", ".yml")


def config_path() -> Path:
    """Where the user's configuration lies, whether or not there is one."""
    folder = os.environ.get(CONFIG_FOLDER_VARIABLE)
    if folder:
        return Path(folder) / "config.yaml"
    from platformdirs import user_config_path

    return user_config_path("audioguide", appauthor=False) / "config.yaml"


def share_address_path() -> Path:
    """Where the address of a share is kept for the next one, beside the configuration."""
    return config_path().with_name("share-address.json")


def find_script(name: str) -> str:
    """The path of a script: as typed, or of the shipped routine of that name.

    A bare name without folder or suffix that is no file here is looked for as `NAME.yaml`, as
    `scripts/NAME.yaml`, and among the shipped routines. What is found nowhere comes back as
    typed; reading it says what is wrong.
    """
    typed = Path(name)
    if typed.name != name or typed.suffix or _is_file(typed):
        return name
    folders = (Path(), Path("scripts"), shipped("scripts"))
    candidates = (folder / f"{name}{suffix}" for folder in folders for suffix in _SUFFIXES)
    return str(next((path for path in candidates if _is_file(path)), name))


def is_folder_of_scripts(argument: str) -> bool:
    """Whether an argument is a folder, and no name of a routine that ships."""
    try:
        return Path(argument).is_dir() and not Path(find_script(argument)).is_file()
    except (OSError, ValueError):
        return False


def _is_file(path: Path) -> bool:
    """Whether there is a file; a path that the system cannot even look up has none."""
    try:
        return path.is_file()
    except OSError:
        return False
