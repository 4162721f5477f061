"""How much the cache may hold."""

import os

from audioguide.errors import UsageError
from audioguide.sizes import parse_size

LIMIT_VARIABLE = "AUDIOGUIDE_CACHE_LIMIT"
USUAL_LIMIT_BYTES = 2 << 30
"""Holds the speech of some hundred routines: a minute of speech is 5 MiB, an hour of track 41."""


def cache_limit_bytes() -> int:
    """How much the cache may hold: `AUDIOGUIDE_CACHE_LIMIT`, else `USUAL_LIMIT_BYTES`.

    Raises:
        UsageError: the variable has a value that is no size.
    """
    text = os.environ.get(LIMIT_VARIABLE)
    if not text:
        return USUAL_LIMIT_BYTES
    try:
        return parse_size(text)
    except UsageError as refused:
        raise UsageError(f"{LIMIT_VARIABLE}: {refused}") from refused
