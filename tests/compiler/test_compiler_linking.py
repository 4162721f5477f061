"""What a build makes anew and what it takes from the cache, told by its explanation."""

import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import audioguide
from audioguide.compiler.explanation import explain
from audioguide.compiler.parts import IslandPart, Line, Parts, Sound

SCRIPT = """\
title: A routine
guidance: short
steps:
  - say: Move to the point of tension, never into pain.
    pause: 2s
  - say: {line}
    pause: 2s
  - pose: pelvic-tilt
    reps: {reps}
  - click: 66 bpm
    for: 10s
  - say: And now rest.
    pause: {pause}
  - say: That is all.
"""


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("AUDIOGUIDE_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path


def build(home, *, line="Lie down on your back.", reps=3, pause="3s", name="a", **more):
    script = home / "routine.yaml"
    script.write_text(SCRIPT.format(line=line, reps=reps, pause=pause), encoding="utf-8")
    built = audioguide.build(script, home / f"{name}.mp3", explain=True, **more)
    assert built.path, built.diagnostics
    return built


def made(built):
    """Kind, line of the script and reason of each part that was made."""
    return [
        (part.kind, int(part.place.split(":")[1].split(",")[0]), part.reason)
        for part in built.explanation
        if part.reason
    ]


def test_from_nothing_all_is_made_and_each_thing_once(home):
    built = build(home)
    reasons = {reason for _, _, reason in made(built)}
    assert reasons == {"it is new"}
    kinds = [part.kind for part in built.explanation]
    assert kinds.count("line") > 5
    assert kinds.count("island") > kinds.count("line")


def test_another_track_of_the_same_script_makes_nothing(home):
    build(home)
    assert made(build(home, name="b")) == []
    assert (home / "a.mp3").read_bytes() == (home / "b.mp3").read_bytes()


def test_one_edited_line_is_one_clip_and_one_island(home):
    build(home)
    edited = build(home, line="Lie down slowly on your back, with both knees bent.")
    assert [(kind, place) for kind, place, _ in made(edited)] == [("line", 6), ("island", 6)]
    assert made(edited)[0][2] == 'it was "Lie down on your back."'
    shutil.rmtree(home / "cache")
    build(home, line="Lie down slowly on your back, with both knees bent.", name="b")
    assert (home / "a.mp3").read_bytes() == (home / "b.mp3").read_bytes()


def test_another_pause_speaks_nothing_and_moves_what_follows(home):
    build(home)
    longer = build(home, pause="3.3s")
    moved = "it begins at another place in its frame, since something before it has another length"
    assert set(made(longer)) == {("island", 14, moved), ("island", 1, moved)}


def test_a_pause_of_whole_frames_moves_nothing_in_its_frame(home):
    build(home, pause="2.56s")
    assert made(build(home, pause="5.12s")) == []


def test_another_bit_rate_encodes_all_again(home):
    build(home)
    reasons = {reason for _, _, reason in made(build(home, bitrate_kbps=128))}
    assert reasons == {"bit rate 96 -> 128 kb/s"}


def test_another_rate_names_what_is_different(home):
    build(home)
    faster = build(home, options={"rate": "160 wpm"})
    lines = [reason for kind, _, reason in made(faster) if kind == "line"]
    assert set(lines) == {"rate_wpm 140 -> 160"}


def test_what_has_gone_from_the_cache_is_told(home):
    build(home)
    for entry in [*(home / "cache").rglob("*.clip"), *(home / "cache").rglob("*.island")]:
        entry.unlink()
    again = build(home, force=True)
    reasons = {reason for _, _, reason in made(again)}
    assert reasons == {"its entry in the cache was gone or damaged"}


def test_nothing_is_told_that_was_not_asked_for(home):
    build(home)
    script = home / "routine.yaml"
    assert audioguide.build(script, home / "b.mp3").explanation == ()


def test_any_number_of_jobs_makes_the_same_track(home, monkeypatch):
    for number in (1, 2, 8):
        monkeypatch.setenv("AUDIOGUIDE_CACHE_DIR", str(home / f"cache-{number}"))
        build(home, name=str(number), n_jobs=number)
    tracks = {(home / f"{number}.mp3").read_bytes() for number in (1, 2, 8)}
    assert len(tracks) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="a cache that is read-only to its owner")
def test_without_a_cache_the_track_is_the_same_and_one_warning_says_so(home, monkeypatch):
    build(home)
    blocked = home / "blocked"
    blocked.write_text("a file where the folder of caches would be")
    monkeypatch.setenv("AUDIOGUIDE_CACHE_DIR", str(blocked))
    built = build(home, name="b")
    assert [one.code for one in built.diagnostics] == ["cache-trouble"]
    assert (home / "a.mp3").read_bytes() == (home / "b.mp3").read_bytes()


def test_builds_side_by_side_while_the_cache_is_emptied_all_the_time(home):
    """Two processes build from cold, again and again, while everything kept vanishes."""
    build(home)
    shutil.rmtree(home / "cache")
    stop = threading.Event()

    def empty():
        while not stop.is_set():
            for entry in (home / "cache").rglob("*.*"):
                entry.unlink(missing_ok=True) if entry.is_file() else None
            stop.wait(0.02)

    emptying = threading.Thread(target=empty)
    emptying.start()
    try:
        for _ in range(2):
            commands = [
                [sys.executable, "-m", "audioguide", "build", "routine.yaml", "--force", "-o", name]
                for name in ("b.mp3", "c.mp3")
            ]
            running = [
                subprocess.Popen(one, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
                for one in commands
            ]
            ended = [(one.communicate()[1], one.returncode) for one in running]
            assert [code for _, code in ended] == [0, 0], ended
            for name in ("b.mp3", "c.mp3"):
                assert (home / name).read_bytes() == (home / "a.mp3").read_bytes()
    finally:
        stop.set()
        emptying.join()


def parts(*labels, offset=0, rate=140, key="k", bitrate=96):
    line = Line("a.yaml:3", {"text": labels[0], "rate_wpm": rate})
    sounds = tuple(
        Sound(offset + 1000 * n, 500, f"id of {label}", label) for n, label in enumerate(labels)
    )
    island = IslandPart("a.yaml:3, at 0:00.0", key, 5, sounds)
    return Parts((line,), (island,), bitrate)


@pytest.mark.parametrize(
    ("before", "now", "reason"),
    [
        (None, parts("sit"), "it is new"),
        (parts("sit"), parts("sit"), "its entry in the cache was gone or damaged"),
        (parts("sit"), parts("sit", bitrate=64), "bit rate 96 -> 64 kb/s"),
        (parts("sit"), parts("sit", key="j"), "audioguide or numpy is another version"),
        (
            parts("sit", "click"),
            parts("sit", "bell", key="j"),
            "it now sounds with bell and without click",
        ),
        (parts("sit", "click"), parts("sit", key="j"), "it now sounds without click"),
        (parts("stand"), parts("sit", key="j"), "it is new"),
    ],
)
def test_an_island_says_what_is_different(before, now, reason):
    outcomes = explain(now, before, spoken=[], encoded=[now.islands[0].key])
    assert [one.reason for one in outcomes] == [None, reason]


def test_several_differences_of_a_line_are_all_told():
    before = parts("sit")
    now = parts("sit", rate=100)
    (line, _) = explain(now, before, spoken=[now.lines[0].made_from], encoded=[])
    assert line.reason == "rate_wpm 140 -> 100"
    assert line.place == "a.yaml:3"


def test_the_record_of_a_track_survives_what_is_no_record(home):
    build(home)
    for entry in Path(home, "cache", "tracks").glob("*.track"):
        entry.write_bytes(b"no record")
    reasons = {reason for _, _, reason in made(build(home, line="Sit down."))}
    assert reasons == {"it is new"}
