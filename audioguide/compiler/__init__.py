"""The one room that knows every stage: `check`, `plan` and `build`.

What is light is imported at once, each stage when it is needed: a track that is up to date needs
none.
"""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from audioguide.compiler.api import build, check, plan, plan_weeks, segment
from audioguide.compiler.results import Build, Checked, Plan
from audioguide.compiler.user_files import find_script
from audioguide.compiler.weeks import WeekPlans

if TYPE_CHECKING:
    from audioguide.compiler.delivering import Delivery, sync
    from audioguide.compiler.programme import Programme, build_programme
    from audioguide.library.load import PoseLibrary

__all__ = [
    "Build",
    "Checked",
    "Delivery",
    "Plan",
    "Programme",
    "WeekPlans",
    "build",
    "build_programme",
    "check",
    "find_script",
    "open_poses",
    "plan",
    "plan_weeks",
    "segment",
    "sync",
]

_LATE = {
    "Delivery": "audioguide.compiler.delivering",
    "Programme": "audioguide.compiler.programme",
    "build_programme": "audioguide.compiler.programme",
    "sync": "audioguide.compiler.delivering",
}
"""What commands for one track do not need."""


def __getattr__(name: str) -> object:
    """Import what is needed late from the module it lives in."""
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LATE[name]), name)


def open_poses(pose_folders: Sequence[Path] = (), *, language: str = "en") -> "PoseLibrary":
    """The shipped poses, then those of the user's configuration, then the given folders.

    Their words in `language` are there beside their own.
    """
    from audioguide.compiler import front

    return front.open_poses(pose_folders, language=language)
