"""The tags of whole tracks, as players that are not ours read them."""

import json
import re
import subprocess

import numpy as np
import pytest
from judges import chapters_shown, decoded, judge, mp3val_warnings, names_shown
from mutagen.mp3 import MP3

import audioguide
from audioguide.mp3.retag import retagged
from audioguide.mp3.tag_reader import read_contents
from audioguide.mp3.tags import TagStyle
from audioguide.units import to_milliseconds

SCRIPT = """\
title: Ruhe & <Kraft> 🧘🏽‍♀️
language: en-GB
tags: {{artist: הרפיה, genre: Podcast}}
chapters: {chapters}
steps:
  - say: Never into pain.
  - section: Warm up
    steps:
      - section: First
        steps:
          - pose: pelvic-tilt
            reps: 1
      - repeat: 2
        steps:
          - pose: cat-cow
            flow: 1 round
  - section: נשימה
    steps:
      - breathe: 1 breath
"""
BARE = TagStyle(with_pictures=False, with_v1=False, with_synced_words=False)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The same routine with chapters by section and by pose."""
    folder = tmp_path_factory.mktemp("tags")
    found = {}
    for chapters in ("sections", "poses"):
        script = folder / f"{chapters}.yaml"
        script.write_text(SCRIPT.format(chapters=chapters), "utf-8")
        track = folder / f"{chapters}.mp3"
        found[chapters] = audioguide.build(
            script, track, track_number=3, n_tracks=11, beside=["chapters", "cue", "labels"]
        )
    return found


def test_players_list_the_chapters_of_the_timeline(built):
    found = built["sections"]
    assert chapters_shown(found.path) == [
        (one.title, to_milliseconds(one.start), to_milliseconds(one.end))
        for one in found.timeline.chapters
    ]
    assert len(found.timeline.chapters) == 3


def test_players_list_the_poses(built):
    found = built["poses"]
    moves = found.timeline.moves
    starts = [to_milliseconds(moves[n].start) for n in (0, 1, 3)]
    ends = [*starts[1:], to_milliseconds(found.timeline.length)]
    titles = ["Pelvic tilt", "Cat and cow", "Breathing"]
    assert chapters_shown(found.path) == list(zip(titles, starts, ends, strict=True))


@pytest.mark.parametrize("chapters", ["sections", "poses"])
def test_files_beside_the_track_have_its_chapters(built, chapters):
    path = built[chapters].path
    shown = chapters_shown(path)
    listed = json.loads(path.with_suffix(".chapters.json").read_text("utf-8"))["chapters"]
    assert [
        (one["title"], round(one["startTime"] * 1000), round(one["endTime"] * 1000))
        for one in listed
    ] == shown
    rows = path.with_suffix(".labels.txt").read_text("utf-8").splitlines()
    labels = [row.split("\t") for row in rows if "\tchapter: " in row]
    assert [
        (words.removeprefix("chapter: "), round(float(start) * 1000), round(float(end) * 1000))
        for start, end, words in labels
    ] == shown
    sheet = path.with_suffix(".cue").read_text("utf-8-sig")
    titles = re.findall(r"TITLE \"(.*)\"", sheet)[1:]
    places = re.findall(r"INDEX 01 (\d+):(\d\d):(\d\d)", sheet)
    frames = [(int(m) * 60 + int(s)) * 75 + int(f) for m, s, f in places]
    assert list(zip(titles, frames, strict=True)) == [
        (title, start * 75 // 1000) for title, start, end in shown if end > start
    ]


@pytest.mark.parametrize("chapters", ["sections", "poses"])
def test_a_validator_and_another_reader_find_nothing_wrong(built, chapters):
    path = built[chapters].path
    assert mp3val_warnings(path) == []
    tags = MP3(path).tags
    assert tags.version == (2, 3, 0)
    assert tags.unknown_frames == []
    assert str(tags["TRCK"]) == "3/11"


def test_players_show_the_names(built):
    shown = names_shown(built["sections"].path)
    assert shown["title"] == "Ruhe & <Kraft> 🧘🏽‍♀️"
    assert shown["artist"] == "הרפיה"
    assert shown["album"] == "audioguide"
    assert shown["genre"] == "Podcast"
    assert shown["track"] == "3/11"
    assert shown["language"] == "eng"
    assert shown["TLEN"] == str(to_milliseconds(built["sections"].timeline.length))
    assert shown["lyrics-eng"].splitlines()[0] == "Never into pain."


def test_tags_change_nothing_in_the_sound(built, tmp_path):
    path, bare = built["sections"].path, tmp_path / "bare.mp3"
    with bare.open("wb") as target:
        retagged(path, target, read_contents(path), BARE)
    heard = decoded(path)
    assert len(heard) == built["sections"].timeline.length
    assert np.array_equal(heard, decoded(bare))
    for one in (path, bare):
        command = [judge("mpg123"), "-q", "-s", str(one)]
        shown = subprocess.run(command, capture_output=True, check=True)
        assert len(shown.stdout) == heard.nbytes


def test_what_is_read_back_is_what_the_timeline_has(built):
    found, timeline = read_contents(built["sections"].path), built["sections"].timeline
    spoken = [one for one in timeline.events if hasattr(one, "utterance")]
    assert [(one.start_ms, one.end_ms, one.text) for one in found.lines] == [
        (to_milliseconds(one.start), to_milliseconds(one.end), one.utterance.text) for one in spoken
    ]
    assert found.length_ms == to_milliseconds(timeline.length)
