"""The one room that knows every stage: `check`, `plan` and `build`.

What is light is imported at once, what makes sound when it is needed.
"""

from audioguide.compiler.api import build, check, plan, segment
from audioguide.compiler.front import find_script, open_poses
from audioguide.compiler.results import Build, Checked, Plan

__all__ = [
    "Build",
    "Checked",
    "Plan",
    "build",
    "check",
    "find_script",
    "open_poses",
    "plan",
    "segment",
]
