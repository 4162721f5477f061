"""What a killed process leaves behind, and that the same command takes it away again."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """\
title: One
guidance: bells
steps:
  - rest: 2s
"""
KILLED = """
import os, signal, stat, sys
flush, left = os.fsync, int(sys.argv[1])

def flush_or_die(handle):
    global left
    left -= stat.S_ISREG(os.fstat(handle).st_mode)
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
    flush(handle)

os.fsync = flush_or_die
from audioguide.cli import main
sys.argv = ["audioguide", *sys.argv[2:]]
main()
"""
"""Runs a command, and dies without a word where it flushes a file for the nth time."""

COMMANDS = {
    "build": ("build", "one.yaml", "-o", "out/one.mp3", "--beside", "lrc,timeline"),
    "programme": ("build", "scripts", "-o", "out"),
    "publish": ("publish", "tracks", "-o", "out"),
    "sync": ("sync", "out", "tracks"),
}


@pytest.fixture
def home(run, tmp_path):
    Path("scripts").mkdir()
    for path in ("one.yaml", "scripts/a.yaml", "scripts/b.yaml"):
        Path(path).write_text(SCRIPT)
    Path("out").mkdir()
    assert run("build", "scripts", "-o", "tracks").exit_code == 0
    return tmp_path


def parts():
    return [path.name for path in Path().rglob("*.part") if "cache" not in path.parts]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")
@pytest.mark.parametrize("n_flushes", [1, 2, 3])
@pytest.mark.parametrize("command", COMMANDS)
def test_the_next_run_takes_away_what_a_killed_one_left(run, home, command, n_flushes):
    arguments = [sys.executable, "-c", KILLED, str(n_flushes), *COMMANDS[command]]
    died = subprocess.run(arguments, capture_output=True, check=False, env=dict(os.environ))
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert len(parts()) == 1
    outcome = run(*COMMANDS[command])
    assert outcome.exit_code == 0, outcome.stderr
    assert parts() == []
