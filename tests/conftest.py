"""Every test has a cache, a configuration and voices of its own, never the user's."""

import signal

import pytest

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell starts background jobs so, and what they start inherits it; tests send Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def _own_folders(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CACHE", "CONFIG", "VOICES"):
            folder = tmp_path_factory.mktemp(f"audioguide-{name.lower()}")
            patch.setenv(f"AUDIOGUIDE_{name}_DIR", str(folder))
        yield
