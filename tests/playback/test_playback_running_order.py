"""What is heard at a moment."""

import os

import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from playing import ORDER

from audioguide.compiler import plan
from audioguide.contents import ChapterMark, Contents, TimedLine
from audioguide.errors import FileError
from audioguide.playback.running_order import (
    Part,
    RunningOrder,
    moment_at,
    order_of_contents,
    order_of_file,
    order_of_timeline,
)

SCRIPT = """\
title: A
steps:
  - section: One
    steps:
      - pose: single-leg-hamstring
        hold: 20s
        guidance: bells
      - breathe: 2 breaths
"""


def texts(at_ms):
    now = moment_at(ORDER, at_ms)
    parts = (now.chapter, now.move, now.dose, now.phase, now.line)
    return tuple(part.text if part else None for part in parts)


@pytest.mark.parametrize(
    ("at_ms", "expected"),
    [
        (0, (None, None, None, None, None)),
        (1_999, (None, None, None, None, None)),
        (2_000, ("One", "Cat, left", None, None, None)),
        (3_000, ("One", "Cat, left", None, None, "Lie down.")),
        (5_000, ("One", "Cat, left", "flow", "inhale", "Lie down.")),
        (9_000, ("One", "Cat, left", "flow", "exhale", "Lie down.")),
        (19_999, ("One", "Cat, left", None, None, "Lie down.")),
        (20_000, ("One", None, None, None, "Lie down.")),
        (30_000, ("Two", None, None, None, "Lie down.")),
        (59_999, ("Two", None, None, None, "Rest.")),
        (60_000, (None, None, None, None, "Rest.")),
    ],
)
def test_ranges_are_half_open_and_the_last_words_stay(at_ms, expected):
    assert texts(at_ms) == expected


@settings(deadline=None)
@given(
    st.lists(st.integers(0, 100), max_size=10, unique=True).map(sorted),
    st.integers(-5, 105),
)
def test_what_is_present_is_the_only_part_that_a_moment_lies_in(bounds, at_ms):
    pairs = zip(bounds[::2], bounds[1::2], strict=False)
    parts = tuple(Part(start, end, str(start)) for start, end in pairs)
    expected = [part for part in parts if part.start_ms <= at_ms < part.end_ms]
    order = RunningOrder(title="", length_ms=100, chapters=parts, lines=parts)
    found = moment_at(order, at_ms)
    assert [found.chapter] == (expected or [None])
    begun = [part for part in parts if part.start_ms <= at_ms]
    assert found.line == (begun[-1] if begun else None)


def test_tags_tell_chapters_and_words():
    contents = Contents(
        title="A",
        language="en",
        length_ms=9,
        artist="",
        album="",
        genre="",
        chapters=(ChapterMark("One", 1, 9),),
        lines=(TimedLine(2, 3, "Lie down."),),
    )
    assert order_of_contents(contents) == RunningOrder(
        title="A", length_ms=9, chapters=(Part(1, 9, "One"),), lines=(Part(2, 3, "Lie down."),)
    )


def test_a_timeline_tells_poses_doses_and_breath_too(tmp_path):
    (tmp_path / "a.yaml").write_text(SCRIPT)
    timeline = plan(tmp_path / "a.yaml").timeline
    order = order_of_timeline(timeline)
    assert order.length_ms == (2000 * timeline.length + 44_100) // 88_200
    assert [part.text for part in order.chapters] == ["One"]
    names = [part.text for part in order.moves]
    assert names[0].endswith(", left")
    assert names[1].endswith(", right")
    assert [part.text for part in order.doses][:2] == ["hold", "hold"]
    assert [part.end_ms - part.start_ms for part in order.doses][:2] == [20_000, 20_000]
    inside = [part.text for part in order.phases if part.start_ms >= order.doses[2].start_ms]
    assert inside == ["inhale", "exhale", "inhale", "exhale"]
    assert order.lines


@pytest.mark.parametrize("suffix", ["wav", "flac"])
def test_a_file_without_tags_tells_its_length(tmp_path, suffix):
    path = tmp_path / f"my track.{suffix}"
    soundfile.write(path, [0.0] * 44_100, 44_100)
    assert order_of_file(path) == RunningOrder(title="my track", length_ms=1000)


@pytest.mark.parametrize("name", ["a.wav", "a.flac", "a.mp3"])
def test_what_is_no_track_is_refused(tmp_path, name):
    path = tmp_path / name
    with pytest.raises(FileError, match="could not read"):
        order_of_file(path)
    path.write_bytes(b"nothing of the kind")
    with pytest.raises(FileError, match="it is no"):
        order_of_file(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has none")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.mp3")
    with pytest.raises(FileError, match="not a regular file"):
        order_of_file(tmp_path / "a.mp3")
