"""What to say to somebody whose script cannot be read: mostly the name or the folder is another."""

from pathlib import Path

from audioguide.files import shipped
from audioguide.near import did_you_mean, near_names

_SUFFIXES = (".yaml", ".yml")


def what_to_do(path: str) -> str:
    """The hint at a script that cannot be read, which looks at what lies around it.

    Args:
        path: As it was typed.
    """
    try:
        if Path(path).is_dir():
            return "it is a folder; name a script in it"
        # Names alone are compared: a long path in front would make all of them alike.
        near = near_names(Path(path).name, meant := _scripts_around(Path(path)))
        slip = did_you_mean(meant[name] for name in near[:1])
        return slip or f"check the name; the folder that you are in is {Path.cwd()}"
    except (OSError, ValueError):
        return "check the name; `audioguide new` writes a first script"


def _scripts_around(path: Path) -> dict[str, str]:
    """What may have been meant, by its name: scripts in the same folder, and those that ship."""
    meant = {one.name: str(path.parent / one.name) for one in _scripts_in(path.parent)}
    if path.name == str(path):
        folders = (Path("scripts"), shipped("scripts"))
        meant |= {one.stem: one.stem for folder in folders for one in _scripts_in(folder)}
    return meant


def _scripts_in(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(one for one in folder.iterdir() if one.suffix.lower() in _SUFFIXES)
