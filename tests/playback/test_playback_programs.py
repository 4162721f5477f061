"""Players as programs: what they are told, what they say, and how they are ended."""

import os
import re
import sys
import time
from pathlib import Path

import pytest
import soundfile
from judges import judge
from playing import Hands, write_player

from audioguide.errors import PlayerError
from audioguide.playback.listening import Ending, listen
from audioguide.playback.players import PLAYERS, find_player, players_here
from audioguide.playback.program import Program
from audioguide.playback.sounding import STUCK_SECONDS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="scripts with a shebang")

HEARD = re.compile(r"at (?P<seconds>\d+\.\d+)")


@pytest.fixture
def run(tmp_path):
    """Start a program with a clock of the test's; nothing of it is left behind."""
    started = []

    def run(body, *, heard=None, start_ms=0, clock=None):
        path = write_player(tmp_path, f"player{len(started)}", body)
        started.append(Program([str(path)], heard=heard, start_ms=start_ms, clock=clock or Hands()))
        return started[-1]

    yield run
    for program in started:
        program.stop()
        assert program.has_ended()


def until(claim):
    """Wait for what another process does; a test that waits in vain runs into its time limit."""
    while not claim():
        time.sleep(0.005)


WAITING = "sys.stdin.read()\nsignal.pause()\n"


class TestProgram:
    def test_one_that_says_nothing_is_as_far_as_the_clock(self, run):
        clock = Hands()
        program = run("signal.pause()", start_ms=5_000, clock=clock)
        assert program.position_ms() == 5_000
        clock.seconds += 7.25
        assert program.position_ms() == 12_250
        assert program.has_begun()
        assert not program.has_ended()
        clock.seconds += 10 * STUCK_SECONDS
        assert not program.is_stuck()

    def test_one_that_says_how_far_it_is_is_there(self, run):
        clock = Hands()
        program = run(
            "print('at 8.50 of it', end='\\r', flush=True)\nsignal.pause()",
            heard=HEARD,
            start_ms=8_000,
            clock=clock,
        )
        until(program.has_begun)
        assert program.position_ms() == 8_500
        clock.seconds += 0.4
        assert program.position_ms() == 8_900
        clock.seconds += 60
        assert program.position_ms() == 9_500, "it has stopped telling, so it stands still"
        assert program.is_stuck()

    def test_one_that_never_begins_stands_where_it_was_to_begin(self, run):
        clock = Hands()
        program = run(WAITING, heard=HEARD, start_ms=3_000, clock=clock)
        clock.seconds += STUCK_SECONDS
        assert not program.is_stuck()
        clock.seconds += 1
        assert program.is_stuck()
        assert not program.has_begun()
        assert program.position_ms() == 3_000

    def test_its_last_words_are_kept_and_its_counting_is_not(self, run):
        program = run(
            "print('at 1.00\\rone\\n\\ntwo\\rat 2.00\\nthree', 'four\\xff' * 1000, sep='\\n')\n"
            "print('x' * 1_000_000, end='')\nsys.exit(3)",
            heard=HEARD,
        )
        until(program.has_ended)
        assert program.failure() == "failed with exit code 3"
        lines = program.complaint().split("\n")
        assert lines[0] == "three"
        assert "four" in lines[1]
        assert set(lines[2]) == {"x"}
        assert max(map(len, lines)) <= 500
        assert program.position_ms() == 2_000

    def test_what_its_last_words_tell_the_terminal_is_left_out(self, run):
        program = run(r"print('\x1b[K\x1b[A\n\x1b[1;31mno card\x1b[0m\x1b[K')")
        until(program.has_ended)
        assert program.complaint() == "no card"

    def test_the_time_that_it_is_held_does_not_count(self, run):
        clock = Hands()
        silent = run("signal.pause()", start_ms=5_000, clock=clock)
        telling = run("print('at 8.50', flush=True)\nsignal.pause()", heard=HEARD, clock=clock)
        until(telling.has_begun)
        clock.seconds += 0.5
        for program in (silent, telling):
            program.hold()
        clock.seconds += 10 * STUCK_SECONDS
        for program in (silent, telling):
            program.go_on()
        assert not telling.is_stuck()
        assert (silent.position_ms(), telling.position_ms()) == (5_500, 9_000)
        clock.seconds += 0.25
        assert (silent.position_ms(), telling.position_ms()) == (5_750, 9_250)

    @pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only seen in /proc")
    def test_it_stands_still_as_long_as_it_is_held_with_what_it_has_started(self, run):
        program = run(
            "child = os.fork()\n"
            "if not child: signal.pause()\n"
            "print(f'at {child}.0', flush=True)\nsignal.pause()",
            heard=HEARD,
        )
        until(program.has_begun)
        both = (program._process.pid, program.position_ms() // 1000)
        program.hold()
        until(lambda: [_state(one) for one in both] == ["T", "T"])
        program.go_on()
        until(lambda: "T" not in [_state(one) for one in both])
        assert all(map(_is_alive, both))

    def test_one_that_has_ended_can_be_held_too(self, run):
        program = run("")
        until(program.has_ended)
        program.hold()
        program.go_on()
        assert program.failure() is None

    def test_one_that_ends_well_says_so(self, run):
        program = run("")
        until(program.has_ended)
        assert program.failure() is None
        assert program.complaint() == ""

    def test_one_that_is_killed_is_told_by_its_signal(self, run):
        program = run("os.kill(os.getpid(), signal.SIGKILL)")
        until(program.has_ended)
        assert program.failure() == "was ended by signal 9"

    def test_one_that_does_not_listen_is_ended_by_force(self, run):
        program = run(
            "signal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('at 1.0', flush=True)\n"
            "while True: signal.pause()",
            heard=HEARD,
        )
        until(program.has_begun)
        program.stop()
        assert program.has_ended()
        assert program.failure() == "was ended by signal 9"
        program.stop()

    def test_what_it_has_started_ends_with_it(self, run):
        program = run(
            "child = os.fork()\n"
            "if not child: signal.pause()\n"
            "print(f'at {child}.0', flush=True)\nsignal.pause()",
            heard=HEARD,
        )
        until(program.has_begun)
        child = program.position_ms() // 1000
        os.kill(child, 0)
        program.stop()
        until(lambda: not _is_alive(child))

    def test_what_it_writes_to_is_closed_though_somebody_else_holds_it_longer(self, run, tmp_path):
        program = run(
            "if not os.fork():\n"
            "    os.setsid()\n"
            "    print('at 1.0', flush=True)\n"
            f"    while not os.path.exists({str(tmp_path / 'go')!r}): time.sleep(0.01)\n"
            "    os._exit(0)\n"
            "signal.pause()",
            heard=HEARD,
        )
        until(program.has_begun)
        program.stop()
        assert not program._process.stdout.closed
        (tmp_path / "go").touch()
        until(lambda: program._process.stdout.closed)

    def test_it_has_no_terminal_and_does_not_hear_ctrl_c(self, run):
        program = run(
            "alone = os.getsid(0) == os.getpid()\n"
            "try: os.open('/dev/tty', os.O_RDWR); alone = False\n"
            "except OSError: pass\n"
            "empty = sys.stdin.read() == ''\n"
            "print(alone, empty, any(os.isatty(i) for i in range(3)))"
        )
        until(program.has_ended)
        assert program.complaint() == "True True False"

    def test_one_that_cannot_be_started_is_told(self, tmp_path):
        with pytest.raises(PlayerError, match=r"could not start .*no-such"):
            Program([str(tmp_path / "no-such")], heard=None, start_ms=0, clock=Hands())


def _is_alive(pid):
    """Whether a process runs; one that waits to be counted by its parent does not."""
    return _state(pid) not in ("", "Z")


def _state(pid):
    """What a process does, by the letter that the system has for it; empty where there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""


class TestFinding:
    @pytest.fixture(autouse=True)
    def _only_here(self, tmp_path, monkeypatch):
        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.setattr("audioguide.playback.players._missing_of_package", lambda: "no")
        self.folder = tmp_path

    def put(self, *names):
        for name in names:
            write_player(self.folder, name, "")

    def found(self, name="a.mp3", **wishes):
        return find_player(self.folder / name, **wishes).name

    def test_the_best_that_is_here_is_taken(self):
        self.put("mpg123", "cvlc", "ffplay")
        assert [one.name for one in players_here()] == ["ffplay", "mpg123", "cvlc"]
        assert self.found() == "ffplay"
        assert self.found(wanted="cvlc") == "cvlc"

    def test_the_package_is_before_all(self, monkeypatch):
        monkeypatch.setattr("audioguide.playback.players._missing_of_package", lambda: None)
        self.put("mpv")
        assert self.found() == "sounddevice"
        assert self.found(wanted="mpv") == "mpv"

    def test_it_is_asked_once_who_is_here(self, monkeypatch):
        asked = []
        monkeypatch.setattr(
            "audioguide.playback.players.players_here",
            lambda wanted: iter(asked.append(wanted) or ()),
        )
        with pytest.raises(PlayerError, match="nothing here can play"):
            self.found()
        with pytest.raises(PlayerError, match="mpv is not here"):
            self.found(wanted="mpv")
        assert asked == [None, "mpv"]

    def test_one_that_cannot_play_the_kind_is_passed_over(self):
        self.put("mpg123", "cvlc")
        assert self.found("a.wav") == "cvlc"
        with pytest.raises(PlayerError, match=r"mpg123 cannot play a\.wav"):
            self.found("a.wav", wanted="mpg123")

    def test_one_that_begins_at_the_beginning_alone_is_passed_over(self):
        self.put("afplay")
        assert self.found() == "afplay"
        with pytest.raises(PlayerError, match="can begin inside a track; leave out --from"):
            self.found(start_ms=1)
        self.put("cvlc")
        assert self.found(start_ms=1) == "cvlc"
        with pytest.raises(PlayerError, match="afplay can begin inside"):
            self.found(start_ms=1, wanted="afplay")

    def test_where_there_is_none_it_says_what_to_install(self):
        with pytest.raises(PlayerError, match=r"nothing here can play.*mpv.*audioguide\[play\]"):
            self.found()
        with pytest.raises(PlayerError, match="mpv is not here; install"):
            self.found(wanted="mpv")
        with pytest.raises(PlayerError, match="sounddevice cannot play here: no; install"):
            self.found(wanted="sounddevice")

    @pytest.mark.parametrize("name", PLAYERS)
    def test_a_player_gets_the_place_and_a_path_that_is_no_option(self, name, tmp_path):
        path = tmp_path / "-i {seconds}.mp3"
        command = PLAYERS[name].command("/x", path, start_ms=200_500)
        assert command[0] == "/x"
        assert str(path) in command, "as it is, and from the root"
        places = [one for one in command if "200.500" in one or one == "7675"]
        assert len(places) == (1 if PLAYERS[name].can_begin_inside else 0)


def test_a_real_player_plays_to_the_end_and_says_so(tmp_path, monkeypatch):
    judge("ffplay")
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    soundfile.write(tmp_path / "a.wav", [0.0] * 44_100, 44_100)
    here = find_player(tmp_path / "a.wav", wanted="ffplay", start_ms=300)
    sounding = here.begin(tmp_path / "a.wav", 300, time.monotonic)
    seen = []
    ending = listen(
        sounding,
        name="ffplay",
        length_ms=1_000,
        show=seen.append,
        wait=lambda: time.sleep(0.01),
    )
    assert ending is Ending.PLAYED, sounding.complaint()
    assert sounding.has_begun()
    assert (sounding.failure(), sounding.complaint()) == (None, "")
    assert min(seen) > 100, "it began inside, less what the device has not played yet"


# What these players write, as they wrote it: mpv 0.35, ffplay 5.1 and mpg123 1.31.
MPV = "\x1b[K@213.548135"
FFPLAY = "   4.98 M-A:  0.000 fd=   0 aq=   12KB vq=    0KB sq=    0B f=0/0   "
MPG123 = "> 8280+0020  03:36.26+00:00.51 --- 100=100  96 kb/s  313 B acc    0 clip p+0.000"


@pytest.mark.parametrize(
    ("name", "line", "groups"),
    [
        ("mpv", MPV, {"seconds": "213.548135"}),
        ("mpv", "\x1b[K@(unavailable)", {"seconds": None}),
        ("ffplay", FFPLAY, {"seconds": "4.98"}),
        ("mpg123", MPG123, {"minutes": "03", "seconds": "36.26"}),
        ("ffplay", "    nan    :  0.000 fd=   0 aq=    0KB", {"seconds": None}),
        ("ffplay", "    nan M-A:    nan fd=   0 aq=   56KB", {"seconds": None}),
        ("ffplay", "[libx @ 0x1] no such card: 4.98", None),
        ("mpv", "[ao/alsa] Playback open error", None),
        ("mpg123", "MPEG 1.0 L III cbr96 44100 mono", None),
    ],
)
def test_what_a_player_says_is_read(name, line, groups):
    found = PLAYERS[name].heard.match(line)
    assert (found and found.groupdict()) == groups
