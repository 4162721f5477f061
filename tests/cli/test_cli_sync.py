"""`audioguide sync` from scripts and tracks to a folder, in one step."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from mutagen.mp3 import MP3

from audioguide.errors import ExitCode

SCRIPT = """\
title: {title}
guidance: bells
steps:
  - rest: 4s
"""
MANIFEST = ".audioguide-sync.json"


@pytest.fixture
def home(run, tmp_path):
    """A working folder with scripts, and an empty stick."""
    (tmp_path / "mornings").mkdir()
    (tmp_path / "stick").mkdir()
    for name in ("one", "two"):
        (tmp_path / "mornings" / f"{name}.yaml").write_text(SCRIPT.format(title=name.title()))
    return tmp_path


def held(place="stick"):
    root = Path(place)
    found = (path for path in root.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(root).as_posix() for path in found}


PROGRAMME = {"mornings/01-one.mp3", "mornings/02-two.mp3", "mornings/mornings.m3u8"}


def test_one_step_gets_scripts_onto_a_device(run, home):
    outcome = run("sync", "stick", "mornings", "--device", "car")
    assert outcome.exit_code == 0, outcome.stderr
    assert held() == PROGRAMME
    assert MP3("stick/mornings/01-one.mp3").info.bitrate == 128_000
    assert outcome.stdout.splitlines() == [f"copied {path}" for path in sorted(PROGRAMME)]
    assert "eject it" in outcome.stderr
    assert Path("output/car/mornings/01-one.mp3").is_file()


def test_a_second_run_copies_nothing(run, home):
    run("sync", "stick", "mornings", "--device", "car")
    outcome = run("sync", "stick", "mornings", "--device", "car")
    assert (outcome.exit_code, outcome.stdout) == (0, "")
    assert "stick: 3 there already" in outcome.stderr
    assert "eject" not in outcome.stderr


def test_a_script_that_changed_is_built_and_copied(run, home):
    run("sync", "stick", "mornings")
    Path("mornings/two.yaml").write_text(SCRIPT.format(title="Changed"))
    outcome = run("sync", "stick", "mornings")
    assert outcome.stdout.splitlines() == [
        "copied mornings/02-two.mp3",
        "copied mornings/mornings.m3u8",
    ]


def test_a_single_script_lies_beside_others(run, home):
    assert run("sync", "stick", "mornings/one.yaml", "mornings/two.yaml").exit_code == 0
    assert held() == {"one.mp3", "two.mp3"}


def test_a_dry_run_shows_the_plan_and_writes_nothing(run, home):
    outcome = run("sync", "stick", "mornings", "--dry-run")
    assert outcome.stdout.splitlines() == [f"would copy {path}" for path in sorted(PROGRAMME)]
    assert "3 to copy" in outcome.stderr
    assert list(Path("stick").iterdir()) == []


def test_what_is_of_no_source_any_more_goes_only_when_asked(run, home):
    run("sync", "stick", "mornings")
    Path("stick/mornings/theirs.mp3").write_bytes(b"theirs")
    Path("mornings/two.yaml").unlink()
    outcome = run("sync", "stick", "mornings")
    assert "of none of these sources: mornings/02-two.mp3; --delete removes them" in outcome.stderr
    would = run("sync", "stick", "mornings", "--delete", "--dry-run")
    assert would.stdout == "would remove mornings/02-two.mp3\n"
    assert run("sync", "stick", "mornings", "--delete").stdout == "removed mornings/02-two.mp3\n"
    assert held() == PROGRAMME - {"mornings/02-two.mp3"} | {"mornings/theirs.mp3"}


def test_a_name_that_is_taken_is_told(run, home):
    Path("stick/one.mp3").write_bytes(b"theirs")
    outcome = run("sync", "stick", "mornings/one.yaml", "--quiet")
    warned = "audioguide: warning: one.mp3 is somebody else's, and stays; ours is one-2.mp3\n"
    assert outcome.stderr == warned
    assert Path("stick/one.mp3").read_bytes() == b"theirs"


def test_verify_reads_what_is_there(run, home):
    run("sync", "stick", "mornings/one.yaml")
    track = Path("stick/one.mp3")
    track.write_bytes(bytes(track.stat().st_size))
    assert run("sync", "stick", "mornings/one.yaml").stdout == ""
    assert run("sync", "stick", "mornings/one.yaml", "--verify").stdout == "copied one-2.mp3\n"


def test_a_script_with_errors_stops_it_before_anything_is_copied(run, home):
    run("sync", "stick", "mornings")
    before = held()
    Path("mornings/two.yaml").write_text("steps: 3\n")
    outcome = run("sync", "stick", "mornings", "--delete")
    assert outcome.exit_code == ExitCode.SCRIPT
    assert "two.yaml:1:8: error[" in outcome.stderr
    assert "nothing was copied" in outcome.stderr
    assert held() == before


def test_warnings_stop_it_where_it_is_strict(run, home):
    Path("mornings/one.yaml").write_text("steps:\n  - pose: cat-cow\n    flow: 1 round\n")
    outcome = run("sync", "stick", "mornings/one.yaml", "--strict")
    assert outcome.exit_code == ExitCode.SCRIPT
    assert held() == set()


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("absent", "mornings"), ExitCode.FILE, "there is no folder absent"),
        (("stick", "absent"), ExitCode.FILE, "absent"),
        (("mornings/one.yaml", "mornings"), ExitCode.FILE, "name the target first"),
        (("stick", "mornings", "--device", "card"), ExitCode.USAGE, 'did you mean "car"'),
        (("stick",), ExitCode.FILE, "there are no tracks in output"),
        (("stick", "stick"), ExitCode.USAGE, "stick is in the target"),
        (("output", "output"), ExitCode.FILE, "there is no folder output"),
        ((), ExitCode.USAGE, "Missing argument 'TARGET'"),
        (("", "mornings"), ExitCode.USAGE, "the target has no name"),
        (("stick", "absent.mp3"), ExitCode.FILE, "there is no such file"),
        (("stick", "week.m3u8"), ExitCode.USAGE, "week.m3u8 is no MP3; name one, a folder"),
        (("stick", "one.WAV"), ExitCode.USAGE, "one.WAV is no MP3"),
    ],
)
def test_what_cannot_be_is_told_without_a_traceback(run, home, arguments, code, says):
    outcome = run("sync", *arguments)
    assert outcome.exit_code == code
    assert says in outcome.stderr
    assert held() == set()


def test_a_folder_of_folders_is_told_where_tracks_are(run, home):
    run("build", "mornings", "-o", "output/mornings")
    outcome = run("sync", "stick", "output")
    assert outcome.exit_code == ExitCode.USAGE
    assert "no tracks in output itself, but in output/mornings; name one" in outcome.stderr
    assert held() == set()


def test_a_target_inside_a_source_is_wrong_usage(run, home):
    run("build", "mornings", "-o", "output/mornings")
    Path("output/mornings/stick").mkdir()
    outcome = run("sync", "output/mornings/stick", "output/mornings")
    assert outcome.exit_code == ExitCode.USAGE
    assert "lies in output/mornings" in outcome.stderr
    assert run("sync", "output", "output/mornings").exit_code == ExitCode.USAGE


@pytest.mark.parametrize("target", [".", "mornings", "mornings/stick"])
def test_nothing_is_built_for_a_target_that_lies_in_or_around_a_source(run, home, target):
    Path("mornings/stick").mkdir()
    outcome = run("sync", target, "mornings")
    assert outcome.exit_code == ExitCode.USAGE
    assert "name another folder" in outcome.stderr
    assert not Path("output").exists()


def of(person, *, title):
    """A folder of scripts of that person, called as those of others are."""
    folder = Path(person, "mornings")
    folder.mkdir(parents=True)
    (folder / "one.yaml").write_text(SCRIPT.format(title=title))
    return str(folder)


BOTH = {
    "mornings/01-one.mp3",
    "mornings/mornings.m3u8",
    "mornings-2/01-one.mp3",
    "mornings-2/mornings.m3u8",
}


def titles(*paths):
    return [str(MP3(Path("stick", path)).tags["TIT2"]) for path in paths]


def test_programmes_of_one_name_stay_apart_in_runs_of_their_own(run, home):
    ruth, ben = of("ruth", title="Ruth"), of("ben", title="Ben")
    assert run("sync", "stick", ruth, "--device", "car").exit_code == 0
    outcome = run("sync", "stick", ben, "--device", "car")
    assert "mornings has another programme, from output/car/mornings, which stays" in outcome.stderr
    assert held() == BOTH
    assert titles("mornings/01-one.mp3", "mornings-2/01-one.mp3") == ["Ruth", "Ben"]
    for sources in ((ruth,), (ben,), (ben, ruth), ()):
        again = run("sync", "stick", *sources, "--device", "car")
        assert (again.exit_code, again.stdout) == (0, "")
        assert "warning" not in again.stderr


def test_a_programme_for_another_device_takes_its_own_place(run, home):
    run("sync", "stick", "mornings")
    outcome = run("sync", "stick", "mornings", "--device", "car")
    assert outcome.stdout.splitlines() == [f"copied {path}" for path in sorted(PROGRAMME)]
    assert run("sync", "stick", "output/car/mornings", "--device", "car").stdout == ""
    assert held() == PROGRAMME


def test_a_programme_that_was_moved_takes_its_place_when_what_is_gone_may_go(run, home):
    run("build", "mornings", "-o", "here/mornings")
    run("sync", "stick", "here/mornings")
    Path("here").rename("there")
    assert run("sync", "stick", "there/mornings", "--delete").stdout == ""
    assert held() == PROGRAMME
    assert run("sync", "stick", "there/mornings").stdout == ""


def test_scripts_of_one_name_stay_apart(run, home):
    scripts = [f"{of(person, title=person)}/one.yaml" for person in ("ruth", "ben")]
    for sources in (scripts[:1], scripts[1:]):
        assert run("sync", "stick", *sources).exit_code == 0
    assert titles("one.mp3", "one-2.mp3") == ["ruth", "ben"]
    assert run("sync", "stick", *scripts).stdout == ""


def test_scripts_that_were_moved_are_built_where_they_were(run, home):
    run("sync", "stick", "mornings")
    Path("mine").mkdir()
    Path("mornings").rename("mine/mornings")
    assert run("sync", "stick", "mine/mornings").stdout == ""
    assert held() == PROGRAMME
    assert not Path("output/mornings-2").exists()


def test_a_source_that_is_named_twice_is_copied_once(run, home):
    assert run("sync", "stick", "mornings", "./stick/../mornings/").exit_code == 0
    assert held() == PROGRAMME


@pytest.mark.parametrize("name", ["._one.mp3", "folder.mp3"])
def test_scripts_are_built_beside_what_only_looks_like_a_track(run, home, name):
    beside = Path("mornings", name)
    if name[0] == ".":
        beside.write_bytes(b"of a Mac")
    else:
        beside.mkdir()
    assert run("sync", "stick", "mornings").exit_code == 0
    assert held() == PROGRAMME


def test_it_is_told_that_scripts_beside_tracks_are_not_built(run, home):
    run("build", "mornings/one.yaml", "-o", "mornings/one.mp3")
    outcome = run("sync", "stick", "mornings")
    assert "note: mornings has tracks, so its scripts are not built" in outcome.stderr
    assert held() == {"mornings/one.mp3", "mornings/mornings.m3u8"}
    Path("mornings/one.yaml").unlink()
    Path("mornings/two.yaml").unlink()
    assert "not built" not in run("sync", "stick", "mornings").stderr


def test_without_a_source_it_is_what_lies_in_output(run, home):
    run("build", "mornings/one.yaml")
    run("build", "mornings", "-o", "output/mornings")
    run("build", "mornings/two.yaml", "-o", "output/car/two.mp3", "--device", "car")
    run("build", "mornings/two.yaml", "-o", "output/two.wav")
    assert run("sync", "stick").exit_code == 0
    assert held() == {"one.mp3", *PROGRAMME}


def test_without_a_source_it_is_what_was_built_for_the_device(run, home):
    run("build", "mornings/one.yaml")
    run("build", "mornings", "-o", "output/car/mornings", "--device", "car")
    run("sync", "stick", "--device", "car")
    assert held() == PROGRAMME


def test_a_device_of_ones_own_has_names_of_its_length(run, home, monkeypatch):
    monkeypatch.setenv("AUDIOGUIDE_CONFIG_DIR", str(home / "config"))
    Path("config").mkdir()
    Path("config/config.yaml").write_text(
        "devices:\n  old-stick: {like: car, bitrate: 64, name_length: 8, flat: on}\n"
    )
    assert run("sync", "stick", "mornings", "--device", "old-stick").exit_code == 0
    assert all(len(Path(name).stem) <= 8 for name in held())
    assert len(held()) == 3
    assert {MP3(path).info.bitrate for path in Path("stick").glob("*.mp3")} == {64_000}


def test_errors_of_the_configuration_are_told_where_no_script_is_built(run, home, monkeypatch):
    run("build", "mornings/one.yaml")
    monkeypatch.setenv("AUDIOGUIDE_CONFIG_DIR", str(home / "config"))
    Path("config").mkdir()
    Path("config/config.yaml").write_text("devices:\n  radio: {like: car}\nnonsense: 1\n")
    outcome = run("sync", "stick", "output", "--device", "radio")
    assert outcome.exit_code == ExitCode.SCRIPT
    assert "unknown-key" in outcome.stderr
    assert held() == set()


def test_quiet_says_only_what_was_done(run, home):
    outcome = run("sync", "stick", "mornings/one.yaml", "--quiet")
    assert (outcome.stdout, outcome.stderr) == ("copied one.mp3\n", "")


def test_a_name_that_a_terminal_would_obey_is_escaped(run, home):
    title = '"Red \\e[31m"'
    Path("mornings/one.yaml").write_text(SCRIPT.format(title=title))
    outcome = run("sync", "stick", "mornings/one.yaml")
    assert "\x1b" not in outcome.stdout + outcome.stderr


STOPPED = """
import os, signal, sys
from pathlib import Path

plainly, n_files = os.replace, 0

def replace(old, new):
    global n_files
    plainly(old, new)
    n_files += 1
    if n_files == 2:  # The list, and the first track.
        os.kill(os.getpid(), {signal})

os.replace = replace
sys.argv = ["audioguide", "sync", "stick", "tracks"]
from audioguide.cli import main
main()
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has other signals")
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)]
)
def test_a_run_that_is_stopped_goes_on_in_the_next(run, home, number, code):
    run("build", "mornings", "-o", "tracks")
    program = STOPPED.format(signal=int(number))
    stopped = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert stopped.returncode == code, stopped.stderr
    assert "mornings/01-one.mp3" in held()
    assert "mornings/02-two.mp3" not in held()
    if number != signal.SIGKILL:
        assert not list(Path("stick").rglob("*.part"))
    outcome = run("sync", "stick", "tracks")
    assert "mornings/01-one.mp3" not in outcome.stdout
    assert held() == PROGRAMME
    assert run("sync", "stick", "tracks").stdout == ""
