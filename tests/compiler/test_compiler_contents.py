"""What is on a track: from the timeline to its tags, and who says what they say."""

import json
import os

import pytest
from msgspec.structs import replace

import audioguide
from audioguide.compiler.contents import chapter_problems, contents_of
from audioguide.compiler.marking import Marking
from audioguide.contents import ChapterMark
from audioguide.errors import UsageError
from audioguide.mp3.tag_reader import read_contents
from audioguide.timeline.json_form import dumps
from audioguide.timeline.timeline import Speech
from audioguide.units import to_milliseconds

SCRIPT = """\
title: Two poses
{head}
steps:
  - say: Never into pain.
  - section: Warm up
    steps:
      - pose: pelvic-tilt
        reps: 1
      - repeat: 2
        steps:
          - pose: cat-cow
            flow: 1 round
  - section: Rest
    steps:
      - breathe: 1 breath
      - breathe: 2 breaths
      - click: 60 bpm
        beats: 3
      - pose: cat-cow
        flow: 1 round
"""

SHORT = """\
title: A
{head}
guidance: silent
steps:
  - section: B
    steps:
      - breathe: 1 breath
"""
"""Nothing is spoken."""


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("AUDIOGUIDE_CONFIG_DIR", str(tmp_path / "config"))
    (tmp_path / "config").mkdir()
    return tmp_path


def script(home, head="", *, body=SCRIPT, name="a.yaml"):
    path = home / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(body.format(head=head), "utf-8")
    return path


def on_track(path, *, marking=None, **options):
    planned = audioguide.plan(path, options=options)
    assert planned.timeline is not None, planned.diagnostics
    more = {} if marking is None else {"marking": marking}
    return planned.timeline, contents_of(planned.timeline, planned.routine, **more)


def test_chapters_are_the_timeline_s(home):
    timeline, found = on_track(script(home))
    assert [one.title for one in found.chapters] == ["Warm up", "Rest"]
    for mark, chapter in zip(found.chapters, timeline.chapters, strict=True):
        assert mark.start_ms == to_milliseconds(chapter.start)
        assert mark.end_ms == to_milliseconds(chapter.end)
    assert found.chapters[-1].end_ms == found.length_ms == to_milliseconds(timeline.length)


def test_chapters_by_pose(home):
    timeline, found = on_track(script(home, "chapters: poses"))
    assert [one.title for one in found.chapters] == [
        *("Pelvic tilt", "Cat and cow", "Breathing", "Breathing", "With the click", "Cat and cow")
    ]
    starts = [to_milliseconds(move.start) for move in timeline.moves]
    assert [one.start_ms for one in found.chapters] == [*starts[:2], *starts[3:]]
    ends = [one.start_ms for one in found.chapters[1:]]
    assert [one.end_ms for one in found.chapters] == [*ends, found.length_ms]


def test_the_timeline_file_knows_nothing_of_it(home):
    path = script(home)
    plans = [on_track(path, chapters=by)[0] for by in ("sections", "poses")]
    assert dumps(plans[0]) == dumps(plans[1])
    assert "Breathing" not in dumps(plans[1])


def test_steps_of_breath_are_called_in_the_routine_s_language(home):
    body = "language: {head}\nchapters: poses\nsteps:\n  - breathe: 1 breath\n"
    _, found = on_track(script(home, "de", body=body))
    assert [one.title for one in found.chapters] == ["Atmen"]


def test_without_a_section_there_are_no_chapters(home):
    _, found = on_track(script(home, body="guidance: silent\nsteps:\n  - rest: 4s\n"))
    assert (found.chapters, found.lines) == ((), ())


def test_lines_are_what_is_spoken(home):
    timeline, found = on_track(script(home))
    spoken = [one for one in timeline.events if isinstance(one, Speech)]
    assert [one.text for one in found.lines] == [one.utterance.text for one in spoken]
    assert [one.start_ms for one in found.lines] == [to_milliseconds(one.start) for one in spoken]
    assert all(one.start_ms < one.end_ms for one in found.lines)
    ends = [one.end_ms for one in found.lines]
    assert all(end <= line.start_ms for end, line in zip(ends, found.lines[1:], strict=False))


def names(found):
    return found.artist, found.album, found.genre


def test_names_come_from_the_strongest_who_says_them(home):
    assert names(on_track(script(home))[1]) == ("audioguide", "audioguide", "Speech")
    (home / "config" / "config.yaml").write_text(
        "tags: {artist: Practice, genre: Health}\n"
        "profiles:\n  mum: {tags: {artist: For mum}, chapters: poses}\n"
    )
    path = script(home, "tags: {artist: Ann, album: Backs}")
    assert names(on_track(path)[1]) == ("Ann", "Backs", "Health")
    assert names(on_track(path, profile="mum")[1]) == ("For mum", "Backs", "Health")
    assert len(on_track(path, profile="mum")[1].chapters) == 6
    assert len(on_track(path, profile="mum", chapters="sections")[1].chapters) == 2


def test_who_says_so_can_be_asked(home):
    (home / "config" / "config.yaml").write_text("tags: {genre: Health}\nchapters: poses\n")
    routine = audioguide.plan(script(home, "tags: {artist: Ann}")).routine
    rows = {(one.setting, one.value, one.origin) for one in routine.origins}
    assert {
        ("tags genre", "Health", "user configuration"),
        ("tags artist", "Ann", "script head"),
        ("chapters", "poses", "user configuration"),
    } <= rows


def test_the_programme_is_the_album_unless_the_author_has_one(home):
    marking = Marking(usual_album="Four weeks", track_number=3, n_tracks=11)
    _, found = on_track(script(home), marking=marking)
    assert (found.album, found.track_number, found.n_tracks) == ("Four weeks", 3, 11)
    _, found = on_track(script(home, "tags: {album: Backs}"), marking=marking)
    assert found.album == "Backs"


def test_a_title_that_somebody_gave_the_programme_is_the_album_whatever_the_author_has(home):
    (home / "config" / "config.yaml").write_text("tags: {album: Ours}\n")
    marking = Marking(album="For Ruth", usual_album="My scripts")
    for path in (script(home), script(home, "tags: {album: Backs}")):
        assert on_track(path, marking=marking)[1].album == "For Ruth"


@pytest.mark.parametrize("given", ["", "  ", "\ud800", "\0", "\u202e"])
def test_a_programme_s_title_of_nothing_to_see_is_none(home, given):
    path = script(home, "tags: {album: Backs}", body=SHORT)
    built = audioguide.build(path, home / "t.mp3", album=given, track_number=1)
    assert read_contents(built.path).album == "Backs"


@pytest.mark.parametrize("chapters", ["sections", "poses"])
def test_a_title_that_turns_the_text_around_is_the_same_in_tags_and_files(home, chapters):
    body = SHORT.replace("B", '"a\\u202Eb\\u2066c"').replace("A", '"x\\u202Ey"')
    path = script(home, body=body)
    built = audioguide.build(
        path, home / "t.mp3", options={"chapters": chapters}, beside=["chapters", "labels", "cue"]
    )
    found = read_contents(built.path)
    titles = [one.title for one in found.chapters]
    assert titles == (["a b c"] if chapters == "sections" else ["Breathing"])
    listed = json.loads((home / "t.chapters.json").read_text("utf-8"))
    assert [one["title"] for one in listed["chapters"]] == titles
    assert listed["title"] == found.title == "x y"
    assert f"chapter: {titles[0]}\n" in (home / "t.labels.txt").read_text("utf-8")
    assert f'    TITLE "{titles[0]}"\n' in (home / "t.cue").read_text("utf-8")


def test_more_chapters_than_players_know(home):
    head = "guidance: silent\nsteps:\n  - repeat: {head}\n    steps:\n"
    body = head + "      - section: Round\n        steps:\n          - rest: 1s\n"
    planned = audioguide.plan(script(home, 255, body=body))
    assert not chapter_problems(planned.timeline, planned.routine)
    planned = audioguide.plan(script(home, 256, body=body))
    found = contents_of(planned.timeline, planned.routine)
    assert [one.code for one in planned.diagnostics].count("too-many-chapters") == 1
    checked = audioguide.check(script(home, 256, body=body))
    assert [one.code for one in checked.diagnostics].count("too-many-chapters") == 1
    assert len(found.chapters) == 255
    assert found.chapters[-1].start_ms == to_milliseconds(planned.timeline.chapters[254].start)
    assert found.chapters[-1].end_ms == found.length_ms
    built = audioguide.build(script(home, 256, body=body), home / "t.mp3", strict=True)
    assert built.path is None


def test_equal_routines_have_equal_hashes_wherever_they_lie(home, monkeypatch):
    _, here = on_track(script(home))
    _, there = on_track(script(home, "\n# a comment", name="elsewhere/b.yaml"))
    monkeypatch.chdir(home)
    _, relative = on_track(script(home).relative_to(home))
    assert here.routine_hash == there.routine_hash == relative.routine_hash
    assert len(here.routine_hash) == 16
    assert int(here.routine_hash, 16)
    _, renamed = on_track(script(home, "tags: {album: Backs}\nchapters: poses"))
    assert renamed.routine_hash == here.routine_hash, "what it is called is nothing to hear"


CHANGES = ["pace: gentle", "voice: {pitch: 40}", "guidance: short", "bed: rain", "breath: 4-7"]


@pytest.mark.parametrize("change", [*CHANGES, "voice: {level: -3 dB}", "pan: 40%"])
def test_what_a_listener_would_notice_is_another_hash(home, change):
    body = SCRIPT + "      - pose: single-leg-hamstring\n        hold: 1s\n"
    _, one = on_track(script(home, body=body))
    _, other = on_track(script(home, change, body=body))
    assert one.routine_hash != other.routine_hash


def test_the_hash_is_the_same_on_every_machine(home):
    """By the values alone: whoever changes what is hashed renames every routine."""
    body = "guidance: silent\nsteps:\n  - click: 60 bpm\n    beats: 2\n  - chime: halfway\n"
    timeline, found = on_track(script(home, body=body + "  - rest: 2s\n"))
    assert len(timeline.events) == 3
    assert found.routine_hash == "1f1bddb1b2b05d9b"


def without_pictures(contents):
    chapters = tuple(replace(one, picture=None) for one in contents.chapters)
    return replace(contents, chapters=chapters, cover=None)


def test_a_build_carries_all_of_it(home):
    path = script(home, "chapters: poses\ntags: {artist: Dr. Weiß}")
    built = audioguide.build(path, home / "t.mp3", album="Four weeks", track_number=3, n_tracks=11)
    marking = Marking(album="Four weeks", track_number=3, n_tracks=11)
    _, found = on_track(path, marking=marking)
    assert built.path is not None
    assert without_pictures(read_contents(built.path)) == without_pictures(found)


def test_a_track_whose_tags_would_change_is_built_again(home):
    path, track = script(home), home / "t.mp3"

    def is_kept(**more):
        return audioguide.build(path, track, **more).up_to_date

    assert not is_kept()
    assert is_kept()
    assert not is_kept(options={"chapters": "poses"})
    assert [one.title for one in read_contents(track).chapters][2] == "Breathing"
    assert not is_kept(album="Four weeks")
    assert is_kept(album="Four weeks")
    assert not is_kept(album="Four weeks", track_number=1)
    assert read_contents(track).track_number == 1


def test_equal_builds_are_equal_files(home, monkeypatch):
    path = script(home)
    tracks = []
    for number, cache in enumerate(["one", "one", "two"]):
        monkeypatch.setenv("AUDIOGUIDE_CACHE_DIR", str(home / cache))
        tracks.append(audioguide.build(path, home / f"{number}.mp3", track_number=1).path)
    assert len({one.read_bytes() for one in tracks}) == 1
    os.utime(path)
    assert not audioguide.build(path, tracks[0], track_number=1, force=True).up_to_date
    assert tracks[0].read_bytes() == tracks[1].read_bytes()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"track_number": 0}, "tracks 1 to 9999, not 0"),
        ({"track_number": 3, "n_tracks": 10_000}, "tracks 1 to 9999, not 10000"),
        ({"track_number": 3, "n_tracks": 2}, "a track of 2 cannot have number 3"),
        ({"n_tracks": 2}, "a track of 2 cannot have no number"),
    ],
)
def test_a_place_that_cannot_be_is_refused(home, given, message):
    with pytest.raises(UsageError, match=message):
        audioguide.build(script(home), home / "t.mp3", **given)
    assert not (home / "t.mp3").exists()


def test_a_word_that_is_no_chapter_is_refused(home):
    with pytest.raises(UsageError, match='chapters: "pose" cannot stand here; did you mean'):
        audioguide.plan(script(home), options={"chapters": "pose"})


def test_empty_sections_are_chapters_without_length(home):
    body = "guidance: silent\nsteps:\n  - section: Outer\n    steps:\n      - section: Inner\n"
    _, found = on_track(script(home, body=body + "        steps:\n          - rest: 2s\n"))
    start = found.chapters[0].start_ms
    assert found.chapters == (
        ChapterMark("Outer", start, start),
        ChapterMark("Inner", start, found.length_ms),
    )
