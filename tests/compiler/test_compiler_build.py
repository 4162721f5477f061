"""Builds from script text to files, with the real voice."""

import json
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import soundfile
from judges import decoded, mp3val_warnings

import audioguide
from audioguide.compiler import find_script, production, track_sound
from audioguide.errors import EngineError, FileError, ScriptError, UsageError
from audioguide.routine.options import Options
from audioguide.sound import render
from audioguide.speech import crew
from audioguide.speech.speak import SpeechError, SpeechFailure

HELLO = "title: Hello\nsteps:\n  - say: Never into pain.\n  - click: 60 bpm\n    beats: 5\n"


@pytest.fixture
def script(tmp_path):
    def write(text, name="routine.yaml"):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return write


def events(plan, kind):
    return [event for event in plan["events"] if event["kind"] == kind]


def planned(path, **changes):
    from audioguide.timeline.json_form import dumps

    timeline = audioguide.plan(path, options=Options(**changes)).timeline
    return json.loads(dumps(timeline))


def test_what_the_system_cannot_look_up_is_no_bug(tmp_path, monkeypatch):
    monkeypatch.setenv("AUDIOGUIDE_CONFIG_DIR", str(tmp_path))
    with pytest.raises(FileError, match="too long"):
        audioguide.check(find_script("a" * 300))
    (tmp_path / "config.yaml").write_text("poses: [~no-such-user/poses]\n")
    (tmp_path / "routine.yaml").write_text(HELLO)
    (problem,) = audioguide.check(tmp_path / "routine.yaml").diagnostics
    assert (problem.code, problem.span.line, problem.span.column) == ("poses-missing", 1, 9)


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are text elsewhere")
def test_a_path_that_is_no_text_is_no_bug(tmp_path):
    folder = tmp_path / os.fsdecode(b"\xff")
    folder.mkdir()
    script, track = folder / os.fsdecode(b"\xfe.yaml"), folder / "t.mp3"
    script.write_text(HELLO)
    built = audioguide.build(script, track, timeline_path=folder / "t.json", beside="all")
    assert built.path == track
    plan = json.loads((folder / "t.json").read_text("utf-8"))
    assert plan["events"][0]["source"]["file"] == str(script)
    assert audioguide.build_programme(folder, tmp_path / "out").ok


class TestPromises:
    """What people are promised in numbers, through every stage."""

    def test_clicks(self, script):
        plan = planned(script("steps:\n  - click: 66 bpm\n    for: 2min\n"))
        assert len(events(plan, "click")) == 132

    def test_breaths(self, script):
        plan = planned(script("steps:\n  - breathe: 10 breaths\n"))
        move = plan["moves"][0]
        inside = events(plan, "breath")
        assert move["dose_end"] - move["dose_start"] == 4_410_000
        assert [event["start"] - move["dose_start"] for event in inside] == [
            k * 441_000 + at for k in range(10) for at in (0, 176_400)
        ]

    def test_holds_and_sides(self, script):
        plan = planned(script("steps:\n  - pose: single-leg-hamstring\n    hold: 30s\n"))
        lengths = [move["dose_end"] - move["dose_start"] for move in plan["moves"]]
        assert lengths == [1_323_000, 1_323_000]
        assert [move["side"] for move in plan["moves"]] == ["left", "right"]

    def test_three_hours_do_not_drift(self, script):
        plan = planned(script("steps:\n  - click: 180 bpm\n    for: 3h\n"))
        start = plan["moves"][0]["dose_start"]
        clicks = events(plan, "click")
        assert len(clicks) == 32_400
        assert all(event["start"] == start + 14_700 * k for k, event in enumerate(clicks))


class TestOutputs:
    def test_every_kind_of_file_has_the_planned_samples(self, script, tmp_path):
        path = script(HELLO)
        length = planned(path)["length"]
        for name in ("a.mp3", "a.wav", "a.flac"):
            audioguide.build(path, tmp_path / name)
        wav, rate = soundfile.read(tmp_path / "a.wav", dtype="int16")
        flac, _ = soundfile.read(tmp_path / "a.flac", dtype="int16")
        assert (rate, len(wav)) == (44_100, length)
        assert np.array_equal(wav, flac)
        mp3 = decoded(tmp_path / "a.mp3")
        assert len(mp3) == length
        assert mp3val_warnings(tmp_path / "a.mp3") == []
        difference = mp3.astype(np.float64) - wav
        assert 10 * np.log10(np.mean(wav.astype(np.float64) ** 2) / np.mean(difference**2)) > 12

    def test_a_track_as_a_pydub_segment_is_the_same_samples(self, script, tmp_path):
        path = script(HELLO)
        audioguide.build(path, tmp_path / "a.wav")
        wav, _ = soundfile.read(tmp_path / "a.wav", dtype="int16")
        segment = audioguide.segment(path)
        assert (segment.frame_rate, segment.channels, segment.sample_width) == (44_100, 1, 2)
        assert np.array_equal(np.array(segment.get_array_of_samples()), wav)

    def test_two_builds_are_equal_to_the_byte_from_cold_too(self, script, tmp_path, monkeypatch):
        path = script(HELLO + "  - breathe: 4 breaths\n  - pose: childs-pose\n")
        contents = set()
        for n_workers in (1, 2, 4):
            monkeypatch.setenv("AUDIOGUIDE_CACHE_DIR", str(tmp_path / f"cache-{n_workers}"))
            monkeypatch.setattr(crew, "usual_n_workers", lambda n=n_workers: n)
            output = tmp_path / f"{n_workers}.mp3"
            audioguide.build(path, output)
            contents.add(output.read_bytes())
        assert len(contents) == 1

    def test_tags(self, script, tmp_path):
        from mutagen.id3 import ID3

        audioguide.build(script(HELLO), tmp_path / "a.mp3")
        tags = ID3(tmp_path / "a.mp3", translate=False)
        assert tags.version == (2, 3, 0)
        assert {str(tags[key]) for key in ("TIT2", "TPE1", "TALB", "TCON")} >= {"Hello"}
        assert not [key for key in tags if key in ("TDRC", "TYER", "TDAT", "TSSE")]
        assert (tmp_path / "a.mp3").read_bytes()[-128:-125] == b"TAG"

    def test_an_unknown_kind_is_refused(self, script, tmp_path):
        with pytest.raises(UsageError):
            audioguide.build(script(HELLO), tmp_path / "a.ogg")


class TestUpToDate:
    def test_a_second_build_touches_nothing(self, script, tmp_path):
        path, output = script(HELLO), tmp_path / "a.mp3"
        assert not audioguide.build(path, output).up_to_date
        before = output.stat()
        assert audioguide.build(path, output).up_to_date
        assert output.stat() == before

    @pytest.mark.parametrize(
        "change", ["script", "bitrate", "file", "missing", "force", "voice level"]
    )
    def test_any_change_builds_anew(self, script, tmp_path, change):
        path, output = script(HELLO), tmp_path / "a.mp3"
        audioguide.build(path, output)
        whole = output.read_bytes()
        more = {}
        if change == "script":
            script(HELLO.replace("beats: 5", "beats: 6"))
        elif change == "voice level":
            script("voice: {level: -3 dB}\n" + HELLO)
        elif change == "bitrate":
            more = {"bitrate_kbps": 128}
        elif change == "file":
            output.write_bytes(whole[:-5])
        elif change == "missing":
            output.unlink()
        else:
            more = {"force": True}
        assert not audioguide.build(path, output, **more).up_to_date
        rebuilt = output.read_bytes()
        assert (rebuilt == whole) is (change in ("file", "missing", "force"))


class TestNothingIsLost:
    def test_a_wrong_script_keeps_what_was_there(self, script, tmp_path):
        output = tmp_path / "a.mp3"
        output.write_bytes(b"precious")
        built = audioguide.build(script("steps:\n  - hold: 30\n"), output)
        assert built.path is None
        assert output.read_bytes() == b"precious"

    def test_strict_stops_at_warnings(self, script, tmp_path):
        path = script("steps:\n  - pose: childs-pose\n")
        built = audioguide.build(path, tmp_path / "a.mp3", strict=True)
        assert built.path is None
        assert [one.code for one in built.diagnostics] == ["no-safety-words"]
        assert not (tmp_path / "a.mp3").exists()

    @pytest.mark.parametrize("name", ["a.mp3", "a.wav"])
    def test_a_renderer_that_fails_leaves_no_half_file(self, script, tmp_path, monkeypatch, name):
        output = tmp_path / "out" / name
        output.parent.mkdir()
        output.write_bytes(b"precious")

        def broken(*_, **__):
            yield np.zeros(44_100, np.float32)
            raise OSError(28, "No space left on device")

        monkeypatch.setenv("AUDIOGUIDE_CACHE_DIR", str(tmp_path / "cold"))
        monkeypatch.setattr(track_sound, "render_blocks", broken)
        monkeypatch.setattr(render, "render_island", broken)
        with pytest.raises(FileError, match="No space"):
            audioguide.build(script(HELLO), output)
        assert output.read_bytes() == b"precious"
        assert [path.name for path in output.parent.iterdir()] == [name]

    @pytest.mark.parametrize("kind", ["folder", "pipe", "parent is a file"])
    def test_an_output_that_is_no_place_for_a_file(self, script, tmp_path, kind):
        output = tmp_path / "a.mp3"
        if kind == "folder":
            output.mkdir()
        elif kind == "pipe":
            os.mkfifo(output)
        else:
            output.write_text("x")
            output = output / "b.mp3"
        with pytest.raises(FileError):
            audioguide.build(script(HELLO), output)

    def test_a_full_disk_is_told_and_leaves_nothing(self, script, tmp_path):
        """RLIMIT_FSIZE stands for the disk: writing past 20 kB fails."""
        code = (
            "import resource, signal, sys, audioguide\n"
            "from audioguide.errors import FileError\n"
            "path, output = sys.argv[1:]\n"
            "audioguide.plan(path)\n"
            "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
            "try:\n    audioguide.build(path, output)\n"
            "except FileError as trouble:\n    print(trouble)\n"
        )
        output = tmp_path / "out" / "a.mp3"
        command = [sys.executable, "-c", code, str(script(HELLO)), str(output)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert "could not write" in done.stdout
        assert list(output.parent.iterdir()) == []


class TestTrouble:
    def test_an_engine_that_fails_is_told_at_the_line(self, script, tmp_path, monkeypatch):
        def failing(self, utterances, **_):
            raise SpeechError(
                [SpeechFailure(one, f"espeak broke on {one.text!r}") for one in utterances]
            )

        monkeypatch.setattr(production.Speaker, "speak", failing)
        with pytest.raises(EngineError) as caught:
            audioguide.build(script(HELLO), tmp_path / "a.mp3")
        (problem,) = caught.value.diagnostics
        assert (problem.code, problem.span.line) == ("speech-failed", 3)
        assert "Never into pain." in problem.message

    def test_a_sound_that_is_none_is_told_at_its_place(self, script, tmp_path):
        (tmp_path / "bell.wav").write_text("#EXTM3U\nhttp://localhost/x\n")
        path = script("sounds:\n  click: {file: bell.wav}\n" + HELLO)
        with pytest.raises(ScriptError) as caught:
            audioguide.build(path, tmp_path / "a.mp3")
        assert [(one.code, one.span.line) for one in caught.value.diagnostics] == [("bad-sound", 2)]

    def test_a_missing_script_is_told_in_the_shape_of_a_diagnostic(self, tmp_path):
        with pytest.raises(FileError) as caught:
            audioguide.check(tmp_path / "none.yaml")
        assert [one.code for one in caught.value.diagnostics] == ["unreadable-file"]


class TestSounds:
    def test_a_replaced_click_is_what_sounds(self, script, tmp_path):
        tone = (0.3 * np.sin(np.arange(4410) * 0.2)).astype(np.float32)
        soundfile.write(tmp_path / "tick.wav", tone, 44_100)
        path = script("sounds: {click: tick.wav}\n" + HELLO)
        audioguide.build(path, tmp_path / "a.wav", timeline_path=tmp_path / "a.json")
        wav, _ = soundfile.read(tmp_path / "a.wav")
        plan = json.loads((tmp_path / "a.json").read_text())
        start = events(plan, "click")[2]["start"]
        stretch = wav[start : start + 4000]
        likeness = (
            np.dot(stretch, tone[:4000]) / np.linalg.norm(stretch) / np.linalg.norm(tone[:4000])
        )
        assert likeness > 0.98

    def test_a_level_alone_changes_the_built_in_sound(self, script, tmp_path):
        peaks = []
        for level in ("0 dB", "-12 dB"):
            path = script(f"sounds: {{click: {{level: {level}}}}}\n" + HELLO)
            audioguide.build(path, tmp_path / "a.wav", timeline_path=tmp_path / "a.json")
            wav, _ = soundfile.read(tmp_path / "a.wav")
            start = events(json.loads((tmp_path / "a.json").read_text()), "click")[2]["start"]
            peaks.append(np.abs(wav[start : start + 2000]).max())
        assert 20 * np.log10(peaks[0] / peaks[1]) == pytest.approx(12, abs=0.1)


class TestSettings:
    def test_the_configuration_is_below_the_script(self, script, tmp_path, monkeypatch):
        monkeypatch.setenv("AUDIOGUIDE_CONFIG_DIR", str(tmp_path))
        (tmp_path / "config.yaml").write_text("breath: 3-5\npace: brisk\n")
        plan = planned(script("pace: steady\nsteps:\n  - breathe: 2 breaths\n"))
        assert plan["moves"][0]["dose_end"] - plan["moves"][0]["dose_start"] == 16 * 44_100
        assert audioguide.plan(script(HELLO)).routine.settings.pace == Fraction(23, 20)

    def test_the_command_line_wins(self, script):
        plan = planned(
            script("breath: 5-5\nsteps:\n  - breathe: 2 breaths\n    breath: 6-6\n"),
            breath=audioguide.plan(
                script("breath: 4-4\nsteps:\n  - rest: 1s\n", "b.yaml")
            ).routine.settings.breath,
        )
        assert plan["moves"][0]["dose_end"] - plan["moves"][0]["dose_start"] == 16 * 44_100

    def test_own_poses_come_before_shipped_ones(self, script, tmp_path):
        folder = tmp_path / "mine"
        folder.mkdir()
        shipped = next(Path(audioguide.__file__).parents[1].glob("poses/*/childs-pose.yaml"))
        text = shipped.read_text("utf-8").replace("name: ", "name: My ", 1)
        (folder / "childs-pose.yaml").write_text(text, "utf-8")
        plan = audioguide.plan(script("steps:\n  - pose: childs-pose\n"), pose_folders=[folder])
        assert plan.timeline.moves[0].name.startswith("My ")


def test_a_bare_name_is_found_here_then_in_scripts_then_among_the_shipped(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert Path(find_script("healing-flow")).name == "healing-flow.yaml"
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "healing-flow.yaml").write_text(HELLO)
    assert find_script("healing-flow") == str(Path("scripts/healing-flow.yaml"))
    (tmp_path / "healing-flow.yaml").write_text(HELLO)
    assert find_script("healing-flow") == "healing-flow.yaml"
    assert find_script("nothing-like-it") == "nothing-like-it"
