"""Every test has a cache, a configuration and voices of its own, never the user's."""

import os
import signal

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes is decided by whatever else the machine does.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell starts background jobs so, and what they start inherits it; tests send Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def _own_folders(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CONFIG", "VOICES"):
            folder = tmp_path_factory.mktemp(f"audioguide-{name.lower()}")
            patch.setenv(f"AUDIOGUIDE_{name}_DIR", str(folder))
        patch.setenv("AUDIOGUIDE_CACHE_DIR", str(_of_this_run(tmp_path_factory) / "cache"))
        yield


def _of_this_run(tmp_path_factory):
    """A folder that the processes of this run share: a line is spoken and encoded once for all."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def pytest_terminal_summary(terminalreporter, exitstatus, config):
    """Say in which random order the tests ran, where one of them failed."""
    seed = config.getoption("randomly_seed", None)
    if exitstatus and seed is not None:
        terminalreporter.write_line(f"the same order again: --randomly-seed={seed}")
