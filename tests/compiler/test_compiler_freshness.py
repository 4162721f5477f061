"""When a track is left alone, and when it is built again."""

import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile
from msgspec import Raw
from msgspec.structs import replace

import audioguide
from audioguide.compiler import freshness, production, record
from audioguide.compiler.record import read_record
from audioguide.diagnostics import render
from audioguide.disk import Disk
from audioguide.files import shipped

SCRIPT = """\
title: Quiet
guidance: silent
sounds: {click: tick.wav}
steps:
  - include: more.yaml
  - pose: childs-pose
    hold: 10s
  - click: 60 bpm
    beats: 2
"""
MORE = "steps:\n  - rest: 1s\n"


class Home:
    """A folder with a script, all that it reads, and the track; nothing in it is spoken."""

    def __init__(self, folder):
        self.folder = folder
        self.script = folder / "routine.yaml"
        self.include = folder / "more.yaml"
        self.poses = folder / "poses"
        self.pose = self.poses / "family" / "childs-pose.yaml"
        self.config = folder / "config.yaml"
        self.config_poses = folder / "of-config"
        self.sound = folder / "tick.wav"
        self.track = folder / "track.wav"
        self.timeline = folder / "track.json"
        self.pose.parent.mkdir(parents=True)
        self.config_poses.mkdir()
        self.script.write_text(SCRIPT)
        self.include.write_text(MORE)
        self.pose.write_bytes(next(shipped("poses").glob("*/childs-pose.yaml")).read_bytes())
        self.config.write_text("poses: [of-config]\n")
        self.write_sound(0.2)

    def write_sound(self, step):
        soundfile.write(self.sound, np.sin(np.arange(4410) * step) / 3, 44_100)

    def build(self, **changes):
        return audioguide.build(
            self.script, self.track, **{"pose_folders": [self.poses], **changes}
        )


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("AUDIOGUIDE_CONFIG_DIR", str(tmp_path))
    monkeypatch.setenv("AUDIOGUIDE_CACHE_DIR", str(tmp_path / "cache"))
    return Home(tmp_path)


def rewrite(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def later(path, seconds=10):
    """Touch a file without a change of its content."""
    state = path.stat()
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns + seconds * 10**9))


CHANGES = {
    "script": lambda home: rewrite(home.script, "beats: 2", "beats: 3"),
    "include": lambda home: rewrite(home.include, "1s", "2s"),
    "pose that is used": lambda home: rewrite(home.pose, "name: ", "name: My "),
    "pose that hides one": lambda home: (home.poses / "childs-pose.yaml").write_text("id: x\n"),
    "new pose": lambda home: (home.pose.with_name("new.yaml")).write_text("x"),
    "new family": lambda home: (home.poses / "kneeling").mkdir(),
    "new pose of the configuration": lambda home: (home.config_poses / "a.yaml").write_text("x"),
    "configuration": lambda home: home.config.write_text("pace: brisk\n"),
    "configuration that goes": lambda home: home.config.unlink(),
    "sound": lambda home: home.write_sound(0.3),
    "track of another size": lambda home: home.track.write_bytes(home.track.read_bytes()[:-2]),
    "track that was touched": lambda home: later(home.track),
    "track that is gone": lambda home: home.track.unlink(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_on_the_disk_is_built(home, change):
    home.build()
    assert home.build().up_to_date
    CHANGES[change](home)
    assert not home.build().up_to_date


@pytest.mark.parametrize(
    "changes",
    [
        {"options": {"pace": "gentle"}},
        {"options": {"language": "en"}},
        {"bitrate_kbps": 128},
        {"pose_folders": []},
        {"force": True},
    ],
    ids=str,
)
def test_what_is_asked_for_otherwise_is_built(home, changes):
    home.build()
    assert not home.build(**changes).up_to_date


def test_parameters_count(home):
    home.script.write_text("params: {n: 2}\nsteps:\n  - click: 60 bpm\n    beats: ${n}\n")
    home.build(options={"set": {"n": "3"}})
    assert home.build(options={"set": {"n": "3"}}).up_to_date
    assert not home.build(options={"set": {"n": "4"}}).up_to_date


def test_a_new_configuration_counts(home):
    home.config.unlink()
    home.build()
    assert home.build().up_to_date
    home.config.write_text("pace: brisk\n")
    assert not home.build().up_to_date


@pytest.mark.parametrize("variable", ["AUDIOGUIDE_CONFIG_DIR", "HOME"])
def test_another_environment_is_built(home, monkeypatch, variable):
    home.build()
    monkeypatch.setenv(variable, str(home.folder / "elsewhere"))
    assert not home.build().up_to_date


def test_another_compiler_builds(home, monkeypatch):
    home.build()
    with monkeypatch.context() as patch:
        patch.setattr(freshness, "__version__", "99")
        assert not home.build().up_to_date
    home.build()
    with monkeypatch.context() as patch:
        patch.setattr(freshness, "wheel_version", lambda package: "99")
        assert not home.build().up_to_date
    home.build()
    home.compiler = home.folder / "compiler"
    home.compiler.mkdir()
    (home.compiler / "sub").mkdir()
    module = home.compiler / "sub" / "module.py"
    module.write_text("one = 1\n")
    monkeypatch.setattr(freshness, "_PACKAGE", home.compiler)
    home.build()
    assert home.build().up_to_date
    later(module)
    assert not home.build().up_to_date


@pytest.mark.parametrize("package", ["av", "onnxruntime", "soundfile", "soxr"])
def test_another_version_of_what_makes_sound_builds(home, monkeypatch, package):
    home.build()
    known = freshness.wheel_version
    monkeypatch.setattr(
        freshness, "wheel_version", lambda one: "99" if one == package else known(one)
    )
    assert not home.build().up_to_date


@pytest.mark.parametrize("name", ["script", "include", "pose", "config", "sound"])
def test_a_touch_without_a_change_is_none(home, name):
    home.build()
    before = home.track.stat()
    later(getattr(home, name))
    assert home.build().up_to_date
    assert home.track.stat() == before


def test_a_pose_that_nobody_uses_and_a_hidden_file_are_no_change(home):
    other = home.poses / "other.yaml"
    other.write_text("x")
    home.build()
    other.write_text("y")
    (home.poses / ".hidden.yaml").write_text("x")
    assert home.build().up_to_date


def test_the_working_folder_counts_for_what_is_read_in_it(home, monkeypatch):
    monkeypatch.chdir(home.folder)
    relative = {"pose_folders": ["poses"]}
    home.build(**relative)
    assert home.build(**relative).up_to_date
    elsewhere = home.folder / "elsewhere"
    shutil.copytree(home.poses, elsewhere / "poses")
    monkeypatch.chdir(elsewhere)
    assert home.build(**relative).up_to_date
    (elsewhere / "poses" / "childs-pose.yaml").write_text("id: x")
    assert not home.build(**relative).up_to_date


def test_the_path_of_the_track_in_other_words_is_the_same_track(home, monkeypatch):
    home.build()
    monkeypatch.chdir(home.folder)
    for words in ("track.wav", "./poses/../track.wav"):
        assert audioguide.build(home.script, words, pose_folders=[home.poses]).up_to_date


class TestTimeline:
    def test_it_is_written_where_it_is_missing_and_the_track_is_left_alone(self, home):
        home.build()
        before = home.track.stat()
        built = home.build(timeline_path=home.timeline)
        assert built.up_to_date
        assert built.timeline.length == json.loads(home.timeline.read_text())["length"]
        assert home.track.stat() == before

    @pytest.mark.parametrize("change", ["gone", "replaced"])
    def test_it_is_written_again_where_it_is_not_what_was_written(self, home, change):
        home.build(timeline_path=home.timeline)
        whole = home.timeline.read_bytes()
        before = home.timeline.stat()
        assert home.build(timeline_path=home.timeline).up_to_date
        assert home.timeline.stat() == before
        home.timeline.unlink() if change == "gone" else home.timeline.write_text("{}")
        assert home.build(timeline_path=home.timeline).up_to_date
        assert home.timeline.read_bytes() == whole

    def test_python_gets_one_of_a_track_that_is_up_to_date(self, home, monkeypatch):
        made = home.build().timeline
        again = home.build()
        assert again.up_to_date
        assert again.timeline == made
        assert again.timeline is again.timeline


class TestDiagnostics:
    def test_they_are_repeated_with_their_carets(self, home):
        home.script.write_text(SCRIPT + "  - pose: single-leg-hamstring\n    hold: 30s\n")
        home.config.write_text("pace: brisk\nvoice: {rate: 350 wpm}\n")
        first, second = home.build(), home.build()
        assert second.up_to_date
        assert second.diagnostics
        assert any("^" in render(one) for one in second.diagnostics)
        assert list(map(render, second.diagnostics)) == list(map(render, first.diagnostics))
        assert second.diagnostics == first.diagnostics

    def test_strict_refuses_what_a_lenient_build_made(self, home):
        lenient = home.build()
        assert {str(one.severity) for one in lenient.diagnostics} >= {"warning"}
        before = home.track.stat()
        refused = home.build(strict=True)
        assert (refused.path, refused.up_to_date) == (None, False)
        assert list(map(render, refused.diagnostics)) == list(map(render, lenient.diagnostics))
        assert home.track.stat() == before

    def test_strict_leaves_alone_what_has_no_warnings(self, home):
        home.script.write_text("steps:\n  - click: 60 bpm\n    beats: 2\n")
        assert home.build(strict=True).path
        assert home.build(strict=True).up_to_date
        assert home.build().up_to_date


def record_path(home):
    (path,) = (home.folder / "cache" / "tracks").glob("*.track")
    return path


def reworded(change):
    """Put another content into the record, itself a sound entry of the cache."""

    def damage(home):
        store, key = record._store(), record._key(home.track)
        store.write(key, change(json.loads(store.read(key))))

    return damage


def with_field(**fields):
    return reworded(lambda kept: json.dumps({**kept, **fields}).encode())


def replaced_by_a_folder(home):
    path = record_path(home)
    path.unlink()
    path.mkdir()


DAMAGES = {
    "cut": lambda home: os.truncate(record_path(home), 200),
    "empty": lambda home: os.truncate(record_path(home), 0),
    "one byte": lambda home: record_path(home).write_bytes(
        record_path(home).read_bytes().replace(b"bitrate", b"bitrata")
    ),
    "folder": replaced_by_a_folder,
    "no JSON": reworded(lambda kept: b"\x80\x04\x95pickle"),
    "no text": reworded(lambda kept: b'{"asked": "\xff"}'),
    "deep": reworded(lambda kept: b"[" * 100_000),
    "another shape": reworded(lambda kept: json.dumps([kept]).encode()),
    "another format": with_field(format=99),
    "unknown field": with_field(more=1),
    "wrong type": with_field(seen=[]),
    "diagnostic without a code": with_field(
        diagnostics=[
            {
                "code": "No Code",
                "severity": "note",
                "message": "",
                "span": {
                    "file": {"path": "", "text": ""},
                    **dict.fromkeys(("line", "column", "end_line", "end_column"), 1),
                },
            }
        ]
    ),
    "a pipe to read": with_field(seen={"/dev/stdin": "content 1 00"}),
    "no such state": with_field(seen={"/": "whatever"}),
    "no number": with_field(seen={__file__: "content x 00"}),
    "no path": with_field(seen={"\0": "content 1 00"}),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_record_that_is_odd_is_none(home, damage):
    first = home.build()
    DAMAGES[damage](home)
    second = home.build()
    assert (second.up_to_date, second.diagnostics) == (False, first.diagnostics)
    if damage != "folder":
        assert home.build().up_to_date


def test_a_record_can_be_read_back(home):
    home.build()
    kept = read_record(home.track)
    assert set(kept.seen) >= {
        str(path)
        for path in (home.script, home.include, home.pose, home.sound, home.config, home.poses)
    }
    assert read_record(home.folder / "other.wav") is None


def test_the_parts_of_a_record_are_kept_as_they_are(home):
    """Whoever asks for them decodes them, nobody else; a missing timeline is no reason to."""
    home.build()
    parts = b'{"clips": [1, 2,   3]}'
    record.write_record(home.track, replace(read_record(home.track), parts=Raw(parts)))
    assert home.build(timeline_path=home.timeline).up_to_date
    assert bytes(read_record(home.track).parts) == parts
    home.build(force=True)
    assert bytes(read_record(home.track).parts) != parts


def test_a_track_that_is_taken_away_at_once_has_no_record(home, monkeypatch):
    write = production.Production.write

    def write_and_lose(self, timeline, output, **settings):
        write(self, timeline, output, **settings)
        output.unlink()

    monkeypatch.setattr(production.Production, "write", write_and_lose)
    assert home.build().path == home.track
    assert read_record(home.track) is None


def test_a_record_that_cannot_be_kept_is_no_failure(home):
    (home.folder / "cache").write_text("no folder")
    assert not home.build().up_to_date
    assert not home.build().up_to_date


class TestChangesInTheMiddle:
    """Whatever a file holds while it is built from, its track is never called up to date later."""

    @pytest.mark.parametrize("name", ["script", "include", "pose", "config", "sound"])
    def test_a_file_that_is_rewritten_during_a_build(self, home, monkeypatch, name):
        write = production.Production.write
        path = getattr(home, name)
        other = path.read_bytes()
        CHANGES[{"pose": "pose that is used", "config": "configuration"}.get(name, name)](home)

        def write_and_change(self, *settings, **more):
            path.write_bytes(other)
            write(self, *settings, **more)

        with monkeypatch.context() as patch:
            patch.setattr(production.Production, "write", write_and_change)
            home.build()
        made_from_before = home.track.read_bytes()
        second = home.build()
        assert not second.up_to_date
        assert home.build().up_to_date
        if name != "pose":  # Its name alone is another, which nobody hears.
            assert home.track.read_bytes() != made_from_before

    def test_a_sound_that_was_another_just_while_it_was_read(self, home, monkeypatch):
        before = home.sound.read_bytes()
        load_palette = production.load_palette

        def change_and_load(*arguments):
            home.write_sound(0.3)
            return load_palette(*arguments)

        with monkeypatch.context() as patch:
            patch.setattr(production, "load_palette", change_and_load)
            home.build()
        home.sound.write_bytes(before)
        assert not home.build().up_to_date

    def test_a_file_is_read_once(self, home, monkeypatch):
        """Two looks at one file, with a change between, would make a routine that never was."""
        home.script.write_text(
            "steps:\n"
            "  - include: more.yaml\n    set: {n: 1}\n"
            "  - include: more.yaml\n    set: {n: 2}\n"
        )
        home.include.write_text("params: {n: 1}\nsteps:\n  - rest: ${n}s\n")
        as_written = home.build().timeline.length
        read = Disk.read

        def read_and_change(self, path, **settings):
            content = read(self, path, **settings)
            if Path(path) == home.include:
                home.include.write_text("params: {n: 1}\nsteps:\n  - rest: ${n}0s\n")
            return content

        with monkeypatch.context() as patch:
            patch.setattr(Disk, "read", read_and_change)
            assert home.build(force=True).timeline.length == as_written
        built = home.build()
        assert not built.up_to_date
        assert built.timeline.length - as_written == 27 * 44_100

    def test_a_change_between_the_look_and_the_plan_builds_the_track(self, home, monkeypatch):
        """The track is up to date, its timeline is missing, and the script changes just then."""
        home.build()
        before = home.track.read_bytes()
        left_alone = freshness.find_fresh

        def find_and_change(*arguments):
            found = left_alone(*arguments)
            rewrite(home.script, "beats: 2", "beats: 3")
            return found

        monkeypatch.setattr(freshness, "find_fresh", find_and_change)
        built = home.build(timeline_path=home.timeline)
        assert not built.up_to_date
        assert home.track.read_bytes() != before
