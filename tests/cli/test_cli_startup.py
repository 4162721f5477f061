"""What the commands that make no sound do not import, so that they stay quick."""

import subprocess
import sys

import pytest

HEAVY = frozenset(
    {
        "asyncio",
        "difflib",
        "importlib.metadata",
        "lameenc",
        "multiprocessing",
        "mutagen",
        "numpy",
        "pydub",
        "pyttsx3",
        "rich",
        "soundfile",
        "soxr",
    }
)
LISTING = (
    "import atexit, sys\n"
    "atexit.register(lambda: print(*sys.modules, file=open('modules', 'w')))\n"
    "from audioguide.cli import main\n"
    "sys.argv = ['audioguide', *sys.argv[1:]]\n"
    "main()\n"
)


@pytest.fixture
def modules_of(tmp_path):
    """Run a command line in a process of its own, and tell what it had imported at its end."""
    (tmp_path / "a.yaml").write_text("steps:\n  - say: Never into pain.\n  - pose: childs-pose\n")

    def run(*arguments):
        command = [sys.executable, "-c", LISTING, *arguments]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
        return set((tmp_path / "modules").read_text().split()), done.stderr

    return run


def test_help_imports_no_stage(modules_of):
    modules, _ = modules_of("--help")
    assert not modules & (HEAVY | {"yaml", "msgspec", "audioguide.compiler"})
    assert "audioguide.cli" in modules


def test_check_imports_nothing_heavy(modules_of):
    modules, _ = modules_of("check", "a.yaml")
    assert not modules & HEAVY
    assert "audioguide.timeline.schedule" in modules


def test_a_build_that_is_up_to_date_imports_no_stage(modules_of):
    modules, _ = modules_of("build", "a.yaml", "--output", "a.wav")
    assert modules & HEAVY, "the probe sees what is heavy"
    modules, told = modules_of("build", "a.yaml", "--output", "a.wav")
    assert "is up to date" in told
    stages = {name for name in modules if name.startswith(("audioguide.library", "audioguide.t"))}
    assert not modules & (HEAVY | {"yaml"})
    assert stages == set()
