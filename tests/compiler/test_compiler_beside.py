"""Files beside a track: which are written, when they are written again, and whose are left."""

import json
import os
from pathlib import Path

import pytest

import audioguide
from audioguide.beside.table import FORMATS
from audioguide.compiler import beside_files, beside_kinds, building, production
from audioguide.compiler.record import read_record
from audioguide.errors import FileError, UsageError
from audioguide.syntax.script import BesideKind

SCRIPT = """\
title: Quiet & slow
guidance: short
steps:
  - section: One
    steps:
      - rest: 2s
      - say: Lie down.
  - section: Two
    steps:
      - rest: 1s
"""
ALL = {
    "lrc": "a.lrc",
    "vtt": "a.vtt",
    "srt": "a.srt",
    "cue": "a.cue",
    "chapters": "a.chapters.json",
    "labels": "a.labels.txt",
    "timeline": "a.timeline.json",
    "handout": "a.html",
}


class Home:
    def __init__(self, folder):
        self.folder = folder
        self.script = folder / "routine.yaml"
        self.config = folder / "config.yaml"
        self.script.write_text(SCRIPT)

    def build(self, track="a.mp3", **changes):
        return audioguide.build(self.script, self.folder / "out" / track, **changes)

    def path(self, name):
        return self.folder / "out" / name

    def beside(self):
        """What lies beside the track."""
        names = {path.name for path in (self.folder / "out").iterdir()}
        return names - {"a.mp3", "a.wav", "a.flac"}

    def head(self, line):
        self.script.write_text(line + "\n" + SCRIPT)


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("AUDIOGUIDE_CONFIG_DIR", str(tmp_path))
    monkeypatch.setenv("AUDIOGUIDE_CACHE_DIR", str(tmp_path / "cache"))
    return Home(tmp_path)


@pytest.fixture
def no_track_is_made(monkeypatch):
    """From here on a build that makes a track fails."""

    def forbid():
        def made(*_, **__):
            raise AssertionError("the track was made again")

        monkeypatch.setattr(production.Production, "write", made)

    return forbid


def test_every_kind_has_a_file_of_its_own():
    assert set(beside_kinds.KINDS) == set(map(str, BesideKind)) == {*ALL, "pdf"}
    assert set(FORMATS) < set(beside_kinds.KINDS)
    suffixes = [one.suffix for one in beside_kinds.KINDS.values()]
    assert len({suffix.casefold() for suffix in suffixes}) == len(suffixes)
    assert not {".mp3", ".wav", ".flac", ".yaml", ".yml"} & set(suffixes)


def test_none_is_written_where_nobody_asks(home):
    built = home.build()
    assert built.beside == ()
    assert home.beside() == set()


@pytest.mark.parametrize("track", ["a.mp3", "a.wav", "a.flac"])
def test_all_are_written_beside_any_kind_of_track(home, track):
    built = home.build(track, beside="all")
    assert [path.name for path in built.beside] == list(ALL.values())
    assert home.beside() == set(ALL.values())
    kind = "MP3" if track == "a.mp3" else "WAVE"
    assert f'FILE "{track}" {kind}' in home.path("a.cue").read_text()
    assert "Lie down." in home.path("a.vtt").read_text()
    assert json.loads(home.path("a.timeline.json").read_text())["format"] == 1


def test_the_times_are_those_of_the_timeline(home):
    home.build(beside=["chapters", "timeline"], timeline_path=home.path("other.json"))
    timeline = json.loads(home.path("a.timeline.json").read_text())
    assert json.loads(home.path("other.json").read_text()) == timeline
    chapters = json.loads(home.path("a.chapters.json").read_text())["chapters"]
    starts = [(2 * c["start"] * 1000 + 44_100) // 88_200 for c in timeline["chapters"]]
    assert [round(c["startTime"] * 1000) for c in chapters] == starts
    assert [c["title"] for c in chapters] == ["One", "Two"]


@pytest.mark.parametrize(
    ("head", "config", "options", "asked", "expected"),
    [
        ("beside: [vtt, lrc]", "", {}, None, {"a.lrc", "a.vtt"}),
        ("beside: cue", "beside: all\n", {}, None, {"a.cue"}),
        ("", "beside: [srt]\n", {}, None, {"a.srt"}),
        ("beside: none", "beside: [srt]\n", {}, None, set()),
        ("beside: all", "", {}, "none", set()),
        ("beside: all", "", {}, (), set()),
        ("beside: cue", "", {}, "lrc,srt", {"a.lrc", "a.srt"}),
        ("beside: cue", "profiles: {mum: {beside: vtt}}\n", {"profile": "mum"}, None, {"a.vtt"}),
        ("", "beside: cue\nprofile: m\nprofiles: {m: {beside: none}}\n", {}, None, set()),
    ],
)
def test_the_strongest_who_says_so_wins(home, head, config, options, asked, expected):
    home.head(head)
    if config:
        home.config.write_text(config)
    built = home.build(options=options, beside=asked)
    assert home.beside() == expected
    assert {path.name for path in built.beside} == expected
    again = home.build(options=options, beside=asked)
    assert again.up_to_date
    assert {path.name for path in again.beside} == expected


def test_a_track_with_all_its_files_is_up_to_date(home, monkeypatch):
    home.build(beside="all")

    def made(*_, **__):
        raise AssertionError("a stage ran")

    monkeypatch.setattr(building, "made", made)
    assert home.build(beside="all").up_to_date
    assert home.build(beside="lrc").up_to_date
    assert home.build().up_to_date


@pytest.mark.parametrize("kind", ALL)
def test_a_file_that_is_missing_or_emptied_is_written_again(home, no_track_is_made, kind):
    home.build(beside="all")
    no_track_is_made()
    path, others = home.path(ALL[kind]), {}
    for name in ALL.values():
        others[name] = home.path(name).stat().st_mtime_ns
    before = path.read_bytes()
    for spoil in (path.unlink, lambda: path.write_bytes(b"")):
        spoil()
        assert home.build(beside="all").up_to_date
        assert path.read_bytes() == before
        assert home.build(beside="all").up_to_date
    for name, mtime_ns in others.items():
        if name != path.name:
            assert home.path(name).stat().st_mtime_ns == mtime_ns


def test_a_file_that_somebody_changed_stays_until_force_lets_it_go(home):
    home.build(beside="lrc,srt")
    made = home.path("a.lrc").read_text()
    home.path("a.lrc").write_text("by hand")
    for text in (SCRIPT, SCRIPT.replace("Lie down.", "Sit down.")):
        home.script.write_text(text)
        with pytest.raises(FileError, match=r"a\.lrc.*changed since.*--force"):
            home.build(beside="lrc,srt")
        assert home.path("a.lrc").read_text() == "by hand"
    assert "Sit down." in home.path("a.srt").read_text(), "the rest is written"
    home.build(beside="lrc", force=True)
    assert home.path("a.lrc").read_text() == made.replace("Lie down.", "Sit down.")
    assert home.build(beside="lrc,srt").up_to_date


def test_one_that_stands_in_the_place_of_one_that_was_removed_stays(home):
    home.build(beside="lrc")
    home.path("a.lrc").unlink()
    home.script.write_text(SCRIPT.replace("Lie down.", "Sit down."))
    home.build(beside="srt")
    home.path("a.lrc").write_text("by hand")
    with pytest.raises(FileError, match=r"a\.lrc"):
        home.build(beside="lrc")
    assert home.path("a.lrc").read_text() == "by hand"


def test_no_file_beside_a_track_is_read_where_it_is_up_to_date(home, monkeypatch):
    home.build(beside="all")
    others = set(map(home.path, ALL.values()))
    plainly = {name: getattr(Path, name) for name in ("read_bytes", "open")}

    def looked_at(name):
        def look(path, *arguments, **settings):
            assert path not in others
            return plainly[name](path, *arguments, **settings)

        return look

    for name in plainly:
        monkeypatch.setattr(Path, name, looked_at(name))
    assert home.build(beside="all").up_to_date


def test_what_is_asked_for_later_costs_no_track(home, no_track_is_made):
    home.build()
    no_track_is_made()
    assert home.build(beside="lrc").up_to_date
    assert home.beside() == {"a.lrc"}
    assert home.build(beside="vtt,lrc").up_to_date
    assert home.beside() == {"a.lrc", "a.vtt"}


def test_an_edited_script_writes_them_anew_without_a_word(home):
    home.build(beside="all")
    home.build()
    home.script.write_text(SCRIPT.replace("Lie down.", "Sit down."))
    home.build()
    assert "Lie down." in home.path("a.vtt").read_text(), "nobody asked for it"
    home.build(beside="all")
    for name in ("a.vtt", "a.lrc", "a.srt", "a.labels.txt"):
        assert "Sit down." in home.path(name).read_text()


def test_a_script_that_is_edited_while_it_is_built_makes_no_stranger_of_its_files(
    home, monkeypatch
):
    write = production.Production.write

    def and_edit(*arguments, **settings):
        home.script.write_text(SCRIPT.replace("Lie down.", "Sit down."))
        return write(*arguments, **settings)

    with monkeypatch.context() as patch:
        patch.setattr(production.Production, "write", and_edit)
        home.build(beside="lrc")
    assert "Lie down." in home.path("a.lrc").read_text()
    assert not home.build(beside="lrc").up_to_date
    assert "Sit down." in home.path("a.lrc").read_text()
    assert home.build(beside="lrc").up_to_date


def test_somebodys_own_file_stays_and_the_rest_is_written(home):
    home.path("").mkdir()
    home.path("a.cue").write_text("by hand")
    with pytest.raises(FileError, match=r"a\.cue.*--force") as refused:
        home.build(beside="lrc,cue,srt")
    assert refused.value.exit_code == 4
    assert home.path("a.cue").read_text() == "by hand"
    assert home.beside() == {"a.lrc", "a.cue", "a.srt"}
    assert home.path("a.mp3").exists()
    with pytest.raises(FileError, match=r"a\.cue"):
        home.build(beside="cue")
    assert home.build(beside="lrc,srt").up_to_date
    home.build(beside="cue", force=True)
    assert "FILE" in home.path("a.cue").read_text()
    assert home.build(beside="cue").up_to_date


def test_a_file_that_has_the_same_in_it_is_nobodys_trouble(home):
    home.build(beside="all")
    state = home.path("a.lrc").stat()
    for path in (home.folder / "cache").rglob("*.track"):
        path.unlink()
    assert read_record(home.path("a.mp3")) is None
    assert not home.build(beside="all").up_to_date
    assert home.path("a.lrc").stat().st_mtime_ns == state.st_mtime_ns
    home.script.write_text(SCRIPT.replace("Lie down.", "Sit down."))
    home.build(beside="all")
    assert "Sit down." in home.path("a.lrc").read_text()


def test_a_link_and_a_folder_are_somebodys_too(home):
    home.path("").mkdir()
    home.path("a.lrc").mkdir()
    home.path("a.srt").symlink_to(home.folder / "nowhere")
    with pytest.raises(FileError, match=r"a\.lrc.*a\.srt"):
        home.build(beside="lrc,srt")
    assert not (home.folder / "nowhere").exists()
    with pytest.raises(FileError, match="not a regular file"):
        home.build(beside="lrc", force=True)


def test_a_file_beside_the_track_takes_no_other_place(home):
    script = home.folder / "a.lrc"
    script.write_text(SCRIPT)
    with pytest.raises(UsageError, match="over the script"):
        audioguide.build(script, home.folder / "a.mp3", beside="lrc")
    assert script.read_text() == SCRIPT
    with pytest.raises(UsageError, match="would both be"):
        home.build(beside="lrc", timeline_path=home.path("A.LRC"))
    home.build(beside="lrc")
    with pytest.raises(UsageError, match="would both be"):
        home.build(beside="lrc", timeline_path=home.path("a.lrc"))
    assert home.path("a.lrc").read_text().startswith("[ti:")
    home.build(beside="timeline", timeline_path=home.path("a.timeline.json"))
    assert home.beside() == {"a.lrc", "a.timeline.json"}


def test_tracks_of_one_name_do_not_fight_over_what_is_the_same(home):
    home.build("a.mp3", beside="lrc,cue")
    home.build("a.wav", beside="lrc")
    with pytest.raises(FileError, match=r"a\.cue"):
        home.build("a.wav", beside="cue")
    assert 'FILE "a.mp3"' in home.path("a.cue").read_text()


def test_nothing_is_written_beside_a_track_that_failed(home, monkeypatch):
    def fail(*_, **__):
        raise FileError("disk full")

    monkeypatch.setattr(production.Production, "write", fail)
    with pytest.raises(FileError, match="disk full"):
        home.build(beside="all")
    assert not home.path("").exists()


def test_one_that_cannot_be_written_is_no_half(home, monkeypatch):
    home.build(beside="srt")
    before = home.path("a.srt").read_bytes()
    home.script.write_text(SCRIPT.replace("Lie down.", "Sit down."))
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(FileError, match="full"):
        home.build(beside="srt")
    assert home.path("a.srt").read_bytes() == before
    assert home.beside() == {"a.srt"}


@pytest.mark.parametrize("before", ["none", "vtt"])
def test_what_was_written_before_trouble_is_no_strangers(home, monkeypatch, before):
    def fail(*_):
        raise FileError("disk full")

    if before != "none":
        home.build(beside=before)
    srt = beside_kinds.Kind(".srt", fail)
    with monkeypatch.context() as patch:
        patch.setitem(beside_kinds.KINDS, "srt", srt)
        with pytest.raises(FileError, match="disk full"):
            home.build(beside="lrc,srt")
    home.script.write_text(SCRIPT.replace("Lie", "Sit"))
    assert not home.build(beside="lrc,vtt,srt").up_to_date
    for name in ("a.lrc", "a.vtt", "a.srt"):
        assert "Sit down." in home.path(name).read_text()


def test_two_builds_write_the_same_bytes(home):
    home.build(beside="all")
    first = {name: home.path(name).read_bytes() for name in ALL.values()}
    home.build(beside="all", force=True, n_jobs=1)
    assert {name: home.path(name).read_bytes() for name in ALL.values()} == first


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("lcr", 'did you mean "lrc"'),
        ("lrc,all", "write all alone"),
        ("", "is no kind of file"),
        (["lrc", "x"], "is no kind of file"),
    ],
)
def test_a_kind_that_there_is_not_is_wrong_usage(home, wrong, message):
    with pytest.raises(UsageError, match=message):
        home.build(beside=wrong)


def test_the_suffix_takes_the_place_of_the_tracks_alone(tmp_path):
    paths = beside_files.beside_paths(
        ("lrc", "chapters"), track=tmp_path / "a.b.mp3", script="x.yaml", timeline_path=None
    )
    assert [path.name for path in paths.values()] == ["a.b.lrc", "a.b.chapters.json"]
