"""Every test has a cache and a configuration of its own, never the user's."""

import pytest


@pytest.fixture(scope="session", autouse=True)
def _own_folders(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CACHE", "CONFIG"):
            folder = tmp_path_factory.mktemp(f"audioguide-{name.lower()}")
            patch.setenv(f"AUDIOGUIDE_{name}_DIR", str(folder))
        yield
