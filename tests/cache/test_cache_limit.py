"""The limit of the cache, from the environment."""

import pytest

from audioguide.cache.limit import USUAL_LIMIT_BYTES, cache_limit_bytes
from audioguide.errors import UsageError


def test_the_limit_is_the_environments_or_the_usual(monkeypatch):
    monkeypatch.delenv("AUDIOGUIDE_CACHE_LIMIT", raising=False)
    assert cache_limit_bytes() == USUAL_LIMIT_BYTES == 2 << 30
    for text, n_bytes in (
        ("500 MiB", 500 << 20),
        ("0", 0),
        ("1.5gb", 1_500_000_000),
        ("", 2 << 30),
    ):
        monkeypatch.setenv("AUDIOGUIDE_CACHE_LIMIT", text)
        assert cache_limit_bytes() == n_bytes
    monkeypatch.setenv("AUDIOGUIDE_CACHE_LIMIT", "lots")
    with pytest.raises(UsageError, match=r"AUDIOGUIDE_CACHE_LIMIT: 'lots' is no size: .*GiB"):
        cache_limit_bytes()
