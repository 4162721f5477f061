"""Programmes: a folder, a list or weeks become numbered tracks with a playlist."""

import os
import shutil
import unicodedata

import pytest

import audioguide
from audioguide.compiler import build_programme
from audioguide.compiler.programme_layout import MOST_TRACKS, lay_out
from audioguide.delivery.playlist import parse_m3u8
from audioguide.delivery.shelf import read_shelf
from audioguide.errors import ExitCode, FileError, UsageError
from audioguide.mp3.tag_reader import read_contents
from audioguide.routine.options import Options
from audioguide.speech import crew
from audioguide.units import SAMPLE_RATE_HZ

ROUTINE = "title: {title}\nsteps:\n  - say: Never into pain.\n  - rest: {seconds}s\n"
BROKEN = "title: Broken\nsteps:\n  - pose: no-such-pose\n"
GROWING = """\
title: Six weeks
steps:
  - say: Never into pain.
  - pose: childs-pose
    hold: 10s
    progress: {hold: +5s, to: 30s}
"""


@pytest.fixture
def folder(tmp_path):
    """A folder of three routines that are not in alphabetical order."""
    scripts = tmp_path / "my-scripts"
    scripts.mkdir()
    for number, (stem, title) in enumerate(
        (("2 hips", "Hips"), ("10 back", "Back"), ("neck", "Neck"))
    ):
        put(scripts, stem, title=title, seconds=number + 1)
    return scripts


def put(scripts, stem, *, title="Quiet", seconds=1):
    path = scripts / f"{stem}.yaml"
    path.write_text(ROUTINE.format(title=repr(title), seconds=seconds), "utf-8")
    return path


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def states(folder):
    return {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()}


class TestBuilding:
    def test_a_folder_becomes_numbered_tracks_and_a_playlist(self, folder, tmp_path):
        programme = build_programme(folder, tmp_path / "out")
        assert programme.ok
        assert names(tmp_path / "out") == [
            "01-2-hips.mp3",
            "02-10-back.mp3",
            "03-neck.mp3",
            "my-scripts.m3u8",
        ]
        assert programme.playlist == tmp_path / "out" / "my-scripts.m3u8"
        tags = [read_contents(track.build.path) for track in programme.tracks]
        assert [(one.title, one.album, one.track_number, one.n_tracks) for one in tags] == [
            ("Hips", "My scripts", 1, 3),
            ("Back", "My scripts", 2, 3),
            ("Neck", "My scripts", 3, 3),
        ]

    def test_the_playlist_has_the_true_lengths(self, folder, tmp_path):
        programme = build_programme(folder, tmp_path / "out", title="Ruhe & <Kraft> 🧘")
        lines = programme.playlist.read_text("utf-8").splitlines()
        assert lines[2] == "#PLAYLIST:Ruhe & <Kraft> 🧘"
        seconds = [
            round(audioguide.plan(track.planned.script).timeline.length / SAMPLE_RATE_HZ)
            for track in programme.tracks
        ]
        assert lines[3::2] == [
            f"#EXTINF:{length},{title}"
            for length, title in zip(seconds, ("Hips", "Back", "Neck"), strict=True)
        ]
        assert lines[4::2] == ["01-2-hips.mp3", "02-10-back.mp3", "03-neck.mp3"]

    def test_the_shelf_of_a_programme_is_the_programme(self, folder, tmp_path):
        build_programme(folder, tmp_path / "out", title="Mornings")
        shelf = read_shelf(tmp_path / "out")
        assert shelf.title == "Mornings"
        assert [track.contents.title for track in shelf.tracks] == ["Hips", "Back", "Neck"]
        assert shelf.notes == ()

    def test_a_second_build_touches_nothing_and_needs_no_process(
        self, folder, tmp_path, monkeypatch
    ):
        first = build_programme(folder, tmp_path / "out")
        assert not first.up_to_date
        before = states(tmp_path / "out")
        monkeypatch.setattr(crew, "Crew", None)
        again = build_programme(folder, tmp_path / "out")
        assert again.ok
        assert again.up_to_date
        assert again.playlist == first.playlist
        assert states(tmp_path / "out") == before

    def test_it_is_the_same_in_another_folder(self, folder, tmp_path):
        build_programme(folder, tmp_path / "one")
        build_programme(folder, tmp_path / "two")
        one, two = states(tmp_path / "one"), states(tmp_path / "two")
        assert {name: content for name, (_, content) in one.items()} == {
            name: content for name, (_, content) in two.items()
        }

    def test_all_tracks_are_spoken_by_one_crew(self, folder, tmp_path, monkeypatch):
        put(folder, "last", title="A line that nobody has spoken before")
        (folder / "last.yaml").write_text("steps:\n  - say: Nobody has said this sentence yet.\n")
        made, closed = [], []

        class Counted(crew.Crew):
            def __init__(self, *arguments, **named):
                made.append(self)
                super().__init__(*arguments, **named)

            def close(self):
                closed.append(self)
                super().close()

        monkeypatch.setattr(crew, "Crew", Counted)
        assert build_programme(folder, tmp_path / "out").ok
        assert len(made) == 1
        assert closed == made

    def test_a_script_more_links_the_others_anew_and_makes_none_of_their_sound(
        self, folder, tmp_path
    ):
        build_programme(folder, tmp_path / "out")
        put(folder, "zz", title="Last")
        programme = build_programme(folder, tmp_path / "out", explain=True)
        *others, last = programme.tracks
        for track in others:
            assert not track.build.up_to_date
            assert track.build.explanation
            assert all(part.reason is None for part in track.build.explanation)
            assert read_contents(track.build.path).n_tracks == 4
        assert last.planned.path.name == "04-zz.mp3"

    def test_everybody_is_told_of_each_track_in_turn(self, folder, tmp_path):
        told = []
        build_programme(
            folder,
            tmp_path / "out",
            on_begin=lambda planned: told.append(("begin", planned.number)),
            on_track=lambda track: told.append(("end", track.planned.number)),
        )
        assert told == [(what, number) for number in (1, 2, 3) for what in ("begin", "end")]

    def test_a_title_that_is_given_wins_over_albums_of_scripts_and_a_folder_s_does_not(
        self, folder, tmp_path
    ):
        neck = folder / "neck.yaml"
        neck.write_text(neck.read_text("utf-8") + "tags: {album: Necks}\n", "utf-8")
        albums = []
        for title in (None, "For Ruth"):
            programme = build_programme(folder, tmp_path / "out", title=title)
            albums.append([read_contents(track.build.path).album for track in programme.tracks])
        assert albums == [["My scripts", "My scripts", "Necks"], ["For Ruth"] * 3]

    def test_settings_hold_for_every_track(self, folder, tmp_path):
        put(folder, "zz", seconds=2)
        programme = build_programme(
            folder, tmp_path / "out", options={"guidance": "silent"}, bitrate_kbps=64, beside="lrc"
        )
        assert programme.ok
        assert len(list((tmp_path / "out").glob("*.lrc"))) == 4
        assert all(not read_contents(track.build.path).lines for track in programme.tracks)

    def test_a_list_is_a_programme_too_in_its_own_order(self, folder, tmp_path):
        scripts = [folder / "neck.yaml", "acute-relief", folder / "2 hips.yaml"]
        layout = lay_out(list(map(str, scripts)), tmp_path, title="Mine")
        assert [track.path.name for track in layout.tracks] == [
            "01-neck.mp3",
            "02-acute-relief.mp3",
            "03-2-hips.mp3",
        ]


class TestTrouble:
    def test_a_script_with_errors_keeps_its_number_and_stops_no_other(self, folder, tmp_path):
        (folder / "10 back.yaml").write_text(BROKEN)
        programme = build_programme(folder, tmp_path / "out")
        assert programme.exit_code is ExitCode.SCRIPT
        assert [track.exit_code for track in programme.tracks] == [0, 1, 0]
        assert names(tmp_path / "out") == ["01-2-hips.mp3", "03-neck.mp3", "my-scripts.m3u8"]
        listed = parse_m3u8(programme.playlist.read_text("utf-8")).names
        assert listed == ("01-2-hips.mp3", "03-neck.mp3")
        put(folder, "10 back")
        mended = build_programme(folder, tmp_path / "out")
        assert mended.ok
        assert len(parse_m3u8(mended.playlist.read_text("utf-8")).names) == 3

    def test_the_track_of_an_earlier_build_stays_listed(self, folder, tmp_path):
        build_programme(folder, tmp_path / "out")
        before = states(tmp_path / "out")
        (folder / "10 back.yaml").write_text(BROKEN)
        programme = build_programme(folder, tmp_path / "out")
        assert programme.exit_code is ExitCode.SCRIPT
        assert states(tmp_path / "out") == before

    def test_the_highest_exit_code_counts(self, folder, tmp_path):
        (folder / "10 back.yaml").write_text(BROKEN)
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "03-neck.mp3").mkdir()
        programme = build_programme(folder, tmp_path / "out")
        assert [track.exit_code for track in programme.tracks] == [0, 1, 4]
        assert programme.exit_code is ExitCode.FILE

    def test_nothing_at_all_has_no_playlist(self, tmp_path):
        (tmp_path / "one").mkdir()
        (tmp_path / "one" / "a.yaml").write_text(BROKEN)
        programme = build_programme(tmp_path / "one", tmp_path / "out")
        assert programme.playlist is None
        assert programme.exit_code is ExitCode.SCRIPT
        assert not (tmp_path / "out").exists()

    def test_a_playlist_that_cannot_be_written_is_trouble(self, folder, tmp_path):
        (tmp_path / "out" / "my-scripts.m3u8").mkdir(parents=True)
        programme = build_programme(folder, tmp_path / "out")
        assert programme.exit_code is ExitCode.FILE
        assert isinstance(programme.playlist_trouble, FileError)
        assert all(track.exit_code is ExitCode.DONE for track in programme.tracks)


class TestWhoseFiles:
    def test_somebody_else_s_track_stays(self, folder, tmp_path):
        out = tmp_path / "out"
        out.mkdir()
        (out / "03-neck.mp3").write_bytes(b"mine")
        programme = build_programme(folder, out)
        assert "--force" in str(programme.tracks[2].trouble)
        assert (out / "03-neck.mp3").read_bytes() == b"mine"
        assert parse_m3u8(programme.playlist.read_text("utf-8")).names == (
            "01-2-hips.mp3",
            "02-10-back.mp3",
        )
        assert build_programme(folder, out, force=True).ok
        assert read_contents(out / "03-neck.mp3").title == "Neck"

    def test_a_link_is_somebody_else_s(self, folder, tmp_path):
        out = tmp_path / "out"
        build_programme(folder, out)
        (out / "03-neck.mp3").rename(tmp_path / "kept.mp3")
        (out / "03-neck.mp3").symlink_to(tmp_path / "kept.mp3")
        assert build_programme(folder, out).tracks[2].trouble is not None

    def test_a_track_of_ours_is_replaced_even_without_a_record(self, folder, tmp_path, monkeypatch):
        out = tmp_path / "out"
        build_programme(folder, out)
        monkeypatch.setenv("AUDIOGUIDE_CACHE_DIR", str(tmp_path / "another-cache"))
        put(folder, "neck", title="Neck and more")
        assert build_programme(folder, out).ok
        assert read_contents(out / "03-neck.mp3").title == "Neck and more"

    @pytest.mark.parametrize("change", ["#EXTM3U\nmine.mp3\n", None])
    def test_a_playlist_that_somebody_wrote_or_changed_stays(self, folder, tmp_path, change):
        out = tmp_path / "out"
        playlist = build_programme(folder, out).playlist
        text = change or playlist.read_text("utf-8").replace("Neck", "Necks")
        playlist.write_text(text, "utf-8")
        programme = build_programme(folder, out)
        assert "--force" in str(programme.playlist_trouble)
        assert programme.exit_code is ExitCode.FILE
        assert playlist.read_text("utf-8") == text
        assert build_programme(folder, out, force=True).ok
        assert playlist.read_text("utf-8") != text

    def test_what_no_longer_belongs_is_told_and_left(self, folder, tmp_path):
        out = tmp_path / "out"
        build_programme(folder, out, beside="lrc")
        (out / "04-mine.mp3").write_bytes(b"mine")
        shutil.copy(out / "03-neck.mp3", out / "neck.mp3")
        (folder / "10 back.yaml").unlink()
        for _ in range(2):
            programme = build_programme(folder, out, title="Other", beside="lrc")
            assert [path.name for path in programme.left_behind] == [
                "02-10-back.lrc",
                "02-10-back.mp3",
                "03-neck.lrc",
                "03-neck.mp3",
                "my-scripts.m3u8",
            ]
        assert {"04-mine.mp3", "02-10-back.mp3", "02-neck.mp3"} <= set(names(out))
        assert [track.name for track in read_shelf(out).tracks] == ["01-2-hips.mp3", "02-neck.mp3"]


class TestWhatIsARoutine:
    def test_what_has_no_steps_is_left_out_with_a_word(self, folder, tmp_path):
        (folder / "config.yaml").write_text("voice: {rate: 130 wpm}\n")
        (folder / "pose.yml").write_text("id: my-pose\nname: My pose\n")
        (folder / "list.yaml").write_text("- a\n- b\n")
        (folder / "empty.yaml").write_text("# nothing\n")
        (folder / ".hidden.yaml").write_text(BROKEN)
        (folder / "notes.txt").write_text("steps:\n")
        for inner in ("parts", "languages"):
            (folder / inner).mkdir()
            put(folder / inner, "part")
        (folder / "folder.yaml").mkdir()
        layout = lay_out([str(folder)], tmp_path / "out")
        assert len(layout.tracks) == 3
        assert len(layout.left_out) == 4
        for name in ("config.yaml", "pose.yml", "list.yaml", "empty.yaml"):
            assert any(name in told for told in layout.left_out)

    def test_what_cannot_be_read_counts_so_that_its_mistakes_are_told(self, folder, tmp_path):
        (folder / "a.yaml").write_text("steps: [\n")
        (folder / "b.yml").write_bytes(b"steps:\n  - say: \xff\n")
        (folder / "c.yaml").symlink_to("nowhere.yaml")
        layout = lay_out([str(folder)], tmp_path / "out")
        assert len(layout.tracks) == 5
        programme = build_programme(folder, tmp_path / "out")
        assert [int(track.exit_code) for track in programme.tracks] == [0, 0, 1, 1, 0]

    def test_a_routine_that_ships_wins_over_a_folder_of_its_name(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        (tmp_path / "acute-relief").mkdir()
        put(tmp_path / "acute-relief", "mine")
        (shipped,) = lay_out(["acute-relief"], title="One").tracks
        (mine,) = lay_out([f"acute-relief{os.sep}"]).tracks
        assert shipped.path.name == "01-acute-relief.mp3"
        assert mine.path.name == "01-mine.mp3"


class TestNames:
    STEMS = ("CON", "a b", "a-b", "x" * 240, "Ünïcode", "-rf", "पीठ", "🧘", "nul.txt")

    @pytest.mark.skipif(os.name == "nt", reason="some names cannot be there")
    def test_any_titles_and_stems_end_inside_the_folder(self, tmp_path):
        scripts, out = tmp_path / "scripts", tmp_path / "out" / "deep"
        scripts.mkdir()
        titles = ("../x", "CON", "a:b", "t" * 300, "A:B", "..", "/etc/passwd", "\U0001f9d8", "x")
        for stem, title in zip((*self.STEMS[:3], "a:b", *self.STEMS[4:]), titles, strict=True):
            put(scripts, stem, title=title)
        put(scripts, self.STEMS[3])
        programme = build_programme(scripts, out, title="../../up: CON")
        assert programme.ok
        assert names(tmp_path) == ["out", "scripts"]
        assert names(tmp_path / "out") == ["deep"]
        written = names(out)
        assert len(written) == 11
        assert len({unicodedata.normalize("NFKC", one.casefold()) for one in written}) == 11
        for name in written:
            assert name.isascii()
            assert len(name) <= 36 + len(".m3u8")
        assert "up-con.m3u8" in written

    def test_one_more_at_the_end_renames_nothing(self, folder, tmp_path):
        before = [track.path for track in lay_out([str(folder)], tmp_path).tracks]
        put(folder, "zz")
        assert [track.path for track in lay_out([str(folder)], tmp_path).tracks][:3] == before

    def test_where_it_goes_and_what_it_is_called(self, folder, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        plain = lay_out(["my-scripts"])
        assert (plain.title, plain.folder.as_posix()) == ("My scripts", "output/my-scripts")
        titled = lay_out(["my-scripts"], title="Ruhe: jetzt!")
        assert (titled.title, titled.folder.as_posix()) == ("Ruhe: jetzt!", "output/ruhe-jetzt")
        monkeypatch.chdir(folder)
        assert lay_out(["."]).title == "My scripts"


class TestWeeks:
    def test_a_script_in_several_weeks(self, tmp_path):
        (tmp_path / "six-weeks.yaml").write_text(GROWING)
        programme = build_programme(
            tmp_path / "six-weeks.yaml", tmp_path / "out", weeks=[4, 2, 3, 2]
        )
        assert programme.title == "Six weeks"
        assert names(tmp_path / "out") == [
            "02-six-weeks.mp3",
            "03-six-weeks.mp3",
            "04-six-weeks.mp3",
            "six-weeks.m3u8",
        ]
        tags = [read_contents(track.build.path) for track in programme.tracks]
        assert [(one.title, one.track_number, one.n_tracks) for one in tags] == [
            ("Six weeks · 2", 2, 4),
            ("Six weeks · 3", 3, 4),
            ("Six weeks · 4", 4, 4),
        ]
        lengths = [one.length_ms for one in tags]
        assert lengths == sorted(set(lengths))
        assert build_programme(
            tmp_path / "six-weeks.yaml", tmp_path / "out", weeks=[2, 3, 4]
        ).up_to_date

    def test_weeks_that_are_alike_are_known_for_it(self, tmp_path):
        growing, steady = tmp_path / "six-weeks.yaml", put(tmp_path, "steady")
        growing.write_text(GROWING)
        for script, is_so in ((growing, False), (steady, True)):
            assert build_programme(script, tmp_path / "out", weeks=[1, 2]).has_alike_weeks is is_so
        assert not build_programme(steady, tmp_path / "one", weeks=[2]).has_alike_weeks
        assert not build_programme([steady, steady], tmp_path / "two", title="Two").has_alike_weeks

    @pytest.mark.parametrize("weeks", [[0], [521], [1, 60, *range(100, 160)]])
    def test_weeks_that_there_cannot_be(self, tmp_path, weeks):
        with pytest.raises(UsageError):
            build_programme("acute-relief", tmp_path, weeks=weeks)

    def test_one_week_or_several(self, tmp_path):
        with pytest.raises(UsageError, match="not both"):
            build_programme("acute-relief", tmp_path, weeks=[1, 2], options=Options(week=1))

    def test_weeks_are_of_one_script(self, folder, tmp_path):
        for scripts in (folder, ["acute-relief", "healing-flow"]):
            with pytest.raises(UsageError, match="one script"):
                build_programme(scripts, tmp_path / "out", weeks=[1, 2])


class TestUsage:
    def test_there_must_be_a_script(self, tmp_path):
        (tmp_path / "empty").mkdir()
        (tmp_path / "empty" / "config.yaml").write_text("voice: {rate: 130 wpm}\n")
        with pytest.raises(UsageError, match=r"no routine in .*empty; .*config\.yaml"):
            build_programme(tmp_path / "empty", tmp_path / "out")
        with pytest.raises(UsageError, match="no routine"):
            build_programme([], tmp_path / "out", title="None")

    @pytest.mark.parametrize("title", ["", "  ", "\0"])
    def test_a_title_must_be_one(self, folder, tmp_path, title):
        with pytest.raises(UsageError, match="title"):
            build_programme(folder, tmp_path / "out", title=title)

    def test_single_scripts_need_a_title(self, tmp_path):
        with pytest.raises(UsageError, match="needs a title"):
            build_programme(["acute-relief", "healing-flow"], tmp_path / "out")

    def test_a_programme_goes_into_a_folder(self, folder, tmp_path):
        with pytest.raises(UsageError, match="one file"):
            build_programme(folder, tmp_path / "out.mp3")
        (tmp_path / "file").touch()
        with pytest.raises(UsageError, match="no folder"):
            build_programme(folder, tmp_path / "file")
        with pytest.raises(FileError, match="could not write"):
            build_programme(folder, tmp_path / ("x" * 300))

    def test_tracks_are_bounded(self, tmp_path):
        with pytest.raises(UsageError, match="at most"):
            build_programme(["acute-relief"] * (MOST_TRACKS + 1), tmp_path, title="Long")

    def test_a_timeline_file_is_of_one_track(self, folder, tmp_path):
        with pytest.raises(UsageError, match="one track"):
            build_programme(folder, tmp_path, timeline_path=tmp_path / "t.json")

    def test_from_the_package(self):
        assert audioguide.build_programme is build_programme
