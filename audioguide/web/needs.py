"""Whether the packages are here that serving needs, which only the extra `web` brings."""

from importlib.util import find_spec

from audioguide.errors import MissingExtraError
from audioguide.extras import installation

PACKAGES = ("starlette", "uvicorn", "segno")


def require_web() -> None:
    """Make sure that a programme can be shared.

    Raises:
        MissingExtraError: it cannot; its message says what to do.
    """
    missing = [package for package in PACKAGES if find_spec(package) is None]
    if missing:
        raise MissingExtraError(f"sharing needs {' and '.join(missing)}: {installation('web')}")
