"""Pictures kept in the cache under a hash of all that made them, so that each is drawn once."""

import contextlib
import hashlib
import json
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import msgspec

from audioguide.cache.entry import Kind, default_folder
from audioguide.cache.store import Store
from audioguide.errors import FileError
from audioguide.figure import Figure
from audioguide.fingerprints import code_digest, wheel_version

_PACKAGES = ("PIL", "fontpkg_noto_sans", "resvg_py")
_ROOM = Path(__file__).parent
_GROUND = ("figure.py", "proportions.py", "one_line.py")
"""What of the ground floor decides what is drawn."""
_CODE = (*sorted(_ROOM.glob("*.py")), *(_ROOM.parent / name for name in _GROUND))


def kept_picture(made_from: tuple[str | int, ...], make: Callable[[], bytes]) -> bytes:
    """The bytes of a picture: as they were kept, else made now and kept.

    Args:
        made_from: All that decides them but our own code and the packages that draw.
        make: Makes them.

    Raises:
        Whatever `make` raises.
    """
    everything = json.dumps([*_painter(), *made_from])
    key = f"{hashlib.sha256(everything.encode()).hexdigest()}.{Kind.PICTURE}"
    with contextlib.closing(Store(default_folder(Kind.PICTURE), what="pictures")) as store:
        content = store.read(key)
        if content is None:
            content = make()
            with contextlib.suppress(FileError):  # The next build draws it again.
                store.write(key, content)
    return content


def named(figures: Sequence[Figure]) -> str:
    """All that decides how figures are drawn, without drawing them."""
    return msgspec.json.encode(figures, order="deterministic").decode()


@cache
def _painter() -> tuple[str, ...]:
    return (*map(wheel_version, _PACKAGES), code_digest(_CODE))
