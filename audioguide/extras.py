"""How to install what only one of audioguide's extras brings."""

import sys
from pathlib import Path


def installation(extra: str) -> str:
    """The command that adds an extra to the Python that runs this.

    It begins with `python` where that is this Python, as in a virtual environment that is active,
    and else with its path: another Python would get the packages otherwise. Double quotes are
    understood by every shell, Windows' too.

    >>> installation("web").endswith('-m pip install "audioguide[web]"')
    True
    """
    return f'{_python()} -m pip install "audioguide[{extra}]"'


def _python() -> str:
    import shutil  # which most commands do not need

    found = shutil.which("python")
    # Not resolved: the Python of a virtual environment is a link to another one.
    if not sys.executable or (found and Path(found).parent == Path(sys.executable).parent):
        return "python"
    return f'"{sys.executable}"' if " " in sys.executable else sys.executable
