"""The command as a process: signals, pipes and terminals."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

STUCK = """
import signal, sys
from pathlib import Path
from audioguide import compiler
from audioguide.files import replace_whole

def build(script, output, **settings):
    with replace_whole(Path(output)) as stream:
        stream.write(b"half")
        stream.flush()
        print("ready", flush=True)
        signal.pause()

compiler.build = build
sys.argv = ["audioguide", "build", "a.yaml"]
from audioguide.cli import main
main()
"""


@pytest.mark.skipif(not hasattr(signal, "pause"), reason="Windows has other signals")
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["ctrl-c", "terminate"]
)
def test_an_interrupted_build_leaves_what_was_there(tmp_path, number, code):
    track = tmp_path / "output" / "a.mp3"
    track.parent.mkdir()
    track.write_bytes(b"before")
    process = subprocess.Popen(
        [sys.executable, "-c", STUCK],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    process.send_signal(number)
    _, stderr = process.communicate()
    assert process.returncode == code
    assert "Traceback" not in stderr
    assert [path.name for path in track.parent.iterdir()] == ["a.mp3"]
    assert track.read_bytes() == b"before"


def audioguide(*arguments, **settings):
    return subprocess.run(
        [sys.executable, "-m", "audioguide", *arguments], text=True, timeout=60, **settings
    )


def test_a_reader_that_leaves_early_sees_no_traceback():
    reading, writing = os.pipe()
    os.close(reading)
    outcome = audioguide("explain", stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert outcome.returncode == 4
    assert outcome.stderr == ""


def test_what_a_terminal_cannot_show_is_escaped():
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    outcome = audioguide("poses", capture_output=True, env=environment)
    assert outcome.returncode == 0, outcome.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are not everywhere")
@pytest.mark.parametrize("no_color", ["", "1"])
def test_colour_on_a_real_terminal(tmp_path, no_color):
    import pty

    Path(tmp_path, "a.yaml").write_text("stpes: []\n")
    ours, theirs = pty.openpty()
    environment = {**os.environ, "NO_COLOR": no_color, "TERM": "xterm"}
    outcome = audioguide(
        "check", "a.yaml", cwd=tmp_path, stdout=theirs, stderr=theirs, env=environment
    )
    shown = os.read(ours, 65_536).decode()
    os.close(ours)
    os.close(theirs)
    assert outcome.returncode == 1
    assert "error[unknown-key]" in shown
    assert ("\x1b[" in shown) == (not no_color)
