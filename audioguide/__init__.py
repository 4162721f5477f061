"""audioguide: routine scripts in, timed and guided MP3s out.

The public names are imported when they are first used, so that `import audioguide` costs
nothing: `audioguide.build("scripts/healing-flow.yaml", Path("flow.mp3"))`.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audioguide.compiler import build, build_programme, check, plan, segment, sync
    from audioguide.routine.options import Options

__all__ = ["Options", "__version__", "build", "build_programme", "check", "plan", "segment", "sync"]

__version__ = "0.1.0"  # [twin: version in pyproject.toml]

_HOMES = {
    "build": "audioguide.compiler",
    "build_programme": "audioguide.compiler",
    "check": "audioguide.compiler",
    "plan": "audioguide.compiler",
    "segment": "audioguide.compiler",
    "sync": "audioguide.compiler",
    "Options": "audioguide.routine.options",
}


def __getattr__(name: str) -> object:
    """Import a public name from the module it lives in."""
    if name not in _HOMES:
        raise AttributeError(f"module 'audioguide' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
