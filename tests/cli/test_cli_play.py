"""`audioguide play`, with a player that is a script of ours."""

import ast
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import soundfile

from audioguide.cli.play_screen import Screen, time_left
from audioguide.cli.talk import Talk
from audioguide.errors import ExitCode
from audioguide.playback.running_order import Part, RunningOrder
from audioguide.units import format_whole_seconds

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="scripts with a shebang")

SCRIPT = """\
title: Quiet
steps:
  - section: One
    steps:
      - say: Lie down.
      - rest: 30s
"""

AS_FFPLAY = """\
def say(seconds):
    print(f'{seconds:7.2f} M-A:  0.000 fd=   0', end='\\r', file=sys.stderr, flush=True)
"""


@pytest.fixture
def put(tmp_path, monkeypatch):
    """Put a player called ffplay on the PATH, the only one; it writes its arguments to a file."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr("audioguide.playback.players._missing_of_package", lambda: "no")
    monkeypatch.setattr("audioguide.cli.play._SECONDS_BETWEEN_LOOKS", 0.01)

    def put(body):
        path = folder / "ffplay"
        log = f"open({str(tmp_path / 'told')!r}, 'w').write(repr(sys.argv[1:]))\n"
        path.write_text(
            f"#!{sys.executable}\nimport os, signal, sys, time\n{log}{AS_FFPLAY}{body}\n"
        )
        path.chmod(0o755)
        return folder

    return put


def sound(path, seconds=30):
    soundfile.write(path, [0.0] * (8_000 * seconds), 8_000)


PLAYS = "say(0); say(12.5); say(29.9)"


def test_a_track_is_played_to_its_end(run, put, tmp_path):
    put(PLAYS)
    sound(tmp_path / "a.wav")
    done = run("play", "a.wav")
    assert done.exit_code == ExitCode.DONE
    assert "a, 0:30" in done.stderr
    told = ast.literal_eval((tmp_path / "told").read_text())
    assert told[-2:] == ["-i", str(tmp_path / "a.wav")]
    assert told[told.index("-ss") + 1] == "0.000"


def test_it_begins_where_it_is_asked_to(run, put, tmp_path):
    put(PLAYS)
    sound(tmp_path / "a.wav")
    assert run("play", "a.wav", "--from", "0:12").exit_code == ExitCode.DONE
    told = ast.literal_eval((tmp_path / "told").read_text())
    assert told[told.index("-ss") + 1] == "12.000"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["a.wav", "--from", "0:30"], ExitCode.USAGE, "a.wav ends at 0:30"),
        (["a.wav", "--from", "soon"], ExitCode.USAGE, "is not a duration"),
        (["a.wav", "--from", "-1s"], ExitCode.USAGE, "is not a duration"),
        (["a.wav", "--pace", "gentle"], ExitCode.USAGE, "options of builds are for scripts"),
        (["a.wav", "-o", "b.mp3"], ExitCode.USAGE, "options of builds are for scripts"),
        (["a.wav", "--player", "winamp"], ExitCode.USAGE, "'mpv'"),
        (["a.wav", "--player", "mpv"], ExitCode.ENGINE, "mpv is not here; install"),
        (["gone.mp3"], ExitCode.FILE, "could not read gone.mp3"),
        (["b.mp3"], ExitCode.FILE, "is no MP3"),
        (["c.M4A"], ExitCode.USAGE, "c.M4A is neither an .mp3, .wav or .flac file nor a script"),
        (["d.ogg"], ExitCode.USAGE, "nor a script"),
        (["gone.yaml"], ExitCode.FILE, "gone.yaml"),
        (["bad.yaml"], ExitCode.SCRIPT, "unknown-pose"),
    ],
)
def test_what_cannot_be_played_is_said_before_anything_sounds(
    run, put, tmp_path, arguments, code, message
):
    put(PLAYS)
    sound(tmp_path / "a.wav")
    (tmp_path / "b.mp3").write_text("no")
    (tmp_path / "c.M4A").write_bytes(b"\0\0\0\x1cftypM4A \xff\xfe")
    (tmp_path / "bad.yaml").write_text("steps:\n  - pose: cat-caw\n")
    done = run("play", *arguments)
    assert done.exit_code == code
    assert message in done.output
    assert not (tmp_path / "told").exists()


def test_without_a_player_nothing_is_spoken(run, put, tmp_path):
    put(PLAYS)
    (tmp_path / "bin" / "ffplay").unlink()
    (tmp_path / "a.yaml").write_text(SCRIPT)
    done = run("play", "a.yaml")
    assert done.exit_code == ExitCode.ENGINE
    assert "audioguide[play]" in done.stderr
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("say(2); sys.exit('no card')", "ffplay failed with exit code 1, at 0:02"),
        ("say(2); print('no card')", "ffplay ended too early, at 0:02"),
        ("say(9); os.kill(os.getpid(), 9)", "ffplay was ended by signal 9, at 0:09"),
    ],
)
def test_a_player_that_dies_is_told_with_its_last_words(run, put, tmp_path, body, message):
    put(body)
    sound(tmp_path / "a.wav")
    done = run("play", "a.wav")
    assert done.exit_code == ExitCode.ENGINE
    assert message in done.stderr
    assert ("no card" in done.stderr) == ("no card" in body)
    assert "M-A" not in done.output


def test_a_script_is_built_where_build_puts_it_and_played(run, put, tmp_path):
    put(PLAYS.replace("29.9", "43.9"))
    (tmp_path / "a.yaml").write_text(SCRIPT)
    done = run("play", "a.yaml", "--guidance", "short")
    assert done.exit_code == ExitCode.DONE, done.output
    assert "output/a.mp3 was built" in done.stderr
    assert str(tmp_path / "output" / "a.mp3") in (tmp_path / "told").read_text()
    assert "== One" in done.stderr
    assert "Lie down." in done.stderr
    assert done.stdout == ""
    again = run("play", "a.yaml", "--guidance", "short", "-q")
    assert again.exit_code == ExitCode.DONE
    assert again.output == ""
    assert "is up to date" in run("play", "a.yaml", "--guidance", "short").stderr


@pytest.mark.parametrize(
    ("arguments", "name"),
    [([], "a.yaml"), (["-o", "b.mp3"], "b.mp3"), (["--guidance", "short"], "output/a.mp3")],
)
def test_how_to_go_on_names_what_was_heard(run, put, tmp_path, arguments, name):
    put("say(12.25); sys.exit(1)")
    (tmp_path / "a.yaml").write_text(SCRIPT)
    done = run("play", "a.yaml", *arguments)
    assert f"`audioguide play {name} --from 0:12` goes on there" in done.stderr


ORDER = RunningOrder(
    title="Quiet \x1b[31m",
    length_ms=60_000,
    chapters=(Part(0, 60_000, "One [b]"),),
    moves=(Part(0, 30_000, "Cat, left"),),
    phases=(Part(5_000, 9_000, "inhale"),),
    lines=(Part(2_500, 4_000, "Lie down."),),
)


def test_elsewhere_than_on_a_terminal_each_thing_is_told_once_as_it_comes(capsys):
    with Screen(ORDER, Talk()) as screen:
        for at_ms in range(0, 61_000, 500):
            screen.show(min(at_ms, 60_000))
    assert capsys.readouterr().err.splitlines() == [
        "Quiet \\x1b[31m, 1:00",
        "    0:00  == One [b]",
        "    0:00  -- Cat, left",
        "    0:02  Lie down.",
    ]
    assert screen.at_ms == 60_000


@pytest.mark.parametrize("length_ms", [0, 999, 1000, 47_801, 603_349, 3_600_000, 36_000_500])
def test_what_has_passed_and_what_is_left_are_the_length_together(length_ms):
    def seconds(clock):
        whole = 0
        for part in clock.split(":"):
            whole = 60 * whole + int(part)
        return whole

    assert time_left(length_ms, 0) == format_whole_seconds(length_ms)
    for at_ms in {*range(0, length_ms, 377), length_ms}:
        left = time_left(length_ms, at_ms)
        assert "-" not in left
        assert seconds(format_whole_seconds(at_ms)) + seconds(left) == length_ms // 1000
        assert seconds(left) >= (length_ms - length_ms % 1000 - at_ms) / 1000, "never too little"
    assert time_left(length_ms, length_ms) == time_left(length_ms, length_ms + 5_000) == "0:00"


PROCESS = """\
import sys
from audioguide.playback import players
players._missing_of_package = lambda: "no"
from audioguide.cli import main
sys.argv = ["audioguide", *sys.argv[1:]]
main()
"""


def started(*arguments, **how):
    return subprocess.Popen([sys.executable, "-c", PROCESS, "play", *arguments], **how)


def wait_for_line(stream, part):
    for line in stream:
        if part in line:
            return
    raise AssertionError(f"{part} never came")


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)],
    ids=["ctrl-c", "terminate", "terminal closed"],
)
def test_whatever_ends_it_ends_the_player_too(put, tmp_path, number, code):
    folder = put(
        f"say(12.25)\nopen({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))\n"
        "os.rename({0!r}, {0!r} + 's')\nsignal.pause()".format(str(tmp_path / "pid"))
    )
    (tmp_path / "a.yaml").write_text(SCRIPT)
    how = {"cwd": tmp_path, "env": {**os.environ, "PATH": str(folder)}, "text": True}
    process = started("a.yaml", stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, **how)
    with process:
        wait_for_line(process.stderr, "Lie down.")
        while not (tmp_path / "pids").exists():
            time.sleep(0.005)
        process.send_signal(number)
        rest = process.stderr.read()
    assert process.returncode == code
    assert ("stopped at 0:1" in rest) == (number == signal.SIGINT)
    assert ("`audioguide play a.yaml --from 0:1" in rest) == (number == signal.SIGINT)
    pid = int((tmp_path / "pids").read_text())
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def all_of(terminal, process):
    """What a process writes to a terminal until it ends well."""
    shown = b""
    with process:
        while select.select([terminal], [], [])[0]:
            try:
                shown += os.read(terminal, 65_536)
            except OSError:
                break
    os.close(terminal)
    assert process.returncode == 0, shown.decode()
    return shown.decode()


def shown_on_a_terminal(folder, tmp_path):
    """All that a script played by the player in a folder writes to a terminal of 60 columns."""
    (tmp_path / "a.yaml").write_text(SCRIPT)
    ours, theirs = pty.openpty()
    environment = {**os.environ, "PATH": str(folder), "TERM": "xterm", "COLUMNS": "60"}
    process = started(
        "a.yaml", cwd=tmp_path, env=environment, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    return all_of(ours, process)


def test_on_a_terminal_it_is_a_picture_that_goes_again(put, tmp_path):
    folder = put("say(6)\ntime.sleep(0.3)\nsay(7)\ntime.sleep(0.3)\nsay(43)")
    text = shown_on_a_terminal(folder, tmp_path)
    assert "One" in text
    assert "Lie down." in text
    assert "left" in text
    assert text.count("\x1b[?25l") == text.count("\x1b[?25h") >= 1, "the cursor comes back"
    assert text.rindex("\x1b[?25h") > text.rindex("left")
    assert "M-A" not in text


def test_the_last_line_of_the_picture_leaves_room_for_what_ctrl_c_writes(put, tmp_path):
    folder = put("say(6)\ntime.sleep(0.3)\nsay(43)")
    shown = shown_on_a_terminal(folder, tmp_path)
    lines = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown).replace("\r", "\n").split("\n")
    assert {len(line) for line in lines if " left" in line} == {58}


def state_of(pid):
    """One letter: `T` is stopped. Source: proc(5)."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


@pytest.mark.skipif(sys.platform != "linux", reason="it looks into /proc")
def test_the_player_stands_still_as_long_as_we_do(put, tmp_path):
    folder = put(
        f"open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))\n"
        "os.rename({0!r}, {0!r} + 's')\n"
        "while True: say(12.25); time.sleep(0.05)".format(str(tmp_path / "pid"))
    )
    sound(tmp_path / "a.wav")
    how = {"cwd": tmp_path, "env": {**os.environ, "PATH": str(folder)}, "text": True}
    # In a group of its own, or else Ctrl-Z would be this process's too.
    process = started("a.wav", stderr=subprocess.PIPE, process_group=0, **how)
    with process:
        wait_for_line(process.stderr, "a, 0:30")
        while not (tmp_path / "pids").exists():
            time.sleep(0.005)
        player = int((tmp_path / "pids").read_text())
        for _ in range(2):
            os.kill(process.pid, signal.SIGTSTP)
            while (state_of(process.pid), state_of(player)) != ("T", "T"):
                time.sleep(0.005)
            os.kill(process.pid, signal.SIGCONT)
            while "T" in (state_of(process.pid), state_of(player)):
                time.sleep(0.005)
        process.send_signal(signal.SIGINT)
        assert "stopped at 0:12" in process.stderr.read()
    assert process.returncode == ExitCode.INTERRUPTED


def test_the_doctor_lists_the_players_that_are_here_or_says_what_to_install(run, put):
    folder = put(PLAYS)
    told = run("doctor").stdout
    assert f"Players\n  ok       ffplay ({folder / 'ffplay'})\n" in told
    (folder / "ffplay").unlink()
    told = run("doctor").stdout
    assert "optional nothing that `audioguide play` could play with" in told
    assert '-m pip install "audioguide[play]"' in told
